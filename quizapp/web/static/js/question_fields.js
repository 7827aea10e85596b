// The fields of a question while it is being written: what is to be finished is told in place, and what was typed while
// a button's change was on its way comes along.

// What is to be finished, at its field; what stands in the fields is left alone.
export function tellFaults(place, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const told of place.querySelectorAll(".field-error")) {
    if (!fresh.getElementById(told.id)) told.remove();
  }
  for (const fault of fresh.querySelectorAll(".field-error")) {
    const told = document.getElementById(fault.id);
    if (told) told.textContent = fault.textContent;
    else put(fault);
  }
  for (const field of fresh.querySelectorAll("[id]:is(input, textarea, select, fieldset)")) describe(field);
}

function put(fault) {
  const id = fault.id.replace(/-error$/, "");
  const control = document.getElementById(id);
  if (control) return control.parentElement.append(fault);
  const list = document.getElementById(`field-${id}`);
  return list && [...list.querySelectorAll(":scope > :is(legend, .field-help)")].at(-1)?.after(fault);
}

function describe(field) {
  const shown = document.getElementById(field.id);
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (field.hasAttribute(name)) shown?.setAttribute(name, field.getAttribute(name));
    else shown?.removeAttribute(name);
  }
}

// The fields as the server has them after a button was pressed, with what was typed `since`: controls by their names.
// Tells whether somebody goes on writing there.
export function replaceFields(form, place, html, action, since) {
  const active = since.size && place.contains(document.activeElement) ? document.activeElement : null;
  const caret = active?.selectionStart;
  place.innerHTML = html;
  for (const [name, control] of since) {
    const now = form.elements[renamed(name, action)];
    if (!now) continue;
    if (control.type === "checkbox") now.checked = control.checked;
    else now.value = control.value;
  }
  const again = active?.name ? form.elements[renamed(active.name, action)] : null;
  if (!again?.focus) return false;
  again.focus();
  if (typeof caret === "number") again.setSelectionRange(caret, caret);
  return true;
}

// What a field is called once a button has changed the rows of its list; empty where its row is gone.
function renamed(name, action) {
  const [verb, path, from, to] = action.split(":");
  const prefix = `${(path ?? "").replaceAll(".", "-")}-`;
  if (!from || !name.startsWith(prefix)) return name;
  const [row, ...rest] = name.slice(prefix.length).split("-");
  const place = placed(verb, Number(row), Number(from), Number(to));
  return place === null ? "" : [`${prefix}${place}`, ...rest].join("-");
}

function placed(verb, row, from, to) {
  if (verb === "remove") return row === from ? null : row - (row > from ? 1 : 0);
  const goal = { up: from - 1, down: from + 1, move: to }[verb] ?? from;
  if (row === from) return goal;
  if (from < goal) return row > from && row <= goal ? row - 1 : row;
  return row >= goal && row < from ? row + 1 : row;
}
