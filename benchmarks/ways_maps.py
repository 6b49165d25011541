"""Maps that ask nobody, run nothing, and that a phone moves smoothly: measured in a browser, for `benchmarks.ways`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Wish
from benchmarks.screens import fonts

STOPS = 300
SLOWER = 4
"""How many times slower than this machine a volunteer's phone is taken to be."""
STEPS = 60
_FRAMES = """() => {
  window.frames = [];
  let last = performance.now();
  const tick = (now) => { window.frames.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""
_PAINT = """(times) => Array.from({length: times}, () => {
  const start = performance.now();
  mapView.sheet.redraw();
  return performance.now() - start;
})"""


def measure(wish: Wish) -> Iterator[Figure]:
    """What ran of two hundred hostile texts, what was asked of other hosts, and how 300 stops move."""
    # A browser and the tests' offices, only where they are asked for.
    from tests.proofs.field_phone import installed  # noqa: PLC0415

    with _browser(installed()) as browser, tempfile.TemporaryDirectory() as folder:
        yield from _hostile(browser, Path(folder), wish.of(4, 200))
        yield from _smooth(browser, Path(folder), wish.of(10, STEPS))


@contextmanager
def _browser(installed: str | None) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with fonts() as env, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox", "--disable-gpu"], env=env)
        yield browser
        browser.close()


def _hostile(browser: Any, folder: Path, duties: int) -> Iterator[Figure]:
    """Each page with a map, of so many people's duties."""
    from tests.browser.hostile_site import Watched, serve_hostile  # noqa: PLC0415

    with serve_hostile(folder) as site:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW")
        watched = Watched(context, site)
        for path in site.maps(duties):
            watched.look_at(path)
        context.close()
    yield Figure("hostile_run", len(watched.hurt), "texts", 0, exact=True)
    yield Figure("outside_requests", len(watched.outside), "requests", 0, exact=True)


def _smooth(browser: Any, folder: Path, steps: int) -> Iterator[Figure]:
    """A day and a single route of 300 stops, dragged by a finger."""
    from tests.browser.wide_site import serve_wide  # noqa: PLC0415

    with serve_wide(folder, STOPS) as site:
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="zh-TW",
        )
        page = context.new_page()
        site.sign_in(page)
        phone = context.new_cdp_session(page)
        phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(site.origin + site.day)
        page.wait_for_selector(".map[data-ready]")
        painted = page.evaluate(_PAINT, steps)
        yield Figure("paint300_ms", round(_middle(painted), 1), "ms", 50)
        yield Figure("frame300_day_ms", round(_drag(page, phone, steps), 1), "ms", 50)
        page.goto(site.origin + site.route)
        page.wait_for_selector(".stop")
        yield Figure("frame300_route_ms", round(_drag(page, phone, steps), 1), "ms", 50)
        context.close()


def _drag(page: Any, phone: Any, steps: int) -> float:
    """Milliseconds between two pictures while a finger moves the map: the median."""
    box = page.locator(".map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(_FRAMES)
    phone.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(steps):
        there = {"x": x - 2 * (step % 40), "y": y - step % 40}
        phone.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [there]})
        page.wait_for_timeout(16)
    frames: list[float] = page.evaluate("window.frames")
    phone.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    return _middle(frames)


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
