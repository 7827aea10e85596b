// Rows of a form are dragged into their order; the buttons beside them do the same.
import { at, draggable } from "./dragging.js";

export function startRows(form, moved) {
  for (const list of form.querySelectorAll("[data-rows]")) {
    const rows = [...list.querySelectorAll(":scope > .row-list > .row-item")];
    // A list without an order has no button to move its rows either.
    if (rows.length < 2 || !rows[0].querySelector(`[value^="up:${list.dataset.rows}:"]`)) continue;
    rows.forEach((row, place) => startRow(row, place, rows, (to) => moved(list.dataset.rows, place, to)));
  }
}

function startRow(row, place, rows, move) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.textContent = "⠿";
  grip.setAttribute("aria-hidden", "true");
  row.querySelector(":scope > .row-do").prepend(grip);
  const others = rows.filter((other) => other !== row);
  const mark = (over) => others.forEach((other) => other.classList.toggle("is-over", other === over));
  draggable(grip, row, {
    moved: (x, y) => mark(at(others, x, y)),
    ended: (point) => {
      mark(null);
      const over = point && at(others, point.x, point.y);
      if (over) move(rows.indexOf(over));
    },
  });
}
