// Practice: an answer goes without leaving the page, so that a lost connection loses nothing.
import { post } from "./posting.js";
import { tell } from "./trouble.js";

export function startSending(form) {
  if (!form) return;
  const told = form.querySelector("[data-sending]");
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    told.textContent = form.dataset.saySending;
    const { submitter } = event;
    const address = submitter?.getAttribute("formaction") ?? form.action;
    const answer = await post(form, address, new FormData(form, submitter));
    told.textContent = "";
    busy = false;
    settle(form, answer, submitter?.dataset.anchor ?? "verdict");
  });
}

function settle(form, answer, anchor) {
  if (!answer) return tell(form.dataset.sayUnsent);
  if (answer.ended) return location.assign(answer.onward);
  if (!answer.taken) return tell(answer.sentence);
  // Taken: the same page now shows the mark. A reload leaves no step behind that Back would lead to.
  history.replaceState(history.state, "", `${location.pathname}#${anchor}`);
  return location.reload();
}
