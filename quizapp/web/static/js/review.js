// Review: the next card is there at once; what is done is sent behind it, now or when there is a connection again.
import { reach } from "./posting.js";
import { CardView } from "./review/card.js";
import { forgetAll, keepCards, startKeeping } from "./review/keeping.js";
import { startKeys } from "./review/keys.js";
import * as outbox from "./review/outbox.js";
import { Sender } from "./review/sending.js";
import { Sitting } from "./review/sitting.js";

const DOUBLE_TAP = 350;

const root = document.querySelector("[data-review]");
const page = {
  ...root.dataset,
  token: root.querySelector('[name="csrf_token"]')?.value ?? "",
  sets: new URLSearchParams(location.search).getAll("set"),
  say: Object.fromEntries(
    Object.entries(root.dataset).filter(([name]) => name.startsWith("say")).map(([name, words]) => [
      name.charAt(3).toLowerCase() + name.slice(4), words,
    ]),
  ),
};
page.cards += page.sets.length ? `?${new URLSearchParams(page.sets.map((each) => ["set", each]))}` : "";

const sitting = new Sitting();
const view = root.querySelector("[data-card]") ? new CardView(root) : null;
const over = root.querySelector("[data-over]");
page.isOpen = Boolean(view);
const sender = new Sender(page, { fields, onDay, onState, onTold, onGone });

function fields() {
  return [...page.sets.map((each) => ["set", each]), ["have", sitting.have.join(",")]];
}

function pending() {
  return new Set(outbox.waiting(page.person).map(({ deed }) => deed.card).filter(Boolean));
}

function onDay(day) {
  if (!view) return;
  sitting.take(day, pending());
  if (sitting.current) view.renew(sitting.current);
  showDay();
  if (isOver() && !sender.count) goOn();
}

function showDay() {
  for (const element of root.querySelectorAll("[data-count]")) {
    const count = sitting.counts[element.dataset.count];
    element.querySelector("dd").textContent = count;
    element.classList.toggle("is-none", !count);
  }
  const undo = root.querySelector("[data-undo]");
  undo.hidden = !sitting.done.length && !sitting.undoable;
  undo.elements.review.value = sitting.undoable ?? "";
  keepCards(page, sitting.told());
}

function onState() {
  const { count } = sender;
  const told = root.querySelector("[data-told]");
  const { waitOne, wait, offline } = page.say;
  const waits = count === 1 ? waitOne : wait.replace("{count}", count);
  clearTimeout(onState.timer);
  if (!navigator.onLine) told.textContent = count ? `${offline} ${waits}` : offline;
  else if (!count) told.textContent = "";
  // What is under way for a moment is not worth a word.
  else onState.timer = setTimeout(() => { told.textContent = waits; }, 2000);
}

function onTold(words) {
  root.querySelector("[data-said]").textContent = words;
}

function onGone(words) {
  forgetAll(page);
  onTold(words);
}

// No card is asked here that was just answered or put aside in another tab.
function onElsewhere(deed) {
  if (!["rate", "bury", "suspend"].includes(deed.sort) || deed.on === false) return;
  sitting.leave(deed.card);
  if (sitting.current?.id === deed.card) go(false);
}

function go(focus = true) {
  onTold("");
  if (sitting.next()) show(focus);
  else finish();
  showDay();
}

function show(focus = true) {
  root.classList.remove("is-done");
  over.hidden = true;
  view.show(sitting.current, focus);
}

// Nothing is left here: the server tells what comes next, or the page says that it can't be asked.
function finish() {
  root.classList.add("is-done");
  over.hidden = false;
  over.focus();
  waitForNext();
  return askForMore();
}

function isOver() {
  return root.classList.contains("is-done");
}

// Now, or as soon as there is a connection again.
async function askForMore() {
  await sender.flush();
  if (!isOver()) return;
  const response = await reach(page.cards);
  const day = response?.ok ? await response.json() : null;
  // What was kept here tells nothing new.
  if (day?.outcomes && isOver()) onDay(day);
}

function goOn() {
  if (sitting.queue.length) resume();
  else location.replace(address());
}

function waitForNext() {
  const due = Math.min(...sitting.later.map((card) => card.due));
  clearTimeout(waitForNext.timer);
  if (Number.isFinite(due)) waitForNext.timer = setTimeout(resume, Math.max(1000, due - sitting.now));
}

function resume() {
  if (!sitting.current) go();
}

function address() {
  return location.pathname + (page.sets.length ? `?${new URLSearchParams(page.sets.map((each) => ["set", each]))}` : "");
}

// Without https there is no randomUUID.
function token() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function deed(sort, more) {
  return { id: token(), sort, at: Date.now(), ...more };
}

const deeds = {
  flip() {
    if (!sitting.current || view.isTold) return false;
    view.tell();
    return true;
  },
  rate(rating) {
    if (!sitting.current || !view.isTold) return false;
    const made = deed("rate", { card: sitting.current.id, rating, took: view.took });
    sitting.rate(rating, made);
    sender.put(made);
    go();
    return true;
  },
  undo() {
    const last = sitting.undo();
    if (!last) return undoEarlier();
    const { sort, id, card } = last.deed;
    sender.put(sort === "rate" ? deed("undo", { of: id, card }) : deed(sort, { card, on: false }));
    show();
    showDay();
    onTold(page.say.undone);
    return true;
  },
  bury: () => putAside("bury"),
  suspend: () => putAside("suspend"),
  flag() {
    if (!sitting.current) return false;
    const card = sitting.current;
    card.flagged = !card.flagged;
    sender.put(deed("flag", { card: card.id, on: card.flagged }));
    view.showFlag();
    return true;
  },
};

function putAside(sort) {
  if (!sitting.current) return false;
  const made = deed(sort, { card: sitting.current.id });
  sitting.put_aside(made);
  sender.put(made);
  root.querySelector(".review-more").open = false;
  go();
  onTold(page.say.aside);
  return true;
}

// What was answered before this page was opened: only the server knows its card.
function undoEarlier() {
  if (!sitting.undoable) return false;
  if (navigator.onLine) sender.flush().then((done) => done && root.querySelector("[data-undo]").submit());
  else onTold(page.say.undoOnline);
  return true;
}

function listen() {
  root.querySelector("[data-flip]").addEventListener("submit", (event) => {
    event.preventDefault();
    deeds.flip();
  });
  root.querySelector("[data-rate]").addEventListener("submit", (event) => {
    event.preventDefault();
    deeds.rate(Number(event.submitter.value));
  });
  root.querySelector("[data-aside]").addEventListener("submit", (event) => {
    event.preventDefault();
    deeds[event.submitter.value.replace("unflag", "flag")]();
  });
  root.querySelector("[data-undo]").addEventListener("submit", (event) => {
    event.preventDefault();
    deeds.undo();
  });
  root.querySelector(".review-do").addEventListener("click", once, true);
  startKeys(root.querySelector("[data-keys]"), deeds);
}

// The second tap of a double tap belongs to the button that stood there before: it neither rates nor shows an answer.
function once(event) {
  const isByKey = !event.detail;
  if (isByKey) return;
  if (event.timeStamp - once.last < DOUBLE_TAP) event.preventDefault();
  else once.last = event.timeStamp;
}

async function start() {
  startKeeping(page);
  tellOfOthers();
  addEventListener("offline", onState);
  addEventListener("online", () => isOver() && askForMore());
  onState();
  const flushed = sender.flush();
  const again = root.querySelector("[data-next-in]");
  if (again) setTimeout(() => navigator.onLine && location.reload(), Math.max(5000, Number(again.dataset.nextIn)));
  if (!view) return;
  // What another visit could not send counts first, where it can be sent now.
  if (navigator.onLine) await Promise.race([flushed, new Promise((resolve) => { setTimeout(resolve, 3000); })]);
  const response = await reach(page.cards + first());
  if (!response?.ok) return;
  const day = await response.json();
  sitting.take(day, pending());
  listen();
  outbox.hear(page.person, onElsewhere);
  const wasTold = !root.querySelector("[data-rate]").hidden;
  go(false);
  if (wasTold && sitting.current) view.tell();
  root.dataset.ready = "yes";
}

// The card that the address names comes first.
function first() {
  const named = new URLSearchParams(location.search);
  const card = named.get("show") ?? named.get("card");
  return card ? `${page.cards.includes("?") ? "&" : "?"}card=${encodeURIComponent(card)}` : "";
}

function tellOfOthers() {
  const found = outbox.ofOthers(page.person);
  const told = root.querySelector("[data-others]");
  told.hidden = !found.length;
  told.querySelector("[data-sentence]").textContent = page.say.others.replace("{count}", found.length);
  told.querySelector("[data-forget]").addEventListener("click", () => {
    outbox.ofOthers(page.person).forEach(outbox.drop);
    told.hidden = true;
  });
}

start();
