// Shows what is typed into a password field, and chooses a link to copy whole.
for (const field of document.querySelectorAll("[data-password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button password-show";
  button.textContent = field.dataset.sayShow;
  button.setAttribute("aria-controls", field.id);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.textContent = shown ? field.dataset.sayHide : field.dataset.sayShow;
    button.setAttribute("aria-pressed", String(shown));
  });
  const row = document.createElement("div");
  row.className = "password-row";
  field.replaceWith(row);
  row.append(field, button);
  // What is sent is a password, whatever was shown: browsers keep what was typed into a text.
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
}

for (const link of document.querySelectorAll(".link-to-copy")) {
  link.addEventListener("focus", () => link.select());
}
