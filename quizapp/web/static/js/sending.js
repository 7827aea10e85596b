// Practice: an answer goes without leaving the page, so that a lost connection loses nothing.
import { post } from "./posting.js";
import { tell } from "./trouble.js";

// `show` puts the page that came with the answer in the place of this one.
export function startSending(form, show) {
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
    settle(form, answer, submitter?.dataset.anchor ?? "verdict", show);
  });
}

function settle(form, answer, anchor, show) {
  if (!answer) return tell(form.dataset.sayUnsent);
  if (answer.ended) return location.assign(answer.onward);
  if (!answer.taken) return tell(answer.sentence);
  // Taken. Neither a new page nor a reload leaves a step behind that Back would lead to.
  history.replaceState(history.state, "", `${location.pathname}#${anchor}`);
  return answer.page ? show(answer.page) : location.reload();
}
