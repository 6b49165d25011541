"""The later of two editors learns what the other one changed, and nothing is overwritten unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from outreach.records import PersonSkill
from outreach.records.database import office_records
from tests.api_site import ApiSite


def test_the_later_editor_gets_a_conflict_that_shows_the_difference(api: ApiSite) -> None:
    client = api.coordinator.all("/clients")[0]
    path = f"/clients/{client['id']}"
    first = api.coordinator.patch(path, {"phone": "06-000-0001", "need_grade": 2}, etag=client["etag"])
    assert first.status_code == 200
    late = api.coordinator.patch(path, {"phone": "06-000-0002", "need_grade": 2}, etag=client["etag"])
    assert late.status_code == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert late.json()["code"] == "changed_meanwhile"
    assert late.json()["differences"] == [{"field": "phone", "kept": "06-000-0001", "given": "06-000-0002"}]
    assert late.headers["etag"] == first.headers["etag"]
    again = api.coordinator.patch(path, {"phone": "06-000-0002"}, etag=late.headers["etag"])
    assert again.status_code == 200 and again.json()["phone"] == "06-000-0002"


def test_a_change_of_a_list_is_a_change_of_its_record(api: ApiSite) -> None:
    person = api.coordinator.all("/people")[0]
    with office_records(api.engine) as records:
        records.add(PersonSkill(office_id="", person_id=person["id"], skill="急救"))
    late = api.coordinator.patch(f"/people/{person['id']}", {"skills": []}, etag=person["etag"])
    assert late.json()["differences"] == [
        {"field": "skills", "kept": [{"skill": "急救", "expires": None}], "given": []}
    ]


def test_of_eight_who_edit_at_once_one_wins(api: ApiSite) -> None:
    client = api.coordinator.all("/clients")[0]

    def edit(number: int) -> int:
        phone = f"06-000-00{number:02d}"
        status: int = api.coordinator.patch(
            f"/clients/{client['id']}", {"phone": phone}, etag=client["etag"]
        ).status_code
        return status

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(edit, range(8)))
    assert sorted(statuses) == [200, *[409] * 7]


def test_without_if_match_nothing_is_changed(quick: ApiSite) -> None:
    client = quick.coordinator.all("/clients")[0]
    for method in ("PATCH", "DELETE"):
        body = {"json": {"phone": "1"}} if method == "PATCH" else {}
        answer = quick.coordinator.ask(method, f"/clients/{client['id']}", **body)
        assert (answer.status_code, answer.json()["code"]) == (428, "if_match_missing")
    assert quick.coordinator.get(f"/clients/{client['id']}").json() == client


def test_what_is_known_already_is_not_sent_again(quick: ApiSite) -> None:
    client = quick.coordinator.all("/clients")[0]
    known = quick.coordinator.get(f"/clients/{client['id']}", headers={"If-None-Match": client["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["etag"] == client["etag"]
    other = quick.coordinator.get(f"/clients/{client['id']}", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
