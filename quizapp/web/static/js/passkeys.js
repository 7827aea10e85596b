// Passkeys: asks the browser for a key, and sends what it answers. Without a script, or a browser that has none,
// nothing of this is shown.
const can = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

// The server's answer to a form's fields and more: its JSON, with `ok` for whether it agreed.
async function send(form, address, more = {}) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  return { ok: response.ok, ...(await response.json()) };
}

// Options from the server, a key from the browser, and both together back to the server.
async function ceremony(form, ask) {
  const options = await send(form, form.dataset.options);
  if (!options.ok) return options;
  const credential = await ask(options);
  return send(form, form.action, { credential: JSON.stringify(credential) });
}

const deeds = {
  "sign-in": (options) =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  add: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
};

async function run(form) {
  const trouble = form.querySelector("[data-trouble]");
  trouble.hidden = true;
  try {
    const answer = await ceremony(form, deeds[form.dataset.passkey]);
    if (answer.ok) return location.assign(answer.onward);
    trouble.textContent = answer.sentence ?? trouble.dataset.sayTrouble;
  } catch (error) {
    // The reader closed the browser's window, or the connection is gone.
    if (!(error instanceof DOMException || error instanceof TypeError || error instanceof SyntaxError)) throw error;
    trouble.textContent = trouble.dataset.sayTrouble;
  }
  trouble.hidden = false;
}

for (const form of can ? document.querySelectorAll("form[data-passkey]") : []) {
  form.closest("[data-passkeys]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(form);
  });
}
