// A question of practice.
import { startQuestion } from "./attempt.js";
import { forgetAll, startDrafts } from "./drafts.js";
import { startSending } from "./sending.js";
import { startSource } from "./source.js";

start();

function start() {
  const settled = document.querySelector("[data-settled]");
  if (settled) forgetAll(settled.dataset.settled);
  const form = document.querySelector("[data-draft]");
  startDrafts(form);
  startSending(form, show);
  startSource(document.querySelector("[data-source]"));
}

// The question with its mark, as the server sent it, in the place of the one that was answered.
function show(page) {
  const made = new DOMParser().parseFromString(page, "text/html");
  document.title = made.title;
  document.querySelector(".attempt").replaceWith(made.querySelector(".attempt"));
  start();
  startQuestion();
}
