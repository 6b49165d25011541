"""The views on a map as a coordinator meets them: list and map in step, at a desk and on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from maps.travel.streets.building import build
from maps.travel.streets.extract import read_extract
from maps.travel.streets.kept import keep
from outreach.actor import Actor
from outreach.records.database import office_records
from outreach.usecases.showing.show_unserved import show_unserved
from tests.archives import PNG, archive, directory
from tests.browser.looks import serious, sticks_out
from tests.browser.serving import Served, serving
from tests.browser.wide_site import WideSite, serve_wide
from tests.office import MONDAY, small_office
from tests.signed_in import PASSWORD
from tests.street_grid import write_street_grid

DAY = f"/day/{MONDAY + dt.timedelta(days=2)}"


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of map data with the streets of a generated town."""
    folder = tmp_path_factory.mktemp("area")
    keep(build(read_extract(write_street_grid(folder / "town.osm.pbf"))), folder)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("views") / "office.db", small_office) as served:
        yield served


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, streets: Path) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("town") / "office.db", small_office, area=str(streets)) as served:
        yield served


@pytest.fixture(params=["desktop", "phone"])
def window(request: pytest.FixtureRequest) -> BrowserContext:
    context: BrowserContext = request.getfixturevalue(request.param)
    return context


def opened(context: BrowserContext, served: Served | WideSite, path: str) -> Page:
    """The page, by somebody who is signed in, once its map is painted."""
    page = context.new_page()
    page.goto(f"{served.origin}/sign-in?next=/account")
    page.get_by_label("帳號").fill("coordinator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    expect(page).to_have_url(f"{served.origin}/account")
    page.goto(served.origin + path)
    expect(page.locator(".map[data-ready]")).to_be_attached()
    return page


def drawn(page: Page) -> set[str]:
    """The keys of the marks that stand on the map."""
    return {one["key"] for one in page.evaluate("mapView.hits()")}


def inked(page: Page) -> int:
    """How many pixels of the sheet bear the colour of the first route."""
    script = """() => {
      const canvas = mapView.sheet._container, context = canvas.getContext("2d");
      const wanted = [0x1a, 0x5b, 0xa0], {data} = context.getImageData(0, 0, canvas.width, canvas.height);
      let found = 0;
      for (let at = 0; at < data.length; at += 4)
        if (wanted.every((part, index) => Math.abs(data[at + index] - part) < 3) && data[at + 3] > 250) found += 1;
      return found;
    }"""
    return int(page.evaluate(script))


def test_a_route_is_taken_off_the_map_and_put_back(window: BrowserContext, site: Served) -> None:
    page = opened(window, site, DAY)
    everything, ink = drawn(page), inked(page)
    assert {"A1", "A2", "B1"} <= everything and ink > 300
    page.get_by_label("在地圖上顯示 A 林秀琴").uncheck()
    assert {key for key in drawn(page) if key.startswith("A") and "-" not in key} == set()
    assert inked(page) == 0
    page.get_by_role("button", name="全部隱藏").click()
    assert {key for key in drawn(page) if "-" not in key} == set()
    page.get_by_role("button", name="全部顯示").click()
    assert drawn(page) == everything and inked(page) > 300


def test_a_row_leads_to_its_mark_and_a_mark_to_its_row(window: BrowserContext, site: Served) -> None:
    page = opened(window, site, DAY)
    page.get_by_role("link", name="測試丙").first.click()
    assert page.url.endswith(DAY)
    expect(page.locator("[data-mark=A4]")).to_have_attribute("aria-current", "true")
    [middle] = [one for one in page.evaluate("mapView.hits()") if one["key"] == "A4"]
    assert not middle["small"]
    other = next(one for one in page.evaluate("mapView.hits()") if one["key"] == "A3")
    page.evaluate("({x, y}) => mapView.map.fire('click', {layerPoint: L.point(x, y)})", other)
    expect(page.locator("[data-mark=A3]")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(page.locator("[aria-current=true]")).to_have_count(0)


def test_a_hidden_route_is_shown_again_when_somebody_looks_for_one_of_its_stops(
    desktop: BrowserContext, site: Served
) -> None:
    page = opened(desktop, site, DAY)
    page.get_by_label("在地圖上顯示 B 周柏宇").uncheck()
    page.locator("[data-mark=B1]").press("Enter")
    expect(page.get_by_label("在地圖上顯示 B 周柏宇")).to_be_checked()
    assert "B1" in drawn(page)


def test_the_week_by_village_and_what_is_unserved(window: BrowserContext, site: Served) -> None:
    page = opened(window, site, f"/week/{MONDAY}?view=villages")
    before = page.evaluate("mapView.map.getZoom()")
    page.get_by_role("button", name="在地圖上看平通里").click()
    assert page.evaluate("mapView.map.getZoom()") > before
    page = opened_again(page, site, f"/unserved/{site.roster_id}/map")
    assert len(drawn(page)) == 2
    page.locator("[data-mark]").first.click()
    expect(page.locator("[aria-current=true]")).to_have_count(1)
    page.get_by_role("link", name="為什麼沒排入").first.click()
    expect(page).to_have_url(f"{site.origin}/unserved/{site.roster_id}/{_first_unserved(site)}")


def opened_again(page: Page, served: Served, path: str) -> Page:
    page.goto(served.origin + path)
    expect(page.locator(".map[data-ready]")).to_be_attached()
    return page


def _first_unserved(site: Served) -> str:
    with office_records(site.engine, write=False) as records:
        actor = Actor(office_id=records.office.id, role="coordinator")
        return show_unserved(records, actor, site.roster_id).mandatory[0].unserved_id


def test_without_javascript_the_list_is_all_there_and_no_map_pretends(browser: Any, site: Served) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-TW", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.origin}/sign-in?next={DAY}")
    page.get_by_label("帳號").fill("coordinator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    expect(page.locator("[data-mark]")).to_have_count(6)
    for hidden in (".mapbox", "input[data-route]", "[data-show=all]"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.get_by_role("link", name="測試丙").first.click()
    expect(page).to_have_url(f"{site.origin}{site.longest()}#stop-4")
    context.close()


def test_streets_lie_under_the_map_and_come_from_our_own_host(window: BrowserContext, town: Served) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    page = opened(window, town, DAY)
    expect(page.locator(".leaflet-tile-loaded")).not_to_have_count(0)
    assert page.get_by_text("OpenStreetMap").count() == 1
    script = """() => [...document.querySelectorAll("canvas.leaflet-tile")].some((tile) =>
      tile.getContext("2d").getImageData(0, 0, tile.width, tile.height).data.some((part) => part))"""
    assert page.evaluate(script)
    assert [url for url in asked if "/ground/streets/" in url]
    assert [url for url in asked if not url.startswith(town.origin + "/")] == []
    assert sticks_out(page) <= 0 and serious(page) == []


def test_the_offices_own_tiles_lie_under_the_map(desktop: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "area").mkdir()
    every = directory([(0, 1 << 40, 0, len(PNG))])
    archive(tmp_path / "area" / "tiles.pmtiles", every, tiles=[PNG], zooms=(0, 14))
    with serving(tmp_path / "office.db", small_office, area=str(tmp_path / "area")) as served:
        page = opened(desktop, served, DAY)
        expect(page.locator("img.leaflet-tile-loaded")).not_to_have_count(0)
        sources = page.locator("img.leaflet-tile").evaluate_all("(all) => all.map((one) => one.src)")
        assert all(source.startswith(f"{served.origin}/ground/tiles/1") for source in sources)


def test_three_hundred_stops_of_one_route_are_told_apart_when_one_looks_closer(
    phone: BrowserContext, tmp_path: Path
) -> None:
    with serve_wide(tmp_path, 300) as wide:
        page = opened(phone, wide, wide.day)
        marks = page.evaluate("mapView.hits()")
        assert len(marks) >= 300
        assert 10 < sum(not one["small"] for one in marks) < 150
        script = "({x, y}) => mapView.map.setView(mapView.map.layerPointToLatLng([x, y]), 19, {animate: false})"
        page.evaluate(script, marks[-1])
        near = page.evaluate("mapView.hits()")
        assert 0 < len(near) < 60 and not any(one["small"] for one in near)
        page.goto(wide.origin + wide.route)
        expect(page.locator(".stop").first).to_be_attached()
        assert page.locator(".stop.small").count() > 100
        page.locator(".row").nth(40).click()
        assert page.locator(".stop.lit").count() == 1
        shape = page.locator(".stop.lit .shape").bounding_box()
        assert shape and shape["width"] > 25
