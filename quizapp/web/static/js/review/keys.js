// Keys as in Anki: Space and Enter show the answer, 1 to 4 rate, Z undoes, - buries, @ suspends, * flags.
import { keep, kept } from "../storage.js";

const SETTING = "quizapp.keys";
const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';
const HELD = "a[href], button, input, select, textarea, summary, [contenteditable]";

export function startKeys(fold, deeds) {
  const on = fold.querySelector("[data-keys-on]");
  fold.hidden = false;
  on.checked = kept(SETTING) !== "off";
  on.addEventListener("change", () => keep(SETTING, on.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.isComposing || event.target.closest(TYPING)) return;
    const deed = found(event, on.checked, deeds);
    if (deed && deed() !== false) event.preventDefault();
  });
}

function found(event, characters, deeds) {
  const key = event.key.toLowerCase();
  if (event.altKey || event.metaKey) return null;
  if (event.ctrlKey) return key === "z" && !event.shiftKey ? deeds.undo : null;
  if (key === " " || key === "enter") return event.target.closest(HELD) ? null : deeds.flip;
  if (!characters) return null;
  if (/^[1-4]$/.test(key)) return () => deeds.rate(Number(key));
  return { z: deeds.undo, "-": deeds.bury, "@": deeds.suspend, "*": deeds.flag }[key] ?? null;
}
