// The board by keyboard: one stop of the Tab key, arrows from chip to chip, single letters for what is done most.
import { board, cellAt, cellsOf, chipsOf, nameOf, rows, workOf } from "./board_cells.js";

const bar = document.getElementById("boardbar");
const words = document.getElementById("board-words").dataset;
const mayEdit = bar.dataset.edit === "1";
let held = null;
let above = "";

export const say = (sentence) => {
  bar.querySelector(".said").textContent = sentence;
};

// Where the keyboard's focus can be in a cell: its chips, or the cell itself; while something is held, only cells.
const spots = (cell) => {
  const chips = held ? [] : chipsOf(cell);
  return chips.length ? chips : [cell];
};

export function decorate() {
  const table = board();
  if (!table?.querySelector("td[data-person]")) return;
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", words.grid);
  for (const cell of table.querySelectorAll("td[data-person]")) {
    if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
    for (const chip of cell.querySelectorAll("a.chip")) if (!chip.hasAttribute("tabindex")) chip.tabIndex = -1;
  }
  if (!table.querySelector("td [tabindex='0'], td[tabindex='0']")) {
    const first = rows()[0] && cellsOf(rows()[0])[0];
    if (first) spots(first)[0].tabIndex = 0;
  }
}

export function focusOn(cell, lane = 0) {
  const all = spots(cell);
  const spot = all[Math.max(0, Math.min(lane, all.length - 1))];
  for (const one of board().querySelectorAll("td[tabindex='0'], td [tabindex='0']")) one.tabIndex = -1;
  spot.tabIndex = 0;
  spot.focus();
}

function beside(cell, spot, key) {
  const all = rows();
  const row = all.indexOf(cell.closest("tr"));
  const column = cellsOf(all[row]).indexOf(cell);
  const lane = spots(cell).indexOf(spot);
  const last = (one) => spots(one).length - 1;
  const at = (line, number) => all[line] && cellsOf(all[line])[number];
  if (key === "ArrowRight") return [at(row, column + 1), lane];
  if (key === "ArrowLeft") return [at(row, column - 1), lane];
  if (key === "Home") return [at(row, 0), 0];
  if (key === "End") return [at(row, cellsOf(all[row]).length - 1), 0];
  if (key === "ArrowDown") return lane < last(cell) ? [cell, lane + 1] : [at(row + 1, column), 0];
  if (lane > 0) return [cell, lane - 1];
  const next = at(row - 1, column);
  return [next, next ? last(next) : 0];
}

export function pickUp(work) {
  held = work;
  work.element.classList.add("up");
  bar.querySelector(".moving").hidden = false;
  bar.querySelector(".keys").hidden = true;
  const start = work.from ?? (rows()[0] && cellsOf(rows()[0])[0]);
  above = start ? nameOf(start) : "";
  if (start) focusOn(start);
  say(words.up.replace("{what}", work.words));
}

function putDown() {
  const work = held;
  held = null;
  work.element.classList.remove("up");
  for (const cell of board().querySelectorAll("td.over")) cell.classList.remove("over");
  bar.querySelector(".moving").hidden = true;
  return work;
}

export const holding = () => held !== null;

// `does`: what to do with a chip, a cell or a row of the tray: enter, move, drop, pin, who, remove.
export function listen(does) {
  const main = document.querySelector("main");
  main.addEventListener("focusin", (event) => {
    const cell = event.target.closest?.("td[data-person]");
    const keys = bar.querySelector(".keys");
    keys.hidden = !cell || held !== null;
    bar.querySelector(".now").textContent = cell ? `${nameOf(cell)}　${workOf(event.target)?.words ?? words.free}` : "";
    if (cell && held) {
      for (const one of board().querySelectorAll("td.over")) one.classList.remove("over");
      cell.classList.add("over");
      // A cell that comes anew under the same name is not a step.
      if (nameOf(cell) !== above) say(words.over.replace("{cell}", nameOf(cell)));
      above = nameOf(cell);
    }
  });
  main.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea") || event.altKey || event.ctrlKey || event.metaKey) return;
    const cell = event.target.closest("td[data-person]");
    if (cell && ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      const [next, lane] = beside(cell, event.target, event.key);
      if (next) focusOn(next, lane);
      return;
    }
    if (held) {
      if (event.key === "Escape") {
        event.preventDefault();
        const work = putDown();
        if (work.from?.isConnected) focusOn(work.from);
        else work.element.querySelector("a")?.focus();
        say(words.dropped);
      } else if (event.key === "Enter" && cell) {
        event.preventDefault();
        does.drop(putDown(), cell);
      }
      return;
    }
    const work = workOf(event.target);
    const key = event.key.toLowerCase();
    if (key === "enter" && cell) {
      event.preventDefault();
      does.enter(cell);
    } else if (key === "w" && (work || cell)) does.who(work, cell);
    else if (mayEdit && key === "m" && work) pickUp(work);
    else if (mayEdit && key === "p" && work?.from) does.pin(work);
    else if (mayEdit && (key === "delete" || key === "backspace") && work?.from) {
      event.preventDefault();
      does.remove(work);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!mayEdit || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== "z") return;
    if (event.target.matches?.("input:not([type=checkbox]), textarea") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    does.undo();
  });
}

export function restore(was) {
  const cell = was && cellAt(was.person, was.date);
  if (cell && !document.querySelector("dialog[open]")) focusOn(cell, Math.max(0, was.lane));
}
