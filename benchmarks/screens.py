"""The coordinator's screens, measured on the real server. One JSON line a figure, as `benchmarks.service`:

    {"name": …, "value": …, "unit": …, "asked": …, "ok": …}

    python -m benchmarks.screens [--short] [--postgresql] [--only NAME …]

A district's data (`benchmarks/district.py`: 120 people, 1,500 clients, 52 published weeks), and a draft of the coming
week. While a plan of another week is made, by two searches at nice 10:

- `week_page_p95_ms`: 20 readers, each opening the page of one of the weeks, the draft among them, every 3 s.
- `hand_change_ms`: 95th percentile of one change by hand judged (`POST …/trials`): a random seat to a random person,
  its holder gone, or another start; one coordinator, one after the other, the week's page opened before.
- `who_could_ms`: the same of "who could take this seat?" for random seats, held and unserved.
- `replan_s`: from asking for the gentlest replan of a draft after one absence until the new revision's page is there;
  the worst of the tries, each with another person on duty.

Without a plan being made:

- `page_kb`: the largest page, without what it loads besides.
- `axe_serious`: what axe calls serious or critical on any page, at desk and phone width.

`--short` takes about a minute and a half, and stands in the suite; figures for the README come from the long form.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from api.clock import SystemClock
from benchmarks.figures import Figure, Wish, tell
from benchmarks.served import Client, served
from benchmarks.service import EVERY, READERS, laid_out, p95, planning, timed
from outreach.calendar.dates import coming_monday
from solver.replan import Level

PLAN_SECONDS = 5
GENTLEST = Level.KEEP_ROUTES
SIZES = ((1440, 900), (390, 844))
SERIOUS = ("serious", "critical")
PAGES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/sign-in": ("/sign-in",),
    "/account": ("/account",),
    "/week/{monday}": (
        "/week/{monday}",
        "/week/{monday}?view=desks",
        "/week/{monday}?view=clients",
        "/week/{monday}?view=villages",
        "/week/{last}",
    ),
    "/week/{monday}/plan": ("/week/{monday}/plan",),
    "/day/{date}": ("/day/{date}",),
    "/duty/{duty_id}": ("/duty/{duty}",),
    "/duty/{duty_id}/sheet": ("/duty/{duty}/sheet",),
    "/unserved/{roster_id}": ("/unserved/{roster}",),
    "/unserved/{roster_id}/map": ("/unserved/{roster}/map",),
    "/unserved/{roster_id}/{unserved_id}": ("/unserved/{roster}/{unserved}",),
    "/log/{roster_id}": ("/log/{roster}",),
    "/rosters/{roster_id}/seat": ("/rosters/{roster}/seat?item={item}&seat=1",),
    "/rosters/{roster_id}/person/{person_id}/{date}": ("/rosters/{roster}/person/{person}/{date}",),
    "/replan/{roster_id}": ("/replan/{roster}",),
    "/absences/new": ("/absences/new?person={person}&date={date}",),
    "/closed-days/new": ("/closed-days/new?date={date}",),
    "/requests/new": ("/requests/new",),
    "/compare/{one_id}/{other_id}": ("/compare/{roster}/{other}",),
    "/publish/{roster_id}": ("/publish/{roster}",),
    "/readers/{roster_id}": ("/readers/{published}",),
    "/hand-out/{roster_id}": ("/hand-out/{published}",),
    "/feed": ("/feed",),
    "/jobs": ("/jobs",),
    "/imports": ("/imports",),
    "/data": ("/data",),
    "/jobs/{job_id}": ("/jobs/{job}",),
    "/data/{kind_name}": ("/data/people", "/data/clients", "/data/care-plans", "/data/desks"),
    "/data/{kind_name}/new": ("/data/people/new",),
    "/data/{kind_name}/{record_id}": ("/data/people/{person}",),
    "/data/{kind_name}/{record_id}/remove": ("/data/people/{person}/remove",),
    "/data/changes": ("/data/changes",),
}
"""By route, the addresses of every page that is looked at. A route that is not there yet is left out."""


@dataclass(frozen=True)
class Ground:
    """A served district, somebody who is signed in, and what addresses are made of."""

    address: str
    client: Client
    places: dict[str, str]
    weeks: Sequence[str]
    roster: dict[str, Any]

    def reader(self) -> httpx2.Client:
        """Somebody of their own with the same sign-in, as a browser has it."""
        return httpx2.Client(base_url=self.address, cookies=self.client.http.cookies, timeout=60)


@contextmanager
def ground(wish: Wish) -> Iterator[Ground]:
    """The server on a district's data, with two drafts of the coming week."""
    monday = coming_monday(SystemClock().now().date())
    with laid_out(wish, monday) as (database, folder), served(database, folder) as server:
        client = Client(server.address)
        for seed in (1, 2):
            job = client.post(f"/weeks/{monday}/plans", {"seconds": PLAN_SECONDS, "seed": seed})
            if client.done(job)["status"] != "done":
                raise RuntimeError("the week could not be planned")
        rosters = client.get("/rosters")["items"]
        drafts = [one["id"] for one in rosters if one["status"] == "draft"]
        held = [one for one in rosters if one["status"] == "published"]
        roster = client.get(f"/rosters/{drafts[0]}")
        stop = next((stop, duty) for duty in roster["duties"] for stop in duty["stops"] if stop["kind"] == "visit")
        places = {
            "monday": str(monday),
            "last": held[0]["monday"],
            "roster": drafts[0],
            "other": drafts[1],
            "published": held[0]["id"],
            "duty": stop[1]["id"],
            "unserved": roster["unserved"][0]["id"] if roster["unserved"] else "",
            "item": stop[0]["item_key"],
            "person": stop[1]["person_id"],
            "date": stop[1]["date"],
            "job": job["id"],
        }
        weeks = [str(monday), *(one["monday"] for one in held)]
        yield Ground(server.address, client, places, weeks, roster)
        client.close()


@contextmanager
def busy(here: Ground, seconds: float) -> Iterator[None]:
    """While a plan of the week after is made."""
    after = coming_monday(SystemClock().now().date())
    with planning(here.client, 1, seconds, coming_monday(after)):
        yield


def week_page(wish: Wish, here: Ground) -> Iterator[Figure]:
    """Readers of weeks, of a server that has been up for a while: each week has been opened once, and all are in."""
    seconds, ask, took = wish.of(9, 60), random.Random(1), list[float]()  # noqa: S311
    with here.reader() as first:
        for week in here.weeks:
            first.get(f"/week/{week}").raise_for_status()
    all_in = threading.Barrier(READERS)

    def read() -> None:
        with here.reader() as own:
            all_in.wait()
            time.sleep(ask.random() * EVERY)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                path = f"/week/{ask.choice(here.weeks)}"
                spent = timed(lambda: own.get(path).raise_for_status())  # noqa: B023
                took.append(spent)
                time.sleep(max(0.0, EVERY - spent / 1000))

    with busy(here, seconds + 30):
        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    yield Figure("week_page_p95_ms", p95(took), "ms", 300)


def hand_changes(wish: Wish, here: Ground) -> Iterator[Figure]:
    """Changes by hand, and who could take a seat."""
    ask, number, path = random.Random(2), wish.of(40, 300), f"/rosters/{here.places['roster']}"  # noqa: S311
    held = [(stop, duty) for duty in here.roster["duties"] for stop in duty["stops"] if stop["kind"] != "reload"]
    left = [(row["item_key"], max(1, row["seat"])) for row in here.roster["unserved"]]
    people = [one["id"] for one in here.client.get("/people", limit=200)["items"]]
    with busy(here, 600), here.reader() as reader:
        reader.get(f"/week/{here.places['monday']}").raise_for_status()
        # The page has the week loaded ahead; nobody drags within the first moments.
        here.client.get(f"{path}/candidates", item_key=held[0][0]["item_key"], seat=held[0][0]["seat"])
        judged = [timed(lambda: _try(here.client, path, _drawn(ask, held, people))) for _ in range(number)]
        yield Figure("hand_change_ms", p95(judged), "ms", 100)
        seats = [(stop["item_key"], stop["seat"]) for stop, _ in held] + left
        asked = []
        for item_key, seat in ask.sample(seats, min(len(seats), number)):
            asked.append(timed(lambda: here.client.get(f"{path}/candidates", item_key=item_key, seat=seat)))  # noqa: B023
        yield Figure("who_could_ms", p95(asked), "ms", 300)


def _drawn(ask: random.Random, held: Sequence[Any], people: Sequence[str]) -> dict[str, Any]:
    stop, duty = ask.choice(held)
    body = {"item_key": stop["item_key"], "seat": stop["seat"], "date": duty["date"]}
    kind = ask.choice(["assign"] * 4 + ["remove", "retime" if stop["kind"] != "shift" else "remove"])
    if kind == "assign":
        return body | {"kind": kind, "person_id": ask.choice(people)}
    start = f"{ask.randint(8, 16):02}:{ask.choice((0, 15, 30, 45)):02}"
    return body | {"kind": kind, "person_id": duty["person_id"]} | ({"start": start} if kind == "retime" else {})


def _try(client: Client, path: str, body: dict[str, Any]) -> None:
    told = client.post(f"{path}/trials", body)
    assert told["ok"] == (not told["breaks"])


def replan(wish: Wish, here: Ground) -> Iterator[Figure]:
    """The gentlest replan after an absence: from its report until the page shows before and after."""
    client, took, roster = here.client, list[float](), here.places["roster"]
    duties = random.Random(3).sample(here.roster["duties"], wish.of(1, 5))  # noqa: S311
    with busy(here, 600), here.reader() as reader:
        for duty in duties:
            # Nobody is sick every second: by then the next child is ready.
            time.sleep(wish.of(8, 12))
            span = {"start": duty["departure"], "end": duty["arrival"]}
            began = time.perf_counter()
            told = client.post("/absences", {"person_id": duty["person_id"], "reason": "", **span})
            job = client.post(f"/rosters/{roster}/tries", {"level": GENTLEST.value})
            while client.get(f"/jobs/{job['id']}")["status"] not in ("done", "failed", "cancelled"):
                time.sleep(0.05)
            shown = reader.get(f"/replan/{roster}").raise_for_status().text
            took.append(time.perf_counter() - began)
            ended = client.get(f"/jobs/{job['id']}")
            if ended["status"] != "done" or "data-shown" not in shown:
                # So long that it ran out of time counts as long as that was.
                print(f"a try {ended['status']}: {ended['fault']}", file=sys.stderr)
            client.delete(f"/absences/{told['absence']['id']}")
    yield Figure("replan_s", round(max(took), 2), "s", 3)


def pages(here: Ground) -> list[str]:
    """The addresses of all pages that there are."""
    from api.doors.access import ACCESS  # noqa: PLC0415  (what is not measured needs no application)

    there = {path for method, path in ACCESS if method == "GET" and not path.startswith("/api/")}
    return [address.format(**here.places) for path, found in PAGES.items() if path in there for address in found]


def sizes(_wish: Wish, here: Ground) -> Iterator[Figure]:
    """The largest page."""
    with here.reader() as reader:
        found = {path: len(reader.get(path, follow_redirects=True).raise_for_status().content) for path in pages(here)}
    largest = max(found, key=lambda path: found[path])
    print(f"largest page: {largest}", file=sys.stderr)
    yield Figure("page_kb", round(found[largest] / 1000, 1), "kB", 500)


def accessible(_wish: Wish, here: Ground) -> Iterator[Figure]:
    """What axe finds."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (a browser, only where it is asked for)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    serious, installed = (
        0,
        next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None),
    )
    cookies = [{"name": one.name, "value": one.value, "url": here.address} for one in here.client.http.cookies.jar]
    with fonts() as env, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu"], env=env)
        for width, height in SIZES:
            context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-TW")
            context.add_cookies(cookies)  # type: ignore[arg-type]
            for path in pages(here):
                shown = context.new_page()
                shown.goto(here.address + path)
                found = Axe().run(shown, context={"exclude": [["iframe"]]})
                worst = [one["id"] for one in found.response["violations"] if one["impact"] in SERIOUS]
                if worst:
                    print(f"axe at {width}: {path}: {', '.join(worst)}", file=sys.stderr)
                serious += len(worst)
                shown.close()
            context.close()
        browser.close()
    yield Figure("axe_serious", serious, "rules", 0)


@contextmanager
def fonts() -> Iterator[dict[str, str | float | bool]]:
    """An environment in which Chinese is drawn with the font of a package."""
    import pylopdf_fonts_zh_tw  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fonts.conf"
        fonts = Path(pylopdf_fonts_zh_tw.__file__).parent
        file.write_text(f"<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir></fontconfig>", "utf-8")
        yield {**os.environ, "FONTCONFIG_FILE": str(file)}


MEASURES: dict[str, Callable[[Wish, Ground], Iterator[Figure]]] = {
    "pages": sizes,
    "axe": accessible,
    "week": week_page,
    "changes": hand_changes,
    "replan": replan,
}


def measure(wish: Wish, names: Sequence[str]) -> Iterator[Figure]:
    """These figures, all on one ground."""
    with ground(wish) as here:
        for name in names:
            yield from MEASURES[name](wish, here)


if __name__ == "__main__":
    sys.exit(tell("benchmarks.screens", __doc__, MEASURES, measure))
