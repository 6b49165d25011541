"""A write that is sent again with its key is done once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from outreach.records import Kit, RequestKey
from outreach.records.database import office_records
from outreach.usecases.keeping.forget_answers import KEPT, forget_answers
from tests.api_site import ApiSite

KIT = {"name": "戶政行動箱", "count": 2}


def test_the_same_key_and_body_get_the_same_answer(api: ApiSite) -> None:
    first = api.coordinator.post("/kits", KIT, key="one")
    again = api.coordinator.post("/kits", KIT, key="one")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    for name in ("etag", "location"):
        assert first.headers[name] == again.headers[name]
    assert len(api.coordinator.all("/kits")) == 1


def test_another_body_with_the_same_key_is_refused(api: ApiSite) -> None:
    api.coordinator.post("/kits", KIT, key="one")
    for path, body in (("/kits", {**KIT, "count": 3}), ("/units", KIT)):
        answer = api.coordinator.post(path, body, key="one")
        if path == "/kits":
            assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert [one["count"] for one in api.coordinator.all("/kits")] == [2]


def test_of_twenty_at_once_one_has_an_effect(api: ApiSite) -> None:
    for repeat in range(3):
        body = {**KIT, "name": f"第 {repeat} 箱"}
        with ThreadPoolExecutor(20) as threads:
            answers = list(
                threads.map(
                    lambda _, body=body, key=f"{repeat}": api.coordinator.post("/kits", body, key=key), range(20)
                )
            )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
    with office_records(api.engine, write=False) as records:
        assert len(records.all(Kit)) == 3
        assert len(records.all(RequestKey)) == 3


def test_what_was_refused_is_not_kept(api: ApiSite) -> None:
    assert api.coordinator.post("/kits", {**KIT, "count": -1}, key="one").status_code == 422
    unit = {"name": "示範區公所", "place": {"village": "育平里"}}
    assert api.coordinator.post("/units", unit, key="one").status_code == 409
    assert api.coordinator.post("/kits", KIT, key="one").status_code == 201


def test_two_accounts_may_use_the_same_key(api: ApiSite) -> None:
    assert api.coordinator.post("/kits", KIT, key="one").status_code == 201
    another = api.caller("coordinator", "another")
    assert another.post("/kits", {**KIT, "name": "另一箱"}, key="one").status_code == 201


def test_a_write_without_a_key_is_refused(quick: ApiSite) -> None:
    answer = quick.coordinator.ask("POST", "/kits", json=KIT)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert quick.coordinator.all("/kits") == []


def test_answers_of_another_day_are_forgotten(api: ApiSite) -> None:
    assert api.coordinator.post("/kits", KIT, key="today").status_code == 201
    with office_records(api.engine) as records:
        (kept,) = records.all(RequestKey, RequestKey.key == "today")
        written = kept.at
    assert forget_answers(api.engine, now=written + KEPT) == 0
    assert api.coordinator.post("/kits", KIT, key="today").status_code == 201
    assert forget_answers(api.engine, now=written + KEPT + dt.timedelta(seconds=1)) >= 1
    assert api.coordinator.post("/kits", KIT, key="today").status_code == 409
