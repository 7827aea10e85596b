// Keys: digits and letters choose, Enter answers, arrows move on, ? shows the list.

const SETTING = "quizapp.keys";
const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';
const HELD = "a[href], button, input, select, textarea, summary, [contenteditable], [data-pane]";

export function startKeys(dialog) {
  const on = dialog.querySelector("[data-keys-on]");
  on.checked = stored() !== "off";
  on.addEventListener("change", () => store(on.checked ? "on" : "off"));
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

function stored() {
  try {
    return localStorage.getItem(SETTING);
  } catch {
    return null; // A browser that keeps nothing has the keys on.
  }
}

function store(value) {
  try {
    localStorage.setItem(SETTING, value);
  } catch {
    // It holds for this page only.
  }
}
