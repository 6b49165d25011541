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

  // One transaction on a store or some; comes back when it is on the disk, not before.
  async function run(stores, mode, work) {
    const transaction = (await open()).transaction(stores, mode, { durability: "strict" });
    const asked = work(Array.isArray(stores) ? null : transaction.objectStore(stores), transaction);
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

  async function seal(content, by) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, by ?? await key(), plain) };
  }

  // An entry, and in the same moment the key that opens it: it may have been forgotten since we asked for it.
  async function addSealed(values, content) {
    const by = await key(), sealed = await seal(content, by);
    await run(["keys", "outbox"], "readwrite", (_, transaction) => {
      transaction.objectStore("keys").put(by, "key");
      return transaction.objectStore("outbox").add({ ...sealed, ...values });
    });
  }

  async function unseal(sealed) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key(), sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  // `until`: by this phone's clock.
  async function keepPage(page, until) {
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
    await run(["keys", "outbox"], "readwrite", (_, transaction) => {
      const outbox = transaction.objectStore("outbox"), asked = outbox.getAll();
      asked.onsuccess = () => {
        for (const one of asked.result) if (one.state === "sent") outbox.delete(one.id);
        if (asked.result.every((one) => one.state === "sent")) transaction.objectStore("keys").clear();
      };
      return asked;
    });
  }

  return { run, seal, addSealed, unseal, keepPage, page, forget };
})();
