// What was done and is not sent yet, in order: one key each, so that two tabs never write over one another.
import { forget, keep, kept, keptFrom } from "../storage.js";

const PREFIX = "quizapp.review.";
// Where the browser keeps nothing, what waits lives as long as the page.
const unkept = new Map();

const names = () => [...keptFrom(PREFIX), ...unkept.keys()].sort();
const parts = (name) => name.slice(PREFIX.length).split("/");

// Whether it could be kept.
export function put(person, deed) {
  const last = names().filter((name) => parts(name)[0] === person).at(-1);
  const number = Math.max(Date.now(), last ? Number(parts(last)[1]) + 1 : 0);
  const name = `${PREFIX}${person}/${String(number).padStart(15, "0")}/${deed.id}`;
  if (keep(name, JSON.stringify(deed))) return true;
  unkept.set(name, JSON.stringify(deed));
  return false;
}

// What waits of this person; what they did as a guest before they signed in is theirs as well.
export function waiting(person) {
  return names().filter((name) => isTheirs(person, parts(name)[0])).map((name) => ({
    name,
    person: parts(name)[0],
    deed: JSON.parse(kept(name) ?? unkept.get(name) ?? "null"),
  })).filter(({ deed }) => deed);
}

export function ofOthers(person) {
  return names().filter((name) => !isTheirs(person, parts(name)[0]));
}

export function drop(name) {
  forget(name);
  unkept.delete(name);
}

// What the same person does in another tab.
export function hear(person, onDeed) {
  addEventListener("storage", ({ key, newValue }) => {
    if (newValue && key.startsWith(PREFIX) && isTheirs(person, parts(key)[0])) onDeed(JSON.parse(newValue));
  });
}

function isTheirs(person, other) {
  return other === person || (person.startsWith("a") && other.startsWith("g"));
}
