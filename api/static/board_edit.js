// Correcting the week by hand. Without this script every chip is a link to its duty, and the panels are pages.
import { cellOfDuty, nameOf, seenOf, workOf } from "./board_cells.js";
import { ask, roster } from "./board_dialog.js";
import { decorateTray, listenToMouse } from "./board_drag.js";
import { decorate, focusOn, holding, listen, restore, say } from "./board_keys.js";
import { follow } from "./board_live.js";
import { refresh, remember } from "./board_refresh.js";

const main = document.querySelector("main");
const bar = document.getElementById("boardbar");
const words = document.getElementById("board-words").dataset;
const mayEdit = bar.dataset.edit === "1";
let back = null;

const form = (fields, ...seen) => {
  const sent = new URLSearchParams(fields);
  for (const cell of seen) if (cell) sent.append("seen", seenOf(cell));
  return sent;
};

function leaveFrom(cell, element) {
  const lane = cell && element ? [...cell.querySelectorAll("a.chip[data-duty]")].indexOf(element) : -1;
  back = cell && { person: cell.dataset.person, date: cell.dataset.date, lane };
}

const does = {
  enter(cell, suits = "") {
    leaveFrom(cell, document.activeElement);
    ask(`${roster()}/person/${cell.dataset.person}/${cell.dataset.date}${suits}`, null, nameOf(cell));
  },
  who(work, cell) {
    if (!work) return does.enter(cell, "?suits=1");
    leaveFrom(work.from, work.element);
    return ask(`${roster()}/seat?${new URLSearchParams(work.fields)}`, null, work.words);
  },
  drop(work, cell) {
    leaveFrom(cell);
    if (work.from === cell) return focusOn(cell);
    const fields = { ...work.fields, person: cell.dataset.person, date: cell.dataset.date };
    return ask(`${roster()}/judge`, form(fields, work.from, cell), `${work.words} → ${nameOf(cell)}`);
  },
  remove(work) {
    leaveFrom(work.from, work.element);
    ask(`${roster()}/judge`, form({ ...work.fields, kind: "remove" }, work.from), work.words);
  },
  pin(work) {
    leaveFrom(work.from, work.element);
    ask(`${roster()}/pin`, form(work.fields), work.words);
  },
  undo() {
    ask(`${roster()}/undo`, form({}), "");
  },
};

function dress() {
  decorate();
  if (mayEdit) decorateTray(words, (work) => does.who(work));
}

remember();
if (mayEdit) main.dataset.editOn = "";
dress();
listen(does);
if (mayEdit) listenToMouse((work, cell) => does.drop(work, cell));

main.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || holding()) return;
  const chip = event.target.closest("a.chip[data-duty]");
  const cell = event.target.closest("td[data-person]") ?? (chip && cellOfDuty(chip.dataset.duty));
  if (!cell && !chip) return;
  event.preventDefault();
  if (cell) does.enter(cell);
  else does.who(workOf(chip));
});
bar.querySelector("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  does.undo();
});

document.addEventListener("board:done", async ({ detail }) => {
  const { roster: made, monday } = detail.dataset;
  if (made !== main.dataset.roster) {
    const address = new URL(location.href);
    address.pathname = `/week/${monday}`;
    address.searchParams.set("roster", made);
    history.replaceState(null, "", address);
  }
  say(detail.textContent.trim());
  await refresh();
  // Who has gone on meanwhile stays where they are.
  if (!document.activeElement?.closest("td[data-person]")) restore(back);
});
document.addEventListener("board:closed", () => restore(back));
document.addEventListener("board:refreshed", ({ detail }) => {
  dress();
  restore(detail.was);
});
follow(refresh, say, words);
