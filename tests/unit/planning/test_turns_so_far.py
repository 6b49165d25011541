"""Turns remembered from the weeks before: whose count, of what kind, and where a newcomer begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from maps.travel.estimate import EstimatedTravel
from outreach.planning.office_week import read_week
from outreach.planning.to_problem import to_problem
from outreach.planning.turns_so_far import (
    A_WEEK,
    TURNS,
    WEEKS_REMEMBERED,
    Had,
    TurnHistory,
    read_turns,
    turn_of,
    turns_so_far,
    week_by_week,
)
from outreach.records import Desk, Person, Place, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords, office_records, open_database
from tests.office import MONDAY, at, small_office
from tests.statements import statements_of


@dataclass
class Somebody:
    """Somebody who takes turns."""

    id: str
    role: str = "staff"
    turns: dict[str, int] = field(default_factory=dict)
    exempt: list[str] = field(default_factory=list)


def weeks_ago(number: int) -> dt.date:
    return MONDAY - number * A_WEEK


def history(*had: Had, first: dict[str, dt.date], began: dt.date | None = None) -> TurnHistory:
    return TurnHistory(
        monday=MONDAY,
        had=had,
        weeks=tuple(sorted({one.monday for one in had})),
        first=tuple(sorted(first.items())),
        began=began or min(first.values(), default=None),
    )


@pytest.mark.parametrize(
    ("word", "date", "kind"),
    [
        ("noon", dt.date(2026, 11, 30), "noon"),
        ("evening", dt.date(2026, 12, 5), "evening"),  # A Saturday: one shift is one turn.
        ("", dt.date(2026, 12, 5), "weekend"),
        ("weekend", dt.date(2026, 12, 2), ""),  # The desk's Wednesday, once.
        ("", dt.date(2026, 12, 2), ""),
        ("", dt.date(2026, 12, 25), "holiday"),
        ("weekend", dt.date(2026, 12, 25), "holiday"),
    ],
)
def test_noon_and_evening_are_the_desks_word_and_the_rest_is_the_dates(word: str, date: dt.date, kind: str) -> None:
    assert turn_of(word, date) == kind


def test_without_published_rosters_the_workbook_is_all_there_is() -> None:
    many, none = Somebody("many", turns={"evening": 3}), Somebody("none")
    so_far = turns_so_far([many, none], TurnHistory(MONDAY))
    assert so_far["many"].counts == {"evening": 3}
    assert so_far["none"].counts == {}


def test_what_was_published_is_added_to_what_the_workbook_says() -> None:
    one = Somebody("one", turns={"evening": 3})
    had = (Had("one", weeks_ago(2), "evening", 2), Had("one", weeks_ago(1), "noon", 1))
    assert turns_so_far([one], history(*had, first={"one": weeks_ago(2)}))["one"].counts == {"noon": 1, "evening": 5}


def test_a_newcomer_starts_at_the_average_of_the_role() -> None:
    old = [Somebody("a", turns={"noon": 1}), Somebody("b", turns={"noon": 2})]
    clerk, volunteer = Somebody("new"), Somebody("other", role="volunteer")
    had = (Had("a", weeks_ago(3), "evening", 3), Had("b", weeks_ago(2), "evening", 2))
    so_far = turns_so_far([*old, clerk, volunteer], history(*had, first={"a": weeks_ago(3), "b": weeks_ago(3)}))
    # 1.5 and 2.5 on average: half a turn counts as one.
    assert so_far["new"].start == {"noon": 2, "evening": 3}
    assert so_far["new"].had == {}
    assert so_far["other"].counts == {}
    assert so_far["a"].start == so_far["b"].start == {}


def test_what_a_newcomer_has_had_since_they_came_is_their_own() -> None:
    old, new = Somebody("old"), Somebody("new")
    had = (
        Had("old", weeks_ago(4), "noon", 4),
        Had("new", weeks_ago(2), "noon", 1),
        Had("old", weeks_ago(2), "noon", 5),
    )
    so_far = turns_so_far([old, new], history(*had, first={"old": weeks_ago(4), "new": weeks_ago(2)}))
    assert (so_far["new"].start, so_far["new"].had) == ({"noon": 4}, {"noon": 1})
    assert so_far["old"].counts == {"noon": 9}


def test_a_newcomer_is_one_no_longer_once_the_weeks_before_they_came_are_forgotten() -> None:
    old, new = Somebody("old"), Somebody("new")
    had = (Had("old", weeks_ago(5), "noon", 4), Had("new", weeks_ago(4), "noon", 1))
    first = {"old": weeks_ago(30), "new": weeks_ago(20)}
    assert turns_so_far([old, new], history(*had, first=first))["new"].counts == {"noon": 1}


def test_a_newcomer_who_takes_no_turns_of_a_kind_starts_with_none() -> None:
    old, new = Somebody("old"), Somebody("new", exempt=["evening"])
    had = (Had("old", weeks_ago(2), "evening", 4), Had("old", weeks_ago(2), "noon", 2))
    assert turns_so_far([old, new], history(*had, first={"old": weeks_ago(2)}))["new"].counts == {"noon": 2}


def test_those_who_take_no_turns_of_a_kind_are_not_in_its_average() -> None:
    people = [Somebody("old"), Somebody("never", exempt=["noon"]), Somebody("new")]
    had = (Had("old", weeks_ago(2), "noon", 4),)
    so_far = turns_so_far(people, history(*had, first={"old": weeks_ago(2), "never": weeks_ago(2)}))
    assert so_far["new"].counts == {"noon": 4}


@pytest.mark.parametrize("seed", range(30))
def test_what_others_had_never_changes_what_one_has_had(seed: int) -> None:
    random = Random(seed)
    people = [
        Somebody(str(n), role=random.choice(("staff", "volunteer")), turns={"noon": random.randint(0, 2)})
        for n in range(5)
    ]
    ids = [one.id for one in people]

    def some(number: int, who: list[str]) -> list[Had]:
        return [
            Had(random.choice(who), weeks_ago(random.randint(1, 12)), random.choice(TURNS), random.randint(1, 3))
            for _ in range(number)
        ]

    had = some(random.randint(0, 8), ids)
    one = random.choice(ids)
    more = some(6, [other for other in ids if other != one])
    first = {who: weeks_ago(random.randint(1, 20)) for who in random.sample(ids, random.randint(1, 5))}
    before = turns_so_far(people, history(*had, first=first))[one]
    after = turns_so_far(people, history(*had, *more, first=first))[one]
    assert after.had == before.had
    if not before.start:
        # Whoever was there already is reckoned with exactly what they had, now and then.
        told = {who.id: who.turns for who in people}[one]
        assert before.counts == {
            kind: count
            for kind in TURNS
            if (count := told.get(kind, 0) + sum(h.number for h in had if h.person_id == one and h.kind == kind))
        }


@pytest.fixture
def records(tmp_path: Path) -> Iterator[OfficeRecords]:
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    small_office(engine)
    with office_records(engine) as records:
        yield records
    engine.dispose()


def person(records: OfficeRecords, code: str) -> Person:
    return next(one for one in records.all(Person) if one.code == code)


def evenings(records: OfficeRecords, number: int, code: str, *days: int, status: str = "published") -> None:
    """A roster so many weeks ago in which somebody has the evening desk on these days of the week."""
    monday, desk = weeks_ago(number), next(one for one in records.all(Desk) if one.code == "D02")
    who, hall = person(records, code), records.all(Place)[0]
    like = records.all(Roster, Roster.monday == MONDAY)[0].model_dump(exclude={"id", "monday", "status", "revision"})
    revision = len(records.all(Roster, Roster.monday == monday)) + 1
    roster = records.add(Roster(**like, monday=monday, status=status, revision=revision))
    records.session.flush()
    for day in days:
        start = at(day, "18:00") - number * A_WEEK
        span = {"departure": start, "arrival": start + dt.timedelta(hours=3)}
        places = {"start_place_id": hall.id, "end_place_id": hall.id}
        duty = records.add(
            RosterDuty(office_id="", roster_id=roster.id, person_id=who.id, date=start.date(), **span, **places)
        )
        records.session.flush()
        records.add(
            RosterStop(
                office_id="",
                duty_id=duty.id,
                roster_id=roster.id,
                position=0,
                kind="shift",
                item_key=f"desk:D02:{start.date()}",
                desk_id=desk.id,
                place_id=hall.id,
                end_place_id=hall.id,
                arrival=start,
                start=start,
                end=start + dt.timedelta(hours=3),
            )
        )
    records.session.flush()


def test_only_what_was_published_in_the_last_weeks_is_read(records: OfficeRecords) -> None:
    evenings(records, 1, "K001", 1, 3)
    evenings(records, 1, "S001", 0, status="frozen")
    evenings(records, 2, "S001", 0, status="draft")
    evenings(records, WEEKS_REMEMBERED, "K001", 2)
    evenings(records, WEEKS_REMEMBERED + 1, "S001", 2)
    guo, zhou = person(records, "K001").id, person(records, "S001").id
    found = read_turns(records, MONDAY)
    assert set(found.had) == {Had(guo, weeks_ago(1), "evening", 2), Had(guo, weeks_ago(12), "evening", 1)}
    assert found.weeks == (weeks_ago(12), weeks_ago(1))
    assert dict(found.first) == {zhou: weeks_ago(13), guo: weeks_ago(12)}
    assert found.began == weeks_ago(13)
    # The week itself is not one of those before.
    assert weeks_ago(1) not in read_turns(records, weeks_ago(1)).weeks


def test_the_next_plan_begins_where_the_weeks_before_left_off(records: OfficeRecords) -> None:
    evenings(records, 2, "K001", 1, 3)
    evenings(records, 1, "S001", 5)
    problem = to_problem(read_week(records, MONDAY), EstimatedTravel()).problem
    before = {one.id: dict(one.turns_before) for one in problem.persons}
    # 周柏宇 came after the office began; a desk's evening is one on a Saturday too. 林秀琴's noon is the workbook's.
    assert before == {"K001": {"evening": 2}, "S001": {"evening": 1}, "V001": {"noon": 1}}


def test_week_by_week_the_oldest_comes_first(records: OfficeRecords) -> None:
    evenings(records, 1, "K001", 1, 3)
    found = dict(week_by_week(read_turns(records, MONDAY), person(records, "K001").id))
    assert list(found) == [weeks_ago(number) for number in range(12, 0, -1)]
    assert [sum(counts.values()) for counts in found.values()] == [0] * 11 + [2]


def test_weeks_are_counted_by_the_database_however_many_there_are(tmp_path: Path) -> None:
    counts = []
    for number in (1, 6):
        engine = open_database(f"sqlite:///{tmp_path / f'{number}.db'}")
        small_office(engine)
        with office_records(engine) as records:
            for week in range(1, number + 1):
                evenings(records, week, "K001", 1)
            with statements_of(engine) as asked:
                read_turns(records, MONDAY)
        counts.append(len(asked))
        engine.dispose()
    assert counts == [3, 3]
