"""Files are handed in over the API, and jobs are watched and ended."""

from __future__ import annotations

from typing import Any

from outreach.records import Job, Upload
from outreach.records.database import office_records
from tests.api_site import ApiSite

CSV = ("a.csv", "單位,里\n測試單位,育平里\n".encode(), "text/csv")


def hand_in(api: ApiSite, file: tuple[str, bytes, str] = CSV, key: str | None = None) -> Any:
    return api.coordinator.post("/imports", files={"file": file}, key=key)


def test_a_file_waits_for_its_preview(api: ApiSite) -> None:
    answer = hand_in(api)
    assert answer.status_code == 202
    shown = answer.json()
    assert (shown["status"], shown["file_name"], shown["job"]["kind"]) == ("reading", "a.csv", "import")
    assert answer.headers["location"] == f"/api/v1/imports/{shown['id']}"
    assert api.coordinator.get(f"/imports/{shown['id']}").json()["findings"] == {}
    assert [one["id"] for one in api.coordinator.all("/imports")] == [shown["id"]]
    assert api.coordinator.post(f"/imports/{shown['id']}/keep").json()["code"] == "job_active"
    assert api.coordinator.post(f"/imports/{shown['id']}/decisions", {}).json()["code"] == "import_reading"
    assert api.coordinator.delete(f"/imports/{shown['id']}").status_code == 204
    assert api.coordinator.get(f"/imports/{shown['id']}").json()["status"] == "dropped"
    assert api.coordinator.post(f"/imports/{shown['id']}/decisions", {}).json()["code"] == "import_dropped"


def test_the_same_file_with_the_same_key_is_one_import(api: ApiSite) -> None:
    first, again = hand_in(api, key="one"), hand_in(api, key="one")
    assert first.json() == again.json()
    other = hand_in(api, ("a.csv", b"other", "text/csv"), key="one")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    with office_records(api.engine, write=False) as records:
        assert len(records.all(Upload)) == len(records.all(Job)) == 1


def test_files_that_cannot_be_taken(quick: ApiSite) -> None:
    for file, status in (
        (("a.exe", b"x", "x/y"), 422),
        (("", b"x", "x/y"), 422),
        (("a.ods", b"", "x/y"), 422),
        (("a.csv", b"x" * (10 * 2**20 + 1), "text/csv"), 422),
        (("a.csv", b"x" * (11 * 2**20), "text/csv"), 413),
    ):
        answer = hand_in(quick, file)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json" and answer.json()["detail"]
    assert quick.coordinator.post("/imports", {}).status_code == 422
    broken = {"content-type": "multipart/form-data"}
    assert quick.coordinator.post("/imports", content=b"x", headers=broken).status_code in (400, 422)
    assert quick.coordinator.all("/imports") == []


def test_too_many_files_wait(api: ApiSite) -> None:
    statuses = [hand_in(api, ("a.csv", str(number).encode(), "text/csv")).status_code for number in range(21)]
    assert statuses == [*[202] * 20, 429]


def test_only_coordinators_hand_files_in(api: ApiSite) -> None:
    shown = hand_in(api).json()
    for caller in (api.auditor, api.field, api.admin):
        assert caller.post("/imports", files={"file": CSV}).status_code == 404
    assert api.auditor.get(f"/imports/{shown['id']}").status_code == 200
    assert api.field.get(f"/imports/{shown['id']}").status_code == 404


def test_jobs_are_shown_and_ended(api: ApiSite) -> None:
    job = api.coordinator.post("/weeks/2026-12-07/plans", {"seconds": 1}).json()
    assert api.coordinator.get(f"/jobs/{job['id']}").json() == job
    assert api.coordinator.all("/jobs?kind=plan&status=waiting") == [job]
    assert api.coordinator.all("/jobs?kind=import") == []
    seen = api.admin.get(f"/jobs/{job['id']}").json()
    assert seen["status"] == "waiting" and seen["given"] == {}
    assert api.field.get("/jobs").status_code == 404
    for caller in (api.auditor, api.admin, api.field):
        assert caller.post(f"/jobs/{job['id']}/cancel").status_code == 404
    ended = api.coordinator.post(f"/jobs/{job['id']}/cancel", key="end")
    assert ended.json()["status"] == "cancelled"
    assert api.coordinator.post(f"/jobs/{job['id']}/cancel", key="end").json() == ended.json()
    assert api.coordinator.post(f"/jobs/{job['id']}/stop").json()["code"] == "job_ended"
    assert api.coordinator.post(f"/jobs/{'0' * 32}/stop").status_code == 404
