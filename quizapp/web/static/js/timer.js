// The time that is left of a test, counted from what the server said. At zero the server is asked: it has the last word.
import { reach } from "./posting.js";

const TOLD = [300, 60];
// A page that opens just after such a moment still tells it.
const LATE = 10;
const AGAIN = 2000;

// `flush` sends what is not saved yet.
export function startTimer(timer, flush) {
  if (!timer) return;
  const seconds = Number(timer.dataset.timer);
  const end = Date.now() + seconds * 1000;
  let due = TOLD.filter((each) => each < seconds + LATE);
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    show(timer, left);
    const passed = due.filter((each) => left <= each);
    due = due.filter((each) => left > each);
    if (passed.length && left > 0) tell(timer, sentence(timer, passed.at(-1)));
    if (left > 0) return;
    clearInterval(running);
    document.removeEventListener("visibilitychange", tick);
    tell(timer, timer.dataset.sayUp);
    handIn(timer, flush);
  };
  const running = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  tick();
}

async function handIn(timer, flush) {
  await flush();
  const { onward } = timer.dataset;
  if ((await reach(onward))?.type === "opaqueredirect") location.assign(onward);
  else setTimeout(() => handIn(timer, flush), AGAIN);
}

function show(timer, left) {
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  timer.querySelector("[data-shown]").textContent = `${timer.dataset.sayLeft} ${clock}`;
  timer.classList.toggle("is-short", left <= TOLD.at(-1));
}

function tell(timer, words) {
  timer.querySelector("[data-announced]").textContent = words;
}

function sentence(timer, seconds) {
  return seconds === 60 ? timer.dataset.sayMinute : timer.dataset.sayMinutes.replace("{minutes}", seconds / 60);
}
