"""The route map as a person meets it: opened from disk, read, clicked, walked through by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from maps.render.route_page import FoliumRouteMaps
from outreach.ports import RouteSketch
from tests.browser.looks import sticks_out
from tests.sketches import HALL, HOSTILE, hostile_route, route, stop


class Opened:
    """A map opened from disk, and all that it asked for, complained of or popped up."""

    def __init__(self, context: BrowserContext, folder: Path, sketch: RouteSketch, fragment: str = "") -> None:
        file = folder / "route.html"
        file.write_text(FoliumRouteMaps().page(sketch), encoding="utf-8")
        self.url = file.as_uri()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(self.url + fragment)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def lit(self) -> list[str]:
        """The labels of the marks in focus."""
        return self.page.locator(".stop.lit .seal text").all_text_contents()

    def assert_quiet(self) -> None:
        """Nothing asked for but the file itself, nothing on the console, no dialog."""
        assert [url.partition("#")[0] for url in self.requests] == [self.url]
        assert self.complaints == []
        assert self.dialogs == []


@pytest.fixture(params=["desktop", "phone"])
def window(request: pytest.FixtureRequest) -> BrowserContext:
    return request.getfixturevalue(request.param)


def test_opens_from_disk_and_asks_for_nothing_else(window: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(window, tmp_path, route())
    expect(opened.page.locator("h1")).to_have_text("12/2（三） 林秀琴 的路線")
    expect(opened.page).to_have_title("12/2（三） 林秀琴 的路線")
    assert opened.page.locator(".stop").count() == 6
    assert opened.page.locator(".row").count() == 7
    assert opened.page.locator(".leaflet-overlay-pane .leg").count() == 5
    expect(opened.page.locator("#count")).to_have_text("4 站")
    expect(opened.page.get_by_text("示範資料（人物均為虛構）")).to_be_visible()
    expect(opened.page.get_by_text("虛線為估計路程", exact=False)).to_be_visible()
    assert opened.lit() == []
    opened.assert_quiet()


def test_a_real_office_is_not_marked_as_sample(desktop: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(desktop, tmp_path, route(sample=False))
    expect(opened.page.locator("#sample")).to_be_hidden()


def test_hostile_names_are_shown_as_text_and_never_run(window: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(window, tmp_path, hostile_route(), "#stop-2")
    assert (opened.page.locator("h1").text_content() or "") == " ".join(HOSTILE)
    opened.page.locator(".row").nth(3).click()
    opened.page.wait_for_timeout(200)
    assert opened.page.locator("img, body svg[onload], h1 *").count() == 0
    opened.assert_quiet()


def test_the_fragment_brings_a_stop_and_its_leg_into_focus(window: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(window, tmp_path, route(), "#stop-2")
    assert opened.lit() == ["2"]
    assert opened.page.locator(".leaflet-overlay-pane .leg.lit").count() == 1
    assert opened.page.locator(".leaflet-overlay-pane .leg.dim").count() == 4
    assert opened.page.locator(".row[aria-current=true] .t").all_inner_texts() == ["測試甲"]
    expect(opened.page.locator(".stop.lit")).to_be_in_viewport()
    opened.assert_quiet()


def test_focus_follows_the_fragment_without_reload(desktop: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(desktop, tmp_path, route(), "#stop-2")
    opened.page.evaluate("location.hash = 'stop-3'")
    expect(opened.page.locator(".stop.lit .seal text")).to_have_text(["3"])
    opened.page.evaluate("location.hash = 'nonsense'")
    expect(opened.page.locator(".stop.lit, .stop.dim")).to_have_count(0)
    assert len(opened.requests) == 1


def test_an_escort_lights_both_its_marks_and_both_its_legs(desktop: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(desktop, tmp_path, route(), "#stop-4")
    assert opened.lit() == ["4", "→4"]
    assert opened.page.locator(".leaflet-overlay-pane .leg.lit").count() == 2
    assert opened.page.locator(".leaflet-overlay-pane .leg.alongside.lit").count() == 1


def test_a_row_or_a_mark_brings_its_stop_into_focus(window: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(window, tmp_path, route())
    opened.page.get_by_role("link", name="測試乙").click()
    expect(opened.page.locator(".stop.lit .seal text")).to_have_text(["3"])
    opened.page.locator("#all").click()
    expect(opened.page.locator(".lit, .dim")).to_have_count(0)
    opened.page.get_by_role("button", name="2 13:30 測試甲").click()
    expect(opened.page.locator(".stop.lit .seal text")).to_have_text(["2"])
    opened.assert_quiet()


def test_everything_is_reached_by_keyboard(desktop: BrowserContext, tmp_path: Path) -> None:
    opened = Opened(desktop, tmp_path, route())
    reached = set()
    for _ in range(20):
        opened.page.keyboard.press("Tab")
        reached.add(
            opened.page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
            )
        )
    assert {"放大", "縮小", "全部顯示", "2 13:30 測試甲"} <= reached
    opened.page.get_by_role("button", name="2 13:30 測試甲").press("Enter")
    expect(opened.page.locator(".stop.lit .seal text")).to_have_text(["2"])
    opened.page.get_by_role("link", name="測試乙").press("Enter")
    expect(opened.page.locator(".stop.lit .seal text")).to_have_text(["3"])


def test_marks_at_one_place_do_not_cover_each_other(window: BrowserContext, tmp_path: Path) -> None:
    crowd = tuple(stop(number, f"測試{number}", HALL.lat, HALL.lon, precision="village") for number in range(1, 25))
    opened = Opened(window, tmp_path, route(stops=crowd, legs=()))
    boxes = [shape.bounding_box() for shape in opened.page.locator(".stop .shape").all()]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box]
    assert len(middles) == 24
    for number, (x, y) in enumerate(middles):
        assert all(abs(x - a) > 28 or abs(y - b) > 28 for a, b in middles[:number])


def test_an_unserved_place_is_in_focus_from_the_start(desktop: BrowserContext, tmp_path: Path) -> None:
    sketch = route()
    lost = stop(0, "測試丁", 22.9865, 120.1817, kind="unserved")
    opened = Opened(desktop, tmp_path, route(stops=(*sketch.stops, lost)))
    assert opened.lit() == ["!"]
    assert opened.page.locator(".row[aria-current=true]").inner_text().count("未排入") == 1


def test_on_a_phone_the_list_stands_below_the_map_and_nothing_runs_off(phone: BrowserContext, tmp_path: Path) -> None:
    page = Opened(phone, tmp_path, route()).page
    chart, rows = page.locator("#mapbox").bounding_box(), page.locator("#list").bounding_box()
    assert chart and rows and rows["y"] >= chart["y"] + chart["height"]
    assert sticks_out(page) <= 0


def test_in_a_frame_the_map_stands_alone_and_fills_it(desktop: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "route.html").write_text(FoliumRouteMaps().page(route()), encoding="utf-8")
    outer = tmp_path / "outer.html"
    outer.write_text('<iframe src="route.html#stop-2" width="700" height="460"></iframe>', encoding="utf-8")
    page = desktop.new_page()
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    expect(frame.locator(".stop.lit")).to_be_visible()
    expect(frame.locator("#list")).to_be_hidden()
    expect(frame.locator("#sample")).to_be_visible()
    box = frame.locator(".map").bounding_box()
    assert box and (box["width"], box["height"]) == (700, 460)
