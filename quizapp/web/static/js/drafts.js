// Practice: what was typed but not sent is kept for this tab, and comes back after a reload.
import { fill, read } from "./fields.js";

const PREFIX = "quizapp.draft.";

export function startDrafts(form, attempt) {
  if (!form) return;
  const key = PREFIX + form.dataset.draft;
  const keep = () => attemptTo(() => sessionStorage.setItem(key, JSON.stringify(read(form))));
  // What the server sent back after a refusal is newer than the draft.
  const kept = document.querySelector("#trouble") ? null : attemptTo(() => sessionStorage.getItem(key));
  if (kept) fill(form, JSON.parse(kept));
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  forgetOlder(attempt, key);
}

function forgetOlder(attempt, current) {
  const tries = current.slice(0, current.lastIndexOf("/") + 1);
  for (const key of attemptTo(() => Object.keys(sessionStorage)) ?? []) {
    if (key.startsWith(tries) && key !== current) sessionStorage.removeItem(key);
  }
}

// A browser may forbid storage altogether: then there is no draft.
function attemptTo(deed) {
  try {
    return deed();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
