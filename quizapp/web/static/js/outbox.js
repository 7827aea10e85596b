// Answers of a test that wait to be sent, kept in this browser: one for each question, by `attempt/position`.
import { post } from "./posting.js";
import { forget, keep, kept, keptFrom } from "./storage.js";

const PREFIX = "quizapp.unsent.";

// Whether it could be kept.
export function put(key, address, pairs) {
  return keep(PREFIX + key, JSON.stringify({ address, pairs }));
}

export function get(key) {
  const found = kept(PREFIX + key);
  return found ? JSON.parse(found) : null;
}

export function drop(key) {
  forget(PREFIX + key);
}

export function dropAll(attempt) {
  keptFrom(`${PREFIX}${attempt}/`).forEach(forget);
}

// What waits for the questions of an attempt, the one named aside.
export function waiting(attempt, aside = null) {
  const keys = keptFrom(`${PREFIX}${attempt}/`).map((each) => each.slice(PREFIX.length));
  return keys.filter((each) => each !== aside).map((each) => [each, get(each)]);
}

// Sends what waits; `sent(position, answer)` hears of each. Whether all of it reached the server.
export async function sendWaiting(form, attempt, aside, sent) {
  for (const [key, { address, pairs }] of waiting(attempt, aside)) {
    const body = new FormData();
    for (const [name, value] of pairs) body.append(name, value);
    const answer = await post(form, address, body);
    if (!answer) return false;
    drop(key);
    sent(key.split("/")[1], answer);
  }
  return true;
}
