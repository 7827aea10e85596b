// Marking a passage of the article: a button appears at the selection, and brings what was selected with it.

const AROUND = 80;

export function startMarking(words, use) {
  const text = document.querySelector("[data-passages]");
  if (!text) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-primary ask-here";
  button.textContent = words;
  button.hidden = true;
  document.body.append(button);
  let marked = null;
  // A press must not take the selection away before it was read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => marked && use(marked));
  const look = () => {
    marked = selected(text);
    button.hidden = !marked;
    if (marked) place(button, marked.range);
  };
  document.addEventListener("selectionchange", look);
  look(); // In a slow network a reader may have selected before this script had come.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.hidden) return;
    getSelection().removeAllRanges();
  });
}

// What is selected in the article, with what stands before and after it.
function selected(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const inside = read(range, text);
  if (!inside.trim()) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEnd(text, text.childNodes.length);
  return { range, text: inside, before: read(before, text).slice(-AROUND), after: read(after, text).slice(0, AROUND) };
}

// The text of a range without what stands in the margin; blocks are kept apart by a space.
function read(range, text) {
  const copy = range.cloneContents();
  for (const margin of copy.querySelectorAll(".passage-margin")) margin.remove();
  for (const block of copy.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6, td, th, blockquote, br")) block.after(" ");
  return copy.textContent.replace(/\s+/g, " ");
}

function place(button, range) {
  if (matchMedia("(pointer: coarse)").matches) return;
  const box = range.getBoundingClientRect();
  button.style.insetBlockStart = `${scrollY + box.bottom + 6}px`;
  button.style.left = `${Math.max(8, Math.min(scrollX + box.left, document.documentElement.clientWidth - 200))}px`;
}
