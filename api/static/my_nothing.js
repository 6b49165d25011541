// A page that shows nothing of anybody: what the phone still has is sent on, and what may go is wiped.
const words = JSON.parse(document.getElementById("words").textContent);

async function count() {
  const bar = document.getElementById("bar");
  if (typeof Vault === "undefined" || !globalThis.indexedDB || !globalThis.crypto?.subtle) return;
  if (!document.body.dataset.away) {
    await Vault.forget();
  }
  const show = async () => {
    const waiting = (await Outbox.unsent()).length;
    bar.hidden = waiting === 0;
    document.getElementById("bar-said").textContent = navigator.onLine ? words.waiting : words.offline;
    document.getElementById("bar-unsent").textContent = words.unsent.replace("{n}", waiting);
    return waiting;
  };
  const send = async () => {
    if (!(await show()) || !navigator.onLine) return;
    const result = await Outbox.flush();
    const trouble = document.getElementById("trouble");
    trouble.hidden = result !== "door";
    trouble.textContent = words.sign_in;
    await show();
  };
  await send();
  addEventListener("online", send);
  setInterval(send, 15_000);
}

count();
