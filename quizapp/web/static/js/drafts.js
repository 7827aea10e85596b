// Practice: what was chosen or typed but not sent is kept in this browser, and comes back with the question.
import { fill, read, touched } from "./fields.js";
import { forget, keep, kept, keptFrom } from "./storage.js";
import { shown as troubleShown } from "./trouble.js";

const PREFIX = "quizapp.draft.";

export function startDrafts(form) {
  if (!form) return;
  const key = PREFIX + form.dataset.draft;
  // What the server sent back after a refusal is newer than the draft, and so is what was given before this script came.
  const draft = troubleShown() || touched(form) ? null : kept(key);
  if (draft) fill(form, JSON.parse(draft));
  const note = () => keep(key, JSON.stringify(read(form)));
  if (touched(form)) note();
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  forgetAll(key.slice(PREFIX.length, key.lastIndexOf("/") + 1), key);
}

// Drafts of a question (`attempt/position/`) or of a whole attempt (`attempt/`) that are over.
export function forgetAll(over, but = null) {
  for (const key of keptFrom(PREFIX + over)) {
    if (key !== but) forget(key);
  }
}
