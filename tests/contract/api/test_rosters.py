"""Weeks and rosters over the API: read, plan, compare, publish, read again, discard."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from outreach.records import Roster, RosterDuty, RosterStop
from outreach.records.database import office_records
from outreach.usecases.weeks.read_roster import read_roster
from tests.api_site import ApiSite
from tests.office import MONDAY
from tests.signed_in import COORDINATOR

WEEK = MONDAY.isoformat()
NEXT = "2026-12-07"


def test_a_roster_holds_every_duty_stop_and_what_is_left_out(api: ApiSite) -> None:
    answer = api.coordinator.get(f"/rosters/{api.roster_id}")
    roster = answer.json()
    with office_records(api.engine, write=False) as records:
        duties = {one.id: one for one in records.all(RosterDuty)}
        stops = {one.id: one for one in records.all(RosterStop)}
    assert {duty["id"] for duty in roster["duties"]} == set(duties)
    assert {stop["id"] for duty in roster["duties"] for stop in duty["stops"]} == set(stops)
    for duty in roster["duties"]:
        assert dt.datetime.fromisoformat(duty["departure"]) == duties[duty["id"]].departure
        assert duty["departure"].endswith("+08:00")
        assert [stop["position"] for stop in duty["stops"]] == sorted(stop["position"] for stop in duty["stops"])
        assert roster["people"][duty["person_id"]]["name"]
        for stop in duty["stops"]:
            assert stops[stop["id"]].duty_id == duty["id"]
            assert roster["places"][stop["place_id"]]["village"]
            assert stop["client_id"] is None or roster["clients"][stop["client_id"]]["name"]
    assert len(roster["unserved"]) == 2 and roster["unserved"][0]["steps"]
    assert roster["missed"] == 3 and roster["status"] == "draft"


def test_a_roster_that_is_known_already_is_not_sent_again(api: ApiSite) -> None:
    path = f"/rosters/{api.roster_id}"
    first = api.coordinator.get(path)
    assert api.coordinator.get(path).content == first.content
    assert api.coordinator.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    client = next(iter(first.json()["clients"].values()))
    api.coordinator.patch(f"/clients/{client['id']}", {"name": "改過的名字"})
    again = api.coordinator.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200 and again.json()["clients"][client["id"]]["name"] == "改過的名字"
    person = next(iter(first.json()["people"].values()))
    api.coordinator.patch(f"/people/{person['id']}", {"name": "別人"})
    third = api.coordinator.get(path, headers={"If-None-Match": again.headers["etag"]})
    assert third.status_code == 200 and third.json()["people"][person["id"]]["name"] == "別人"


def test_a_field_person_reads_their_own_part_once_it_is_published(api: ApiSite) -> None:
    path = f"/rosters/{api.roster_id}"
    assert api.field.get(path).status_code == 404
    assert api.field.all("/rosters") == []
    assert api.coordinator.post(f"{path}/publication", {}).status_code == 200
    everything, own = api.coordinator.get(path), api.field.get(path)
    me = api.field.all("/people")[0]["id"]
    assert {duty["person_id"] for duty in own.json()["duties"]} == {me} == set(own.json()["people"])
    assert len(everything.json()["duties"]) > len(own.json()["duties"]) and own.json()["unserved"] == []
    assert everything.headers["etag"] != own.headers["etag"]
    assert set(own.json()["clients"]) <= set(everything.json()["clients"])
    assert [one["id"] for one in api.field.all("/rosters")] == [api.roster_id]
    assert api.admin.get(path).status_code == 404


def test_of_a_week_all_revisions_and_closed_days(api: ApiSite) -> None:
    api.coordinator.post("/closed-days", {"date": "2026-12-04", "reason": "颱風"})
    week = api.coordinator.get(f"/weeks/{WEEK}").json()
    assert [one["id"] for one in week["rosters"]] == [api.roster_id]
    assert (week["published_id"], [one["date"] for one in week["closed_days"]]) == (None, ["2026-12-04"])
    api.coordinator.post(f"/rosters/{api.roster_id}/publication", {})
    assert api.coordinator.get(f"/weeks/{WEEK}").json()["published_id"] == api.roster_id
    assert api.coordinator.get(f"/weeks/{NEXT}").json()["rosters"] == []
    assert api.coordinator.get("/weeks/2026-12-01").json()["code"] == "not_a_monday"
    for none in ("tomorrow", "2026-02-30", "0001-01-01"):
        assert api.coordinator.get(f"/weeks/{none}").status_code == 404
    assert api.coordinator.all(f"/rosters?monday={NEXT}") == []


def test_a_plan_is_a_job_and_one_a_week(api: ApiSite) -> None:
    asked = api.coordinator.post(f"/weeks/{NEXT}/plans", {"seconds": 2, "seed": 7}, key="plan")
    assert asked.status_code == 202 and asked.headers["location"] == f"/api/v1/jobs/{asked.json()['id']}"
    assert (asked.json()["kind"], asked.json()["status"]) == ("plan", "waiting")
    assert api.coordinator.post(f"/weeks/{NEXT}/plans", {"seconds": 2, "seed": 7}, key="plan").json() == asked.json()
    again = api.coordinator.post(f"/weeks/{NEXT}/plans", {"seconds": 2})
    assert (again.status_code, again.json()["code"]) == (409, "job_active")
    assert [one["id"] for one in api.coordinator.all("/jobs")] == [asked.json()["id"]]
    assert api.coordinator.post(f"/weeks/{NEXT}/plans", {"seconds": 0}).status_code == 422
    assert api.coordinator.post("/weeks/2026-12-08/plans", {}).json()["code"] == "not_a_monday"


def test_a_queue_that_is_full_says_so(api: ApiSite) -> None:
    monday, statuses = MONDAY, []
    for _ in range(21):
        monday += dt.timedelta(days=7)
        statuses.append(api.coordinator.post(f"/weeks/{monday}/plans", {"seconds": 1}))
    assert [one.status_code for one in statuses] == [*[202] * 20, 429]
    assert statuses[-1].json()["code"] == "queue_full" and int(statuses[-1].headers["retry-after"]) > 0


def test_a_replan_is_a_job(api: ApiSite) -> None:
    asked = api.coordinator.post(f"/rosters/{api.roster_id}/replans", {"level": "keep_routes", "seconds": 1})
    assert (asked.status_code, asked.json()["kind"]) == (202, "replan")
    assert api.coordinator.post(f"/rosters/{'0' * 32}/replans", {}).status_code == 404
    assert api.coordinator.post(f"/rosters/{api.roster_id}/replans", {"level": "x"}).status_code == 422


def test_publishing_twice_is_a_conflict_and_repeating_it_is_not(api: ApiSite) -> None:
    path = f"/rosters/{api.roster_id}/publication"
    first = api.coordinator.post(path, {}, key="once")
    assert first.json()["roster"]["status"] == "published" and first.json()["told"] == 2
    assert first.json()["job_id"] in {one["id"] for one in api.coordinator.all("/jobs")}
    assert api.coordinator.post(path, {}, key="once").json() == first.json()
    assert api.coordinator.post(path, {}).json()["code"] == "already_published"
    assert len(api.coordinator.all("/messages")) == 2 and len(api.field.all("/messages")) == 1


def test_readers_are_told_apart(api: ApiSite) -> None:
    path = f"/rosters/{api.roster_id}"
    assert api.field.post(f"{path}/reading").status_code == 404
    api.coordinator.post(f"{path}/publication", {})
    assert api.field.post(f"{path}/reading").json()["roster_id"] == api.roster_id
    readers = {one["code"]: one for one in api.coordinator.get(f"{path}/readers").json()}
    assert readers["V001"]["read_at"] is not None and not readers["V001"]["phone"]
    assert readers["S001"]["read_at"] is None and readers["S001"]["phone"]
    assert api.field.get(f"{path}/readers").status_code == 404


def test_two_revisions_side_by_side(api: ApiSite) -> None:
    with office_records(api.engine) as records:
        base = records.get(Roster, api.roster_id)
        assert base is not None
        kept = base.model_dump(exclude={"id", "version", "revision"})
        other = records.add(Roster(**kept, revision=2)).id
    compared = api.coordinator.get(f"/rosters/{api.roster_id}/comparison?with={other}").json()
    assert (compared["one"]["revision"], compared["other"]["revision"]) == (1, 2)
    assert {one["came"] == [] for one in compared["people"]} == {True}
    assert len(compared["unserved_before"]) == 2 and compared["unserved_after"] == []
    assert api.coordinator.get(f"/rosters/{api.roster_id}/comparison").status_code == 422
    assert api.coordinator.get(f"/rosters/{api.roster_id}/comparison?with={'0' * 32}").status_code == 404


def test_a_draft_can_be_discarded_and_what_was_published_cannot(api: ApiSite) -> None:
    path = f"/rosters/{api.roster_id}"
    api.coordinator.post(f"{path}/publication", {})
    assert api.coordinator.delete(path).json()["code"] == "not_a_draft"
    with office_records(api.engine) as records:
        base = records.get(Roster, api.roster_id)
        assert base is not None
        draft = Roster(**base.model_dump(exclude={"id", "version", "revision", "status"}), revision=2, status="draft")
        draft_id = records.add(draft).id
    assert api.coordinator.delete(f"/rosters/{draft_id}").status_code == 204
    assert api.coordinator.get(f"/rosters/{draft_id}").status_code == 404


@pytest.mark.parametrize("stops", [1, 12])
def test_reading_asks_as_often_however_long_it_is(tmp_path: Path, stops: int) -> None:
    api = ApiSite(f"sqlite:///{tmp_path}/office.db", clients=stops)

    with office_records(api.engine, write=False) as records, api.queries() as asked:
        view = read_roster(records, COORDINATOR, api.roster_id, today=MONDAY)
    assert sum(len(duty["stops"]) for duty in view.duties) >= stops
    assert len(asked) == 7
    api.engine.dispose()
