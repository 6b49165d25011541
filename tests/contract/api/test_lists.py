"""Lists: page by page, filtered, searched; their queries do not grow with the rows."""

from __future__ import annotations

from typing import Any

import pytest

from outreach.records import Absence, Change, ClosedDay, ImportRun, Job, Person, Pin, Roster, RosterDuty
from outreach.records.database import office_records
from outreach.usecases.keeping.kinds import KINDS
from tests.api_site import ApiSite
from tests.contract.api.bodies import bodies
from tests.office import MONDAY, at


def test_pages_follow_each_other_and_hold_everything_once(quick: ApiSite) -> None:
    everything = quick.coordinator.all("/clients")
    assert len(everything) == 4
    seen, after = [], ""
    for _ in range(3):
        page = quick.coordinator.get(f"/clients?limit=2&after={after}").json()
        seen += page["items"]
        after = page["next"]
        if after is None:
            break
    assert seen == everything and after is None
    assert [one["code"] for one in seen] == sorted(one["code"] for one in seen)


def test_cursors_of_codes_names_dates_and_moments(api: ApiSite) -> None:
    _fill(api, 3)
    for kind in KINDS:
        everything = api.coordinator.all(f"/{kind}?limit=200")
        assert len(everything) >= 3
        seen: list[dict[str, Any]] = []
        after = ""
        while after is not None:
            page = api.coordinator.get(f"/{kind}?limit=2&after={after}").json()
            seen += page["items"]
            after = page["next"]
        assert seen == everything, kind


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "WyJhIl0", "WzEsMl0", "WyJcdTAwMDAiLCJhIl0"])
def test_a_cursor_that_is_none_of_ours(quick: ApiSite, cursor: str) -> None:
    for kind in ("clients", "shifts", "absences"):
        answer = quick.coordinator.get(f"/{kind}?after={cursor}")
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_filters(quick: ApiSite) -> None:
    volunteers = quick.coordinator.all("/people?role=volunteer")
    assert [one["code"] for one in volunteers] == ["V001"]
    unit_id = volunteers[0]["unit_id"]
    assert len(quick.coordinator.all(f"/people?unit_id={unit_id}")) == 3
    assert quick.coordinator.all(f"/people?unit_id={'0' * 32}") == []
    assert quick.coordinator.all("/shifts?from=2026-12-01&until=2026-12-31") == []
    plan = quick.coordinator.all("/care-plans")[0]
    found = quick.coordinator.all(f"/care-plans?client_id={plan['client_id']}")
    assert plan in found and {one["client_id"] for one in found} == {plan["client_id"]}


def test_words_are_looked_for_as_they_are(quick: ApiSite) -> None:
    assert [one["code"] for one in quick.coordinator.all("/people?q=v00")] == ["V001"]
    assert quick.coordinator.all("/people?q=%25") == []
    assert quick.coordinator.all("/people?q=_") == []


def test_names_are_looked_for_in_a_body_and_never_in_an_address(quick: ApiSite) -> None:
    assert quick.coordinator.all("/people?q=秀琴") == []
    found = quick.coordinator.post("/people/search", {"q": "秀琴"}).json()["items"]
    assert [one["code"] for one in found] == ["V001"]
    assert quick.coordinator.post("/clients/search", {"q": "06-000-0181", "limit": 1}).json()["items"]


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=201", "limit=x", "nothing=1", "q=%00", "unit_id=x", f"q={'x' * 201}"]
)
def test_what_a_list_cannot_be_asked(quick: ApiSite, asked: str) -> None:
    answer = quick.coordinator.get(f"/people?{asked}")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [asked.partition("=")[0]]


def test_queries_do_not_grow_with_rows(tmp_path_factory: pytest.TempPathFactory) -> None:
    counts = []
    for rows in (1, 30):
        api = ApiSite(f"sqlite:///{tmp_path_factory.mktemp('rows')}/office.db", clients=1)
        _fill(api, rows)
        counted = {}
        for kind in KINDS:
            asked_for = []
            for _ in range(2):
                with api.queries() as asked:
                    shown = api.coordinator.all(f"/{kind}?limit=200")
                assert len(shown) >= rows
                asked_for.append(len(asked))
            # Once a minute the doors note that the sign-in is in use.
            counted[kind] = min(asked_for)
        counts.append(counted)
        api.engine.dispose()
    assert counts[0] == counts[1]


def _fill(api: ApiSite, rows: int) -> None:
    """So many records more of each kind."""
    given = bodies(api)
    for number in range(rows):
        for kind, body in given.items():
            named = {name: f"{body[name]}{number}" for name in ("code", "name") if name in body}
            if kind == "shifts":
                named["date"] = f"2026-12-{number + 1:02d}"
            if kind in ("trainings", "insurances", "training-rules"):
                named["date" if kind == "trainings" else "start"] = f"2026-10-{number + 1:02d}"
            answer = api.coordinator.post(f"/{kind}", body | named)
            assert answer.status_code == 201, answer.text
    with office_records(api.engine) as records:
        person = records.all(Person)[0]
        for number in range(rows):
            records.add(Absence(office_id="", person_id=person.id, start=at(number, "08:00"), end=at(number, "09:00")))
            records.add(ClosedDay(office_id="", date=MONDAY.replace(day=number % 30 + 1)))
            records.add(Pin(office_id="", item=f"D{number}", date=MONDAY, person_id=person.id))


VERB_LISTS = ("rosters", "duties", "messages", "changes", "imports", "jobs", f"weeks/{MONDAY}", "rosters/{id}/readers")


def test_queries_of_the_other_lists_do_not_grow_either(tmp_path_factory: pytest.TempPathFactory) -> None:
    counts = []
    for rows in (1, 30):
        api = ApiSite(f"sqlite:///{tmp_path_factory.mktemp('rows')}/office.db")
        _fill_verbs(api, rows)
        counted = {}
        for path in VERB_LISTS:
            asked_for = []
            for _ in range(2):
                with api.queries() as asked:
                    answer = api.coordinator.get("/" + path.replace("{id}", api.roster_id))
                shown = answer.json()
                found = shown if isinstance(shown, list) else shown.get("items", shown.get("closed_days"))
                assert len(found) >= rows, path
                asked_for.append(len(asked))
            counted[path] = min(asked_for)
        counts.append(counted)
        api.engine.dispose()
    assert counts[0] == counts[1]


def _fill_verbs(api: ApiSite, rows: int) -> None:
    """So many rosters, duties, messages, changes, imports and jobs more."""
    with office_records(api.engine) as records:
        now, base = at(2, "09:00"), records.all(Roster)[0].model_dump(exclude={"id", "version", "revision", "status"})
        duty = records.all(RosterDuty)[0].model_dump(exclude={"id", "version", "person_id"})
        person = records.all(Person)[0].model_dump(exclude={"id", "version", "code"})
        for number in range(rows):
            one = records.add(Person(**person, code=f"N{number:03d}"))
            records.add(Roster(**base, revision=number + 2, status="draft"))
            records.session.flush()
            records.add(RosterDuty(**duty, person_id=one.id))
            records.add(Change(office_id="", at=now, verb="x"))
            records.add(ImportRun(office_id="", file_name="a.csv", at=now))
            records.add(Job(office_id="", kind="plan", status="done", created=now, deadline=now))
            records.add(ClosedDay(office_id="", date=MONDAY, villages=[f"{number}里"]))
    # Everybody with a duty is told.
    published = api.coordinator.post(f"/rosters/{api.roster_id}/publication", {})
    assert published.json()["told"] == rows + 2
