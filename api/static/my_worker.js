// The service worker of /my. Files about nobody lie in its cache; the page lies sealed in the vault.
const SLOW = 8_000;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(KEPT)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
    await clients.claim();
    await Vault.page();
  })());
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (KEPT.includes(url.pathname)) event.respondWith(kept(event.request, url));
  else if (event.request.mode !== "navigate") return;
  else if (url.pathname === "/my") event.respondWith(page(event));
  else if (url.pathname === "/my/map" || url.pathname === "/my/cannot") event.respondWith(tab(event, url));
});

addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(fetchAndKeep().catch(() => undefined));
});

addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  event.waitUntil(Outbox.flush().then((result) => {
    // The browser tries again by itself when this fails.
    if (result === "later") throw new Error("not all sent");
  }));
});

async function kept(request, url) {
  return (await (await caches.open(VERSION)).match(url.pathname)) ?? fetch(request);
}

async function page(event) {
  const started = Date.now();
  let late;
  const slow = new Promise((resolve) => { late = setTimeout(resolve, SLOW, null); });
  const asked = fetch(event.request).catch(() => null);
  let answer = await Promise.race([asked, slow]);
  clearTimeout(late);
  if (answer === null || answer.status >= 500) {
    const mine = await offline();
    if (mine) return mine;
    answer ??= await asked;
    if (!answer) return (await caches.open(VERSION)).match("/my/away");
    return answer;
  }
  event.waitUntil(follow(answer.clone(), started));
  return answer;
}

// Keeps what may be kept, and forgets when the server shows nothing any more.
async function follow(answer, started) {
  const seconds = answer.headers.get("X-Shown-For");
  if (answer.ok && Number(seconds) > 0) {
    const policy = answer.headers.get("Content-Security-Policy");
    await Vault.keepPage({ html: await answer.text(), policy }, started + 1000 * Number(seconds));
    await Outbox.dropSent(started);
  } else if (seconds === "0" || answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
    await Vault.forget();
  }
}

async function fetchAndKeep() {
  const started = Date.now();
  await follow(await Outbox.ask("/my", { headers: { "X-By-Itself": "1" } }), started);
}

async function offline() {
  const mine = await Vault.page().catch(() => null);
  if (!mine) return null;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": mine.policy };
  headers["Cache-Control"] = "no-store";
  return new Response(mine.html.replace('<body class="my"', `<body class="my" data-until="${mine.until}"`), { headers });
}

async function tab(event, url) {
  const answer = await fetch(event.request).catch(() => null);
  if (answer) return answer;
  return Response.redirect(`/my?tab=${url.pathname.slice("/my/".length)}`, 302);
}
