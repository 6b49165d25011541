"""Records are made, shown, corrected and removed by hand; what is refused leaves nothing behind."""

from __future__ import annotations

import pytest

from outreach.records import Place
from outreach.records.database import changed_records, office_records
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.undo_change import undo_change
from tests.api_site import ApiSite
from tests.contract.api.bodies import HALL, SEAT, bodies, holds

WRITTEN = [name for name, kind in KINDS.items() if kind.form is not None]


def test_each_kind_is_made_shown_corrected_and_removed(api: ApiSite) -> None:
    given = bodies(api)
    assert set(given) == set(WRITTEN)
    for kind, body in given.items():
        made = api.coordinator.post(f"/{kind}", body)
        assert made.status_code == 201, (kind, made.text)
        path = made.headers["location"].removeprefix("/api/v1")
        shown = api.coordinator.get(path)
        assert shown.json() == made.json() and shown.headers["etag"] == made.headers["etag"] == shown.json()["etag"]
        assert holds(shown.json(), body), (kind, shown.text)
        assert shown.json()["corrected"] == []

        name = next(
            one
            for one in (
                "note",
                "phone",
                "turnaround",
                "weight",
                "expected",
                "last",
                "staff_at_least",
                "hours",
                "policy",
            )
            if one in shown.json()
        )
        value = {"note": "新的", "policy": "新的", "phone": "06-000-0999", "last": "2026-10-20"}.get(name, 7)
        corrected = api.coordinator.patch(path, {name: value}, etag=shown.headers["etag"])
        assert corrected.status_code == 200, (kind, corrected.text)
        changed = {"etag": corrected.headers["etag"], name: value, "corrected": [name]}
        assert corrected.json() == shown.json() | changed
        assert corrected.headers["etag"] != shown.headers["etag"]

        assert api.coordinator.delete(path, etag=shown.headers["etag"]).status_code == 409
        gone = api.coordinator.delete(path, etag=corrected.headers["etag"])
        assert (gone.status_code, gone.content) == (204, b"")
        assert api.coordinator.get(path).status_code == 404


def test_lists_of_a_person_are_replaced_as_a_whole(api: ApiSite) -> None:
    made = api.coordinator.post("/people", bodies(api)["people"]).json()
    path, others = f"/people/{made['id']}", made["deputies"]
    assert len(others) == 2
    patch = {
        "skills": [{"skill": "急救", "expires": "2028-01-01"}],
        "availability": [],
        "deputies": others[::-1],
    }
    shown = api.coordinator.patch(path, patch, etag=made["etag"]).json()
    assert shown["skills"] == [{"skill": "急救", "expires": "2028-01-01"}]
    assert shown["availability"] == [] and shown["deputies"] == others[::-1]
    assert shown["corrected"] == ["availability", "deputies", "skills"]
    assert shown["etag"] != made["etag"]


def test_one_undo_takes_back_a_whole_correction(api: ApiSite) -> None:
    made = api.coordinator.post("/people", bodies(api)["people"]).json()
    path = f"/people/{made['id']}"
    api.coordinator.patch(path, {"name": "別人", "deputies": made["deputies"][::-1], "skills": []}, etag=made["etag"])
    _undo(api)
    back = api.coordinator.get(path).json()
    assert {**back, "etag": ""} == {**made, "etag": ""}
    api.coordinator.delete(path)
    _undo(api)
    assert {**api.coordinator.get(path).json(), "etag": ""} == {**made, "etag": ""}


def _undo(api: ApiSite) -> None:
    now, office_id = api.app.state.parts.clock.now(), api.office_id
    with changed_records(api.engine, office_id, "undo", account_id=None, now=now) as records:
        undo_change(records)


def test_what_is_in_use_stays(api: ApiSite) -> None:
    service = next(one for one in api.coordinator.all("/services") if one["name"] == "訪視問安")
    unit = api.coordinator.all("/units")[0]
    for path in (f"/services/{service['id']}", f"/units/{unit['id']}"):
        answer = api.coordinator.delete(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
        assert api.coordinator.get(path).status_code == 200


def test_a_unit_that_seats_name_keeps_its_name(api: ApiSite) -> None:
    unit = api.coordinator.post("/units", {"name": "示範戶政事務所", "place": HALL}).json()
    crew = [{**SEAT, "unit": unit["name"]}]
    service = {"name": "到宅戶政", "letter": "戶", "minutes": 30, "crew": crew}
    assert api.coordinator.post("/services", service).status_code == 201
    for answer in (
        api.coordinator.patch(f"/units/{unit['id']}", {"name": "別的"}),
        api.coordinator.delete(f"/units/{unit['id']}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "unit_named_in_seats")


def test_the_same_code_or_date_twice_is_a_conflict(api: ApiSite) -> None:
    given = bodies(api)
    for kind in WRITTEN:
        assert api.coordinator.post(f"/{kind}", given[kind]).status_code == 201
        answer = api.coordinator.post(f"/{kind}", given[kind])
        assert (answer.status_code, answer.json()["code"]) == (409, "already_there"), kind
        assert [one["field"] for one in answer.json()["errors"]] == [KINDS[kind].unique[-1]]


def test_a_code_may_not_be_changed_into_one_that_is_taken(api: ApiSite) -> None:
    one, other = api.coordinator.all("/clients")[:2]
    answer = api.coordinator.patch(f"/clients/{one['id']}", {"code": other["code"]}, etag=one["etag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "already_there")
    same = api.coordinator.patch(f"/clients/{one['id']}", {"code": one["code"]}, etag=one["etag"])
    assert same.status_code == 200 and same.json() == one


def test_a_place_never_changes_and_equal_places_are_one(api: ApiSite) -> None:
    before = _places(api)
    person = api.coordinator.all("/people")[0]
    moved = api.coordinator.patch(f"/people/{person['id']}", {"base": {"lat": 22.99, "lon": 120.16}})
    assert moved.json()["base"]["precision"] == "exact" and moved.json()["corrected"] == ["base_address"]
    assert _places(api) - before and before <= _places(api)
    kept = _places(api)
    other = api.coordinator.all("/people")[1]
    api.coordinator.patch(f"/people/{other['id']}", {"base": {"lat": 22.99, "lon": 120.16}})
    assert _places(api) == kept
    at_unit = api.coordinator.patch(f"/people/{person['id']}", {"base": None}).json()
    assert at_unit["base"] == api.coordinator.all("/units")[0]["place"]


def _places(api: ApiSite) -> set[tuple[str, float, float]]:
    with office_records(api.engine, write=False) as records:
        return {(place.id, place.lat, place.lon) for place in records.all(Place)}


def test_a_record_made_by_hand_can_be_planned(api: ApiSite) -> None:
    made = api.coordinator.post("/desks", bodies(api)["desks"])
    assert made.json()["required"] == [{"roles": ["volunteer"], "unit": "", "skills": []}]
    with office_records(api.engine, write=False) as records:
        kept = records.get(KINDS["desks"].record, made.json()["id"])
        assert kept is not None
        assert kept.model_dump()["required"] == [{"roles": ["volunteer"], "unit": "", "skills": []}]


@pytest.mark.parametrize("kind", ["absences", "closed-days", "pins"])
def test_exceptions_are_read_here_and_written_by_verbs(quick: ApiSite, kind: str) -> None:
    assert quick.coordinator.get(f"/{kind}").status_code == 200
    assert quick.coordinator.get(f"/{kind}/{'0' * 32}").status_code == 404
    assert quick.coordinator.patch(f"/{kind}/{'0' * 32}", {}).status_code in (404, 405)
