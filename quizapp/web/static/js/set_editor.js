// The set's page: ask about what is marked, and drag questions into their order.
import { at, draggable } from "./dragging.js";
import { foldArticle } from "./article_fold.js";
import { startMarking } from "./marking.js";
import { reach } from "./posting.js";

const editor = document.querySelector("[data-editor]");
foldArticle();
if (editor.dataset.ask) startMarking(editor.dataset.sayAsk, ask);
const form = document.querySelector("[data-arrange]");
if (form && editor.dataset.ask) startDragging(form);

// As the form of "Add a question" would, with the passage.
function ask({ text, before, after }) {
  const adding = document.querySelector(".add-question");
  for (const [name, value] of Object.entries({ text, before, after })) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    adding.append(field);
  }
  adding.requestSubmit();
}

function startDragging(form) {
  const list = form.querySelector("[data-list]");
  const items = () => [...list.children];
  for (const item of items()) {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.textContent = "⠿";
    grip.setAttribute("aria-hidden", "true");
    item.querySelector(".question-item-do").prepend(grip);
    const others = () => items().filter((other) => other !== item);
    const mark = (over) => others().forEach((other) => other.classList.toggle("is-over", other === over));
    draggable(grip, item, {
      moved: (x, y) => mark(at(others(), x, y)),
      ended: (point) => {
        mark(null);
        const over = point && at(others(), point.x, point.y);
        if (!over) return;
        const place = items().indexOf(over);
        if (items().indexOf(item) < place) over.after(item);
        else over.before(item);
        keepOrder(form, items(), item);
      },
    });
  }
}

function keepOrder(form, items, moved) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("do", "order:");
  for (const item of items) body.append("order", item.dataset.question);
  const told = form.querySelector("[data-moved]");
  reach(form.action, { method: "POST", body }).then((response) => {
    // Anything but a page to go on to means that the order is as it was.
    if (response?.type !== "opaqueredirect") return location.reload();
    const place = items.indexOf(moved) + 1;
    told.textContent = form.dataset.sayMoved.replace("{place}", place).replace("{count}", items.length);
    return undefined;
  });
}
