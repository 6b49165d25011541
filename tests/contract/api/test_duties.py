"""Duties over the API: whose they are, what stands in them, and the answers to them."""

from __future__ import annotations

from outreach.records import RosterDuty
from outreach.records.database import office_records
from tests.api_site import ApiSite


def published(api: ApiSite) -> list[dict[str, str]]:
    assert api.coordinator.post(f"/rosters/{api.roster_id}/publication", {}).status_code == 200
    duties: list[dict[str, str]] = api.coordinator.all("/duties")
    return duties


def test_duties_are_there_once_they_are_published(api: ApiSite) -> None:
    assert api.coordinator.all("/duties") == []
    everybody = published(api)
    assert len(everybody) == 2
    own = api.field.all("/duties")
    assert [one["id"] for one in own] == [one["id"] for one in everybody if one["person_id"] == own[0]["person_id"]]
    assert api.coordinator.all("/duties?from=2026-12-03&until=2026-12-06") == []
    assert api.coordinator.all(f"/duties?person_id={own[0]['person_id']}") == own
    assert api.coordinator.get("/duties?from=2026-12-06&until=2026-12-03").json()["code"] == "span"
    assert api.coordinator.get("/duties?from=1912-01-01&until=9998-12-31").json()["code"] == "span"


def test_one_duty_has_all_that_its_person_needs(api: ApiSite) -> None:
    own = next(one for one in published(api) if one["id"] in {duty["id"] for duty in api.field.all("/duties")})
    duty = api.field.get(f"/duties/{own['id']}").json()
    assert duty == api.coordinator.get(f"/duties/{own['id']}").json()
    assert duty["person"] == "林秀琴" and duty["start"] == "示範區公所"
    assert [stop["number"] for stop in duty["stops"]] == [1, 2, 3, 4, 5]
    assert duty["stops"][1]["client"] == "測試甲" and duty["stops"][1]["place"]["address"]
    assert any(stop["partners"] for stop in duty["stops"])


def test_others_duties_are_not_there(api: ApiSite) -> None:
    with office_records(api.engine, write=False) as records:
        ids = {one.id for one in records.all(RosterDuty)}
    assert {api.field.get(f"/duties/{one}").status_code for one in ids} == {404}
    published(api)
    own = api.field.all("/duties")[0]["id"]
    assert {one: api.field.get(f"/duties/{one}").status_code for one in ids} == {
        one: 200 if one == own else 404 for one in ids
    }
    other = (ids - {own}).pop()
    assert api.field.put(f"/duties/{other}/answer", {"answer": "accepted"}).status_code == 404
    assert api.field.get(f"/duties?person_id={'0' * 32}").status_code == 404


def test_answers(api: ApiSite) -> None:
    duties = published(api)
    later = next(one for one in duties if one["id"] not in {own["id"] for own in api.field.all("/duties")})
    path = f"/duties/{later['id']}/answer"
    assert api.coordinator.put(path, {"answer": "accepted"}).json()["answer"] == "accepted"
    declined = api.coordinator.put(path, {"answer": "declined", "reason": "回診"})
    assert declined.json()["reason"] == "回診"
    readers = {one["person_id"]: one for one in api.coordinator.get(f"/rosters/{api.roster_id}/readers").json()}
    assert readers[later["person_id"]]["declined"] is True
    own = api.field.all("/duties")[0]
    late = api.field.put(f"/duties/{own['id']}/answer", {"answer": "declined"})
    assert (late.status_code, late.json()["code"]) == (409, "past")
    assert api.field.put(f"/duties/{own['id']}/answer", {"answer": "maybe"}).status_code == 422
