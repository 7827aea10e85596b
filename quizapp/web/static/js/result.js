// The result: only what was missed, and printing. What the browser had kept of the attempt is over.
import { forgetAll } from "./drafts.js";
import { dropAll } from "./outbox.js";

const { attempt } = document.querySelector("[data-attempt]").dataset;
dropAll(attempt);
forgetAll(`${attempt}/`);

const filter = document.querySelector("[data-only-missed]");
if (filter) {
  const told = document.querySelector("[data-filtered]");
  filter.hidden = false;
  document.querySelector("[data-missed-links]").hidden = true;
  filter.querySelector("input").addEventListener("change", (event) => {
    for (const review of document.querySelectorAll("[data-right]")) review.hidden = event.target.checked;
    told.textContent = event.target.checked ? told.dataset.sayMissed : told.dataset.sayAll;
  });
}

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
