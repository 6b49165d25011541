"""Pins, assignments, removals, absences and closed days over the API, and taking them back."""

from __future__ import annotations

from typing import Any

from tests.api_site import ApiSite

SEAT = {"item": "D01", "date": "2026-12-03", "seat": 1}


def people(api: ApiSite) -> dict[str, str]:
    return {one["code"]: one["id"] for one in api.coordinator.all("/people")}


def path_of(answer: Any) -> str:
    return answer.headers["location"].removeprefix("/api/v1")


def test_a_pin_is_made_and_taken_back(api: ApiSite) -> None:
    body = {**SEAT, "person_id": people(api)["V001"], "start": "08:30"}
    made = api.coordinator.post("/pins", body)
    assert made.status_code == 201 and made.json()["by_hand"] is True
    assert made.json()["start"] == "08:30" and not made.json()["never"]
    assert api.coordinator.get(path_of(made)).json() == made.json()
    assert api.coordinator.all("/pins?from=2026-12-03&until=2026-12-03") == [made.json()]
    assert api.coordinator.delete(path_of(made)).status_code == 204
    assert api.coordinator.delete(path_of(made)).status_code == 404
    assert api.coordinator.all("/pins") == []


def test_a_pin_that_contradicts_is_refused_and_an_assignment_takes_its_place(api: ApiSite) -> None:
    who = people(api)
    first = api.coordinator.post("/pins", {**SEAT, "person_id": who["V001"]})
    second = api.coordinator.post("/pins", {**SEAT, "person_id": who["S001"]})
    assert (second.status_code, second.json()["code"]) == (409, "seat_taken")
    assert "V001" in second.json()["detail"] and "林" not in second.text
    assigned = api.coordinator.post("/assignments", {**SEAT, "person_id": who["S001"]})
    assert assigned.status_code == 201
    assert [one["id"] for one in assigned.json()["replaced"]] == [first.json()["id"]]
    assert [one["person_id"] for one in api.coordinator.all("/pins")] == [who["S001"]]


def test_a_removal_is_a_bar(api: ApiSite) -> None:
    body = {**SEAT, "person_id": people(api)["V001"]}
    bar = api.coordinator.post("/removals", body)
    assert bar.json()["never"] is True
    assert api.coordinator.post("/pins", body).json()["code"] == "barred"
    assert api.coordinator.delete(path_of(bar)).status_code == 204


def test_what_cannot_be_pinned(api: ApiSite) -> None:
    who = people(api)["V001"]
    for wrong in (
        {"item": "NOTHING"},
        {"date": "2026-11-30"},
        {"seat": 5},
        {"person_id": "0" * 32},
        {"date": "2026-12-06"},
    ):
        answer = api.coordinator.post("/pins", {**SEAT, "person_id": who} | wrong)
        assert answer.status_code == 422 and answer.json()["errors"][0]["field"], answer.text
    assert api.coordinator.all("/pins") == []


def test_an_absence_tells_which_published_duties_it_hits(api: ApiSite) -> None:
    api.coordinator.post(f"/rosters/{api.roster_id}/publication", {})
    body = {"person_id": people(api)["V001"], "start": "2026-12-02T13:00:00+08:00", "end": "2026-12-02T18:00:00+08:00"}
    made = api.coordinator.post("/absences", {**body, "reason": "病假"})
    assert made.status_code == 201
    assert [one["date"] for one in made.json()["duties"]] == ["2026-12-02"]
    assert made.json()["absence"]["start"] == body["start"]
    assert api.coordinator.post("/absences", body).json()["code"] == "already_reported"
    assert api.coordinator.delete(path_of(made)).status_code == 204


def test_field_persons_report_their_own_absences_only(api: ApiSite) -> None:
    span = {"start": "2026-12-03T08:00:00+08:00", "end": "2026-12-03T12:00:00+08:00"}
    who = people(api)
    assert api.field.post("/absences", {**span, "person_id": who["S001"]}).status_code == 404
    made = api.field.post("/absences", {**span, "person_id": who["V001"]})
    assert made.status_code == 201
    assert api.field.all("/absences") == [made.json()["absence"]]
    other = next(one for one in api.coordinator.all("/absences") if one["person_id"] != who["V001"])
    assert api.field.get(f"/absences/{other['id']}").status_code == 404
    assert api.field.delete(f"/absences/{other['id']}").status_code == 404
    assert api.auditor.post("/absences", {**span, "person_id": who["V001"]}).status_code == 404


def test_a_day_is_closed_and_opened_again(api: ApiSite) -> None:
    api.coordinator.post(f"/rosters/{api.roster_id}/publication", {})
    made = api.coordinator.post("/closed-days", {"date": "2026-12-02", "reason": "颱風"})
    assert made.status_code == 201
    assert len(made.json()["duties"]) == 2 and len(made.json()["stops"]) == 6
    assert api.coordinator.post("/closed-days", {"date": "2026-12-02"}).status_code == 409
    assert api.coordinator.delete(path_of(made)).status_code == 204
    some = api.coordinator.post("/closed-days", {"date": "2026-12-04", "villages": ["沒有里"]})
    assert (some.status_code, some.json()["code"]) == (422, "no_such_village")


def test_changes_are_told_and_undone(api: ApiSite) -> None:
    client = api.coordinator.all("/clients")[0]
    api.coordinator.patch(f"/clients/{client['id']}", {"phone": "06-000-0001"}, etag=client["etag"])
    changed = api.coordinator.all("/changes")[0]
    assert changed["verb"] == "correct clients" and changed["undone_id"] is None
    assert changed["steps"] == [
        {"kind": "Client", "id": client["id"], "did": "changed", "fields": ["corrected", "phone"]}
    ]
    assert "06-000-0001" not in str(api.coordinator.all("/changes"))
    assert api.coordinator.post("/changes/undo", {}, key="undo").json()["id"] == changed["id"]
    assert api.coordinator.post("/changes/undo", {}, key="undo").status_code == 200
    assert api.coordinator.get(f"/clients/{client['id']}").json()["phone"] == client["phone"]
    newest, before = api.coordinator.all("/changes")[:2]
    assert (newest["verb"], before["undone_id"]) == ("undo", newest["id"])
    assert api.coordinator.post("/changes/undo", {"change_id": changed["id"]}).json()["code"] == "nothing_to_undo"
    assert api.coordinator.post("/changes/undo", {"change_id": newest["id"]}).status_code == 200
    assert api.coordinator.get(f"/clients/{client['id']}").json()["phone"] == "06-000-0001"


def test_undoing_what_was_changed_again_is_a_conflict(api: ApiSite) -> None:
    client = api.coordinator.all("/clients")[0]
    for phone in ("06-000-0001", "06-000-0002"):
        api.coordinator.patch(f"/clients/{client['id']}", {"phone": phone})
    first = api.coordinator.all("/changes")[1]
    answer = api.coordinator.post("/changes/undo", {"change_id": first["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_since")
