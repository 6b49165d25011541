"""The JSON twins of the visit log, of cases, and of who has not been seen for long."""

import pytest

from tests.contract.pages.test_visits import Log

ENTRY = {"action": "result", "at": "2026-12-02T08:31:00+08:00", "result": {"outcome": "no_answer"}}
CASE = {"title": "聯絡家屬", "due": "2026-12-09"}


@pytest.fixture
def log(tmp_path):
    site = Log(f"sqlite:///{tmp_path / 'log.db'}")
    yield site
    site.engine.dispose()


def entry(log, number=1, **more):
    return {"key": f"{number:032x}", "stop_id": log.stop(number), **ENTRY, **more}


def test_an_entry_is_kept_once_whatever_its_idempotency_key(log):
    first = log.field.post("/entries", entry(log))
    assert first.status_code == 201
    assert first.json() | {"at": "", "log_id": ""} == {"key": f"{1:032x}", "known": False, "at": "", "log_id": ""}
    assert first.headers["location"] == f"/api/v1/visits/{first.json()['log_id']}"
    again = log.field.post("/entries", entry(log))
    assert (again.json()["known"], again.json()["at"]) == (True, first.json()["at"])
    other = log.field.post("/entries", entry(log, at="2026-12-02T08:40:00+08:00"))
    assert (other.status_code, other.json()["code"]) == (409, "other_content")


def test_an_entry_for_somebody_elses_stop_is_not_found(log):
    theirs = next(
        one["id"]
        for one in log.coordinator.get("/visits?first=2026-12-02").json()["items"]
        if one["person"] == "周柏宇"
    )
    assert log.field.post("/entries", entry(log, stop_id=theirs)).status_code == 404
    assert log.auditor.post("/entries", entry(log)).status_code == 404


def test_the_log_is_listed_searched_and_paged(log):
    log.field.post("/entries", entry(log))
    listed = log.coordinator.get("/visits?first=2026-12-02&last=2026-12-02&limit=4").json()
    assert (listed["found"], listed["at"], listed["next"], len(listed["items"])) == (6, 1, 5, 4)
    rest = log.auditor.get("/visits?first=2026-12-02&last=2026-12-02&limit=4&at=5").json()
    assert (rest["next"], [one["client"] for one in rest["items"]]) == (None, ["測試甲", ""])
    (noted,) = log.coordinator.get("/visits?outcome=no_answer").json()["items"]
    assert (noted["noted"], noted["outcome"], noted["seen"], noted["client"]) == (True, "no_answer", False, "測試甲")
    found = log.coordinator.ask("POST", "/visits/search", json={"word": "測試乙"}).json()
    assert [one["client"] for one in found["items"]] == ["測試乙"]
    assert log.coordinator.get("/visits?outcome=nonsense").status_code == 422
    assert log.field.get("/visits").status_code == 404


def test_one_line_with_its_entries(log):
    body = entry(log, result={"outcome": "seen", "condition": ["fell"], "strokes": [[0, 0, 5, 5]]})
    log_id = log.field.post("/entries", body).json()["log_id"]
    shown = log.coordinator.get(f"/visits/{log_id}").json()
    assert (shown["condition"], shown["strokes"], shown["stop_id"]) == (["fell"], [[0, 0, 5, 5]], log.stop(1))
    assert [(one["action"], one["by"], one["stands"]) for one in shown["entries"]] == [("result", "field", True)]
    assert log.auditor.get(f"/visits/{log_id}").json()["condition"] == []
    expected = log.coordinator.get(f"/visits/{log.stop(2)}").json()
    assert (expected["visit"]["noted"], expected["entries"]) == (False, [])


def test_a_case_from_beginning_to_end(log):
    made = log.coordinator.post("/cases", CASE)
    assert (made.status_code, made.json()["name"], made.json()["status"]) == (201, "115-0001", "open")
    path = f"/cases/{made.json()['id']}"
    assert log.coordinator.put(path, {**CASE, "status": "waiting"}).json()["status"] == "waiting"
    assert log.coordinator.post(f"{path}/notes", {"text": "打過電話"}).status_code == 201
    assert log.coordinator.put(f"{path}/closing", {"closing": "安好"}).json()["closing"] == "安好"
    assert log.coordinator.put(path, CASE).status_code == 409
    assert log.coordinator.delete(f"{path}/closing").json()["status"] == "open"
    shown = log.auditor.get(path).json()
    assert sorted(note["text"] for note in shown["notes"] if note["text"]) == ["安好", "打過電話"]
    assert [note["changed"] for note in shown["notes"] if not note["text"]] == [{"status": ["open", "waiting"]}]
    assert [one["name"] for one in log.auditor.get("/cases?which=all").json()["items"]] == ["115-0001"]
    assert log.coordinator.post("/cases", {**CASE, "owner_id": "0" * 32}).json()["code"] == "no_such_person"


def test_a_case_that_is_not_there_is_not_found(log):
    path = f"/cases/{'f' * 32}"
    assert log.coordinator.get(path).status_code == 404
    assert log.coordinator.put(path, CASE).status_code == 404
    assert log.coordinator.post(f"{path}/notes", {"text": "打過電話"}).status_code == 404
    assert log.coordinator.put(f"{path}/closing", {"closing": "安好"}).status_code == 404
    assert log.coordinator.delete(f"{path}/closing").status_code == 404


def test_who_has_not_been_seen_for_long(log):
    log.field.post("/entries", entry(log, 2))
    found = log.coordinator.get("/overdue").json()["items"]
    assert sorted(one["name"] for one in found) == ["測試丁", "測試丙", "測試乙", "測試甲"]
    assert {one["name"]: one["tried"] for one in found}["測試乙"] == "2026-12-02"
    assert log.field.get("/overdue").status_code == 404
