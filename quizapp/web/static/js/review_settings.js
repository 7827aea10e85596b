// Fetches what remembering costs, proposes the browser's time zone, and holds the button while a schedule is fitted.
const place = document.querySelector("[data-costs-place]");
const link = place.innerHTML;

async function loadCosts() {
  place.setAttribute("aria-busy", "true");
  place.textContent = place.dataset.sayWait;
  try {
    const answer = await fetch(place.dataset.from, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.querySelector("[data-costs]").childNodes);
  } catch {
    place.innerHTML = link;
    const told = document.createElement("p");
    told.textContent = place.dataset.sayFailed;
    place.prepend(told);
  }
  place.removeAttribute("aria-busy");
}

loadCosts();

const zones = document.querySelector("[data-zone]");
const select = zones.querySelector("select");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (here && here !== select.value && [...select.options].some((option) => option.value === here)) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button zone-use";
  button.textContent = zones.dataset.sayUse.replace("{zone}", here.replaceAll("_", " "));
  button.addEventListener("click", () => {
    select.value = here;
    button.remove();
    select.focus();
  });
  zones.append(button);
}

const fitting = document.querySelector("[data-fit]");
fitting?.addEventListener("submit", () => {
  fitting.querySelector("button").disabled = true;
  fitting.querySelector("[role=status]").textContent = fitting.dataset.sayWait;
});

// Back from the next page, the form is as it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted && fitting) fitting.querySelector("button").disabled = false;
});
