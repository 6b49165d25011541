"""A clerk sets a pin in a browser: by pointing and by keys, and without any script by its buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from outreach.records import Client, Place
from outreach.records.database import office_records
from tests.browser.looks import serious, sticking_out
from tests.browser.test_pages import HOSTILE, Site, Visit, serve


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    yield from serve(tmp_path, hostile=HOSTILE)


@pytest.fixture
def desk(desktop: BrowserContext, site: Site) -> Visit:
    return Visit(desktop.new_page(), site).sign_in()


def pin_of(site: Site) -> tuple[str, Place]:
    """The address of the first client's form, and where they live."""
    with office_records(site.engine, write=False) as records:
        (client,) = records.all(Client, Client.code == "C001")
        place = records.get(Place, client.place_id)
        assert place is not None
        records.session.expunge_all()
        return f"/data/clients/{client.id}", place


def shown(page: Page) -> tuple[float, float]:
    return float(page.get_by_label("緯度").input_value()), float(page.get_by_label("經度").input_value())


def test_a_pin_follows_pointer_and_keys_and_is_saved(desk: Visit) -> None:
    path, before = pin_of(desk.site)
    desk.open(path)
    desk.page.get_by_role("link", name="看地圖、標位置").click()
    board = desk.page.get_by_role("application", name="位置附近的地圖")
    box = board.bounding_box()
    assert box is not None
    assert shown(desk.page) == pytest.approx((before.lat, before.lon), abs=1e-6)

    desk.page.mouse.click(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2 - 60)
    expect(desk.page.get_by_role("status")).to_have_text("標記移動了，還沒有儲存。")
    lat, lon = shown(desk.page)
    assert lat > before.lat
    assert lon > before.lon

    board.focus()
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Shift+ArrowLeft")
    assert shown(desk.page) == pytest.approx((lat + 2 / 110_900, lon - 20 / 102_000), abs=2e-6)
    there = shown(desk.page)

    desk.page.get_by_role("button", name="儲存這個位置").click()
    expect(desk.page).to_have_url(re.compile(r"/data/clients/[0-9a-f]{32}\?saved=[0-9a-f]{32}$"))
    after = pin_of(desk.site)[1]
    assert (after.lat, after.lon) == pytest.approx(there, abs=1e-6)
    assert after.precision == "exact"
    assert [url for url in desk.requests if re.search(r"2[23]\.\d{3}|120\.\d", url)] == []
    desk.assert_quiet()


def test_without_a_script_buttons_and_coordinates_do_the_same(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-TW")
    page = Visit(context.new_page(), site).sign_in().page
    path, before = pin_of(site)
    page.goto(f"{site.origin}{path}/pin")

    page.get_by_role("button", name="往北").click()
    page.get_by_role("button", name="往北").click()
    page.get_by_role("button", name="往東").click()
    assert shown(page) == pytest.approx((before.lat + 4 / 110_900, before.lon + 2 / 102_000), abs=2e-6)
    page.get_by_label("緯度").fill("22.9921")
    page.get_by_label("緯度").press("Enter")
    assert shown(page)[0] == 22.9921
    page.get_by_role("button", name="儲存這個位置").click()

    assert pin_of(site)[1].lat == 22.9921
    context.close()


def test_nothing_sticks_out_and_nothing_serious_is_found(desk: Visit) -> None:
    desk.open(f"{pin_of(desk.site)[0]}/pin")

    assert sticking_out(desk.page) == {}
    assert serious(desk.page) == []
    for button in desk.page.locator("form.pin .btn").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 43.5
    desk.assert_quiet()
