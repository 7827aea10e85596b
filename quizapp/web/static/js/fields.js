// The fields of an answer: read as pairs, and filled from pairs. They are a form's, or a fieldset's: of one question
// among others, with its prefix before their names. In the pairs there is none.

const PREFIX = /^q\d+\./;
const bare = (name) => name.replace(PREFIX, "");
const isAnswer = (name) => /^answer(\.|$)/.test(bare(name));

export function read(scope) {
  const names = new Set([...scope.elements].map(({ name }) => name));
  return [...new FormData(scope.form ?? scope)]
    .filter(([name]) => names.has(name) && isAnswer(name))
    .map(([name, value]) => [bare(name), value]);
}

export function fill(scope, pairs) {
  const left = new Map();
  for (const [name, value] of pairs) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of scope.elements) {
    if (!control.name || !isAnswer(control.name)) continue;
    const values = left.get(bare(control.name)) ?? [];
    if (control.type === "radio" || control.type === "checkbox") {
      control.checked = values.includes(control.value);
    } else {
      control.value = values.shift() ?? "";
    }
  }
  scope.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
}

// Whether the form no longer says what the server wrote into it: it was used before the script had come.
export function touched(scope) {
  return [...scope.elements].filter(({ name }) => name && isAnswer(name)).some(differs);
}

// Whether a control says something else than the server wrote.
export function differs(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (!control.options) return control.value !== control.defaultValue;
  const written = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
  return !written.selected;
}
