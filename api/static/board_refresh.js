// Brings the open page to what the server has now, cell by cell: focus, scroll and what is open stay as they are.
import { board, cellAt } from "./board_cells.js";

const main = document.querySelector("main");
const SHOWN = 8000;
// How each part came from the server: what the page's scripts do to it since is no change.
const raw = new WeakMap();
let running = null;
let again = false;

export function remember(root = main) {
  for (const part of root.querySelectorAll(".board th, .board td, .pagehead, .answer, .does, .legend, .tray, .days, .boardgrid, .reading")) raw.set(part, part.outerHTML);
}

function swap(old, fresh) {
  if (!old || !fresh || raw.get(old) === fresh.outerHTML) return false;
  const scrolled = old.querySelector("ol")?.scrollTop ?? 0;
  const open = [...old.querySelectorAll("details")].map((one) => one.open);
  const ticked = [...old.querySelectorAll("input[id]")].map((one) => [one.id, one.checked]);
  const text = fresh.outerHTML;
  fresh.querySelectorAll("details").forEach((one, number) => number in open && (one.open = open[number]));
  for (const [id, checked] of ticked) {
    const field = fresh.querySelector(`#${CSS.escape(id)}`);
    if (field) field.checked = checked;
  }
  old.replaceWith(document.adoptNode(fresh));
  raw.set(fresh, text);
  const list = fresh.querySelector("ol");
  if (list) list.scrollTop = scrolled;
  return true;
}

const people = (table) => [...table.querySelectorAll("tr.one")].map((row) => row.querySelector("td")?.dataset.person).join();

function swapBoard(page) {
  const mine = board();
  const theirs = page.querySelector(".board table");
  if (!mine || !theirs) return [];
  if (people(mine) !== people(theirs)) {
    const idle = document.getElementById("show-idle")?.checked;
    const changed = [...theirs.querySelectorAll("td[data-person]")].filter((cell) => cellAt(cell.dataset.person, cell.dataset.date)?.dataset.seen !== cell.dataset.seen);
    remember(theirs.parentElement.parentElement);
    mine.replaceChildren(...[...theirs.childNodes].map((one) => document.adoptNode(one)));
    const box = document.getElementById("show-idle");
    if (box && idle) box.checked = true;
    return changed;
  }
  const lines = [...mine.querySelectorAll("tr.one")];
  [...theirs.querySelectorAll("tr.one")].forEach((fresh, number) => Object.assign(lines[number].dataset, fresh.dataset));
  const changed = [];
  const parts = [...mine.querySelectorAll("th, td")];
  [...theirs.querySelectorAll("th, td")].forEach((fresh, number) => {
    if (swap(parts[number], fresh) && fresh.dataset.person) changed.push(fresh);
  });
  return changed;
}

function focused() {
  const cell = document.activeElement?.closest?.("td[data-person]");
  if (!cell) return null;
  const lane = [...cell.querySelectorAll("a.chip[data-duty]")].indexOf(document.activeElement);
  return { person: cell.dataset.person, date: cell.dataset.date, lane };
}

async function load(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html", "X-By-Itself": "1" } });
    if (!answer.ok || answer.redirected && new URL(answer.url).pathname === "/sign-in") return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
}

async function once() {
  const page = await load(location.href);
  const theirs = page?.querySelector("main[data-roster]");
  if (!theirs) return null;
  const was = focused();
  for (const [name, value] of Object.entries(theirs.dataset)) main.dataset[name] = value;
  swap(main.querySelector(".pagehead"), page.querySelector(".pagehead"));
  for (const part of [".answer", ".does", ".legend"]) swap(main.querySelector(part), page.querySelector(part));
  let changed = [];
  if (board()?.querySelector("td[data-person]")) {
    changed = swapBoard(page);
    swap(main.querySelector(".days"), page.querySelector(".days"));
    swap(main.querySelector(".tray"), page.querySelector(".tray"));
  } else {
    for (const part of [".boardgrid", ".reading"]) swap(main.querySelector(part), page.querySelector(part));
  }
  document.dispatchEvent(new CustomEvent("board:refreshed", { detail: { changed, was } }));
  for (const cell of changed) {
    cell.classList.add("fresh");
    setTimeout(() => cell.classList.remove("fresh"), SHOWN);
  }
  return changed;
}

// The cells that are different now; `null` when the server could not be reached. One look at a time, never one too few.
export async function refresh() {
  // What is being dragged stays where it was taken.
  while ("dragging" in main.dataset) await new Promise((done) => setTimeout(done, 200));
  if (running) {
    again = true;
    return running;
  }
  running = once();
  const changed = await running;
  running = null;
  if (!again) return changed;
  again = false;
  return refresh();
}
