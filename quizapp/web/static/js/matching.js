// Matching: choices are dragged to their rows; the selects hold what was chosen and stay in step.
import { at, draggable } from "./dragging.js";

export function startMatching(group) {
  if (!group) return;
  const rows = [...group.querySelectorAll("[data-match-item]")];
  const selects = rows.map((row) => row.querySelector("select"));
  const chips = fillBank(group, selects[0]);
  const refresh = () => {
    const used = new Set(selects.map((select) => select.value));
    for (const chip of chips) chip.classList.toggle("is-used", used.has(chip.dataset.value));
  };
  for (const chip of chips) listen(chip, rows);
  group.addEventListener("change", refresh);
  group.closest("form").addEventListener("filled", refresh);
  refresh();
}

function fillBank(group, select) {
  const hint = document.createElement("p");
  hint.className = "q-bank-hint";
  hint.textContent = group.closest("[data-fields]").dataset.sayBank;
  const bank = group.querySelector(".q-match-choices") ?? document.createElement("ul");
  bank.classList.add("q-bank");
  const offered = [...select.options].filter((option) => option.value);
  offered.forEach((option, index) => {
    const chip = bank.children[index] ?? document.createElement("li");
    if (!chip.parentNode) chip.textContent = option.textContent;
    chip.classList.add("q-chip");
    chip.dataset.value = option.value;
    bank.append(chip);
  });
  group.append(hint, bank);
  return [...bank.children];
}

function listen(chip, rows) {
  const mark = (over) => rows.forEach((row) => row.classList.toggle("is-over", row === over));
  draggable(chip, chip, {
    moved: (x, y) => mark(at(rows, x, y)),
    ended: (point) => {
      mark(null);
      const row = point && at(rows, point.x, point.y);
      if (!row) return;
      const select = row.querySelector("select");
      select.value = chip.dataset.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
}
