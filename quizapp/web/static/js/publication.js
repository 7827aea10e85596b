// A button that copies the short link; without a script the link can be chosen and copied by hand.
for (const row of document.querySelectorAll("[data-copy]")) {
  const field = row.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = row.dataset.sayCopy;
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  told.className = "copy-told";
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = row.dataset.sayCopied;
    } catch {
      // Only pages reached by https may write to the clipboard.
      told.textContent = document.execCommand("copy") ? row.dataset.sayCopied : row.dataset.sayFailed;
    }
  });
  field.addEventListener("focus", () => field.select());
  row.append(button, told);
}
