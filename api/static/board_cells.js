// The board's cells: where they are, what they are called, and how one of them stands for its chips.
const main = document.querySelector("main");

export const board = () => main.querySelector(".board table");
export const rows = () => [...board().querySelectorAll("tr.one")].filter((row) => row.getClientRects().length > 0);
export const cellsOf = (row) => [...row.querySelectorAll("td[data-person]")];
export const chipsOf = (cell) => [...cell.querySelectorAll("a.chip[data-duty]")].filter((one) => one.getClientRects().length > 0);
export const cellAt = (person, date) => main.querySelector(`td[data-person="${CSS.escape(person)}"][data-date="${CSS.escape(date)}"]`);
export const cellOfDuty = (duty) => main.querySelector(`.board a.chip[data-duty="${CSS.escape(duty)}"]`)?.closest("td[data-person]");

export function nameOf(cell) {
  const person = cell.closest("tr").querySelector("th .strong")?.textContent ?? "";
  const day = board().tHead.rows[0].cells[cell.cellIndex]?.querySelector(".d")?.textContent ?? "";
  return `${person} ${day}`.trim();
}

export const seenOf = (cell) => `${cell.dataset.person}|${cell.dataset.date}|${cell.dataset.seen}`;

// What a chip or a row of the tray stands for, as the server is asked about it.
export function workOf(element) {
  const chip = element.closest("a.chip[data-duty]");
  if (chip) {
    return {
      element: chip,
      fields: { duty: chip.dataset.duty, number: chip.hash.replace("#stop-", "") },
      words: chip.getAttribute("aria-label") ?? chip.textContent.trim(),
      from: chip.closest("td[data-person]") ?? cellOfDuty(chip.dataset.duty),
    };
  }
  const row = element.closest(".tray li");
  const link = row?.querySelector("a[href*='#u-'], [data-unserved]");
  if (!link) return null;
  return {
    element: row,
    fields: { unserved: link.dataset.unserved ?? link.hash.replace("#u-", "") },
    words: link.textContent.trim(),
    from: null,
  };
}
