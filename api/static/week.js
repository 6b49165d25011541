// The search box of the week. Without this script the box is not there and every row is.
const week = document.querySelector(".week");
const box = document.getElementById("search");
const nothing = document.querySelector(".nothing");
const rows = [...document.querySelectorAll(".one")];

const roles = document.querySelectorAll(".seg input");

function search() {
  const wanted = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  week.classList.toggle("searching", wanted.length > 0);
  for (const row of rows) {
    const words = row.dataset.words.toLowerCase();
    row.classList.toggle("no", !wanted.every((word) => words.includes(word)));
  }
  nothing.hidden = rows.some((row) => !row.classList.contains("no") && document.getElementById("role-" + row.dataset.role).checked);
}

box.closest("label").hidden = false;
box.addEventListener("input", search);
for (const role of roles) role.addEventListener("change", search);
document.getElementById("clear").addEventListener("click", () => {
  box.value = "";
  for (const role of roles) role.checked = true;
  search();
  box.focus();
});
search();
