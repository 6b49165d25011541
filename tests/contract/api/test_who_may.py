"""Who reads and writes records: coordinators all, auditors read, administrators no personal data, others themselves."""

from __future__ import annotations

import pytest

from outreach.actor import Role
from outreach.usecases.keeping.kinds import KINDS
from tests.api_site import ApiSite
from tests.contract.api.bodies import bodies


@pytest.mark.parametrize("kind", KINDS)
def test_reading(quick: ApiSite, kind: str) -> None:
    expected: dict[Role, int] = {
        "coordinator": 200,
        "auditor": 200,
        "field": 200 if kind in ("people", "absences", "trainings", "insurances") else 404,
    }
    expected["admin"] = 200 if kind in ("units", "kits", "services", "training-rules") else 404
    for caller in quick.callers():
        assert caller.get(f"/{kind}").status_code == expected[caller.role], caller.role


def test_nobody_but_coordinators_writes(quick: ApiSite) -> None:
    for kind, body in bodies(quick).items():
        rows = quick.coordinator.all(f"/{kind}")
        record_id = rows[0]["id"] if rows else "0" * 32
        for caller in (quick.auditor, quick.admin, quick.field):
            assert caller.post(f"/{kind}", body).status_code == 404
            assert caller.patch(f"/{kind}/{record_id}", {}).status_code == 404
            assert caller.delete(f"/{kind}/{record_id}").status_code == 404
        assert quick.coordinator.all(f"/{kind}") == rows


def test_a_field_person_reads_their_own_record_only(quick: ApiSite) -> None:
    people = {one["code"]: one["id"] for one in quick.coordinator.all("/people")}
    assert quick.field.get(f"/people/{people['V001']}").json()["code"] == "V001"
    assert [one["code"] for one in quick.field.all("/people")] == ["V001"]
    for record_id in (people["S001"], "0" * 32):
        answer = quick.field.get(f"/people/{record_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_there")
    theirs, mine = {}, {}
    own: dict[str, dict[str, object]] = {
        "trainings": {"kind": "basic", "hours": 6, "date": "2026-03-14"},
        "insurances": {"start": "2026-01-01", "end": "2026-12-31"},
    }
    for kind, body in own.items():
        theirs[kind] = quick.coordinator.post(f"/{kind}", body | {"person_id": people["S001"]}).json()["id"]
        mine[kind] = quick.coordinator.post(f"/{kind}", body | {"person_id": people["V001"]}).json()["id"]
        assert [one["id"] for one in quick.field.all(f"/{kind}")] == [mine[kind]]
        assert quick.field.get(f"/{kind}/{mine[kind]}").status_code == 200
        assert quick.field.get(f"/{kind}/{theirs[kind]}").status_code == 404
    for kind in ("clients", "units"):
        assert quick.field.get(f"/{kind}/{quick.coordinator.all(f'/{kind}')[0]['id']}").status_code == 404


def test_searching_is_reading(quick: ApiSite) -> None:
    statuses = [caller.post("/clients/search", {"q": "測試"}).status_code for caller in quick.callers()]
    assert statuses == [200, 404, 200, 404]
