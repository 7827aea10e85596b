// Answers that wait to be sent, kept in this browser: one for each question of an attempt.

const PREFIX = "quizapp.unsent.";

// Whether it could be kept.
export function put(key, address, pairs) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ address, pairs }));
    return true;
  } catch {
    return false;
  }
}

export function get(key) {
  const kept = quietly(() => localStorage.getItem(PREFIX + key));
  return kept ? JSON.parse(kept) : null;
}

export function drop(key) {
  quietly(() => localStorage.removeItem(PREFIX + key));
}

// What waits for the other questions of the same attempt.
export function waiting(key) {
  const attempt = `${PREFIX}${key.split("/")[0]}/`;
  const keys = quietly(() => Object.keys(localStorage)) ?? [];
  const others = keys.filter((each) => each.startsWith(attempt) && each !== PREFIX + key);
  return others.map((each) => [each.slice(PREFIX.length), get(each.slice(PREFIX.length))]);
}

// A browser may forbid storage altogether.
function quietly(deed) {
  try {
    return deed();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
