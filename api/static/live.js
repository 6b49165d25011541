// Follows something that goes on outside the page: each event brings the piece of the page that changes. Without this
// script the page reloads itself.
const place = document.querySelector("[data-events]");
const said = document.getElementById("said");
const SAY_EVERY = 15000, AGAIN = 3000;
let saidAt = 0, source;

function show(event) {
  const piece = new DOMParser().parseFromString(event.data, "text/html").querySelector(".live");
  if (!piece) return;
  place.replaceChildren(document.adoptNode(piece));
  // Its last word: the whole page says what has become of it.
  if (!["waiting", "running"].includes(piece.dataset.job)) return end();
  if (piece.dataset.job !== place.dataset.job && place.dataset.job) return end();
  place.dataset.job = piece.dataset.job;
  // Read aloud now and then, not at every step.
  if (Date.now() - saidAt > SAY_EVERY) {
    saidAt = Date.now();
    said.textContent = piece.dataset.said;
  }
}

function end() {
  source.close();
  location.reload();
}

function lost(is) {
  let banner = document.getElementById("lost");
  if (!is) return banner?.remove();
  if (banner) return;
  banner = document.createElement("p");
  banner.id = "lost";
  banner.className = "offline";
  banner.setAttribute("role", "alert");
  banner.textContent = place.dataset.lost;
  document.querySelector("main").prepend(banner);
}

async function again() {
  try {
    const answer = await fetch(location.href, { method: "GET", redirect: "manual", headers: { Accept: "text/html" } });
    // Signed out meanwhile, or no longer there: the page itself says so.
    if (answer.type === "opaqueredirect" || answer.status === 404) return location.reload();
    if (answer.ok) return follow();
  } catch { /* Not yet. */ }
  setTimeout(again, AGAIN);
}

function follow() {
  source = new EventSource(place.dataset.events);
  source.addEventListener("progress", show);
  source.onopen = () => lost(false);
  source.onerror = () => {
    // Between two streams the browser asks again by itself, and nothing is lost.
    const at = source;
    setTimeout(() => lost(at === source && at.readyState !== EventSource.OPEN), 1500);
    if (source.readyState === EventSource.CLOSED) setTimeout(again, AGAIN);
  };
}

place.dataset.job = place.querySelector(".live").dataset.job;
follow();
