"""Personal links, PINs and the settings of ladders over the API: the same use cases as the pages'."""

from __future__ import annotations

import datetime as dt

from outreach.records import DutyLink, FieldPin, Person, RequestKey, Roster
from outreach.records.database import office_records
from outreach.usecases.links.who_holds import hash_of
from tests.api_site import ApiSite


def published(api: ApiSite) -> str:
    with office_records(api.engine) as records:
        roster = records.get(Roster, api.roster_id)
        assert roster is not None
        roster.status, roster.published_at = "published", roster.created
    return f"/rosters/{api.roster_id}/links"


def person_of(api: ApiSite, code: str) -> str:
    with office_records(api.engine, write=False) as records:
        return records.all(Person, Person.code == code)[0].id


def test_links_are_made_once_told_once_and_revoked(api: ApiSite) -> None:
    path = published(api)
    before = api.auditor.get(path).json()
    assert {one["state"] for one in before["items"]} == {"none"} and before["missing"] == len(before["items"])
    made = api.coordinator.post(path, {}).json()
    assert (len(made["items"]), made["had"]) == (before["missing"], 0)
    first = made["items"][0]
    with office_records(api.engine, write=False) as records:
        link = records.get(DutyLink, first["id"])
        assert link is not None and link.token_hash == hash_of(first["path"].partition("#")[2])
        # Nothing that opens a link is kept, nor an answer that has it.
        assert not [one for one in records.all(RequestKey) if "/d#" in str(one.model_dump())]
    assert api.coordinator.post(path, {}).json()["items"] == []
    again = api.coordinator.post(path, {"person_id": first["person_id"], "date": first["date"], "again": True}).json()
    assert [one["replaces"] for one in again["items"]] == [True] and again["items"][0]["path"] != first["path"]
    assert api.coordinator.delete(f"/links/{again['items'][0]['id']}").status_code == 204
    states = {one["person_id"]: one["state"] for one in api.auditor.get(path).json()["items"]}
    assert states[first["person_id"]] == "revoked"
    assert "/d#" not in api.auditor.get(path).text


def test_a_link_to_a_draft_is_refused(api: ApiSite) -> None:
    answer = api.coordinator.post(f"/rosters/{api.roster_id}/links", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_published")


def test_a_pin_is_told_once(api: ApiSite) -> None:
    path = published(api)
    whom = person_of(api, "V001")
    first = api.coordinator.put(f"/people/{whom}/pin", None).json()
    second = api.coordinator.put(f"/people/{whom}/pin", None).json()
    assert first["person_id"] == whom and len(first["digits"]) == 6 and first["digits"].isdigit()
    with office_records(api.engine, write=False) as records:
        (kept,) = records.all(FieldPin)
    assert second["digits"] not in kept.pin_hash
    pins = {one["person_id"]: one["made"] for one in api.auditor.get(path).json()["pins"]}
    assert dt.datetime.fromisoformat(pins[whom]) == kept.made
    assert api.field.put(f"/people/{whom}/pin", None).status_code == 404


def test_the_settings_of_ladders_are_changed_as_a_whole_by_who_has_seen_them(api: ApiSite) -> None:
    answer = api.auditor.get("/ladder-settings")
    shown, etag = answer.json(), answer.headers["ETag"]
    assert [one["need_grade"] for one in shown["paces"]] == [0, 1, 2, 3, 4] and shown["officers"] == []
    wish = shown | {"remind": 20, "officers": [person_of(api, "K001")]}
    kept = api.coordinator.put("/ladder-settings", wish, headers={"If-Match": etag})
    assert kept.status_code == 200 and kept.json() == wish and kept.headers["ETag"] != etag
    assert api.auditor.get("/ladder-settings", headers={"If-None-Match": kept.headers["ETag"]}).status_code == 304
    late = api.coordinator.put("/ladder-settings", shown | {"grace": 40}, headers={"If-Match": etag})
    assert late.status_code == 409
    assert {one["field"] for one in late.json()["differences"]} == {"remind", "officers", "grace"}
    twice = wish | {"officers": wish["officers"] * 2}
    assert api.coordinator.put("/ladder-settings", twice, headers={"If-Match": "*"}).status_code == 422
    assert api.auditor.get("/ladder-settings").json() == wish
