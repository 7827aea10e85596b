// The cards of a sitting: the server's order, with what was done here and the server does not know yet.

// When nothing else is left, a card in learning comes this much early, as on the server.
const AHEAD = 20 * 60_000;
const DAY = 86_400_000;
const LEARNING = ["learning", "relearning"];

export class Sitting {
  constructor() {
    this.faces = new Map();
    this.queue = [];
    this.later = [];
    this.done = [];
    this.counts = { new: 0, learning: 0, due: 0 };
    this.current = null;
    this.undoable = null;
    this.ahead = 0;
  }

  // The server's clock, as far as it is known here.
  get now() {
    return Date.now() + this.ahead;
  }

  get have() {
    return [...this.faces.keys()];
  }

  // The day as the server has it; `pending` are the cards of which something is not sent yet.
  take(day, pending) {
    this.ahead = day.now - Date.now();
    for (const card of day.cards) {
      if (card.front !== undefined) this.faces.set(card.id, card);
    }
    const cards = day.cards.map((card) => ({ ...this.faces.get(card.id), ...card })).filter((card) => card.front);
    const known = cards.filter((card) => !pending.has(card.id));
    this.queue = known.filter((card) => card.due === null && card.id !== this.current?.id);
    this.later = [
      ...this.later.filter((card) => pending.has(card.id)),
      ...known.filter((card) => card.due !== null && card.id !== this.current?.id),
    ];
    const same = known.find((card) => card.id === this.current?.id);
    if (same && this.current.state === same.state) this.current = same;
    this.undoable = day.undoable;
    if (!pending.size) this.counts = { ...day.counts };
  }

  // The next card, or null; it is the current one from here on.
  next() {
    this.current = this.take_due(0) ?? this.queue.shift() ?? this.take_due(AHEAD);
    return this.current;
  }

  take_due(ahead) {
    this.later.sort((one, other) => one.due - other.due);
    return this.later.length && this.later[0].due <= this.now + ahead ? this.later.shift() : null;
  }

  // What a rating makes of the current card, as far as it is known without a server.
  rate(rating, deed) {
    const card = this.remember(deed);
    const button = card.buttons.find((each) => each.rating === rating);
    this.count(card.state, -1);
    if (!comesBack(button)) return;
    this.count("learning", 1);
    this.later.push({ ...card, state: button.state, due: this.now + button.seconds * 1000, buttons: unknown(card) });
  }

  // The current card is asked no more, today or for good.
  put_aside(deed) {
    this.count(this.remember(deed).state, -1);
  }

  // A card that was answered or put aside in another tab.
  leave(id) {
    this.queue = this.queue.filter((card) => card.id !== id);
    this.later = this.later.filter((card) => card.id !== id);
  }

  remember(deed) {
    this.done.push({ deed, card: this.current, counts: { ...this.counts } });
    return this.current;
  }

  // The last thing that was done in this sitting, taken back; its card is the current one again.
  undo() {
    const last = this.done.pop();
    if (!last) return null;
    if (this.current) this.queue.unshift(this.current);
    this.leave(last.card.id);
    this.current = last.card;
    this.counts = last.counts;
    return last;
  }

  count(state, by) {
    const name = LEARNING.includes(state) ? "learning" : { new: "new", review: "due" }[state];
    this.counts[name] = Math.max(0, this.counts[name] + by);
  }

  // All of it as the server would tell it, to begin with where there is no connection.
  told() {
    const cards = [this.current, ...this.queue, ...this.later].filter(Boolean);
    return { now: this.now, counts: this.counts, cards, undoable: this.undoable };
  }
}

function comesBack(button) {
  return LEARNING.includes(button.state) && button.seconds * 1000 < DAY;
}

// The device can't tell when the card comes after the next answer: again and hard take their steps, the others end it.
function unknown(card) {
  return card.buttons.map((button) => ({
    ...button,
    interval: "",
    state: button.rating <= 2 ? "learning" : "review",
    seconds: button.rating <= 2 ? stepOf(card, button.rating) : 0,
  }));
}

function stepOf(card, rating) {
  const button = card.buttons.find((each) => each.rating === rating);
  return comesBack(button) ? button.seconds : 600;
}
