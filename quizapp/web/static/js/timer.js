// The time that is left of a test, counted from what the server said; at zero the test is handed in.

const TOLD = [300, 60];

export function startTimer(timer, saving) {
  if (!timer) return;
  const end = Date.now() + Number(timer.dataset.timer) * 1000;
  const shown = timer.querySelector("[data-shown]");
  const announced = timer.querySelector("[data-announced]");
  const due = TOLD.filter((seconds) => seconds < Number(timer.dataset.timer));
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    shown.textContent = `${timer.dataset.sayLeft} ${clock(left)}`;
    timer.classList.toggle("is-short", left <= TOLD[1]);
    if (left <= due[0]) announced.textContent = sentence(timer, due.splice(0, due.filter((s) => left <= s).length).at(-1));
    if (left > 0) return;
    clearInterval(running);
    announced.textContent = timer.dataset.sayUp;
    saving.flush().finally(() => document.querySelector("#time-up").submit());
  };
  const running = setInterval(tick, 1000);
  addEventListener("visibilitychange", tick);
  tick();
}

function sentence(timer, seconds) {
  return seconds === 60 ? timer.dataset.sayMinute : timer.dataset.sayMinutes.replace("{minutes}", seconds / 60);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
