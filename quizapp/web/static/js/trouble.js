// The sentence that tells why an answer was not taken.

const found = () => document.querySelector("#trouble");

export const shown = () => found()?.hidden === false;

export function tell(sentence) {
  const place = found();
  place.querySelector("[data-sentence]").textContent = sentence;
  place.hidden = false;
  markField();
  place.focus();
}

// The one field that is to be mended knows the sentence until it is changed; where there are several, the sentence
// itself names the one.
export function markField() {
  const fields = [...document.querySelectorAll("[data-fields] :is(input, select, textarea)")];
  if (!fields.length || !shown()) return;
  const [first] = fields;
  first.setAttribute("aria-describedby", [first.getAttribute("aria-describedby"), "trouble"].filter(Boolean).join(" "));
  if (fields.length > 1 || first.type !== "text") return;
  first.setAttribute("aria-invalid", "true");
  first.form.addEventListener("input", () => first.removeAttribute("aria-invalid"), { once: true });
}
