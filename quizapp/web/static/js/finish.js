// Before the finish: what could not be sent yet goes first, so that nothing answered is left behind.
import { Again } from "./again.js";
import "./attempt.js";
import { sendWaiting, waiting } from "./outbox.js";
import { startTimer } from "./timer.js";
import { tell } from "./trouble.js";

const again = new Again();
const form = document.querySelector("[data-finish]");
const { attempt } = document.querySelector("[data-attempt]").dataset;

// One sending at a time: the one under way is everybody's.
let sending = null;
function flush() {
  sending ??= sendWaiting(form, attempt, null, () => {}).finally(() => (sending = null));
  return sending;
}

// The page lists what is open: once all is sent it is asked for anew.
async function catchUp() {
  if (await flush()) return location.reload();
  tell(form.dataset.sayUnsent);
  return setTimeout(catchUp, again.next());
}

form.addEventListener("submit", async (event) => {
  if (!waiting(attempt).length) return;
  event.preventDefault();
  if (await flush()) form.submit();
  else tell(form.dataset.sayUnsent);
});

// Time is up: the test hands itself in, unless there is something to read first.
const toRead = document.querySelector(".notice");
if (waiting(attempt).length) catchUp();
else if ("overdue" in form.dataset && !toRead) form.requestSubmit();
startTimer(document.querySelector("[data-timer]"), flush);
