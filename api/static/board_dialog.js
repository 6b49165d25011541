// The dialog beside the board: shows panels and judgements that the server makes, and sends what is decided in them.
// When the connection is lost it says so, keeps what was wanted, and offers to try again.
const dialog = document.getElementById("board-dialog");
const inside = dialog.querySelector(".inside");
const offline = dialog.querySelector(".offline");
const words = document.getElementById("board-words").dataset;
const main = document.querySelector("main");
const AWAY = [502, 503, 504];
let waiting = null;
let turn = 0;
// Whether what is asked now was asked in an open panel: closing that panel then ends it.
let within = false;

export const roster = () => `/rosters/${main.dataset.roster}`;

function open() {
  if (!dialog.open) dialog.showModal();
}

function put(node) {
  inside.replaceChildren(node);
  open();
  dialog.scrollTop = 0;
  const title = inside.querySelector("[role='alert']") || inside.querySelector(".paneltitle");
  if (title) {
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
}

function said(sentence) {
  const line = document.createElement("p");
  line.className = "answer";
  line.textContent = sentence;
  return line;
}

async function send(address, fields) {
  const headers = { "X-Part": "1" };
  if (fields) headers["X-CSRF-Token"] = main.dataset.csrf;
  return fetch(address, { method: fields ? "POST" : "GET", body: fields, headers });
}

// Ask the server for a panel (no fields), or send it something. `about`: what it is about, shown while nothing is there.
export async function ask(address, fields, about) {
  const mine = ++turn;
  within = dialog.open;
  waiting = { address, fields, about };
  offline.hidden = true;
  dialog.classList.add("busy");
  let answer = null;
  try {
    answer = await send(address, fields);
    if (AWAY.includes(answer.status)) answer = null;
    else answer = { left: answer.redirected && new URL(answer.url).pathname === "/sign-in", text: await answer.text() };
  } catch {
    answer = null;
  }
  if (mine !== turn) return;
  dialog.classList.remove("busy");
  if (!answer) {
    if (!dialog.open && about) put(said(about));
    open();
    offline.hidden = false;
    offline.querySelector("button").focus();
    return;
  }
  waiting = null;
  if (answer.left) return put(said(words.left));
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  const panel = page.querySelector(".boardpanel") || page.querySelector("main");
  if (!panel) return put(said(words.failed));
  if (panel.dataset.panel === "done") {
    close();
    document.dispatchEvent(new CustomEvent("board:done", { detail: panel }));
    return;
  }
  const plain = document.createElement("section");
  if (panel.tagName === "MAIN") plain.append(...panel.childNodes);
  put(panel.tagName === "MAIN" ? plain : document.adoptNode(panel));
}

export function close() {
  if (dialog.open) dialog.close();
}

// The browser gives the focus back first and tells of the closing later: a key pressed in between has asked for
// something new already, which is not to be lost.
dialog.addEventListener("close", () => {
  if (dialog.open) return;
  if (within) {
    turn += 1;
    waiting = null;
    dialog.classList.remove("busy");
  }
  inside.replaceChildren();
  offline.hidden = true;
  document.dispatchEvent(new Event("board:closed"));
});
dialog.querySelector(".close").addEventListener("click", close);
offline.querySelector(".again").addEventListener("click", () => {
  if (waiting) ask(waiting.address, waiting.fields, waiting.about);
});
// Outside of the dialog is its backdrop.
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) close();
});
inside.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if ("close" in link.dataset) {
    event.preventDefault();
    close();
  } else if ("part" in link.dataset) {
    event.preventDefault();
    ask(link.href);
  }
});
inside.addEventListener("submit", (event) => {
  event.preventDefault();
  // A form that is sent already is not sent twice.
  if (dialog.classList.contains("busy")) return;
  ask(event.target.action, new URLSearchParams(new FormData(event.target, event.submitter)));
});
