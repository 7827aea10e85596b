// One question: saved as one types, its small buttons without a new page, tried where it stands.
import { Again } from "./again.js";
import { foldArticle } from "./article_fold.js";
import { differs } from "./fields.js";
import { startMarking } from "./marking.js";
import { post } from "./posting.js";
import { replaceFields, tellFaults } from "./question_fields.js";
import { startRows } from "./rows.js";

const PAUSE = 1200;
const again = new Again();
const editor = document.querySelector("[data-editor]");
const form = document.querySelector("[data-form]");
foldArticle();
if (form) start();
listenToTry();

function start() {
  const said = form.querySelector("[data-said]");
  const fields = form.querySelector("[data-fields]");
  const saving = { timer: 0, running: null, typed: false, leaving: false, since: new Map(), missed: ["", null] };
  // What is to be finished is marked once somebody has asked, by Save or by another button.
  saving.marks = Boolean(fields.querySelector(".field-error"));
  if ("fresh" in form.dataset && nothingBegun()) form.elements.stem?.focus();

  const typedIn = (target) => {
    saving.typed = true;
    if (target.name && fields.contains(target)) saving.since.set(target.name, target);
    later(PAUSE);
  };
  form.addEventListener("input", ({ target }) => typedIn(target));
  // In a slow network somebody may have typed before this script had come.
  [...fields.querySelectorAll("input, select, textarea")].filter(differs).forEach(typedIn);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    const verb = button?.value?.split(":")[0] ?? "";
    if (saving.leaving) return;
    event.preventDefault();
    // These lead to another page: sent into a dead line, they would take along what was typed.
    if (button?.name === "do" && (verb === "go" || verb === "turn")) {
      send("").then((saved) => saved && leave(button));
      return;
    }
    saving.marks = true;
    // Of two presses on the same row the second would meet the row that has taken its place.
    if (button?.closest(".row-do")) {
      if (saving.rows) return;
      saving.rows = true;
      send(button.value, button).finally(() => (saving.rows = false));
      return;
    }
    send(button?.name === "do" ? button.value : "", button);
  });
  for (const other of document.querySelectorAll("[data-leave]")) {
    if (other !== form) other.addEventListener("submit", () => (saving.leaving = true));
  }
  addEventListener("beforeunload", (event) => {
    if (saving.typed && !saving.leaving) event.preventDefault();
  });
  // A phone that puts the page away gives no other sign.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && saving.typed) send("");
  });
  startMarking(editor.dataset.sayAsk, ({ text, before, after }) => {
    form.querySelector("[data-marked]").value = text;
    form.querySelector("[data-marked-before]").value = before;
    form.querySelector("[data-marked-after]").value = after;
    getSelection().removeAllRanges();
    send("prove");
  });

  const moveRow = (path, from, to) => send(`move:${path}:${from}:${to}`);
  startRows(form, moveRow);

  function leave(button) {
    saving.leaving = true;
    form.requestSubmit(button);
  }

  function later(pause) {
    clearTimeout(saving.timer);
    saving.timer = setTimeout(() => send(""), pause);
  }

  // One at a time: what comes meanwhile waits, so that no answer meets an older stamp.
  function send(action, button = null) {
    clearTimeout(saving.timer);
    saving.running = (saving.running ?? Promise.resolve()).then(() => sendNow(action, button));
    return saving.running;
  }

  async function sendNow(wanted, pressed) {
    // What could not be sent is done before what comes after it.
    const [action, button] = wanted ? [wanted, pressed] : saving.missed;
    saving.missed = ["", null];
    const body = new FormData(form);
    body.delete("do");
    if (action) body.set("do", action);
    if (saving.marks) body.set("marks", "shown");
    saving.typed = false;
    saving.since.clear();
    said.textContent = editor.dataset.sayWaiting;
    const answer = await post(form, form.action, body);
    if (!answer || !answer.saved) {
      saving.typed = true;
      if (!answer) saving.missed = [action, button];
      refused(answer);
      return false;
    }
    again.taken();
    form.elements.stamp.value = answer.stamp;
    said.textContent = answer.said;
    for (const name of ["marked", "marked-before", "marked-after"]) form.elements[name].value = "";
    form.querySelector("[data-state]").innerHTML = answer.state;
    show(form.querySelector("[data-checks]"), answer.checks);
    show(document.querySelector("[data-preview]"), answer.preview);
    if (action) changed(action, button, answer.fields);
    else tellFaults(fields, answer.fields);
    return true;
  }

  function changed(action, button, html) {
    saving.marks = true;
    const writing = replaceFields(form, fields, html, action, saving.since);
    startRows(form, moveRow);
    if (!writing) focusAfter(action, button);
    if (action.startsWith("prove") && !saving.typed) location.reload();
  }

  function refused(answer) {
    if (!answer) {
      said.textContent = editor.dataset.sayOffline;
      later(again.next());
    } else if (answer.conflict) {
      // The page of the conflict shows both.
      saving.leaving = true;
      form.submit();
    } else {
      said.textContent = answer.sentence ?? "";
    }
  }

  // Where nobody is reading or writing, what is shown is replaced.
  function show(place, html) {
    if (!place.contains(document.activeElement) || document.activeElement === document.body) place.innerHTML = html;
  }
}

// A button that was pressed is gone with its row: the keyboard goes on where it belongs.
// Who was quicker than this script keeps what they marked and the field they are in.
function nothingBegun() {
  return getSelection().isCollapsed && document.activeElement === document.body;
}

function focusAfter(action, button) {
  const [verb, path, place] = action.split(":");
  const list = document.getElementById(`field-${(path ?? "").replaceAll(".", "-")}`);
  if (!list || !button) return;
  const rows = list.querySelectorAll(":scope > .row-list > .row-item");
  const target = { add: rows.length - 1, up: place - 1, down: Number(place) + 1, remove: Math.min(place, rows.length - 1) }[verb];
  const row = rows[target];
  const wanted = verb === "up" || verb === "down" ? row?.querySelector(`[value^="${verb}:"]:not(:disabled)`) : null;
  (wanted ?? row?.querySelector("textarea") ?? row?.querySelector("input:not([type=hidden])") ?? list.querySelector(":scope > button"))?.focus();
}

// The preview is answered in its place; without a script the same form works on a page of its own.
function listenToTry() {
  const place = document.querySelector("[data-preview]");
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(event.target);
    const answer = await post(event.target, event.target.action, body);
    if (answer?.preview) {
      place.innerHTML = answer.preview;
      (place.querySelector("#tried") ?? place.querySelector("#preview"))?.focus();
    }
  });
  place.addEventListener("click", (event) => {
    if (!event.target.closest("[data-again]") || !form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
    // The focus must not keep the old preview in its place.
    form.querySelector("[data-save]").focus();
  });
}
