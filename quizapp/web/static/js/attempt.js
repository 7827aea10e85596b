// The pages of an attempt. Everything works without it; this makes it quicker and safer.
import { startDrafts } from "./drafts.js";
import { startKeys } from "./keys.js";
import { startMatching } from "./matching.js";
import { startOrdering } from "./ordering.js";
import { startSaving } from "./saving.js";
import { startSource } from "./source.js";
import { startTimer } from "./timer.js";

// A page out of the browser's memory may be older than the attempt: ask the server how it stands.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// A page that came with a refusal was the answer to a form; a reload should ask for it, not send it again.
if (document.querySelector("#trouble")) history.replaceState(history.state, "", location.href);

// What was typed before a hint came back in the address: it has done its work.
if (location.search) history.replaceState(history.state, "", location.pathname + location.hash);

const saving = startSaving(document.querySelector("[data-autosave]"));

// One click, one answer.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}

startTimer(document.querySelector("[data-timer]"), saving);
startDrafts(document.querySelector("[data-draft]"), document.querySelector("[data-attempt]").dataset.attempt);
startOrdering(document.querySelector("[data-order]"));
startMatching(document.querySelector("[data-match]"));
startSource(document.querySelector("[data-source]"));
startKeys(document.querySelector("#keys"));

const trouble = document.querySelector("#trouble");
const field = document.querySelector("[data-fields] :is(input, select, textarea)");
if (trouble && field) {
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), "trouble"].filter(Boolean).join(" "));
  if (field.matches('[type="text"], select')) field.setAttribute("aria-invalid", "true");
}
const target = document.querySelector("[data-focus]") ?? document.getElementById(location.hash.slice(1));
target?.focus();
