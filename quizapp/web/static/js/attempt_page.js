// A test with all its questions on one page.
import "./attempt.js";
import { startSheet } from "./sheet.js";
import { startTimer } from "./timer.js";

// A page that came with a refusal was the answer to a form; a reload should ask for it, not send it again.
if (document.querySelector("[data-refused], [data-unsaved]")) history.replaceState(history.state, "", location.href);

const sheet = startSheet(document.querySelector("[data-sheet]"));
startTimer(document.querySelector("[data-timer]"), () => sheet.flush());
