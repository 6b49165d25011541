"""Whose doors a duty leads to is shown to its person from the day before until the day after, on the server's side."""

import datetime as dt

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Client, Place, Roster, RosterDuty
from outreach.records.database import office_records, open_database
from outreach.usecases.links.may_show import may_show_clients, shows_addresses
from tests.api_site import API
from tests.office import MONDAY, at, small_office
from tests.signed_in import CHEAP, account_in, sign_in

WEDNESDAY = MONDAY + dt.timedelta(days=2)


@pytest.mark.parametrize(("days", "shown"), [(-30, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_from_the_day_before_until_the_day_after(days, shown):
    assert shows_addresses(WEDNESDAY, WEDNESDAY + dt.timedelta(days=days)) is shown


def test_over_the_end_of_a_year():
    assert shows_addresses(dt.date(2027, 1, 1), dt.date(2026, 12, 31))
    assert not shows_addresses(dt.date(2027, 1, 1), dt.date(2026, 12, 30))


@pytest.mark.parametrize("role", ["field", "link", "noting"])
def test_who_goes_there_and_nobody_else_minds_the_day(role):
    far = WEDNESDAY + dt.timedelta(days=9)
    assert not may_show_clients(Actor(office_id="", role=role), WEDNESDAY, far)
    assert may_show_clients(Actor(office_id="", role="coordinator"), WEDNESDAY, far)
    assert may_show_clients(Actor(office_id="", role="auditor"), WEDNESDAY, far)


class Days:
    """The site with its roster published, and a clock that can be put on any day of its duties' neighbourhood."""

    def __init__(self, folder):
        url = f"sqlite:///{folder / 'days.db'}"
        engine = open_database(url)
        self.roster = small_office(engine)
        self.time = at(2, "09:00")
        self.app = create_app(url, clock=self, passwords=CHEAP)
        account_in(engine, "coordinator")
        account_in(engine, "field", person="V001", login="field")
        with office_records(engine) as records:
            records.all(Roster)[0].status = "published"
            (self.duty,) = (one.id for one in records.all(RosterDuty) if one.departure == at(2, "08:30"))
            self.words = [client.name for client in records.all(Client)]
            self.words += [client.phone for client in records.all(Client)]
            self.words += [place.address for place in records.all(Place) if place.address.startswith("示範一路")]
            self.words += ["門鈴壞了", "120.166", "86 歲"]

    def now(self) -> dt.datetime:
        return self.time

    def someone(self, login: str, far: int) -> TestClient:
        """Somebody who signs in so many days after the duty's."""
        self.time = dt.datetime.combine(WEDNESDAY + dt.timedelta(days=far), dt.time(9), TAIPEI)
        client = TestClient(self.app)
        sign_in(client, login)
        return client

    def paths(self) -> list[str]:
        return [path.format(duty=self.duty, roster=self.roster) for path in PATHS]


PATHS = (
    *("/duty/{duty}", "/duty/{duty}/map", "/duty/{duty}/sheet"),
    *(f"{API}/duties/{{duty}}", f"{API}/rosters/{{roster}}"),
)


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    return Days(tmp_path_factory.mktemp("days"))


@pytest.mark.parametrize("far", [-1, 0, 1])
def test_on_the_days_around_everything_is_there(days, far):
    field = days.someone("field", far)
    for path in days.paths():
        answer = field.get(path)
        assert answer.status_code == 200, path
        assert "示範一路990號" in answer.text, path
    assert field.get(f"/duty/{days.duty}/sheet.pdf").status_code == 200


@pytest.mark.parametrize("far", [-40, -2, 2, 3, 40])
def test_on_other_days_nothing_of_a_client_is_in_any_answer(days, far):
    field = days.someone("field", far)
    for path in days.paths():
        answer = field.get(path)
        assert [word for word in days.words if word in answer.text] == [], path
        assert answer.status_code == (404 if path.endswith(("/map", "/sheet")) else 200), path
    assert field.get(f"/duty/{days.duty}/sheet.pdf").status_code == 404


def test_on_other_days_the_times_and_the_counter_are_still_there(days):
    field = days.someone("field", 3)
    page = field.get(f"/duty/{days.duty}").text
    assert "單一窗口服務台" in page and "育平路316號" in page and "13:30" in page and "訪視問安" in page
    assert "只在勤務前一天到後一天看得到" in page
    shown = field.get(f"{API}/duties/{days.duty}").json()
    assert [stop["place"] is None for stop in shown["stops"]] == [False, True, True, True, True]
    whole = field.get(f"{API}/rosters/{days.roster}").json()
    assert whole["clients"] == {} and len(whole["places"]) == 1


@pytest.mark.parametrize("far", [-40, 40])
def test_coordinators_see_everything_on_every_day(days, far):
    coordinator = days.someone("coordinator", far)
    for path in days.paths():
        answer = coordinator.get(path)
        assert answer.status_code == 200 and "示範一路990號" in answer.text, path


def test_what_a_browser_knows_of_a_roster_is_another_one_when_the_days_are_over(days):
    path = f"{API}/rosters/{days.roster}"
    known = days.someone("field", 1).get(path).headers["ETag"]
    field = days.someone("field", 1)
    assert field.get(path, headers={"If-None-Match": known}).status_code == 304
    later = days.someone("field", 2).get(path, headers={"If-None-Match": known})
    assert later.status_code == 200 and later.json()["clients"] == {}
