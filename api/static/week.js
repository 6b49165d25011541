// The search box of the week, and the sums of what is left. Without this script the box is not there and every row is.
const week = document.querySelector(".week");
const box = document.getElementById("search");
const nothing = document.querySelector(".nothing");
const sums = document.getElementById("sums");
const everybody = sums?.textContent;
const rows = [...document.querySelectorAll(".one")];
const board = rows.filter((row) => row.dataset.hours);
const ticks = document.querySelectorAll(".filters .seg input");

// Whether a row would be there if nothing were folded away: what the style sheet hides, said once more.
function stays(row) {
  if (row.classList.contains("no")) return false;
  const role = row.dataset.role && document.getElementById("role-" + row.dataset.role);
  if (role && !role.checked) return false;
  const marks = (row.dataset.is || "").split(" ");
  return [...document.querySelectorAll(".marks input:checked")].every((tick) => marks.includes(tick.id.slice(5)));
}

function filtered() {
  return box.value.trim() !== "" || [...ticks].some((tick) => tick.checked !== tick.defaultChecked);
}

function update() {
  const wanted = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  week.classList.toggle("searching", wanted.length > 0);
  for (const row of rows) {
    const words = row.dataset.words.toLowerCase();
    row.classList.toggle("no", !wanted.every((word) => words.includes(word)));
  }
  nothing.hidden = rows.some(stays);
  if (!sums) return;
  const left = board.filter(stays);
  const hours = left.reduce((sum, row) => sum + Number(row.dataset.hours), 0);
  sums.textContent = filtered()
    ? sums.dataset.said.replace("{people}", left.length).replace("{hours}", Math.round(hours * 10) / 10)
    : everybody;
}

box.closest("label").hidden = false;
box.addEventListener("input", update);
for (const tick of ticks) tick.addEventListener("change", update);
document.getElementById("clear").addEventListener("click", () => {
  box.value = "";
  for (const tick of ticks) tick.checked = tick.defaultChecked;
  update();
  box.focus();
});
// What a letter stands for, for whoever points at it.
week.addEventListener("pointerover", (event) => {
  const chip = event.target.closest?.("a.chip");
  if (chip && !chip.title) chip.title = chip.ariaLabel;
});
// Only one menu is open, and none once somebody looks elsewhere.
const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
update();
