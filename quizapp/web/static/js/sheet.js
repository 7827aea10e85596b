// Many questions in one form: what is given is kept in this browser at once, and goes to the server together.
import { Again } from "./again.js";
import { fill, read, touched } from "./fields.js";
import { showFlag, showState } from "./navigator.js";
import * as outbox from "./outbox.js";
import { post } from "./posting.js";

const PAUSE = 15_000;
// A request may bring a thousand.
const MOST_FIELDS = 800;

export function startSheet(form) {
  const sheet = new Sheet(form);
  sheet.listen();
  sheet.resume();
  return sheet;
}

class Sheet {
  constructor(form) {
    this.form = form;
    this.told = form.querySelector("[data-saving]");
    this.questions = [...form.querySelectorAll("[data-question]")];
    // Those of which the server does not know all.
    this.changed = new Set();
    this.again = new Again();
    this.sending = null;
  }

  listen() {
    const { form } = this;
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => this.note(event.target));
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.changed.size && this.flush());
    addEventListener("pagehide", () => this.changed.size && post(form, form.action, this.body(this.batch(), "save")));
    document.addEventListener("visibilitychange", () => document.hidden && this.changed.size && this.flush());
    for (const link of document.querySelectorAll("[data-leave]")) {
      link.addEventListener("click", (event) => this.leave(event, link.href));
    }
    for (const button of form.querySelectorAll("[data-flag]")) {
      button.addEventListener("click", (event) => this.flag(event, button));
    }
  }

  // What was given before this script had come, what came back with a refusal, and what an earlier visit could not send.
  resume() {
    for (const question of this.questions) {
      const kept = outbox.get(this.key(question));
      if (touched(question) || "unsaved" in question.dataset) {
        this.note(question);
      } else if (kept) {
        fill(question, kept.pairs);
        this.changed.add(question);
      }
    }
    if (this.changed.size) this.flush();
  }

  key(question) {
    return `${this.form.dataset.sheet}/${question.dataset.question}`;
  }

  address(question) {
    return new URL(this.form.dataset.questions + question.dataset.question, location.href).href;
  }

  note(target) {
    const question = target.closest("[data-question]");
    if (!question) return;
    this.changed.add(question);
    this.stored = outbox.put(this.key(question), this.address(question), read(question));
    this.say(this.stored ? this.form.dataset.sayWaiting : this.form.dataset.sayLost, this.stored ? "" : "is-kept");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  // Whether all that was given here has reached the server.
  flush() {
    return this.inTurn(async () => {
      while (this.changed.size) if (!(await this.send("save"))) return false;
      return true;
    });
  }

  async inTurn(deed) {
    clearTimeout(this.timer);
    while (this.sending) await this.sending;
    this.sending = deed();
    const done = await this.sending;
    this.sending = null;
    return done;
  }

  batch() {
    const batch = [];
    let fields = 0;
    for (const question of this.changed) {
      fields += question.elements.length;
      if (batch.length && fields > MOST_FIELDS) break;
      batch.push(question);
    }
    return batch;
  }

  body(questions, go) {
    const body = new FormData();
    body.set("go", go);
    for (const question of questions) {
      const { question: position } = question.dataset;
      body.append("asked", position);
      for (const [name, value] of read(question)) body.append(`q${position}.${name}`, value);
    }
    return body;
  }

  // What the server answered; false where it refused, null where it could not be reached.
  async send(go) {
    const sent = this.batch();
    for (const question of sent) this.changed.delete(question);
    this.say(this.form.dataset.saySaving);
    const answer = await post(this.form, this.form.action, this.body(sent, go));
    if (answer?.saved) return this.show(answer, sent);
    for (const question of sent) this.changed.add(question);
    if (!answer) return this.later();
    if (answer.ended) location.assign(answer.onward);
    else this.say(answer.sentence, "is-kept");
    return false;
  }

  later() {
    this.say(this.stored === false ? this.form.dataset.sayLost : this.form.dataset.sayKept, "is-kept");
    this.timer = setTimeout(() => this.flush(), this.again.next());
    return null;
  }

  show(answer, sent) {
    this.again.taken();
    for (const question of sent) {
      const { question: position } = question.dataset;
      if (!this.changed.has(question) && !answer.refused.includes(Number(position))) outbox.drop(this.key(question));
      // At the end the page that follows tells how each went.
      if (answer.onward) continue;
      showState(position, answer.states[position]);
      showTrouble(question, answer.troubles[position]);
    }
    if (this.changed.size) this.say(this.form.dataset.sayWaiting);
    else this.saySaved(Object.values(answer.troubles));
    return answer;
  }

  saySaved(troubles = []) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    this.say([this.form.dataset.saySaved.replace("{time}", time), ...troubles].join(" "));
  }

  say(sentence, state = "") {
    this.told.textContent = sentence;
    this.told.className = `saving ${state}`;
  }

  submit(event) {
    event.preventDefault();
    if (event.submitter?.value === "finish") this.handIn();
    else if (this.changed.size || this.sending) this.flush();
    else this.saySaved();
  }

  // The last of what is to be saved goes with the finish, in one request.
  async handIn() {
    if (this.handingIn) return;
    this.handingIn = true;
    const answer = await this.inTurn(async () => {
      while (this.batch().length < this.changed.size) {
        const answer = await this.send("save");
        if (!answer) return answer;
      }
      return this.send("finish");
    });
    this.handingIn = false;
    if (answer?.onward) location.assign(answer.onward);
    else if (answer) this.form.querySelector(".trouble:not([hidden])")?.closest("[data-question]").focus();
    else if (answer === null) this.say(this.form.dataset.sayUnfinished, "is-kept");
  }

  async leave(event, address) {
    if (!this.changed.size && !this.sending) return;
    event.preventDefault();
    if (await this.flush()) location.assign(address);
  }

  async flag(event, button) {
    event.preventDefault();
    const question = button.closest("[data-question]");
    const body = new FormData();
    body.set("flagged", button.getAttribute("aria-pressed") === "true" ? "no" : "yes");
    const answer = await post(this.form, `${this.address(question)}/flag`, body);
    if (answer?.ended) return location.assign(answer.onward);
    if (!answer?.saved) return this.say(answer?.sentence ?? this.form.dataset.sayNotFlagged, "is-kept");
    return showFlag(button, answer.flagged, question.dataset.question);
  }
}

function showTrouble(question, sentence = "") {
  const place = question.querySelector(".trouble");
  place.querySelector("[data-sentence]").textContent = sentence;
  place.hidden = !sentence;
  if (sentence) question.setAttribute("aria-describedby", place.id);
  else question.removeAttribute("aria-describedby");
}
