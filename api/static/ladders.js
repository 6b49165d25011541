// Counts down what is waiting, by the server's clock, and looks again every fifteen seconds. Without this script the page
// loads itself anew.
// The block may be another one than a moment ago: an answer to a button brings the whole page's middle anew.
let place = document.getElementById("waiting");
const EVERY = 15000;
const title = document.title;
let ahead = 0, asked = 0, failed = 0, looking = false;

function words(minutes) {
  if (minutes >= 100) {
    return place.dataset.hours.replace("{hours}", Math.floor(minutes / 60)).replace("{minutes}", minutes % 60);
  }
  return minutes ? place.dataset.minutes.replace("{minutes}", minutes) : place.dataset.nowWord;
}

function setClock() {
  ahead = Number(place.querySelector(".waiting").dataset.now) - Date.now();
}

function tick() {
  const there = document.getElementById("waiting");
  if (!there) return;
  if (there !== place) {
    place = there;
    setClock();
    count();
  }
  const now = Date.now() + ahead;
  let due = false;
  const clock = document.getElementById("page-clock");
  if (clock) clock.textContent = new Date(now).toLocaleTimeString("en-GB", { timeZone: "Asia/Taipei", hour: "2-digit", minute: "2-digit" });
  for (const one of place.querySelectorAll("[data-due], [data-since]")) {
    const left = one.dataset.due ? Math.max(0, Math.ceil((one.dataset.due - now) / 60000))
      : Math.max(0, Math.floor((now - one.dataset.since) / 60000));
    const text = words(left);
    if (one.textContent !== text) one.textContent = text;
    due ||= one.dataset.due && one.dataset.due <= now;
  }
  // What is due is done within a few seconds: look sooner.
  if (Date.now() - asked > (due ? 3000 : EVERY)) look();
}

function count() {
  const piece = place.querySelector(".waiting");
  if (!("count" in piece.dataset)) return;
  const badge = document.getElementById("ladder-count");
  const number = Number(piece.dataset.count);
  if (badge) {
    if (number > Number(badge.textContent)) document.getElementById("waiting-said").textContent = place.dataset.new.replace("{number}", number);
    badge.textContent = number;
    badge.classList.toggle("bad", number > 0);
  }
  document.title = number ? `(${number}) ${title}` : title;
}

function put(piece) {
  const old = place.querySelector(".waiting");
  if (piece.dataset.mark === old.dataset.mark) {
    old.dataset.now = piece.dataset.now;
    const calm = old.querySelector(".calmly");
    if (calm) calm.textContent = piece.querySelector(".calmly").textContent;
    return setClock();
  }
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...place.querySelectorAll("details[open] > summary")].map((one) => one.id);
  old.replaceWith(document.adoptNode(piece));
  for (const id of open) document.getElementById(id)?.parentElement.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus();
  setClock();
  count();
}

function lost(is) {
  document.getElementById("waiting-lost")?.remove();
  if (!is) return;
  const banner = document.createElement("p");
  banner.id = "waiting-lost";
  banner.className = "offline";
  banner.setAttribute("role", "alert");
  banner.textContent = place.dataset.lost;
  place.before(banner);
}

// Not `reload`: what is shown may be the answer to a button.
function again() {
  location.replace(place.dataset.whole ? place.dataset.from : location.pathname);
}

async function look() {
  if (looking) return;
  looking = true;
  asked = Date.now();
  try {
    const answer = await fetch(place.dataset.from, { redirect: "manual", headers: { Accept: "text/html" } });
    // Signed out meanwhile, or closed by somebody: the whole page says so.
    if (answer.type === "opaqueredirect" || answer.status === 404) return again();
    if (!answer.ok) throw new Error();
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const piece = found.querySelector(".waiting");
    if (!piece) return again();
    // One of them has moved on: its whole page tells what happened.
    if (place.dataset.whole && piece.dataset.mark !== place.querySelector(".waiting").dataset.mark) return again();
    put(piece);
    failed = 0;
    lost(false);
  } catch {
    failed += 1;
    if (failed === 2) lost(true);
  } finally {
    looking = false;
  }
}

asked = Date.now();
setClock();
count();
tick();
setInterval(tick, 1000);
// One question at a time.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".choice[open]")) return;
  for (const other of document.querySelectorAll(".choice[open]")) if (other !== event.target) other.open = false;
}, true);
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".choice[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("visibilitychange", () => document.hidden || look());
