// The board by mouse: a chip, or a row of the tray, is dragged onto a cell. Nothing is asked of the server on the way.
import { workOf } from "./board_cells.js";

let dragged = null;
let over = null;

function mark(cell) {
  if (cell === over) return;
  over?.classList.remove("over");
  over = cell;
  over?.classList.add("over");
}

export function decorateTray(words, ask) {
  for (const row of document.querySelectorAll(".tray li")) {
    const work = workOf(row);
    if (!work) continue;
    row.draggable = true;
    if (row.querySelector(".ask")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet ask";
    button.textContent = words.who;
    button.setAttribute("aria-label", `${words.who} ${work.words}`);
    button.addEventListener("click", () => ask(work));
    row.append(button);
  }
}

export function listenToMouse(drop) {
  const main = document.querySelector("main");
  main.addEventListener("dragstart", (event) => {
    dragged = workOf(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.words);
    dragged.element.classList.add("up");
    main.dataset.dragging = "";
  });
  main.addEventListener("dragover", (event) => {
    const cell = dragged && event.target.closest?.(".board td[data-person]");
    if (cell) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    }
    mark(cell || null);
  });
  main.addEventListener("drop", (event) => {
    const cell = dragged && event.target.closest?.(".board td[data-person]");
    if (!cell) return;
    event.preventDefault();
    drop(dragged, cell);
  });
  main.addEventListener("dragend", () => {
    delete main.dataset.dragging;
    dragged?.element.classList.remove("up");
    dragged = null;
    mark(null);
  });
}
