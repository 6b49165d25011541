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

// What was looked for may be a name: it stands in no address. So the list is looked through without leaving its page, and
// again when the reader comes back to it from a record; what was typed is forgotten with the sign-in.
async function find(form) {
  const given = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body: given, headers: { Accept: "text/html" } });
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  given.delete("csrf");
  sessionStorage.setItem(`search-${form.dataset.search}`, given);
  (document.querySelector("#q") || document.querySelector("main")).focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-search]");
  if (!form) return;
  event.preventDefault();
  find(form).catch(() => form.submit());
});

const search = document.querySelector("form[data-search]");
if (search) {
  const key = `search-${search.dataset.search}`;
  const kept = sessionStorage.getItem(key);
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type !== "back_forward") sessionStorage.removeItem(key);
  else if (kept) {
    for (const [name, value] of new URLSearchParams(kept)) {
      if (!search.elements[name]) search.append(Object.assign(document.createElement("input"), { type: "hidden", name }));
      search.elements[name].value = value;
    }
    find(search).catch(() => {});
  }
}
