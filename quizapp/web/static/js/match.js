// The match game: the form's lists become tiles; each pair is told to the server, the last one with the time.
import { post } from "./posting.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
// So long a pair that does not fit stays marked.
const WRONG = 900;
const BESIDE = { ArrowLeft: -1, ArrowRight: 1 };
const ABOVE = { ArrowUp: -1, ArrowDown: 1 };

document.querySelector("[data-focus]")?.focus({ preventScroll: true });
const form = document.querySelector("[data-game]");
if (form) start(form);

function start(form) {
  const game = {
    form,
    board: document.querySelector("[data-board]"),
    said: document.querySelector("[data-said]"),
    size: Number(form.dataset.size),
    mistakes: Number(form.dataset.mistakes),
    begun: performance.now() - Number(form.dataset.elapsed),
    solved: new Map(),
    chosen: null,
    took: null,
  };
  game.tiles = shuffled([...form.querySelectorAll("[data-pair]")].flatMap((row) => tilesOf(game, row)));
  game.board.replaceChildren(...game.tiles);
  for (const part of document.querySelectorAll("[data-board], [data-help], [data-clock]")) part.hidden = false;
  document.querySelector("[data-wrong]")?.remove();
  form.hidden = true;
  game.board.addEventListener("keydown", (event) => move(game, event));
  rove(game, game.tiles[0]);
  runClock(game);
  // A page out of the browser's memory has a clock that stood still.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

function tilesOf(game, row) {
  const label = row.querySelector("label");
  const fits = row.dataset.fits;
  const answer = row.querySelector(`option[value="${fits}"]`).textContent;
  const { lang, dir } = label;
  return [
    tile(game, "question", row.dataset.pair, label.textContent, lang, dir),
    tile(game, "answer", row.dataset.pair, answer, lang, dir, fits),
  ];
}

function tile(game, side, pair, text, lang, dir, value = "") {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `match-tile match-${side}`;
  button.setAttribute("aria-pressed", "false");
  button.tabIndex = -1;
  Object.assign(button.dataset, { side, pair, value });
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = `${side === "question" ? game.form.dataset.sayQuestion : game.form.dataset.sayAnswer} `;
  const words = document.createElement("span");
  Object.assign(words, { lang, dir, textContent: text });
  words.dataset.words = "";
  button.append(name, words);
  button.addEventListener("click", () => choose(game, button));
  return button;
}

function choose(game, button) {
  if (button.getAttribute("aria-disabled")) return;
  rove(game, button);
  const before = game.chosen;
  if (before && before !== button && before.dataset.side !== button.dataset.side) return compare(game, before, button);
  if (before) press(before, false);
  game.chosen = before === button ? null : button;
  if (game.chosen) press(button, true);
}

function compare(game, one, other) {
  const { dataset } = game.form;
  press(one, false);
  game.chosen = null;
  if (one.dataset.pair !== other.dataset.pair) {
    game.mistakes += 1;
    say(game, dataset.sayWrong);
    return mark([one, other]);
  }
  const answer = [one, other].find((each) => each.dataset.side === "answer");
  game.solved.set(answer.dataset.pair, answer.dataset.value);
  const done = game.size - game.tiles.length / 2 + game.solved.size;
  for (const each of [one, other]) {
    each.classList.add("is-solved");
    each.setAttribute("aria-disabled", "true");
  }
  if (done === game.size) return finish(game);
  say(game, fill(dataset.sayFits, { answer: words(answer), done, size: game.size }));
  moveOn(game, other);
  send(game);
}

function mark(tiles) {
  for (const each of tiles) each.classList.add("is-wrong");
  setTimeout(() => tiles.forEach((each) => each.classList.remove("is-wrong")), WRONG);
}

async function finish(game) {
  game.took = Math.round(performance.now() - game.begun);
  say(game, game.form.dataset.sayDone);
  const answer = await send(game);
  if (answer) return location.reload();
  say(game, game.form.dataset.sayUnsent);
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "button button-primary", textContent: game.form.dataset.sayAgain });
  again.addEventListener("click", async () => {
    if (await send(game)) location.reload();
  });
  game.board.after(again);
  again.focus();
}

// All pairs so far, each time: what was lost on its way comes with the next.
function send(game) {
  const body = new FormData();
  for (const name of ["csrf_token", "revision"]) body.set(name, game.form.elements[name].value);
  body.set("mistakes", game.mistakes);
  if (game.took !== null) body.set("took", game.took);
  for (const [pair, tile] of game.solved) body.set(`pair-${pair}`, tile);
  return post(game.form, game.form.action, body);
}

// To the sides arrows go through all tiles that are left, in their order; up and down to the nearest there. One tile of
// all can be tabbed to.
function move(game, event) {
  const { key } = event;
  if (!(key in BESIDE || key in ABOVE) || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const next = key in BESIDE ? beside(game, key) : beyond(game, ABOVE[key]);
  if (next) focus(game, next);
}

function beside(game, key) {
  const tiles = left(game);
  const step = BESIDE[key] * (document.dir === "rtl" ? -1 : 1);
  return tiles[(tiles.indexOf(document.activeElement) + step + tiles.length) % tiles.length];
}

function beyond(game, step) {
  const from = centre(document.activeElement);
  const far = (each) => (centre(each).y - from.y) * step + 3 * Math.abs(centre(each).x - from.x);
  const ahead = left(game).filter((each) => (centre(each).y - from.y) * step > 4);
  return ahead.sort((one, other) => far(one) - far(other))[0];
}

function moveOn(game, from) {
  const at = centre(from);
  const distance = (each) => Math.hypot(centre(each).x - at.x, centre(each).y - at.y);
  const next = left(game).sort((one, other) => distance(one) - distance(other))[0];
  if (game.board.contains(document.activeElement)) focus(game, next);
  else rove(game, next);
}

function focus(game, tile) {
  rove(game, tile);
  tile.focus();
}

function rove(game, tile) {
  for (const each of game.tiles) each.tabIndex = each === tile ? 0 : -1;
}

function runClock(game) {
  const time = document.querySelector("[data-time]");
  const show = () => {
    time.textContent = clock(game.took ?? performance.now() - game.begun);
    if (game.took !== null) clearInterval(running);
  };
  const running = setInterval(show, STILL.matches ? 1000 : 100);
  show();
}

function clock(milliseconds) {
  const tenths = Math.floor(milliseconds / 100);
  const seconds = Math.floor(tenths / 10);
  const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return STILL.matches ? shown : `${shown}.${tenths % 10}`;
}

const left = (game) => game.tiles.filter((each) => !each.getAttribute("aria-disabled"));
const words = (tile) => tile.querySelector("[data-words]").textContent;
const press = (tile, pressed) => tile.setAttribute("aria-pressed", String(pressed));
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function say(game, sentence) {
  game.said.textContent = sentence;
}

function centre(element) {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

function shuffled(items) {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other], mixed[last]];
  }
  return mixed;
}
