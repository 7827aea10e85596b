// On a phone the article waits in its fold, so that the questions come first.

export function foldArticle() {
  const fold = document.querySelector("[data-article-fold]");
  if (fold && !matchMedia("(min-width: 62em)").matches) fold.open = false;
}
