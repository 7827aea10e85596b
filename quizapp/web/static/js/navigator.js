// The list of all questions of a test, kept in step with what was saved.

export function showState(position, state) {
  const link = document.querySelector(`[data-position="${position}"]`);
  const shown = document.querySelector(`#state-${state}`);
  link.classList.remove("is-open", "is-answered", "is-unreadable");
  link.classList.add(`is-${state}`);
  link.querySelector("[data-state]").replaceChildren(shown.content.cloneNode(true));
}

export function showFlag(button, flagged, position = null) {
  button.value = button.value.replace(/(yes|no)$/, flagged ? "no" : "yes");
  button.setAttribute("aria-pressed", String(flagged));
  button.classList.toggle("is-flagged", flagged);
  const link = document.querySelector(position ? `[data-position="${position}"]` : '[data-position][aria-current="step"]');
  link.classList.toggle("is-flagged", flagged);
  link.querySelector("[data-flag-sign]").hidden = !flagged;
}
