// The card on the page: its front, its back, and the four buttons.
import { compared } from "../comparing.js";

const KINDS = { same: "span", missing: "ins", wrong: "del", extra: "del" };

export class CardView {
  constructor(root) {
    this.root = root;
    const find = (selector) => root.querySelector(selector);
    this.region = find("[data-card]");
    this.face = find("[data-face]");
    this.flip = find("[data-flip]");
    this.flipRow = find("[data-flip-row]");
    this.typedRow = find("[data-typed]");
    this.typed = find("#typed");
    this.ratings = find("[data-rate]");
    this.set = find("[data-set]");
    this.flagged = find("[data-flagged]");
    this.flagButton = find("[data-flag]");
    this.isTold = false;
  }

  // `focus`: where the learner is at work, not on a page that has just opened.
  show(card, focus = true) {
    this.card = card;
    this.isTold = false;
    this.region.dataset.card = card.id;
    this.face.lang = card.language;
    this.face.dir = card.direction;
    this.face.innerHTML = card.front;
    this.set.textContent = card.set.title;
    this.set.lang = card.language;
    this.set.dir = card.direction;
    this.set.href = this.set.href.replace(/\/sets\/[^/?#]*/, `/sets/${card.set.slug}`);
    this.typed.value = "";
    this.typedRow.hidden = card.wanted === null;
    this.flip.hidden = card.wanted === null;
    this.flipRow.hidden = false;
    this.ratings.hidden = true;
    this.showFlag();
    this.shownAt = performance.now();
    if (!focus) return;
    (card.wanted === null ? this.region : this.typed).focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }

  tell() {
    if (this.isTold) return;
    this.isTold = true;
    this.face.innerHTML = this.card.back;
    if (this.card.wanted !== null) this.compare();
    this.flip.hidden = true;
    this.flipRow.hidden = true;
    this.ratings.hidden = false;
    this.showIntervals();
    this.region.focus({ preventScroll: true });
  }

  // How long it took from question to answer, in milliseconds.
  get took() {
    return Math.round(performance.now() - this.shownAt);
  }

  // Fresh intervals of the same card.
  renew(card) {
    this.card = card;
    if (this.isTold) this.showIntervals();
  }

  showIntervals() {
    for (const { rating, interval } of this.card.buttons) {
      this.ratings.querySelector(`[value="${rating}"] [data-interval]`).textContent = interval;
    }
  }

  showFlag() {
    const { sayFlag, sayUnflag } = this.flagButton.dataset;
    this.flagged.hidden = !this.card.flagged;
    this.flagButton.textContent = this.card.flagged ? sayUnflag : sayFlag;
    this.flagButton.value = this.card.flagged ? "unflag" : "flag";
  }

  compare() {
    const typed = this.typed.value.trim();
    if (!typed) return;
    const template = this.root.querySelector("#compared").content.cloneNode(true);
    const runs = compared(typed, this.card.wanted, true);
    const letters = template.querySelector("[data-letters]");
    for (const [kind, text] of runs) letters.append(run(kind, text, letters.dataset));
    if (runs.some(([kind]) => kind !== "same")) template.querySelector("[data-right]").remove();
    this.face.querySelector("[data-compared]").append(template);
  }
}

function run(kind, text, { sayMissing, sayWrong }) {
  const element = document.createElement(KINDS[kind]);
  if (kind !== "same") {
    const word = document.createElement("span");
    word.className = "visually-hidden";
    word.textContent = `${kind === "missing" ? sayMissing : sayWrong} `;
    element.append(word);
  }
  element.append(text);
  return element;
}
