// A test: each answer is saved as it is given. What can't be sent is kept in this browser and sent when it can.
import { fill, read } from "./fields.js";
import * as outbox from "./outbox.js";

const PAUSE = 600;
const LONGEST_WAIT = 30_000;
const NOTHING_TO_SAVE = { flush: async () => true };

export function startSaving(form) {
  if (!form) return NOTHING_TO_SAVE;
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
    this.wait = 1000;
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
    addEventListener("pagehide", () => this.dirty && this.post(form.action, this.body()));
    for (const link of document.querySelectorAll("[data-leave]")) {
      link.addEventListener("click", (event) => this.leave(event, link.href));
    }
    form.querySelector("[data-flag]").addEventListener("click", (event) => this.flag(event));
  }

  // What an earlier visit could not send: this question's into the form, and all of it to the server.
  resume() {
    const kept = outbox.get(this.key);
    if (kept) {
      fill(this.form, kept.pairs);
      this.dirty = true;
    }
    if (kept || outbox.waiting(this.key).length) this.flush();
  }

  changed(pause) {
    this.dirty = true;
    this.stored = outbox.put(this.key, this.form.action, read(this.form));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  body() {
    return new FormData(this.form);
  }

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
    for (const [key, { address, pairs }] of outbox.waiting(this.key)) {
      const body = new FormData();
      for (const [name, value] of pairs) body.append(name, value);
      const answer = await this.post(address, body);
      if (!answer) return this.later();
      outbox.drop(key);
      if (answer.state) this.showState(key.split("/")[1], answer.state);
    }
    return true;
  }

  async sendThis() {
    this.say(this.form.dataset.saySaving);
    this.dirty = false;
    const answer = await this.post(this.form.action, this.body());
    if (!answer) {
      this.dirty = true;
      return this.later();
    }
    this.wait = 1000;
    if (!this.dirty) outbox.drop(this.key);
    this.show(answer);
    return true;
  }

  // The server's answer; null when it could not be reached, or when it can't answer now.
  async post(address, body) {
    body.set("csrf_token", this.form.elements.csrf_token.value);
    const send = () => fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true });
    try {
      const response = await send();
      const answer = response.status < 500 ? await response.json() : null;
      if (!answer?.token) return answer;
      this.form.elements.csrf_token.value = answer.token;
      body.set("csrf_token", answer.token);
      return await (await send()).json();
    } catch (error) {
      if (error instanceof TypeError || error instanceof SyntaxError || error.name === "AbortError") return null;
      throw error;
    }
  }

  later() {
    this.say(this.stored === false ? this.form.dataset.sayLost : this.form.dataset.sayKept, "is-kept");
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return false;
  }

  show(answer) {
    if (answer.ended) {
      outbox.drop(this.key);
      location.assign(answer.onward);
    }
    const { saySaved, sayCleared } = this.form.dataset;
    this.say(answer.sentence ?? (answer.state === "open" ? sayCleared : saySaved), answer.sentence ? "is-kept" : "");
    this.state = answer.state;
    if (answer.saved) this.showState(this.key.split("/")[1], answer.state);
  }

  showState(position, state) {
    const link = document.querySelector(`[data-position="${position}"]`);
    const shown = document.querySelector(`#state-${state}`);
    link.classList.remove("is-open", "is-answered", "is-unreadable");
    link.classList.add(`is-${state}`);
    link.querySelector("[data-state]").replaceChildren(shown.content.cloneNode(true));
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
    const answer = await this.post(button.formAction, body);
    if (answer?.ended) location.assign(answer.onward);
    if (!answer?.saved) return;
    button.value = answer.flagged ? "no" : "yes";
    button.setAttribute("aria-pressed", String(answer.flagged));
    button.classList.toggle("is-flagged", answer.flagged);
    const link = document.querySelector('[data-position][aria-current="step"]');
    link.classList.toggle("is-flagged", answer.flagged);
    link.querySelector("[data-flag-sign]").hidden = !answer.flagged;
  }
}
