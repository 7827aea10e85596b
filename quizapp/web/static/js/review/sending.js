// Sends what waits, in order: one request at a time, from one tab at a time, until all has arrived.
import { Again } from "../again.js";
import { reach } from "../posting.js";
import * as outbox from "./outbox.js";

const MOST = 50;

export class Sender {
  // `fields()`: what goes with each request; `onDay(day)`: the day as the server has it; `onState()`: what waits has
  // changed; `onTold(words)`: something is to be told; `onGone(words)`: somebody else is here now.
  constructor(page, { fields, onDay, onState, onTold, onGone }) {
    Object.assign(this, { page, fields, onDay, onState, onTold, onGone });
    this.again = new Again();
    this.most = MOST;
    this.going = null;
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
  }

  get count() {
    return outbox.waiting(this.page.person).length;
  }

  put(deed) {
    const isKept = outbox.put(this.page.person, deed);
    if (!isKept) this.onTold(this.page.say.lost);
    this.onState();
    this.flush();
  }

  // Whether nothing waits any more.
  async flush() {
    clearTimeout(this.timer);
    this.going ??= locked(() => this.sendAll()).finally(() => { this.going = null; });
    const done = await this.going;
    this.onState();
    // Something may have come just as the last was sent.
    return done && this.count ? this.flush() : done;
  }

  async sendAll() {
    let renewed = false;
    for (;;) {
      const all = outbox.waiting(this.page.person);
      if (!all.length) return true;
      // What was done as a guest goes by itself.
      const batch = all.filter(({ person }) => person === all[0].person).slice(0, this.most);
      const response = await this.send(batch);
      const answer = response && await read(response);
      if (answer?.token && !answer.outcomes && !renewed) {
        this.page.token = answer.token;
        renewed = true;
      } else if (!this.settle(batch, response, answer)) {
        return false;
      } else {
        renewed = false;
      }
    }
  }

  send(batch) {
    const body = new FormData();
    body.set("csrf_token", this.page.token);
    body.set("person", batch[0].person);
    body.set("deeds", JSON.stringify(batch.map(({ deed }) => deed)));
    for (const [name, value] of this.fields()) body.append(name, value);
    body.set("sent_at", Date.now());
    return reach(this.page.log, { method: "POST", body, headers: { Accept: "application/json" } });
  }

  // Whether to go on with what is left.
  settle(batch, response, answer) {
    if (response?.ok && answer?.outcomes?.length) return this.taken(batch, answer);
    if (answer?.other || response?.status === 401) {
      this.onGone(answer?.sentence ?? this.page.say.signedOut);
      return false;
    }
    if ([404, 409, 413, 422].includes(response?.status)) return this.refused(batch, answer);
    this.timer = setTimeout(() => this.flush(), this.again.next());
    return false;
  }

  taken(batch, answer) {
    const refused = answer.outcomes.map((each) => each.refused).filter(Boolean);
    const settled = new Set(answer.outcomes.map((each) => each.id));
    batch.filter(({ deed }) => settled.has(deed.id)).forEach(({ name }) => outbox.drop(name));
    this.again.taken();
    this.most = MOST;
    this.page.token = answer.token;
    this.onState();
    if (refused.length) this.onTold(refused.at(-1));
    this.onDay(answer);
    return true;
  }

  // Never taken, however often it is sent: the one that is to blame is found and left out.
  refused(batch, answer) {
    if (batch.length === 1) {
      outbox.drop(batch[0].name);
      this.most = MOST;
      this.onTold(answer?.sentence ?? this.page.say.refused);
    } else {
      this.most = 1;
    }
    return true;
  }
}

async function read(response) {
  try {
    return await response.json();
  } catch (error) {
    // A proxy's own page, or an answer that was cut off.
    if (error instanceof SyntaxError || error instanceof TypeError || error.name === "AbortError") return null;
    throw error;
  }
}

function locked(deed) {
  return navigator.locks ? navigator.locks.request("quizapp.review", deed) : deed();
}
