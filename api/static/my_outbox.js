// What was noted and not acknowledged yet, in order. Used by the page and by its service worker.
const Outbox = (() => {
  const DAY = 24 * 3600 * 1000;
  const LONGEST = 14 * DAY;
  const PATIENCE = 20_000;
  const REFUSED = new Set([400, 404, 409, 413, 422]);
  const said = typeof BroadcastChannel === "function" ? new BroadcastChannel("outbox") : null;

  function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // `who`: whose device this was; an entry is only ever sent in that person's name.
  async function add(who, form) {
    const sealed = await Vault.seal(form);
    await Vault.run("outbox", "readwrite", (store) => store.add({ ...sealed, who, at: Date.now(), state: "waiting" }));
  }

  async function all(who) {
    const found = [];
    for (const one of await Vault.run("outbox", "readonly", (store) => store.getAll())) {
      if (who && one.who !== who) continue;
      try {
        found.push({ ...one, form: await Vault.unseal(one) });
      } catch {
        found.push({ ...one, form: null });
      }
    }
    return found;
  }

  async function unsent() {
    const found = await Vault.run("outbox", "readonly", (store) => store.getAll());
    return found.filter((one) => one.state === "waiting");
  }

  async function change(id, values) {
    const one = await Vault.run("outbox", "readonly", (store) => store.get(id));
    if (one) await Vault.run("outbox", "readwrite", (store) => store.put({ ...one, ...values }));
  }

  function drop(id) {
    return Vault.run("outbox", "readwrite", (store) => store.delete(id));
  }

  // A page that was made after these were acknowledged says itself what they said.
  async function dropSent(before) {
    for (const one of await Vault.run("outbox", "readonly", (store) => store.getAll())) {
      if (one.state === "sent" && one.sent < before) await drop(one.id);
      if (one.at < Date.now() - LONGEST) await drop(one.id);
    }
  }

  function ask(path, more = {}) {
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(path, { redirect: "manual", credentials: "same-origin", cache: "no-store", signal, ...more });
  }

  // Who the server takes us for now, and what our writes bring along; from the page where nothing else is shown.
  async function door() {
    const answer = await ask("/my/route.json", { headers: { Accept: "application/json", "X-By-Itself": "1" } });
    if (answer.ok) {
      const route = await answer.json();
      return { who: route.person.id, csrf: route.csrf };
    }
    const page = await ask("/my", { headers: { "X-By-Itself": "1" } });
    if (!page.ok) return null;
    const text = await page.text();
    const csrf = /data-csrf="([^"]+)"/.exec(text), who = /data-who="([^"]+)"/.exec(text);
    return csrf && who ? { who: who[1], csrf: csrf[1] } : null;
  }

  function post(form, csrf) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRF-Token": csrf };
    headers["X-Sent-At"] = new Date().toISOString();
    return ask("/my/entries", { method: "POST", headers, body: JSON.stringify(form) });
  }

  async function send(one, form, at) {
    const answer = await post(form, at.csrf);
    if (answer.status === 200 || answer.status === 201) {
      // A page in between that answers to everything has not kept it.
      const kept = await answer.json().catch(() => ({}));
      if (kept.key !== form.key) return "later";
      await change(one.id, { state: "sent", sent: Date.now() });
      return "sent";
    }
    if (REFUSED.has(answer.status)) {
      const problem = await answer.json().catch(() => ({}));
      await change(one.id, { state: "refused", status: answer.status, detail: problem.detail ?? "" });
      return "refused";
    }
    return answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 ? "door" : "later";
  }

  async function sendAll(known) {
    let at = known ?? null, fresh = false;
    for (const one of await Vault.run("outbox", "readonly", (store) => store.getAll())) {
      if (one.state !== "waiting") continue;
      at ??= await door();
      fresh ||= !known;
      if (!at) return "door";
      if (one.who !== at.who) continue;
      const form = await Vault.unseal(one);
      let result = await send(one, form, at);
      if (result === "door" && !fresh) {
        [at, fresh] = [await door(), true];
        if (!at) return "door";
        if (one.who !== at.who) continue;
        result = await send(one, form, at);
      }
      said?.postMessage(result);
      if (result === "door" || result === "later") return result;
    }
    return "sent";
  }

  // One at a time, whoever asks: this page, another one, or the worker. Raises nothing.
  async function flush(known) {
    const work = () => sendAll(known).catch(() => "later");
    return navigator.locks ? navigator.locks.request("outbox", work) : work();
  }

  return { newKey, add, all, unsent, drop, dropSent, ask, flush };
})();
