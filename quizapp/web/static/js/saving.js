// A test: each answer is saved as it is given. What can't be sent is kept in this browser and sent when it can.
import { Again } from "./again.js";
import { fill, read, touched } from "./fields.js";
import { showFlag, showState } from "./navigator.js";
import * as outbox from "./outbox.js";
import { post } from "./posting.js";

const PAUSE = 600;

export function startSaving(form) {
  const saver = new Saver(form);
  saver.listen();
  saver.resume();
  return saver;
}

class Saver {
  constructor(form) {
    this.form = form;
    this.told = form.querySelector("[data-saving]");
    this.key = form.dataset.autosave;
    [this.attempt, this.position] = this.key.split("/");
    this.again = new Again();
    this.dirty = false;
    this.sending = null;
    this.state = null;
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", () => this.changed(PAUSE));
    form.addEventListener("change", () => this.changed(0));
    form.addEventListener("submit", (event) => this.go(event));
    addEventListener("online", () => this.flush());
    addEventListener("pagehide", () => this.dirty && post(form, form.action, new FormData(form)));
    for (const link of document.querySelectorAll("[data-leave]")) {
      link.addEventListener("click", (event) => this.leave(event, link.href));
    }
    form.querySelector("[data-flag]").addEventListener("click", (event) => this.flag(event));
  }

  // What was given before this script had come, or what an earlier visit could not send: this question's into the
  // form, and all of it to the server.
  resume() {
    const kept = outbox.get(this.key);
    if (touched(this.form)) {
      this.changed(0);
    } else if (kept) {
      fill(this.form, kept.pairs);
      this.dirty = true;
    }
    if (kept || outbox.waiting(this.attempt, this.key).length) this.flush();
  }

  changed(pause) {
    this.dirty = true;
    this.stored = outbox.put(this.key, this.form.action, read(this.form));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  // Whether all that was given here has reached the server.
  async flush() {
    clearTimeout(this.timer);
    while (this.sending) await this.sending;
    this.sending = this.sendAll();
    const done = await this.sending;
    this.sending = null;
    return done;
  }

  async sendAll() {
    if (this.dirty && !(await this.sendThis())) return false;
    const all = await outbox.sendWaiting(this.form, this.attempt, this.key, (position, answer) => {
      if (answer.state) showState(position, answer.state);
    });
    return all || this.later();
  }

  async sendThis() {
    this.say(this.form.dataset.saySaving);
    this.dirty = false;
    const answer = await post(this.form, this.form.action, new FormData(this.form));
    if (!answer) {
      this.dirty = true;
      return this.later();
    }
    this.again.taken();
    if (!this.dirty) outbox.drop(this.key);
    this.show(answer);
    return !answer.ended;
  }

  later() {
    this.say(this.stored === false ? this.form.dataset.sayLost : this.form.dataset.sayKept, "is-kept");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.again.next());
    return false;
  }

  show(answer) {
    if (answer.ended) return location.assign(answer.onward);
    const { saySaved, sayCleared } = this.form.dataset;
    this.say(answer.sentence ?? (answer.state === "open" ? sayCleared : saySaved), answer.sentence ? "is-kept" : "");
    this.state = answer.state;
    return answer.saved && showState(this.position, answer.state);
  }

  say(sentence, state = "") {
    this.told.textContent = sentence;
    this.told.className = `saving ${state}`;
  }

  // On to the next page, once this answer is safe and can be read.
  async go(event) {
    event.preventDefault();
    const address = event.submitter?.dataset.href;
    if (!(await this.flush())) return;
    if (this.state !== "unreadable") location.assign(address);
    else this.form.querySelector("[data-fields] :is(input, select)")?.focus();
  }

  async leave(event, address) {
    if (!this.dirty && !this.sending) return;
    event.preventDefault();
    if (await this.flush()) location.assign(address);
  }

  async flag(event) {
    event.preventDefault();
    const button = event.currentTarget;
    const body = new FormData();
    body.set("flagged", button.value);
    const answer = await post(this.form, button.formAction, body);
    if (answer?.ended) return location.assign(answer.onward);
    if (!answer?.saved) return this.say(answer?.sentence ?? this.form.dataset.sayNotFlagged, "is-kept");
    return showFlag(button, answer.flagged);
  }
}
