// What a phone keeps: one page, sealed, and what has not been sent. Used by the page and by its service worker.
// The key never leaves the browser and cannot be read out; without the browser's profile nothing here can be opened.
const Vault = (() => {
  const DATABASE = "field";
  const STORES = { keys: {}, kept: {}, outbox: { keyPath: "id", autoIncrement: true } };
  let opening = null;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(DATABASE, 1);
      asked.onupgradeneeded = () => {
        for (const [name, options] of Object.entries(STORES)) asked.result.createObjectStore(name, options);
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        asked.result.onclose = () => { opening = null; };
        resolve(asked.result);
      };
      asked.onerror = () => { opening = null; reject(asked.error); };
    });
    return opening;
  }

  // One transaction on one store; comes back when it is on the disk, not before.
  async function run(store, mode, work) {
    const transaction = (await open()).transaction(store, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? asked?.error);
    });
  }

  async function key() {
    const known = await run("keys", "readonly", (store) => store.get("key"));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try {
      await run("keys", "readwrite", (store) => store.add(made, "key"));
    } catch {
      // The page and its worker may make one at the same moment: the first one stays.
    }
    return run("keys", "readonly", (store) => store.get("key"));
  }

  async function seal(content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), plain) };
  }

  async function unseal(sealed) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key(), sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  // `until`: by this phone's clock.
  async function keepPage(page, until) {
    await run("kept", "readwrite", (store) => store.clear());
    const sealed = await seal(page);
    await run("kept", "readwrite", (store) => store.put({ ...sealed, until }, "page"));
  }

  async function page() {
    const kept = await run("kept", "readonly", (store) => store.get("page"));
    if (!kept) return null;
    if (Date.now() >= kept.until) {
      await forget();
      return null;
    }
    try {
      return { ...await unseal(kept), until: kept.until };
    } catch {
      return null;
    }
  }

  // All but what is still to be sent, and the key as long as that needs it.
  async function forget() {
    await run("kept", "readwrite", (store) => store.clear());
    const entries = await run("outbox", "readonly", (store) => store.getAll());
    for (const one of entries) {
      if (one.state === "sent") await run("outbox", "readwrite", (store) => store.delete(one.id));
    }
    if (entries.every((one) => one.state === "sent")) await run("keys", "readwrite", (store) => store.clear());
  }

  return { run, seal, unseal, keepPage, page, forget };
})();
