// Adds and removes rows of a list without asking the server, and keeps a search when the reader comes back to its list.
// Without this script the buttons do the same through the server.
function addRow(button) {
  const path = button.dataset.add;
  const rows = document.querySelector(`[data-rows="${path}"]`);
  const blank = document.querySelector(`[data-blank="${path}"]`);
  const numbers = [...rows.children].map((row) => Number(row.id.slice(path.length + 1)));
  const number = Math.max(-1, ...numbers) + 1;
  const holder = document.createElement("template");
  holder.innerHTML = blank.innerHTML.replaceAll(`${path}.NUMBER`, `${path}.${number}`);
  rows.append(holder.content);
  rows.lastElementChild.querySelector("input, select").focus();
}

function dropRow(button) {
  const row = button.closest("[data-row]");
  const group = row.closest("fieldset");
  const next = row.nextElementSibling || row.previousElementSibling;
  row.remove();
  (next?.querySelector("input, select") || group.querySelector("[data-add]")).focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-drop]");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.add) addRow(button);
  else dropRow(button);
});

// What was looked for may be a name: it stands in no address, and is forgotten with the sign-in.
const search = document.querySelector("form[data-search]");
if (search) {
  const key = `search-${search.dataset.search}`;
  search.addEventListener("submit", () => {
    const given = [...new FormData(search)].filter(([name]) => name !== "csrf");
    sessionStorage.setItem(key, JSON.stringify(given));
  });
  const [entry] = performance.getEntriesByType("navigation");
  const kept = sessionStorage.getItem(key);
  if (entry?.type === "back_forward" && kept && location.pathname.endsWith(search.dataset.search) && !location.search) {
    for (const [name, value] of JSON.parse(kept)) if (search.elements[name]) search.elements[name].value = value;
    if (search.elements.q?.value) search.submit();
  }
}
