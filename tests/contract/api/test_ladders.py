"""Unanswered doors and late crews over the API."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.dates import TAIPEI
from outreach.records import Alarm, Ladder
from outreach.records.database import office_records
from outreach.usecases.ladders.move_on import move_on
from outreach.usecases.ladders.raise_alarms import raise_alarms
from tests.api_site import ApiSite
from tests.contract.test_pages import Wednesday
from tests.ladders import door_of, note

NOON = Wednesday().now()


def shut(api: ApiSite) -> str:
    with office_records(api.engine) as records:
        note(records, door_of(records, "V001", "C001"), "no_answer", now=NOON)
        return records.all(Ladder)[0].id


def test_a_door_is_taken_ticked_off_and_closed_each_once(api: ApiSite) -> None:
    path = f"/ladders/{shut(api)}"
    (door,) = api.coordinator.all("/ladders")
    assert (door["client"], door["steps"][0]["state"], door["closed"]) == ("測試甲", "on", None)
    assert api.auditor.get(path).json()["id"] == door["id"]
    move_on(api.engine, now=NOON + dt.timedelta(minutes=150))
    assert api.coordinator.post(f"{path}/take", {"number": 2}).json()["steps"][1]["taken"]
    for _ in range(2):
        answer = api.coordinator.post(f"{path}/nobody", {"number": 2}, key="once")
        assert [one["state"] for one in answer.json()["steps"]][:3] == ["missed", "past", "on"]
    again = api.coordinator.post(f"{path}/nobody", {"number": 2})
    assert (again.status_code, again.json()["code"]) == (409, "step_moved_on")
    assert api.coordinator.post(f"{path}/emergency").json()["steps"][3]["state"] == "skipped"
    assert api.coordinator.post(f"{path}/seen", {"seen_by": "somebody"}).status_code == 422
    assert api.coordinator.post(f"{path}/seen", {"seen_by": "hospital"}).json()["seen_by"] == "hospital"
    assert api.coordinator.all("/ladders") == []
    assert [one["id"] for one in api.coordinator.all("/ladders?closed=true")] == [door["id"]]


def test_a_late_crew_is_reached(api: ApiSite) -> None:
    with office_records(api.engine) as records:
        log = door_of(records, "V001", "C004", planned_to=NOON, date=NOON.astimezone(TAIPEI).date(), crew=["周柏宇"])
        log.arrived = NOON
    raise_alarms(api.engine, now=NOON + dt.timedelta(minutes=31))
    (alarm,) = api.auditor.all("/alarms")
    assert [name for name, _ in alarm["people"]] == ["林秀琴", "周柏宇"] and alarm["arrived"]
    assert api.coordinator.post(f"/alarms/{alarm['id']}/reached").json()["closed"]
    assert api.coordinator.all("/alarms") == []
    with office_records(api.engine, write=False) as records:
        assert records.all(Alarm)[0].closed is not None


def test_the_field_sees_none_of_it(api: ApiSite) -> None:
    door = shut(api)
    for path in ("/ladders", f"/ladders/{door}", "/alarms"):
        assert api.field.get(path).status_code == 404
