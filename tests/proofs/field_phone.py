"""A phone whose signal is cut at random moments, and whose tab is killed: what is noted arrives once.

python -m tests.proofs.field_phone [CUTS] [SEED]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.browser.field_site import FieldSite, serve_field

_KEPT = """async () => {
  const db = await new Promise((ok) => {
    const asked = indexedDB.open("field");
    asked.onsuccess = () => ok(asked.result);
  });
  const count = await new Promise((ok) => {
    const asked = db.transaction("kept").objectStore("kept").count();
    asked.onsuccess = () => ok(asked.result);
  });
  db.close();
  return count > 0;
}"""
_OUTBOX = """async (states) => {
  const db = await new Promise((ok) => {
    const asked = indexedDB.open("field");
    asked.onsuccess = () => ok(asked.result);
  });
  const rows = await new Promise((ok) => {
    const asked = db.transaction("outbox").objectStore("outbox").getAll();
    asked.onsuccess = () => ok(asked.result);
  });
  db.close();
  return rows.filter((one) => states.includes(one.state)).length;
}"""
_COUNTED = """
const add = IDBObjectStore.prototype.add;
globalThis.keptHere = 0;
IDBObjectStore.prototype.add = function (...given) {
  if (this.name === "outbox") this.transaction.addEventListener("complete", () => { globalThis.keptHere += 1; });
  return add.apply(this, given);
};
"""
_VISITS = (2, 3, 4, 5)
_OUTCOMES = ("seen/yes", "no_answer/no", "refused/", "hospital/no", "rescheduled/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """How many entries were noted, how many of them never came, and how many came more than once."""

    cuts: int
    noted: int
    lost: int
    doubled: int


def kept_offline(page: Page) -> None:
    """Wait until the phone keeps the page and would open it without signal."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_function(_KEPT)


def nothing_kept(page: Page) -> None:
    """Wait until the phone keeps no page any more."""
    page.wait_for_function(_KEPT.replace("return count > 0", "return count === 0"))


def unsent(page: Page) -> int:
    """How many entries wait on this phone."""
    count: int = page.evaluate(_OUTBOX, ["waiting"])
    return count


def cut_at_random(browser: Browser, site: FieldSite, *, cuts: int, rng: Random) -> Cuts:
    """One volunteer's phone: the signal goes at random moments and comes back, the tab is killed every other time.

    Every press is counted as soon as the page says that it has it; at the end all of them stand on the server, once.
    """
    phone = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="zh-TW")
    phone.add_init_script(_COUNTED)
    page, before, noted = site.open(phone), len(site.entries()), 0
    kept_offline(page)
    for cut in range(cuts):
        dropped = _drop_answers(phone, rng)
        noted += _press(page, rng)
        phone.set_offline(True)
        noted += _press(page, rng)
        if rng.random() < 0.5:
            page.close()
            page = phone.new_page()
            page.goto(f"{site.origin}/my")
            expect(page.locator("#bar")).to_contain_text("筆未送出")
        noted += _press(page, rng)
        if dropped:
            phone.unroute("**/my/entries")
        phone.set_offline(False)
        if cut % 3 == 0:
            page.wait_for_timeout(rng.randrange(0, 400))
            noted += _press(page, rng)
    page.goto(f"{site.origin}/my")
    expect(page.locator("#bar-unsent")).to_have_text("0 筆未送出", timeout=60_000)
    phone.close()
    entries = list(site.entries())[before:]
    keys = [entry.key for entry in entries]
    return Cuts(cuts=cuts, noted=noted, lost=max(0, noted - len(set(keys))), doubled=max(0, len(entries) - noted))


def _drop_answers(phone: BrowserContext, rng: Random) -> bool:
    """Sometimes the server gets an entry and its answer gets lost: the worst moment to be cut."""
    if rng.random() < 0.5:
        return False

    def lose(route: Route) -> None:
        if rng.random() < 0.5:
            route.fetch()
        route.abort()

    phone.route("**/my/entries", lose)
    return True


def _press(page: Page, rng: Random) -> int:
    """Press one button of one stop; how many entries the phone has kept by it."""
    number = rng.choice(_VISITS)
    page.locator(f"[data-open-stop='{number}']").tap()
    card, before = page.locator(f"#stop-{number}"), page.evaluate("keptHere")
    expect(card).to_be_visible()
    card.locator(f"button[value='{rng.choice(_OUTCOMES)}']").tap()
    page.wait_for_function("(before) => keptHere > before", arg=before)
    expect(card.locator("form[aria-busy=true]")).to_have_count(0)
    kept: int = page.evaluate("keptHere") - before
    return kept


def installed() -> str | None:
    """Where a Chromium is installed, if one is."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def field_phone(cuts: int, seed: int = 1) -> Cuts:
    """So many cuts on a small office of its own, in an installed Chromium."""
    with tempfile.TemporaryDirectory() as folder, serve_field(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox", "--disable-gpu"])
        try:
            return cut_at_random(browser, site, cuts=cuts, rng=Random(seed))
        finally:
            browser.close()


if __name__ == "__main__":
    told = field_phone(*map(int, sys.argv[1:] or ("50",)))
    print(json.dumps(asdict(told)))
    sys.exit(0 if told.noted and not told.lost and not told.doubled else 1)
