// The fields of an answer: read as pairs, and filled from pairs.

const isAnswer = (name) => name === "answer" || name.startsWith("answer.");

export function read(form) {
  return [...new FormData(form)].filter(([name]) => isAnswer(name));
}

export function fill(form, pairs) {
  const left = new Map();
  for (const [name, value] of pairs) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || !isAnswer(control.name)) continue;
    if (control.type === "radio" || control.type === "checkbox") {
      control.checked = (left.get(control.name) ?? []).includes(control.value);
    } else {
      control.value = left.get(control.name)?.shift() ?? "";
    }
  }
  form.dispatchEvent(new CustomEvent("filled"));
}

// Whether the form no longer says what the server wrote into it: it was used before the script had come.
export function touched(form) {
  return [...form.elements].filter(({ name }) => name && isAnswer(name)).some(differs);
}

// Whether a control says something else than the server wrote.
export function differs(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (!control.options) return control.value !== control.defaultValue;
  const written = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
  return !written.selected;
}
