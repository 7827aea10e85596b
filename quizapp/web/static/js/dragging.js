// Dragging by mouse, pen or finger. `moved(x, y)` while it goes on, `ended(x, y)` at the end, null when it was broken off.

export function draggable(handle, body, { moved, ended }) {
  let from = null;
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    from = { x: event.clientX, y: event.clientY };
    handle.setPointerCapture(event.pointerId);
    body.classList.add("is-dragged");
  });
  handle.addEventListener("pointermove", (event) => {
    if (!from) return;
    body.style.transform = `translate(${event.clientX - from.x}px, ${event.clientY - from.y}px)`;
    moved(event.clientX, event.clientY);
  });
  const finish = (event) => {
    if (!from) return;
    from = null;
    body.classList.remove("is-dragged");
    body.style.transform = "";
    ended(event.type === "pointerup" ? { x: event.clientX, y: event.clientY } : null);
  };
  handle.addEventListener("pointerup", finish);
  handle.addEventListener("pointercancel", finish);
}

// Which of `elements` is at this point of the window.
export function at(elements, x, y) {
  return elements.find((element) => {
    const box = element.getBoundingClientRect();
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  });
}
