// An article being brought keeps its formatting; one being written shows how it reads.
import { reach } from "./posting.js";

const bringing = document.querySelector("form[data-bring]");
if (bringing) {
  const { text, formatted } = bringing.elements;
  const told = bringing.querySelector("[data-formatted]");

  const keep = (html) => {
    formatted.value = html;
    told.hidden = !html;
  };
  text.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const all = text.selectionStart === 0 && text.selectionEnd === text.value.length;
    // Only what replaces everything is the whole article; what is typed on top of it afterwards is plain text.
    const pasted = all ? html : "";
    text.addEventListener("input", () => keep(pasted), { once: true });
  });
  text.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") keep("");
  });
}

const written = document.querySelector("form[data-preview]");
if (written) {
  const { body, csrf_token: token, language } = written.elements;
  const reads = document.querySelector("[data-reads]");
  const sources = new Map(
    [...written.querySelectorAll("input[data-source]")].map((each) => [each.dataset.name, each.dataset.source]),
  );
  let unsaved = false;
  written.addEventListener("input", () => (unsaved = true));
  written.addEventListener("submit", () => (unsaved = false));
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  let waiting = 0;
  let asked = 0;

  const show = async () => {
    const number = ++asked;
    const fields = new FormData();
    fields.set("csrf_token", token.value);
    fields.set("body", body.value);
    fields.set("language", language.value);
    const options = { method: "POST", body: fields, headers: { Accept: "application/json" } };
    const response = await reach(written.dataset.preview, options);
    if (number !== asked || !response?.ok) return;
    const page = document.createElement("template");
    const answer = await response.json();
    page.innerHTML = answer.html;
    for (const picture of page.content.querySelectorAll("img")) {
      const source = sources.get(decodeURIComponent(picture.getAttribute("src")));
      if (source) picture.src = source;
    }
    reads.replaceChildren(page.content);
    for (const part of [body, reads]) {
      part.lang = language.value;
      part.dir = answer.direction;
    }
  };
  body.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  });
  language.addEventListener("change", show);
}
