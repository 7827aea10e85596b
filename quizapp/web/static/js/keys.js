// Keys: digits and letters choose, Enter answers, arrows move on, ? shows the list.

import { keep, kept } from "./storage.js";

const SETTING = "quizapp.keys";
const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';
const HELD = "a[href], button, input, select, textarea, summary, [contenteditable], [data-pane]";

export function startKeys(dialog) {
  const on = dialog.querySelector("[data-keys-on]");
  on.checked = kept(SETTING) !== "off";
  on.addEventListener("change", () => keep(SETTING, on.checked ? "on" : "off"));
  addButton(dialog);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || dialog.open) return;
    if (event.isComposing || event.target.closest(TYPING)) return;
    if (act(event, dialog, on.checked)) event.preventDefault();
  });
}

function act(event, dialog, characters) {
  const free = !event.target.closest(HELD);
  if (event.key === "Enter") return free && press("[data-primary]");
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") return free && move(event.key);
  if (!characters || event.key.length !== 1 || event.key === " ") return false;
  if (event.key === "?") return showList(dialog);
  return !event.repeat && choose(event.key.toLowerCase());
}

function move(key) {
  const onward = (key === "ArrowRight") === (document.dir !== "rtl");
  return press(onward ? "[data-next]" : "[data-previous]");
}

function press(selector) {
  const found = document.querySelector(selector);
  found?.click();
  return Boolean(found);
}

function choose(key) {
  const inputs = [...document.querySelectorAll("[data-options] input:enabled")];
  const found = inputs[Number(key) - 1] ?? inputs.find((input) => letter(input) === key);
  found?.focus();
  found?.click();
  return Boolean(found);
}

function letter(input) {
  const option = input.closest(".q-option");
  const shown = option.querySelector(".q-option-letter") ?? option.querySelector(".q-option-text");
  return shown.textContent.trim().charAt(0).toLowerCase();
}

function showList(dialog) {
  dialog.showModal();
  return true;
}

function addButton(dialog) {
  const template = document.querySelector("#keys-button");
  const button = template.content.cloneNode(true);
  button.querySelector("button").addEventListener("click", () => dialog.showModal());
  template.after(button);
}
