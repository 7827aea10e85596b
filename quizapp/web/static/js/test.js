// A question of a test.
import "./attempt.js";
import { startSaving } from "./saving.js";
import { startTimer } from "./timer.js";

const saving = startSaving(document.querySelector("[data-autosave]"));
startTimer(document.querySelector("[data-timer]"), () => saving.flush());
