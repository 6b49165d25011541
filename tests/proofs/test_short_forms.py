"""The proofs in short: a few cases of each; `make proofs` runs them at length."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from outreach.records import Message, Person
from outreach.records.database import office_records, open_database
from outreach.usecases.ladders.move_on import move_on
from outreach.usecases.ladders.raise_alarms import raise_alarms
from solver.rules import ORDER
from tests.children.moved import MovedClock
from tests.databases import KINDS
from tests.oracle import TooManyWays, optimum
from tests.proofs import (
    determinism,
    extremes,
    kills,
    ladder_drills,
    mutations,
    random_problems,
    replans,
    tiny_optimum,
    weeks,
)
from tests.proofs.exploits import pairs_of
from tests.proofs.tally import Tally

BEFORE = (1308, 5644)
"""Seeds that once failed."""


@pytest.mark.parametrize("seed", [*range(0, 80, 2), *BEFORE])
def test_the_referee_is_silent_on_a_random_problem_whatever_happens_to_it(seed: int) -> None:
    wrong, _ = random_problems.case(seed)
    assert wrong == []


@pytest.mark.parametrize("seed", range(12))
def test_six_tasks_are_planned_as_well_as_can_be(seed: int) -> None:
    problem = tiny_optimum.drawn(seed)
    best = optimum(problem, tiny_optimum.GRAIN)
    assert tiny_optimum.best_plan(problem, best.key).cost.key == best.key


def test_who_tries_everything_gives_up_when_told() -> None:
    with pytest.raises(TooManyWays):
        optimum(tiny_optimum.drawn(8), tiny_optimum.GRAIN, 3)


@pytest.mark.parametrize("rule", ORDER)
def test_the_referee_rejects_what_exploits_a_rule(rule: str) -> None:
    assert pairs_of(rule)
    assert mutations.referee_rejects(rule)


def test_a_rule_that_allows_everything_fails_its_tests_and_its_plan_is_stopped() -> None:
    told = mutations.mutant("role_fits")
    assert told["failed"]
    assert told["stopped"] == 1


def test_two_processes_find_the_same_plan_with_two_workers_under_load() -> None:
    with determinism.load(1):
        assert determinism.elsewhere(1, 2, "1") == determinism.digest(1, 2)


def test_nothing_is_broken_in_a_week() -> None:
    tally = Tally("weeks")
    weeks.check(tally, "St", 1)
    assert tally.failures == []


def test_a_problem_in_which_nothing_can_be_served() -> None:
    tally = Tally("extremes")
    extremes.nothing_served(tally)
    assert tally.failures == []


@pytest.mark.parametrize("database", KINDS)
def test_a_killed_publication_loses_nothing_and_sends_nothing_twice(database: str) -> None:
    tally = Tally("kills")
    kills.prove(tally, database, ["publish"], cases=1, takeovers=0, seed=3)
    assert tally.failures == []


@pytest.mark.parametrize("database", KINDS)
def test_every_step_behind_a_shut_door_comes_and_none_twice_though_the_server_is_killed(database: str) -> None:
    tally = Tally("ladder_drills")
    ladder_drills.prove(tally, database, cases=3, seed=1)
    assert tally.failures == []
    assert (tally.told["ladder_missed"], tally.told["ladder_twice"]) == (0, 0)
    assert tally.told["kills"] > 0


def test_a_step_that_never_came_and_one_told_to_two_people_are_found(tmp_path: Path) -> None:
    with ladder_drills.drilled_office("sqlite", tmp_path) as database:
        engine = open_database(database)
        wave = ladder_drills.Wave(engine, 0, 1, MovedClock(tmp_path))
        assert len([one for one in wave.wrong() if one.startswith("missed")]) == 11
        for minutes in range(10, 70, 10):
            move_on(engine, now=wave.clock.now() + dt.timedelta(minutes=minutes))
        raise_alarms(engine, now=wave.clock.now() + dt.timedelta(minutes=30))
        assert wave.wrong() == []
        with office_records(engine) as records:
            told = next(one for one in records.all(Message) if one.occasion.endswith(":1"))
            (other,) = records.all(Person, Person.code == "S001")
            again = told.model_dump(exclude={"id", "version"}) | {"person_id": other.id}
            records.add(Message(**again))
        assert [one.partition(":")[0] for one in wave.wrong()] == ["twice"]
        engine.dispose()


def test_a_failure_is_counted_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally("some proof")
    for case in tally.over((1, 2)):
        tally.check(case == 1, f"case {case}")
    assert tally.end() == 1
    told = capsys.readouterr()
    assert '"cases": 2, "failures": 1' in told.out
    assert "some proof: case 2" in told.err


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replans.planned_office(tmp_path_factory.mktemp("planned"))


@pytest.mark.parametrize("seed", range(12))
def test_what_has_begun_stays_in_a_replan_whatever_happened_to_the_records(planned: Path, seed: int) -> None:
    wrong, _ = replans.case(planned, seed)
    assert wrong == []
