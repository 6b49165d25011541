"""The referee on tasks, shifts, pins and the past: just allowed, and refused by one rule alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.plan import Duty
from solver.problem import Assignment, Kit, Precedence, Problem, Series
from tests.builders import (
    at,
    hours,
    minutes,
    person,
    pin,
    problem,
    seat,
    shift,
    shift_ref,
    shift_seat,
    task,
    task_ref,
    window,
)
from tests.unit.solver.plans import broken, duty, found, plan, stop

MINUTE = 1 / 60
DAYS = 6
EVERY_DAY = dict.fromkeys(range(DAYS), (0, 24))
ANN, BEN = (person(name, day_spans=EVERY_DAY, max_day=hours(24)) for name in ("Ann", "Ben"))


def office(*tasks: Any, **more: Any) -> Problem:
    """Ann and Ben, whole days, everything at place 0."""
    return problem((ANN, BEN), tasks, days=DAYS, **more)


def day_of(given: Problem, who: int, *starts: tuple[int, float], day: int = 0, seat_number: int = 0) -> Duty:
    """A duty that serves each task of `starts` (task, hour) at this seat."""
    stops = [stop(given, task_ref(item, seat_number), start, day=day) for item, start in starts]
    return duty(who, 0, 24, *stops, day=day)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (9, []),
        (10, []),
        (13, []),
        (15, []),
        (9 - MINUTE, [("windows_hold", 60)]),
        (10 + MINUTE, [("windows_hold", 60)]),
        (15 + MINUTE, [("windows_hold", 60)]),
    ],
)
def test_a_start_lies_in_a_window_both_ends_included(start: float, expected: list[tuple[str, int]]) -> None:
    given = office(task("T", 0, window(9, 10), window(13, 14, late=15)))
    assert broken(given, day_of(given, 0, (0, start))) == expected


def test_a_window_of_another_day() -> None:
    given = office(task("T", 0, window(9, 10, day=1)))
    assert broken(given, day_of(given, 0, (0, 9), day=1)) == []
    assert broken(given, day_of(given, 0, (0, 9))) == [("windows_hold", hours(24))]


def test_the_deadline_bounds_the_end_of_every_seat() -> None:
    crew = task("T", 0, window(8, 12), deadline=10, duration=30, seats=(seat(), seat(gap=(0, 10))))
    given = office(crew)
    for gap, expected in ((0, []), (MINUTE, [("windows_hold", 60)])):
        duties = day_of(given, 0, (0, 9.5)), day_of(given, 1, (0, 9.5 + gap), seat_number=1)
        assert broken(given, *duties) == expected


def test_a_shift_is_held_from_its_start_to_its_end() -> None:
    given = office(shifts=(shift("S", 9, 12),))
    desk = stop(given, shift_ref(0), 9)
    assert broken(given, duty(0, 8, 13, desk)) == []
    late = replace(desk, start=desk.start + 60)
    assert ("windows_hold", 60) in broken(given, duty(0, 8, 13, late))
    assert broken(given, duty(0, 8, 13, replace(late, end=late.end + 60))) == [("windows_hold", 120)]


def test_one_person_a_seat() -> None:
    given = office(task("T", 0), task("U", 0))
    assert broken(given, day_of(given, 0, (0, 9)), day_of(given, 1, (1, 9))) == []
    assert broken(given, day_of(given, 0, (0, 9)), day_of(given, 1, (0, 9))) == [("seat_taken_once", 1)]


PAIR = task("T", 0, window(9, 12), seats=(seat(), seat()))


@pytest.mark.parametrize(
    ("gap", "later", "expected"),
    [
        ((0, 0), 0, []),
        ((0, 0), 1, [("crew_together", 60)]),
        ((0, 0), -1, [("crew_together", 60)]),
        ((10, 20), 10, []),
        ((10, 20), 20, []),
        ((10, 20), 9, [("crew_together", 60)]),
        ((10, 20), 21, [("crew_together", 60)]),
    ],
)
def test_seats_start_as_far_apart_as_asked(
    gap: tuple[float, float], later: int, expected: list[tuple[str, int]]
) -> None:
    given = office(replace(PAIR, seats=(seat(), seat(gap=gap))))
    second = day_of(given, 1, (0, 10 + later * MINUTE), seat_number=1)
    assert broken(given, day_of(given, 0, (0, 10)), second) == expected


def test_a_crew_is_whole() -> None:
    given = office(PAIR)
    (violation,) = found(given, day_of(given, 0, (0, 10)))
    assert (violation.rule, violation.amount, violation.refs) == ("crew_together", 1, (task_ref(0, 1),))
    assert broken(given, day_of(given, 0, (0, 10), seat_number=1)) == [("crew_together", 1)]


def test_a_crew_is_of_different_persons() -> None:
    given = office(replace(PAIR, seats=(seat(), seat(gap=(30, 60)))))
    both = stop(given, task_ref(0), 10), stop(given, task_ref(0, 1), 10.5)
    assert broken(given, duty(0, 9, 12, *both)) == [("crew_together", 1)]


def test_a_shift_may_be_filled_in_part_and_by_different_persons() -> None:
    given = office(shifts=(shift("S", seats=(shift_seat(),) * 2),))
    one, two = stop(given, shift_ref(0), 9), stop(given, shift_ref(0, 1), 9)
    assert broken(given, duty(0, 8, 13, two)) == []
    assert broken(given, duty(0, 8, 13, one), duty(1, 8, 13, two)) == []
    assert ("crew_together", 1) in broken(given, duty(0, 8, 13, one, two))


@pytest.mark.parametrize(
    ("days", "last_day", "expected"),
    [
        ((0, 2, 4), None, []),
        ((0, 1), None, [("series_gap", 1)]),
        ((3, 3), None, [("series_gap", 2)]),
        ((5, 4, 2), None, [("series_gap", 1)]),
        ((1,), -1, []),
        ((0,), -1, [("series_gap", 1)]),
    ],
)
def test_series_gap(days: tuple[int, ...], last_day: int | None, expected: list[tuple[str, int]]) -> None:
    tasks = tuple(task(f"T{number}", 0, window(0, 24 * DAYS), mandatory=False) for number in range(4))
    series = (Series(id="s", tasks=(0, 1, 2), gap_days=2, last_day=last_day),)
    given = office(*tasks, series=series)
    by_day = [
        day_of(given, 0, *((item, 9 + item) for item in range(len(days)) if days[item] == day), day=day)
        for day in sorted(set(days))
    ]
    assert broken(given, *by_day) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (10.5, []),
        (11.5, []),
        (10.5 - MINUTE, [("precedence_holds", 60)]),
        (11.5 + MINUTE, [("precedence_holds", 60)]),
        (8, [("precedence_holds", hours(2.5))]),
    ],
)
def test_precedence_counts_from_the_end_of_the_last_seat(second: float, expected: list[tuple[str, int]]) -> None:
    first = task("T0", 0, seats=(seat(), seat(duration=60)), duration=30)
    rule = Precedence(first=0, second=1, gap_min=minutes(30), gap_max=minutes(90))
    given = office(first, task("T1", 0), precedences=(rule,))
    starts = sorted(((0, 9.0), (1, second)), key=lambda pair: pair[1])
    assert broken(given, day_of(given, 0, *starts), day_of(given, 1, (0, 9), seat_number=1)) == expected


def test_what_follows_needs_what_it_follows_but_not_the_other_way_round() -> None:
    given = office(task("T0", 0), task("T1", 0), precedences=(Precedence(first=0, second=1),))
    assert broken(given, day_of(given, 0, (0, 9))) == []
    assert broken(given, day_of(given, 0, (1, 9))) == [("precedence_holds", 1)]


@pytest.mark.parametrize(
    ("count", "second", "expected"),
    [
        (1, 10, []),
        (1, 10 - MINUTE, [("kits_suffice", 1)]),
        (2, 9, []),
        (0, 10, [("kits_suffice", 1), ("kits_suffice", 1)]),
    ],
)
def test_kits_with_turnaround_on_both_sides(count: int, second: float, expected: list[tuple[str, int]]) -> None:
    tasks = task("T0", 0, kits=(0,)), task("T1", 0, kits=(0,)), task("T2", 0, mandatory=False)
    given = office(*tasks, kits=(Kit(id="scanner", count=count, turnaround=minutes(15)),))
    assert broken(given, day_of(given, 0, (0, 9)), day_of(given, 1, (1, second))) == expected


def test_a_kit_is_in_use_until_the_last_seat_ends() -> None:
    crew = task("T0", 0, kits=(0,), seats=(seat(), seat(gap=(30, 30))))
    given = office(crew, task("T1", 0, kits=(0,)), kits=(Kit(id="scanner", count=1),))
    for start, expected in ((10, []), (10 - MINUTE, [("kits_suffice", 1)])):
        pair = day_of(given, 0, (0, 9), (1, start)), day_of(given, 1, (0, 9.5), seat_number=1)
        assert broken(given, *pair) == expected


def test_a_kit_set_aside_for_a_shift_is_not_for_tasks() -> None:
    scanner = (Kit(id="scanner", count=1),)
    given = office(task("T", 0, kits=(0,)), shifts=(shift("S", 10, 12, kits=(0,)),), kits=scanner)
    just_before = 10 - given.tasks[0].duration / hours(1)
    assert broken(given, day_of(given, 0, (0, just_before))) == []
    assert broken(given, day_of(given, 0, (0, just_before + MINUTE))) == [("kits_suffice", 1)]
    assert broken(given, day_of(given, 0, (0, 12))) == []


def test_pins_hold() -> None:
    given = office(task("T", 0), pins=(pin(task_ref(0), 0),))
    assert broken(given, day_of(given, 0, (0, 9))) == []
    assert broken(given, day_of(given, 1, (0, 9))) == [("pins_hold", 1)]
    assert broken(given) == [("pins_hold", 1)]
    at_ten = office(task("T", 0), pins=(pin(task_ref(0), 0, at(10)),))
    assert broken(at_ten, day_of(given, 0, (0, 10))) == []
    assert broken(at_ten, day_of(given, 0, (0, 10 + MINUTE))) == [("pins_hold", 1)]


def past() -> Problem:
    """T0 was served by Ann at 9; it is 10 now. T1 was planned for 11, and T2 not at all."""
    baseline = (
        Assignment(ref=task_ref(0), person=0, start=at(9)),
        Assignment(ref=task_ref(1), person=0, start=at(11)),
    )
    return office(task("T0", 0), task("T1", 0), task("T2", 0), baseline=baseline, frozen_until=at(10))


def test_the_past_stays_as_it_was() -> None:
    given = past()
    assert broken(given, day_of(given, 0, (0, 9)), day_of(given, 1, (1, 12), (2, 13))) == []
    assert broken(given, day_of(given, 0, (0, 9 + MINUTE))) == [("past_frozen", 1)]
    assert broken(given, day_of(given, 1, (0, 9))) == [("past_frozen", 1)]
    assert broken(given) == [("past_frozen", 1)]


def test_nothing_new_starts_in_the_past() -> None:
    given = past()
    assert broken(given, day_of(given, 0, (0, 9), (2, 10))) == []
    assert broken(given, day_of(given, 0, (0, 9)), day_of(given, 1, (2, 10 - MINUTE))) == [("past_frozen", 60)]
    assert broken(given, day_of(given, 0, (0, 9)), day_of(given, 1, (1, 9.5))) == [("past_frozen", hours(0.5))]


def test_duties_name_what_the_problem_has() -> None:
    given = office(task("T", 0))
    good = day_of(given, 0, (0, 9))
    first = good.stops[0]
    bad_stops = (
        replace(first, ref=task_ref(1)),
        replace(first, ref=task_ref(0, 1)),
        replace(first, ref=None),
        replace(first, kind="shift"),
        replace(first, place=4),
    )
    bad = [replace(good, stops=(each,)) for each in bad_stops]
    bad += [replace(good, person=2), replace(good, person=-1), replace(good, day=DAYS)]
    for each in bad:
        assert "parts_known" in [rule for rule, _ in broken(given, each)]
    assert plan(given, bad[0]).cost.missed == 1
