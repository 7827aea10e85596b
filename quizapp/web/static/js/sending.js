// Practice: an answer goes without leaving the page. Where it can't, it waits on the page and goes as soon as it can.
import { Again } from "./again.js";
import { post } from "./posting.js";
import { tell } from "./trouble.js";

// `show` is given an answer that brought the page after it.
export function startSending(form, show) {
  if (!form) return;
  const sending = new Sending(form, show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sending.press(event.submitter);
  });
  // Who changes the answer while it waits sends the new one by hand.
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => sending.hold());
  addEventListener("online", () => sending.waits && sending.go());
}

class Sending {
  constructor(form, show) {
    this.form = form;
    this.show = show;
    this.told = form.querySelector("[data-sending]");
    this.again = new Again();
    this.busy = false;
    this.waits = false;
  }

  async press(submitter) {
    if (this.busy) return;
    this.pressed = submitter;
    this.waits = true;
    this.told.textContent = this.form.dataset.saySending;
    const answer = await this.go();
    this.told.textContent = "";
    if (answer === null) tell(this.form.dataset.sayUnsent);
  }

  hold() {
    clearTimeout(this.timer);
    this.waits = false;
  }

  // The answer; null where the server could not take it, and undefined where it is on its way already.
  async go() {
    if (this.busy) return undefined;
    this.busy = true;
    clearTimeout(this.timer);
    const { form, pressed } = this;
    const address = pressed?.getAttribute("formaction") ?? form.action;
    const answer = await post(form, address, new FormData(form, pressed));
    this.busy = false;
    if (answer) {
      this.waits = false;
      settle(answer, pressed?.dataset.anchor ?? "verdict", this.show);
    } else if (this.waits) {
      this.timer = setTimeout(() => this.go(), this.again.next());
    }
    return answer;
  }
}

function settle(answer, anchor, show) {
  if (answer.ended) return location.assign(answer.onward);
  if (!answer.taken) return tell(answer.sentence);
  // Taken. Neither a new page nor a reload leaves a step behind that Back would lead to.
  history.replaceState(history.state, "", `${location.pathname}#${anchor}`);
  return answer.page ? show(answer) : location.reload();
}
