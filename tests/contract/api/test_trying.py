"""Changes by hand through the API: trials, changes, undoing, candidates and what suits."""

from __future__ import annotations

from typing import Any

from outreach.records import RosterStop
from outreach.records.database import office_records
from tests.api_site import ApiSite

VISIT = "plan:P002:1"
FRIDAY = "2026-12-04"


def change(api: ApiSite, code: str = "V001", **more: Any) -> dict[str, Any]:
    people = {one["code"]: one["id"] for one in api.coordinator.all("/people")}
    return {"kind": "assign", "item_key": VISIT, "seat": 1, "person_id": people[code], "date": FRIDAY} | more


def test_a_change_is_tried_kept_and_taken_back(api: ApiSite) -> None:
    path = f"/rosters/{api.roster_id}"
    before = api.coordinator.get(path)
    tried = api.coordinator.ask("POST", f"{path}/trials", json=change(api))
    assert tried.status_code == 200 and tried.json()["ok"] and tried.json()["breaks"] == []
    assert api.coordinator.get(path).json() == before.json()
    kept = api.coordinator.post(f"{path}/changes", change(api), key="once")
    assert kept.status_code == 200 and kept.json()["trial"]["start"].startswith(FRIDAY)
    assert kept.json()["roster_id"] == api.roster_id and not kept.json()["is_new"]
    assert api.coordinator.post(f"{path}/changes", change(api), key="once").json() == kept.json()
    now = api.coordinator.get(path)
    assert now.headers["etag"] != before.headers["etag"]
    days = {stop["item_key"]: duty["date"] for duty in now.json()["duties"] for stop in duty["stops"]}
    assert days[VISIT] == FRIDAY
    undone = api.coordinator.post(f"{path}/undo")
    assert undone.status_code == 200 and undone.json()["left"] == 0 and len(undone.json()["cells"]) == 2
    assert api.coordinator.get(path).json()["duties"] == before.json()["duties"]
    assert api.coordinator.post(f"{path}/undo").json()["code"] == "nothing_to_undo"


def test_what_breaks_rules_is_a_conflict_with_a_sentence_each_and_no_names(quick: ApiSite) -> None:
    path = f"/rosters/{quick.roster_id}"
    wanted = change(quick, "S001")
    tried = quick.coordinator.ask("POST", f"{path}/trials", json=wanted).json()
    assert not tried["ok"]
    (one,) = tried["breaks"]
    assert one["rule"] == "role_fits" and "周柏宇" in one["zh"] and "volunteers" in one["en"]
    refused = quick.coordinator.post(f"{path}/changes", wanted)
    assert (refused.status_code, refused.json()["code"]) == (409, "role_fits")
    assert "S001" in refused.text and "周柏宇" not in refused.text


def test_a_stale_cell_is_a_conflict_that_shows_both_sides(quick: ApiSite) -> None:
    with office_records(quick.engine, write=False) as records:
        known = {stop.item_key for stop in records.all(RosterStop)}
    assert VISIT in known
    wanted = change(quick)
    seen = [{"person_id": wanted["person_id"], "date": "2026-12-02", "etag": "0123456789abcdef"}]
    answer = quick.coordinator.post(f"/rosters/{quick.roster_id}/changes", wanted | {"seen": seen})
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    (difference,) = answer.json()["differences"]
    assert any("P002:1" in line for line in difference["kept"])
    assert not any("P002:1" in line for line in difference["given"])


def test_who_could_and_what_suits(quick: ApiSite) -> None:
    path = f"/rosters/{quick.roster_id}"
    for caller in (quick.coordinator, quick.auditor):
        found = caller.get(f"{path}/candidates", params={"item_key": VISIT, "seat": 1})
        assert found.status_code == 200 and found.json() == [], "only its holder may"
        wanted = change(quick)
        suits = caller.get(f"{path}/suits", params={"person_id": wanted["person_id"], "date": FRIDAY})
        assert suits.status_code == 200
        assert all(one["fits"] and one["date"] == FRIDAY for one in suits.json())
    wrong = quick.coordinator.get(f"{path}/candidates", params={"item_key": "plan:nothing:1"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "no_such_seat")
