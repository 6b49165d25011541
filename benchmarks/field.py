"""What happens in the field, measured on the real server and in a real browser. One JSON line a figure, as
`benchmarks.service`:

    python -m benchmarks.field [--short] [--postgresql] [--only NAME …]

- `offline`: a phone in headless Chromium whose signal is cut at random moments and whose tab is killed
  (`tests/proofs/field_phone.py`): `offline_lost`, `offline_doubled`.
- `crowd`: 200 phones, each with five entries, each of them sent three times (`benchmarks/field_load.py`): how many
  `entries` are kept, `http_5xx`, and `entry_p95_ms`, the 95th percentile of an answer that took an entry.
- `ladder`: doors that nobody opens, with the clock moved and the server killed and started again in between
  (`tests/proofs/ladder_drills.py`): steps that were missed, steps that somebody was told of twice.
- `page`: what the phone's page weighs with all that it loads, but for the map, before anything is compressed.

`--short` takes about two minutes, and stands in the suite; figures for the README come from the long form.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import field_load
from benchmarks.figures import Figure, Wish, tell


def offline(wish: Wish) -> Iterator[Figure]:
    """Random cuts."""
    from tests.proofs.field_phone import field_phone  # noqa: PLC0415  (a browser, only where it is asked for)

    found = field_phone(wish.of(2, 50))
    print(f"{found.noted} entries noted in {found.cuts} cuts", file=sys.stderr)
    yield Figure("offline_lost", found.lost, "entries", 0)
    yield Figure("offline_doubled", found.doubled, "entries", 0)


def crowd(wish: Wish) -> Iterator[Figure]:
    """Phones that have signal again, all at once."""
    phones, each = wish.of(20, 200), 5
    with tempfile.TemporaryDirectory() as folder:
        if wish.postgresql:
            from tests.databases import postgres_server  # noqa: PLC0415  (only where it is asked for)

            with postgres_server() as server:
                found = field_load.measure(Path(folder), phones=phones, entries=each, database=server.make_database())
        else:
            found = field_load.measure(Path(folder), phones=phones, entries=each)
    print(f"answers: {found['statuses']}, no answer: {found['silent']}", file=sys.stderr)
    yield Figure("entries", found["entries"], "entries", phones * each, exact=True)
    yield Figure("http_5xx", found["http_5xx"], "answers", 0)
    yield Figure("entry_p95_ms", found["entry_p95_ms"], "ms", 1000)


def ladder(wish: Wish) -> Iterator[Figure]:
    """Drills."""
    from tests.databases import KINDS  # noqa: PLC0415
    from tests.proofs.ladder_drills import prove  # noqa: PLC0415
    from tests.proofs.tally import Tally  # noqa: PLC0415

    tally = Tally("ladder_drills")
    for kind in KINDS if not wish.short else ("postgresql" if wish.postgresql else "sqlite",):
        prove(tally, kind, wish.of(3, 50))
    print(f"{tally.told}", file=sys.stderr)
    yield Figure("ladder_missed", tally.told["ladder_missed"], "steps", 0)
    yield Figure("ladder_twice", tally.told["ladder_twice"], "steps", 0)


def page(_wish: Wish) -> Iterator[Figure]:
    """The phone's page, as a phone loads it for the first time."""
    from playwright.sync_api import Response, sync_playwright  # noqa: PLC0415  (a browser, only where it is asked for)

    from tests.browser.field_site import serve_field  # noqa: PLC0415
    from tests.proofs.field_phone import installed  # noqa: PLC0415

    answers: list[Response] = []
    with tempfile.TemporaryDirectory() as folder, serve_field(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-TW")
        site.open(context, "/account").close()
        shown = context.new_page()
        shown.on("response", lambda answer: answers.append(answer))
        shown.goto(f"{site.origin}/my", wait_until="networkidle")
        sizes = {urlsplit(one.url).path: len(one.body()) for one in answers if one.ok}
        browser.close()
    loaded = {path: size for path, size in sizes.items() if path != "/my/map"}
    print(f"{len(loaded)} answers", file=sys.stderr)
    yield Figure("page_kb", round(sum(loaded.values()) / 1000, 1), "kB", 300)


MEASURES: dict[str, Callable[[Wish], Iterator[Figure]]] = {
    "offline": offline,
    "crowd": crowd,
    "ladder": ladder,
    "page": page,
}


def measure(wish: Wish, names: Sequence[str]) -> Iterator[Figure]:
    """These figures."""
    for name in names:
        yield from MEASURES[name](wish)


if __name__ == "__main__":
    sys.exit(tell("benchmarks.field", __doc__, MEASURES, measure))
