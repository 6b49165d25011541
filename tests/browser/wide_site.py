"""An office with one long route over the whole district, served: what a phone has to carry."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from outreach.records import Client, Place
from outreach.records.database import office_records
from tests.browser.serving import serving
from tests.office import MONDAY, small_office
from tests.signed_in import PASSWORD


@dataclass
class WideSite:
    """Where it is served; the day and the route with all the stops."""

    origin: str
    day: str
    route: str

    def sign_in(self, page: Page) -> None:
        """Come in as the coordinator."""
        page.goto(f"{self.origin}/sign-in?next=/account")
        page.get_by_label("帳號").fill("coordinator")
        page.get_by_label("密碼").fill(PASSWORD)
        page.get_by_role("button", name="登入").click()
        expect(page).to_have_url(f"{self.origin}/account")


@contextmanager
def serve_wide(folder: Path, stops: int, area: str = "") -> Iterator[WideSite]:
    """A Wednesday on which one person goes to so many doors, strewn over the district."""
    with serving(folder / "wide.db", lambda engine: small_office(engine, clients=stops), area=area) as served:
        strewn = random.Random(7)
        with office_records(served.engine) as records:
            homes = {one.place_id for one in records.all(Client)}
            for place in records.all(Place):
                if place.id in homes:
                    place.lat, place.lon = 22.975 + 0.038 * strewn.random(), 120.148 + 0.042 * strewn.random()
        yield WideSite(served.origin, f"/day/{MONDAY.replace(month=12, day=2)}", f"{served.longest()}/map")
