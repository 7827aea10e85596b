// Chooses all questions of the page at once, and tells how many are chosen.
for (const form of document.querySelectorAll("[data-bank]")) {
  const boxes = [...form.querySelectorAll('input[name="question"]')];
  const row = document.createElement("div");
  row.className = "bank-all";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  row.append(button, told);
  form.querySelector(".bank-list").before(row);

  const all = () => boxes.every((box) => box.checked);
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    button.textContent = all() ? form.dataset.sayNone : form.dataset.sayAll;
    told.textContent = count ? `${form.dataset.sayChosen} ${count}` : "";
  };
  button.addEventListener("click", () => {
    const checked = !all();
    for (const box of boxes) box.checked = checked;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}
