// What all pages of an attempt share. Everything works without it; this makes it quicker and safer.
import { startKeys } from "./keys.js";
import { markField, shown } from "./trouble.js";

const SECOND_CLICK = 3000;

// A page out of the browser's memory may be older than the attempt: ask the server how it stands.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// A page that came with a refusal was the answer to a form; a reload should ask for it, not send it again.
if (shown()) history.replaceState(history.state, "", location.href);

// What was typed before a hint came back in the address: it has done its work.
if (location.search) history.replaceState(history.state, "", location.pathname + location.hash);

// One click, one answer.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, SECOND_CLICK);
});

const keys = document.querySelector("#keys");
if (keys) startKeys(keys);
startQuestion();

// The fields and the place to go on from, when the page comes and when its question was replaced.
export function startQuestion() {
  for (const group of document.querySelectorAll("[data-order]")) {
    import("./ordering.js").then(({ startOrdering }) => startOrdering(group));
  }
  for (const group of document.querySelectorAll("[data-match]")) {
    import("./matching.js").then(({ startMatching }) => startMatching(group));
  }
  markField();
  const target = document.querySelector("[data-focus]") ?? document.getElementById(location.hash.slice(1));
  target?.focus();
}
