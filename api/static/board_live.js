// What others change: told by the server as it happens, while somebody looks at the page.
const main = document.querySelector("main");
const me = document.getElementById("boardbar").dataset.me;
let source = null;
let lost = false;
let known = null;
let doubt = 0;
const PATIENCE = 6000;

export function follow(refresh, say, words) {
  async function told(event) {
    const news = JSON.parse(event.data);
    // The first word says how far the others are; what comes after it is new.
    const first = known === null || known.run !== news.run;
    const fresh = first ? [] : news.items.filter((one) => one.number > known.number);
    const behind = first && known !== null;
    known = { run: news.run, number: news.number };
    if (!fresh.length && !behind) return;
    const changed = await refresh();
    const mine = (one) => one.who.length > 0 && one.who.every((name) => name === me);
    const said = fresh.filter((one) => one.said && !mine(one) && (one.kind !== "cells" || changed));
    if (said.length) say(said.at(-1).said);
  }

  function begin() {
    if (source || document.hidden) return;
    source = new EventSource(`/week/${main.dataset.monday}/events`);
    source.addEventListener("week", told);
    source.addEventListener("open", async () => {
      clearTimeout(doubt);
      if (lost) {
        lost = false;
        if ((await refresh()) !== null) say(words.back);
      }
    });
    source.addEventListener("error", () => {
      // A stream that has ended in its time comes back at once, unnoticed.
      clearTimeout(doubt);
      doubt = setTimeout(() => {
        lost = true;
        say(words.lost);
      }, PATIENCE);
      if (source.readyState === EventSource.CLOSED) {
        end();
        setTimeout(begin, 5000);
      }
    });
  }

  function end() {
    source?.close();
    source = null;
  }

  // A page that nobody looks at holds no connection: a browser has few of them for one host.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) end();
    else {
      begin();
      refresh();
    }
  });
  addEventListener("pagehide", end);
  begin();
}
