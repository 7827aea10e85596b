// Ordering: items are dragged, or moved with arrows, into their order; the selects hold the places and stay in step.
import { at, draggable } from "./dragging.js";

export function startOrdering(group) {
  if (!group) return;
  const words = group.closest("[data-fields]").dataset;
  const rows = [...group.querySelectorAll("[data-order-item]")].map((label) => row(label, words));
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.role = "status";
  group.append(told);
  group.querySelector("legend").textContent += ` ${words.sayDrag}`;
  const list = { group, rows, words, told };
  for (const each of rows) listen(list, each);
  sortByPlaces(list);
  group.closest("form").addEventListener("filled", () => sortByPlaces(list));
}

function row(label, words) {
  const element = document.createElement("div");
  element.className = "q-order-row";
  label.before(element);
  const grip = document.createElement("span");
  grip.className = "q-grip";
  grip.textContent = "⠿";
  grip.setAttribute("aria-hidden", "true");
  const text = label.querySelector(".q-order-text").textContent.trim();
  const up = button("↑", `${words.sayUp} ${text}`);
  const down = button("↓", `${words.sayDown} ${text}`);
  element.append(grip, label, up, down);
  return { element, grip, up, down, select: label.querySelector("select") };
}

function button(sign, name) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "q-move";
  made.textContent = sign;
  made.setAttribute("aria-label", name);
  return made;
}

function listen(list, each) {
  each.up.addEventListener("click", () => move(list, each, list.rows.indexOf(each) - 1, each.up));
  each.down.addEventListener("click", () => move(list, each, list.rows.indexOf(each) + 1, each.down));
  each.select.addEventListener("change", () => {
    if (!list.moving && each.select.value) move(list, each, Number(each.select.value) - 1, each.select);
  });
  const elements = () => list.rows.map((other) => other.element).filter((element) => element !== each.element);
  const mark = (over) => elements().forEach((element) => element.classList.toggle("is-over", element === over));
  draggable(each.grip, each.element, {
    moved: (x, y) => mark(at(elements(), x, y)),
    ended: (point) => {
      mark(null);
      const over = point && at(elements(), point.x, point.y);
      if (over) move(list, each, list.rows.findIndex((other) => other.element === over));
    },
  });
}

function move(list, each, place, focused) {
  if (place < 0 || place >= list.rows.length) return;
  list.rows.splice(list.rows.indexOf(each), 1);
  list.rows.splice(place, 0, each);
  show(list);
  list.rows.forEach((other, index) => (other.select.value = String(index + 1)));
  focused?.focus();
  const { sayMoved } = list.words;
  list.told.textContent = sayMoved.replace("{place}", place + 1).replace("{count}", list.rows.length);
  // Told to the form, which saves it; the select's own listener need not hear of it.
  list.moving = true;
  each.select.dispatchEvent(new Event("change", { bubbles: true }));
  list.moving = false;
}

// A draft, or a hand that was quicker than this script, may have given only some places: the others fill what is left.
function sortByPlaces(list) {
  const placed = new Map(list.rows.map((each) => [Number(each.select.value), each]));
  const rest = list.rows.filter((each) => !each.select.value || placed.get(Number(each.select.value)) !== each);
  list.rows = list.rows.map((_, index) => placed.get(index + 1) ?? rest.shift());
  show(list);
}

function show(list) {
  const anchor = list.told;
  list.rows.forEach((each, index) => {
    anchor.before(each.element);
    each.up.setAttribute("aria-disabled", String(index === 0));
    each.down.setAttribute("aria-disabled", String(index === list.rows.length - 1));
  });
}
