"""Everything that cannot be taken: a status, a code, the field and a sentence; nothing half-saved."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.records.base import record_kinds
from outreach.records.database import office_records
from tests.api_site import ApiSite
from tests.contract.api.bodies import HALL, SEAT, bodies

WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("people", {"name": None}, "name", "string_type"),
    ("people", {"name": "   "}, "name", "string_too_short"),
    ("people", {"name": "x" * 1001}, "name", "string_too_long"),
    ("people", {"name": "林\u0000秀琴"}, "name", "control_characters"),
    ("people", {"name": "林\u0086"}, "name", "control_characters"),
    ("people", {"code": "A 1"}, "code", "bad_code"),
    ("people", {"role": "boss"}, "role", "literal_error"),
    ("people", {"unit_id": "../units"}, "unit_id", "string_pattern_mismatch"),
    ("people", {"unit_id": "0" * 32}, "unit_id", "unknown_link"),
    ("people", {"deputies": ["0" * 32]}, "deputies.0", "unknown_link"),
    ("people", {"capacity": False}, "capacity", "int_type"),
    ("people", {"capacity": 10**400}, "capacity", "less_than_equal"),
    ("people", {"capacity": 2**63}, "capacity", "less_than_equal"),
    ("people", {"max_days": 1.5}, "max_days", "int_type"),
    ("people", {"max_day_hours": 25}, "max_day_hours", "less_than_equal"),
    ("people", {"max_day_hours": "8"}, "max_day_hours", "float_type"),
    ("people", {"villages": ["沒有里"]}, "villages", "unknown_village"),
    ("people", {"villages": ["育平里", "育平里"]}, "villages", "repeated"),
    ("people", {"turns": {"noon": -1}}, "turns.noon", "greater_than_equal"),
    ("people", {"turns": {"tea": 1}}, "turns.tea.[key]", "literal_error"),
    ("people", {"office_id": "0" * 32}, "office_id", "extra_forbidden"),
    ("people", {"version": 7}, "version", "extra_forbidden"),
    ("people", {"corrected": []}, "corrected", "extra_forbidden"),
    ("people", {"skills": [{"skill": "a"}, {"skill": "a"}]}, "skills.1", "repeated"),
    ("people", {"skills": [{"skill": "a", "expires": "2026-02-30"}]}, "skills.0.expires", "bad_date"),
    ("people", {"skills": [{"skill": "a", "expires": "9999-12-31"}]}, "skills.0.expires", "odd_date"),
    ("people", {"skills": [{"skill": "a", "expires": 20}]}, "skills.0.expires", "date_type"),
    ("people", {"availability": [{"start": "08:00", "end": "09:00"}]}, "availability.0", "one_day"),
    (
        "people",
        {"availability": [{"weekday": 1, "start": "09:00", "end": "09:00"}]},
        "availability.0.end",
        "ends_before_start",
    ),
    ("people", {"base": {"lat": 22.9}}, "base.lon", "coordinates_incomplete"),
    ("people", {"base": {"lat": 0, "lon": 0}}, "base.lat", "greater_than_equal"),
    ("people", {"base": {"address": "某處"}}, "base", "not_located"),
    ("clients", {"place": {"lat": 25.04, "lon": 121.5}}, "place", "outside_district"),
    (
        "clients",
        {"place": {**HALL, "village": "文平里", "lat": 22.989, "lon": 120.164}},
        "place.village",
        "village_differs",
    ),
    ("clients", {"wishes": [{"person_id": "0" * 32, "wish": "refused"}]}, "wishes.0.person_id", "unknown_link"),
    ("services", {"crew": []}, "crew", "too_short"),
    ("services", {"crew": [SEAT] * 13}, "crew", "too_long"),
    ("services", {"crew": [{"roles": ["staff"], "unit": "沒有"}]}, "crew.0.unit", "unknown_unit_of_seat"),
    ("services", {"latest": "07:00"}, "latest", "latest_before_earliest"),
    ("services", {"latest": "24:00"}, "latest", "bad_time"),
    ("services", {"letter": "兩字"}, "letter", "string_too_long"),
    ("care-plans", {"times_per_week": None}, "times_per_week", "no_when"),
    ("care-plans", {"date": "2026-12-02"}, "date", "several_whens"),
    ("care-plans", {"times_per_week": 3, "weekdays": "1"}, "times_per_week", "no_weekday_left"),
    ("care-plans", {"weekdays": "31"}, "weekdays", "bad_weekdays"),
    ("care-plans", {"latest": "06:00"}, "latest", "latest_before_earliest"),
    ("tasks", {"deadline": None}, "date", "no_when"),
    ("tasks", {"date": "2026-12-02"}, "deadline", "several_whens"),
    ("tasks", {"earliest_date": "2026-12-05"}, "deadline", "last_before_first"),
    ("desks", {"required": []}, "required", "no_seats"),
    ("desks", {"end": "17:30"}, "end", "ends_before_start"),
    ("shifts", {"end": "08:00"}, "end", "ends_before_start"),
    ("campaigns", {"last": "2026-10-01"}, "last", "last_before_first"),
]


@pytest.fixture(scope="module")
def given(quick: ApiSite) -> dict[str, dict[str, Any]]:
    return bodies(quick)


@pytest.mark.parametrize(("kind", "wrong", "field", "code"), WRONG)
def test_a_field_that_cannot_be_taken(
    quick: ApiSite, given: dict[str, dict[str, Any]], kind: str, wrong: dict[str, Any], field: str, code: str
) -> None:
    before = _everything(quick)
    for lang in ("zh", "en"):
        answer = quick.coordinator.post(f"/{kind}?lang={lang}", given[kind] | wrong)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()["errors"][0]
        assert (told["field"], told["code"]) == (field, code)
        assert told["sentence"][0].isascii() == (lang == "en"), told["sentence"]
    assert _everything(quick) == before


def test_a_sentence_names_the_limit(quick: ApiSite, given: dict[str, dict[str, Any]]) -> None:
    answer = quick.coordinator.post("/people?lang=en", given["people"] | {"max_days": 9})
    assert answer.json()["detail"] == "It must not be more than 7."
    assert answer.json()["title"] == "Some fields cannot be taken"


def test_several_fields_are_told_at_once(quick: ApiSite, given: dict[str, dict[str, Any]]) -> None:
    answer = quick.coordinator.post("/people", given["people"] | {"max_days": 9, "name": "", "more": 1})
    assert answer.json()["code"] == "invalid"
    assert {one["field"] for one in answer.json()["errors"]} == {"max_days", "name", "more"}


def test_a_wrong_service_for_a_visit_and_for_a_gift(quick: ApiSite, given: dict[str, dict[str, Any]]) -> None:
    gift, visit = given["campaigns"]["service_id"], given["tasks"]["service_id"]
    for kind, service_id in (("tasks", gift), ("care-plans", gift), ("campaigns", visit)):
        answer = quick.coordinator.post(f"/{kind}", given[kind] | {"service_id": service_id})
        assert (answer.status_code, answer.json()["code"]) == (422, "wrong_block")


def test_a_correction_is_checked_with_what_is_kept(quick: ApiSite) -> None:
    plan = next(one for one in quick.coordinator.all("/care-plans") if one["times_per_week"] is None)
    answer = quick.coordinator.patch(f"/care-plans/{plan['id']}", {"times_per_week": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "several_whens")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed"),
        (b"", 422, "missing"),
        (b"null", 422, "model_type"),
        (b"[]", 422, "model_type"),
        (b"\xff", 400, "malformed"),
        (b"[" * 100_000, 400, "malformed"),
        (b'{"name": ' + b"9" * 5000 + b"}", 400, "malformed"),
        (b'{"name": NaN}', 422, "string_type"),
        (b'{"name": "x", "count": 1e400}', 422, "int_type"),
        (b'{"name": "\\ud800"}', 422, "string_unicode"),
        (b'{"\\ud800": 1, "name": "x"}', 422, "string_unicode"),
        (b'{"name": "x", "name": "", "count": 1}', 422, "string_too_short"),
        (b'{"name": "' + b"x" * 2**20 + b'"}', 413, "too_large"),
    ],
    ids=range(13),
)
def test_a_body_that_is_none(quick: ApiSite, body: bytes, status: int, code: str) -> None:
    headers = {"content-type": "application/json"}
    answer = quick.coordinator.post("/kits", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_another_type(quick: ApiSite) -> None:
    headers = {"content-type": "text/plain"}
    assert quick.coordinator.post("/kits", content=b'{"name": "x"}', headers=headers).status_code == 422


@pytest.mark.parametrize("record_id", ["x", "%00", "0" * 31, "0" * 33, "..%2f..", "'--", "G" * 32])
def test_an_identifier_that_is_none(quick: ApiSite, record_id: str) -> None:
    answer = quick.coordinator.get(f"/people/{record_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_there")


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "字".encode()])
def test_a_key_that_is_none(quick: ApiSite, key: Any) -> None:
    answer = quick.coordinator.post("/kits", {"name": "x"}, headers={"Idempotency-Key": key})
    assert answer.status_code in (400, 422)


def _everything(api: ApiSite) -> dict[str, int]:
    with office_records(api.engine, write=False) as records:
        return {name: len(records.all(kind)) for name, kind in record_kinds().items()}
