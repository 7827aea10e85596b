// The article beside: its pane is scrolled so that the marked passage is in sight.

const WIDE = matchMedia("(min-width: 62em)");

export function startSource(fold) {
  if (!fold) return;
  const pane = fold.querySelector("[data-pane]");
  const passage = pane.querySelector(".evidence");
  const show = () => {
    if (passage && WIDE.matches) {
      const above = passage.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollTop += above - pane.clientHeight / 3;
    }
  };
  // On a phone the excerpt stands under the explanation, and the whole article waits in its fold.
  if (passage && !WIDE.matches) fold.open = false;
  show();
  fold.addEventListener("toggle", show);
  document.querySelector("[data-to-passage]")?.addEventListener("click", (event) => {
    event.preventDefault();
    fold.open = true;
    show();
    pane.focus();
  });
}
