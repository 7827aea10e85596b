// A question of practice.
import { startQuestion } from "./attempt.js";
import { forgetAll, startDrafts } from "./drafts.js";
import { startSending } from "./sending.js";
import { startSource } from "./source.js";

// The question after this one, which came with the answer: its address and its page.
let following = null;
let path = location.pathname;

start();
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-next]");
  if (!link || link.pathname !== following?.address || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goOn();
});
// Back and forward: the server tells how that question stands now.
addEventListener("popstate", () => location.pathname !== path && location.reload());

function start() {
  const settled = document.querySelector("[data-settled]");
  if (settled) forgetAll(settled.dataset.settled);
  const form = document.querySelector("[data-draft]");
  startDrafts(form);
  startSending(form, (answer) => {
    following = answer.next;
    show(answer.page);
  });
  startSource(document.querySelector("[data-source]"));
}

function goOn() {
  const { address, page } = following;
  following = null;
  history.pushState(null, "", address);
  path = location.pathname;
  show(page);
  scrollTo({ top: 0, behavior: "instant" });
  document.querySelector("#main").focus({ preventScroll: true });
}

// A page that the server sent, in the place of the one that is shown.
function show(page) {
  const made = new DOMParser().parseFromString(page, "text/html");
  document.title = made.title;
  document.querySelector(".attempt").replaceWith(made.querySelector(".attempt"));
  start();
  startQuestion();
}
