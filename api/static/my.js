// One's own duty: what is pressed is kept on the phone first and sent until it is acknowledged. Without this script,
// or where the browser gives no safe place to keep anything (plain http), the same buttons are forms.
const words = JSON.parse(document.getElementById("words").textContent);
const { who, csrf, date, keeps } = document.body.dataset;
// The worker says until when it keeps the page; what comes from the server says for how long.
const offline = "until" in document.body.dataset, loaded = performance.timeOrigin;
const until = offline ? Number(document.body.dataset.until) : Date.now() + 1000 * Number(document.body.dataset.for);
const FIRST_WAIT = 4_000, LONGEST_WAIT = 300_000, LOOK = 60_000;
const safe = Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);
const stops = [...document.querySelectorAll("article.stop")];
const trouble = document.getElementById("trouble");
let token = csrf, wait = FIRST_WAIT, timer = 0, entries = [], atDoor = false;

const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", {
  hour: "2-digit", minute: "2-digit", timeZone: "Asia/Taipei",
});
const day = (moment) => new Date(moment).toLocaleDateString("en-GB", {
  month: "numeric", day: "numeric", timeZone: "Asia/Taipei",
}).split("/").reverse().join("/");
const fill = (text, values) => Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);

// What is known of a stop: what the server has said, and then everything noted here, in order.
function stateOf(stop) {
  const state = { arrived: stop.dataset.arrived, left: stop.dataset.left, outcome: stop.dataset.outcome };
  const own = entries.filter((one) => one.form?.stop_id === stop.dataset.stop);
  for (const { form } of own.filter((one) => one.state !== "refused")) becomes(state, form);
  state.waiting = own.some((one) => one.state === "waiting");
  state.refused = own.filter((one) => one.state === "refused");
  state.any = Boolean(state.arrived || state.left || state.outcome);
  return state;
}

function becomes(state, form) {
  if (form.action === "arrive") state.arrived = clock(form.at);
  else if (form.action === "leave") state.left = clock(form.at);
  else state.outcome = form.result.outcome;
}

function sentence(stop, state) {
  const shift = stop.dataset.kind === "shift";
  return [
    state.arrived && fill(shift ? words.in : words.arrived, { t: state.arrived }),
    !shift && state.outcome && (words.outcomes[state.outcome] ?? state.outcome),
    state.left && fill(shift ? words.out : words.left, { t: state.left }),
  ].filter(Boolean).join("　");
}

function showStop(stop) {
  const state = stateOf(stop), text = sentence(stop, state), shift = stop.dataset.kind === "shift";
  const row = document.querySelector(`[data-row="${stop.dataset.stop}"]`), tag = row.querySelector("[data-tag]");
  const noted = stop.querySelector("[data-noted]"), line = row.querySelector("[data-row-noted]");
  for (const place of [noted, line]) {
    if (!place) continue;
    place.textContent = text;
    place.hidden = !text;
  }
  row.querySelector("[data-row-plan]").hidden = Boolean(text);
  const said = state.refused.length ? words.tag_refused : state.waiting ? words.tag_unsent
    : state.left ? (shift ? words.signed_out : words.done) : state.arrived ? (shift ? words.signed_in : words.here) : "";
  tag.textContent = said;
  tag.hidden = !said;
  tag.className = `tag ${state.refused.length ? "bad" : state.waiting ? "warn" : "ok"}`;
  row.querySelector(".dot").classList.toggle("done", Boolean(state.left));
  if (state.left) row.querySelector(".dot").textContent = "✓";
  const form = stop.querySelector("[data-acts]");
  if (!form) return;
  stop.classList.toggle("is-here", Boolean(state.arrived));
  stop.classList.toggle("is-noted", Boolean(state.outcome) || (shift && Boolean(state.arrived)));
  for (const button of form.querySelectorAll("button[name=do]")) {
    button.setAttribute("aria-pressed", String(Boolean(state.outcome) && button.value.split("/")[0] === state.outcome
      && button.value.includes("/")));
    if (!button.value.includes("/")) button.removeAttribute("aria-pressed");
  }
  showRefused(form.querySelector("[data-problems]"), state.refused);
}

function showRefused(list, refused) {
  list.hidden = refused.length === 0;
  list.replaceChildren(...refused.map((one) => {
    const item = document.createElement("li"), drop = document.createElement("button");
    const what = { arrive: words.here, leave: words.done }[one.form?.action] ?? words.outcomes[one.form?.result?.outcome] ?? "";
    item.textContent = `${stops.some((stop) => stop.dataset.stop === one.form?.stop_id) ? "" : day(one.at)} ${clock(one.at)} ${what} ${one.form?.result?.remarks ?? ""}：${one.detail || words[`refused_${one.status}`] || words.refused_422} `;
    drop.type = "button";
    drop.className = "btn";
    drop.textContent = words.drop;
    drop.addEventListener("click", async () => {
      await Outbox.drop(one.id);
      await refresh();
    });
    item.append(drop);
    return item;
  }));
}

function showBar(others) {
  const waiting = entries.filter((one) => one.state === "waiting").length, away = !navigator.onLine;
  const bar = document.getElementById("bar");
  bar.hidden = false;
  bar.classList.toggle("calm", waiting === 0 && !away);
  document.getElementById("bar-said").textContent = away ? words.offline : waiting ? words.waiting : "";
  document.getElementById("bar-unsent").textContent = fill(words.unsent, { n: waiting });
  if (atDoor && waiting) say(words.sign_in);
  else if (others) say(fill(words.others, { n: others }));
  else say("");
}

function say(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

async function refresh() {
  const found = await Outbox.all();
  entries = found.filter((one) => one.who === who);
  // What is acknowledged may go from the outbox at any time: from now on it is part of what the server has said.
  for (const { form } of entries.filter((one) => one.state === "sent")) {
    const stop = stops.find((one) => one.dataset.stop === form?.stop_id);
    if (stop) becomes(stop.dataset, form);
  }
  for (const stop of stops) showStop(stop);
  // Of another day, or of a stop that somebody else has by now: it has no place in the list, and is not lost.
  const strays = entries.filter((one) => one.state === "refused" && !stops.some((stop) => stop.dataset.stop === one.form?.stop_id));
  showRefused(document.getElementById("strays"), strays);
  showBar(found.filter((one) => one.who !== who && one.state === "waiting").length);
}

function resultOf(form, outcome, seen) {
  const given = new FormData(form), result = { outcome };
  const chosen = seen || given.get("seen");
  if (chosen) result.seen = chosen === "yes";
  if (given.getAll("condition").length) result.condition = given.getAll("condition");
  for (const name of ["items", "remarks", "witness"]) {
    const text = (given.get(name) ?? "").replace(/\s+/g, " ").trim();
    if (text) result[name] = text;
  }
  for (const name of ["satisfaction", "people_served", "forms_received"]) {
    if (given.get(name)) result[name] = Number(given.get(name));
  }
  if (given.get("strokes")) result.strokes = JSON.parse(given.get("strokes"));
  return result;
}

// What one press means: several entries, where more than one thing has happened.
function pressed(stop, form, button) {
  const state = stateOf(stop), [word, seen] = button.value.split("/"), found = [];
  if (word === "arrive") return [{ action: "arrive" }];
  if (!state.arrived) found.push({ action: "arrive" });
  let outcome = word;
  if (word === "leave" || word === "save") {
    outcome = state.outcome || (stop.dataset.kind === "shift" ? "served" : "");
  }
  if (outcome) found.push({ action: "result", result: resultOf(form, outcome, word === "leave" || word === "save" ? "" : seen) });
  if (word === "leave") found.push({ action: "leave" });
  return found;
}

async function press(stop, form, button) {
  const ask = form.querySelector(".ask"), [word, seen] = button.value.split("/");
  const chosen = form.querySelector(`[name=seen][value="${seen}"]`);
  if (seen && chosen) chosen.checked = true;
  ask.hidden = true;
  if (!form.reportValidity()) return;
  const needs = stop.dataset.wantsSeen && button.value.includes("/") && !seen && !form.querySelector("[name=seen]:checked");
  if (needs) {
    stop.classList.add("is-noted");
    ask.textContent = words.choose_seen;
    ask.hidden = false;
    form.querySelector("[name=seen]").focus();
    return;
  }
  const at = new Date().toISOString(), made = pressed(stop, form, button);
  try {
    for (const one of made) await Outbox.add(who, { key: Outbox.newKey(), stop_id: stop.dataset.stop, at, ...one });
  } catch {
    say(words.full);
    trouble.focus();
    return;
  }
  await refresh();
  form.dispatchEvent(new CustomEvent("noted"));
  if (word === "leave") openNext(stop);
  else if (word !== "arrive" && button.value.includes("/")) form.querySelector(".details").scrollIntoView({ block: "nearest" });
  wait = FIRST_WAIT;
  void flush();
}

function open(stop, focus = true) {
  const next = nextAfter();
  for (const one of stops) {
    one.hidden = one !== stop;
    one.querySelector(".which").textContent = one === next ? `${words.next}　` : "";
  }
  document.getElementById("all-done").hidden = Boolean(stop) || !stops.every((one) => stateOf(one).left);
  for (const row of document.querySelectorAll("[data-row]")) {
    if (row.dataset.row === stop?.dataset.stop) row.setAttribute("aria-current", "step");
    else row.removeAttribute("aria-current");
  }
  if (!focus) return;
  scrollTo(0, 0);
  stop?.focus({ preventScroll: true });
}

function nextAfter() {
  const states = stops.map(stateOf), last = states.findLastIndex((state) => state.any);
  if (last >= 0 && !states[last].left) return stops[last];
  return stops.find((_, number) => number > last && !states[number].any) ?? stops.find((_, number) => !states[number].any) ?? null;
}

function openNext() {
  open(nextAfter());
}

// Sends what waits; when it does not go, again later, and less and less often.
async function flush() {
  clearTimeout(timer);
  if (!entries.some((one) => one.state === "waiting")) return;
  const result = navigator.onLine ? await Outbox.flush({ who, csrf: token }) : "later";
  atDoor = result === "door";
  await refresh();
  if (entries.some((one) => one.state === "waiting")) {
    timer = setTimeout(flush, wait * (0.8 + 0.4 * Math.random()));
    wait = Math.min(2 * wait, LONGEST_WAIT);
    if (result !== "door") navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("outbox")).catch(() => undefined);
  } else {
    wait = FIRST_WAIT;
    navigator.serviceWorker?.controller?.postMessage("keep");
  }
}

// Whether it is still shown to us, and what others or this phone have noted meanwhile.
async function look() {
  if (!navigator.onLine || document.hidden) return;
  const answer = await Outbox.ask(`/my/route.json?date=${date}`, {
    headers: { Accept: "application/json", "X-By-Itself": "1" },
  }).catch(() => null);
  if (answer === null || answer.status >= 500 || answer.status === 429) return;
  if (!answer.ok) {
    await leave();
    return;
  }
  const route = await answer.json();
  if (route.person.id !== who) return location.replace("/my");
  token = route.csrf;
  for (const told of route.stops) {
    const stop = stops.find((one) => one.dataset.stop === told.id);
    if (!stop || !told.log) continue;
    stop.dataset.arrived = told.log.arrived ? told.log.arrived.slice(11, 16) : "";
    stop.dataset.left = told.log.left ? told.log.left.slice(11, 16) : "";
    stop.dataset.outcome = told.log.outcome;
  }
  await refresh();
}

// Nothing of the duty stays on the phone; what it has not sent does.
async function leave() {
  await Vault.forget();
  location.replace("/my");
}

function isOver() {
  return Boolean(keeps) && Date.now() >= until;
}

function watch() {
  if (isOver()) {
    document.getElementById("main").replaceChildren();
    void leave();
  }
}

function showTab(name) {
  for (const part of document.querySelectorAll("[data-tab]")) part.hidden = part.dataset.tab !== name;
  for (const link of document.querySelectorAll("[data-to]")) {
    if (link.dataset.to === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  scrollTo(0, 0);
}

function wire() {
  for (const link of document.querySelectorAll("[data-to]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      showTab(link.dataset.to);
      history.replaceState(null, "", link.dataset.to === "today" ? `/my?date=${date}` : `/my?date=${date}&tab=${link.dataset.to}`);
    });
  }
  for (const link of document.querySelectorAll("[data-open-stop]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open(document.getElementById(`stop-${link.dataset.openStop}`));
    });
  }
  for (const stop of stops) {
    const form = stop.querySelector("[data-acts]");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter;
      // A button that were disabled meanwhile would lose the focus of whoever uses keys.
      if (!button?.value || form.ariaBusy === "true") return;
      form.ariaBusy = "true";
      press(stop, form, button).finally(() => { form.ariaBusy = "false"; });
    });
  }
  document.querySelector("[data-leave]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    Vault.forget().catch(() => undefined).then(() => event.target.submit());
  });
}

async function register() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/my/worker.js", { scope: "/my" });
  if (!keeps) return;
  const ready = await navigator.serviceWorker.ready;
  // The first time, the page came without the worker: it has still to be kept.
  if (!navigator.serviceWorker.controller || !(await Vault.page())) ready.active.postMessage("keep");
  await navigator.storage?.persist?.();
}

async function start() {
  document.body.classList.add("scripted");
  if (!safe) {
    const note = document.getElementById("no-offline");
    note.textContent = words.no_offline;
    note.hidden = false;
    return;
  }
  wire();
  if (!offline) await Outbox.dropSent(loaded);
  await refresh();
  const asked = new URLSearchParams(location.search);
  if (offline && asked.get("tab")) showTab(asked.get("tab"));
  if (!asked.has("stop")) open(nextAfter(), false);
  else if (offline) open(document.getElementById(`stop-${asked.get("stop")}`), false);
  addEventListener("online", () => { wait = FIRST_WAIT; void flush().then(look).then(() => refresh()); });
  addEventListener("offline", () => refresh());
  document.addEventListener("visibilitychange", () => {
    watch();
    if (!document.hidden) void flush().then(look);
  });
  if (typeof BroadcastChannel === "function") new BroadcastChannel("outbox").addEventListener("message", () => refresh());
  setInterval(watch, 15_000);
  setInterval(look, LOOK);
  watch();
  await flush();
  await register().catch(() => undefined);
}

start().catch(() => say(words.full));
