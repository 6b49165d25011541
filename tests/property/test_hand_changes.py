"""Random changes by hand on a planned week: the judgement is the referee's, what is kept breaks nothing, the rows are
those that the whole plan would have, and taking back restores them exactly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from benchmarks.district import StoppedClock, fill
from maps.travel.estimate import EstimatedTravel
from outreach.actor import Actor
from outreach.planning.loaded_week import LoadedWeek
from outreach.planning.office_week import read_week
from outreach.planning.to_plan import to_plan
from outreach.planning.to_problem import to_problem
from outreach.planning.to_roster import to_roster
from outreach.records import DraftStep, Pin, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords, changed_records, office_records, open_database
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judge_change import judge_change
from outreach.usecases.trying.judgement import BreaksRules
from outreach.usecases.trying.keep_change import keep_change
from outreach.usecases.trying.undo_step import undo_step
from outreach.usecases.trying.wanted import tried
from outreach.usecases.weeks.make_roster import make_roster
from solver.hand.openings import openings_of, suits_of
from solver.referee import judge, violations

MONDAY = dt.date(2026, 11, 30)
CLOCK = StoppedClock(MONDAY)
NOW = CLOCK.now()
SEEDS, CHANGES = (1, 2, 3), 12
ROWS = (RosterDuty, RosterStop, RosterUnserved)
Rows = list[dict[str, Any]]


class Week:
    """A planned week of the sample office, and a desk on which it is changed."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        office_id = fill(engine, MONDAY, people=0, clients=0, weeks=0)
        roster = make_roster(engine, MONDAY, travel_times=EstimatedTravel(), clock=CLOCK, seconds=1.5)
        self.roster_id, self.office_id = roster.id, office_id
        self.actor = Actor(office_id=office_id, role="coordinator")
        self.desks = Desks(engine, EstimatedTravel(), CLOCK)

    def drawn(self, random: Random) -> HandChange:
        """Something that a coordinator may want: about every second change can be kept."""
        with office_records(self.engine, write=False) as records, self.loaded(records) as week:
            bench = week.bench
            ref = random.choice([*bench.taken, *bench.unserved])
            person, day, kind, start = (
                random.randrange(len(week.translation.people)),
                random.randrange(7),
                "assign",
                None,
            )
            ways = openings_of(bench, ref, 0)
            if ref in bench.taken and random.random() < 0.4:
                (person, day), begun = bench.taken[ref]
                kind = random.choice(["remove", "retime"] if ref.kind == "task" else ["remove"])
                if kind == "retime":
                    moved = min(max(0, begun % 86_400 + random.choice([-1800, 600, 3600])), 86_340)
                    start = dt.time(moved // 3600, moved % 3600 // 60)
            elif ways and random.random() < 0.7:
                way = random.choice(ways)
                person, day = way.person, way.day
            return HandChange(
                kind=kind,  # type: ignore[arg-type]
                item_key=week.source(ref).key,
                seat=ref.seat + 1,
                person_id=week.translation.people[person].id,
                date=MONDAY + dt.timedelta(days=day),
                start=start,
            )

    def loaded(self, records: OfficeRecords) -> Any:
        return _Loaded(self.desks, records, self.roster_id)

    def state(self) -> tuple[Rows, Rows, tuple[Any, ...]]:
        """All rows and pins, and the roster's figures."""
        with office_records(self.engine, write=False) as records:
            rows = [row.model_dump(exclude={"version"}) for kind in ROWS for row in _of(records, kind, self.roster_id)]
            roster = records.get(Roster, self.roster_id)
            assert roster is not None
            pins = [pin.model_dump(exclude={"version"}) for pin in records.all(Pin)]
            return rows, pins, (roster.missed, roster.left, roster.terms)

    def undo(self) -> None:
        with changed_records(self.engine, self.office_id, "undo", account_id=None, now=NOW) as records:
            undo_step(records, self.actor, self.desks, roster_id=self.roster_id, now=NOW)


class _Loaded:
    def __init__(self, desks: Desks, records: OfficeRecords, roster_id: str) -> None:
        roster = records.get(Roster, roster_id)
        assert roster is not None
        self.block = desks.at(records, roster)

    def __enter__(self) -> LoadedWeek:
        return self.block.__enter__()[1]

    def __exit__(self, *error: Any) -> None:
        self.block.__exit__(*error)


def _of(records: OfficeRecords, kind: Any, roster_id: str) -> Any:
    return records.all(kind, kind.roster_id == roster_id)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    path: Path = tmp_path_factory.mktemp("week") / "office.db"
    engine = open_database(f"sqlite:///{path}")
    yield Week(engine)
    engine.dispose()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_judged_kept_and_taken_back(week: Week, seed: int) -> None:
    random, states, kept = Random(seed), [], 0
    while len(states) < CHANGES:
        change = week.drawn(random)
        with office_records(week.engine, write=False) as records:
            asked = {"roster_id": week.roster_id, "change": change, "now": NOW}
            judged = judge_change(records, week.actor, week.desks, **asked)  # type: ignore[arg-type]
            assert judged.ok == _referee_agrees(week, records, change)
        states.append(week.state())
        try:
            with changed_records(week.engine, week.office_id, "change", account_id=None, now=NOW) as records:
                keep_change(records, week.actor, week.desks, **asked)  # type: ignore[arg-type]
        except BreaksRules as refused:
            assert not judged.ok and refused.judgement == judged
            assert week.state() == states.pop()
            continue
        assert judged.ok
        kept += 1
        _is_as_the_whole_plan_would_have_it(week)
    for state in reversed(states):
        week.undo()
        assert week.state() == state
    with office_records(week.engine, write=False) as records:
        assert kept == CHANGES and records.all(DraftStep) == []


def _referee_agrees(week: Week, records: OfficeRecords, change: HandChange) -> bool:
    """Whether the plan that was tried breaks nothing, judged as any other plan is."""
    with week.loaded(records) as loaded:
        _, done = tried(loaded, change, NOW)
        problem = to_problem(replace(read_week(records, MONDAY), pins=()), EstimatedTravel()).problem
        found, cost = judge(problem, done.plan)
        assert cost == done.plan.cost
        # Work that stays pinned to others is not touched, whatever is tried.
        before = {(pin.ref, pin.person) for pin in loaded.bench.problem.pins}
        return not found and all(
            any(stop.ref == ref for duty in done.plan.duties if duty.person == person for stop in duty.stops)
            for ref, person in before
            if loaded.source(ref).key != change.item_key
        )


def _is_as_the_whole_plan_would_have_it(week: Week) -> None:
    with office_records(week.engine, write=False) as records:
        bare = to_problem(replace(read_week(records, MONDAY), pins=()), EstimatedTravel())
        duties, stops = _of(records, RosterDuty, week.roster_id), _of(records, RosterStop, week.roster_id)
        plan = to_plan(bare, duties, stops)
        assert violations(bare.problem, plan) == ()
        with week.loaded(records) as loaded:
            translation = loaded.translation
    with pytest.raises(_Enough), office_records(week.engine) as records:
        made = to_roster(records, translation, replace(plan, cost=judge(translation.problem, plan)[1]), seed=1, now=NOW)
        for kind in ROWS:
            whole, ours = (_told(records, kind, roster_id) for roster_id in (made.id, week.roster_id))
            assert ours == whole, kind
        ours_head = records.get(Roster, week.roster_id)
        assert ours_head is not None
        assert (ours_head.missed, ours_head.left, ours_head.terms) == (made.missed, made.left, made.terms)
        raise _Enough


class _Enough(Exception):  # noqa: N818
    """Nothing of what was written is kept."""


def _told(records: OfficeRecords, kind: Any, roster_id: str) -> list[str]:
    """The rows of a roster without what only names them."""
    rows = (row.model_dump(exclude={"id", "version", "roster_id", "duty_id"}) for row in _of(records, kind, roster_id))
    return sorted(repr(sorted(row.items())) for row in rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_could_and_what_suits_are_what_the_referee_finds(week: Week, seed: int) -> None:
    random = Random(seed)
    with office_records(week.engine, write=False) as records, week.loaded(records) as loaded:
        bench, people = loaded.bench, loaded.translation.people
        for ref in random.sample(list(bench.taken), 12):
            for way in openings_of(bench, ref, 0)[:3]:
                change = HandChange(
                    kind="assign",
                    item_key=loaded.source(ref).key,
                    seat=ref.seat + 1,
                    person_id=people[way.person].id,
                    date=MONDAY + dt.timedelta(days=way.day),
                )
                _, done = tried(loaded, change, NOW)
                levels = [now - then for now, then in zip(done.after.key, done.before.key, strict=True)]
                assert not done.broken
                assert (done.start, *levels) == (way.start, way.missed, way.left, way.cost)
                assert dict(done.cells) == dict(way.cells)
        for person in range(len(people)):
            for way in suits_of(bench, person, random.randrange(5), 0):
                assert way.ref in bench.unserved and way.key[:2] < (0, 0)
