"""Two hundred texts that would run something, in every text field that a map shows, in a browser: nothing runs.

Neither has the policy to stop anything: no text is taken for anything but text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.hostile_site import HostileSite, Watched, serve_hostile
from tests.hostile import HOSTILE_200, WATCH


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileSite]:
    with serve_hostile(tmp_path_factory.mktemp("hostile")) as served:
        yield served


def test_the_texts_are_dangerous_where_they_are_taken_for_markup(desktop: BrowserContext, tmp_path: Path) -> None:
    """The proof of the proof: a page that does it wrongly is found out."""
    desktop.add_init_script(WATCH)
    page = desktop.new_page()
    (tmp_path / "wrong.html").write_text("<div>" + "</div><div>".join(HOSTILE_200[:30]) + "</div>", encoding="utf-8")
    page.goto((tmp_path / "wrong.html").as_uri())
    page.wait_for_function("window.hurt.length >= 5")


def test_nothing_runs_on_any_page_with_a_map(desktop: BrowserContext, site: HostileSite) -> None:
    watched = Watched(desktop, site)
    for path in site.maps(duties=5):
        watched.look_at(path)
    assert watched.hurt == []
    assert watched.outside == []
    assert watched.complaints == []


def test_every_text_is_read_as_it_was_written(desktop: BrowserContext, site: HostileSite) -> None:
    watched = Watched(desktop, site)
    watched.look_at(site.maps(1)[0])
    names = watched.page.locator(".routewho a .person > span:last-child").all_text_contents()
    assert sorted(names) == sorted(HOSTILE_200)
    watched.look_at(f"/duty/{site.long_duty}/map")
    titles = {row.split("\n")[0] for row in watched.page.locator(".row .t").all_text_contents()}
    assert {text for text in HOSTILE_200 if any(text in title for title in titles)} == set(HOSTILE_200)
