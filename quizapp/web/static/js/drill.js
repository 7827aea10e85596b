// Learn mode and tests from cards: an answer goes without leaving the page, so that a lost connection loses nothing.
import { startSending } from "./sending.js";
import { markField, shown } from "./trouble.js";

// A page out of the browser's memory may be older than what was answered since.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// A page that came with a refusal was the answer to a form; a reload should ask for it, not send it again.
if (shown()) history.replaceState(history.state, "", location.href);

startSending(document.querySelector("[data-send]"));
markField();
document.querySelector("[data-focus]")?.focus({ preventScroll: true });

// Enter goes on where nothing else takes it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("a[href], button, input, select, textarea, summary")) return;
  document.querySelector("[data-primary]")?.click();
});
