"""Rules that join several persons or tasks: each just allowed, just refused, and refused by it alone."""

from __future__ import annotations

import pytest

from solver.problem import Kit, Precedence, Problem, Series, Span
from solver.rules import crew_together, kits_suffice, precedence_holds, role_mix_holds, series_gap
from tests.builders import minutes, mix, person, problem, seat, shift, shift_ref, shift_seat, task, task_ref, window
from tests.unit.solver.rulecases import Pair, hold, names, solved

MINUTE = 1 / 60
PAIR = (seat(), seat())
TWO = [person("A"), person("B")]


def meeting(until: float, gap: tuple[float, float] = (0, 0)) -> Problem:
    """An hour for two, of whom one is free until `until` and the other from noon on."""
    early, late = person("A", day_spans={0: (8, until)}), person("B", day_spans={0: (12, 18)})
    return problem([early, late], [task("T", 0, duration=60, seats=(seat(), seat(gap=gap)))])


def mixed(role: str) -> Problem:
    return problem([person("A", role=role)], shifts=[shift("S", mix=(mix(1, "staff"),))])


def weekly(gap_days: int, last_day: int | None = None) -> Problem:
    """A mandatory task on day 0 and an optional one on day 2, of one series."""
    free = dict.fromkeys(range(3), (8.0, 18.0))
    work = [task("T", 0, window(8, 18)), task("T2", 0, window(8, 18, 2), mandatory=False)]
    series = Series(id="R", tasks=(0, 1), gap_days=gap_days, last_day=last_day)
    return problem([person("A", day_spans=free)], work, days=3, series=[series])


def one_after_the_other(gap_min: float, gap_max: float | None = None) -> Problem:
    """A mandatory half hour at 9, and an optional task for another person at 10."""
    work = [task("T", 0, window(9, 9), required=[0]), task("T2", 0, window(10, 10), required=[1], mandatory=False)]
    link = Precedence(
        first=0, second=1, gap_min=minutes(gap_min), gap_max=None if gap_max is None else minutes(gap_max)
    )
    return problem(TWO, work, precedences=[link])


def shared(count: int, turnaround: float, second: float = 10) -> Problem:
    """Two half hours with the same equipment, at 9 and at `second`."""
    work = [
        task("T", 0, window(9, 9), required=[0], kits=(0,)),
        task("T2", 0, window(second, second), required=[1], kits=(0,), mandatory=False),
    ]
    return problem(TWO, work, kits=[Kit(id="K", count=count, turnaround=minutes(turnaround))])


PAIRS = [
    Pair("crew_together", meeting(13), meeting(13 - MINUTE), task_ref(0)),
    Pair("crew_together", meeting(12, (0, 60)), meeting(12, (0, 59)), task_ref(0)),
    Pair("role_mix_holds", mixed("staff"), mixed("volunteer"), shift_ref(0)),
    Pair("series_gap", weekly(2), weekly(3), task_ref(1)),
    Pair("series_gap", weekly(1, -1), weekly(2, -1), task_ref(0)),
    Pair("precedence_holds", one_after_the_other(30), one_after_the_other(31), task_ref(1)),
    Pair("precedence_holds", one_after_the_other(0, 30), one_after_the_other(0, 29), task_ref(1)),
    Pair("kits_suffice", shared(2, 0, 9), shared(1, 0, 9), task_ref(1)),
    Pair("kits_suffice", shared(1, 15), shared(1, 16), task_ref(1)),
]


@pytest.mark.parametrize("pair", PAIRS, ids=names(PAIRS))
def test_just_allowed_just_refused_and_by_this_rule_alone(pair: Pair) -> None:
    hold(pair)


def test_what_follows_is_not_served_without_what_comes_first() -> None:
    given = one_after_the_other(0)
    nobody = problem([person("A", day_spans={0: (9.5, 18)}), person("B")], given.tasks, precedences=given.precedences)
    assert solved(nobody).unserved == (task_ref(0), task_ref(1))


def test_a_crew_is_two_different_persons() -> None:
    assert solved(problem([person("A")], [task("T", seats=PAIR)])).unserved == (task_ref(0, 0), task_ref(0, 1))
    assert not crew_together.different((1, 2, 1))


def test_a_crew_is_whole_and_starts_as_its_gaps_say() -> None:
    work = task("T", seats=(seat(), seat(gap=(5, 10))))
    assert crew_together.allows(work, (0, 1), (0, minutes(5)))
    assert crew_together.allows(work, (0, 1), (0, minutes(10)))
    assert not crew_together.allows(work, (0, 1), (0, minutes(10) + 1))
    assert not crew_together.allows(work, (0, 1), (0, minutes(5) - 1))
    assert not crew_together.allows(work, (0,), (0,))


def test_a_mix_holds_with_enough_of_its_roles_or_with_nobody() -> None:
    work = shift("S", mix=(mix(2, "staff", "substitute"), mix(1, "staff")))
    assert role_mix_holds.allows(work, [])
    assert role_mix_holds.allows(work, ["staff", "substitute", "volunteer"])
    assert not role_mix_holds.allows(work, ["staff", "volunteer"])
    assert not role_mix_holds.allows(work, ["substitute", "substitute"])


def test_a_desk_opens_only_with_its_mix() -> None:
    seats = [shift_seat(), shift_seat()]
    work = shift("S", seats=seats, mix=(mix(1, "staff"),))
    assert solved(problem([person("A", role="staff"), person("B")], shifts=[work])).unserved == ()
    assert solved(problem([person("A"), person("B")], shifts=[work])).unserved == (shift_ref(0, 0), shift_ref(0, 1))


def test_days_of_a_series() -> None:
    series = Series(id="R", tasks=(), gap_days=2, last_day=-1)
    assert series_gap.allows(series, (), 1)
    assert not series_gap.allows(series, (), 0)
    assert series_gap.allows(series, (1, 5), 3)
    assert not series_gap.allows(series, (1, 4), 3)


def test_starts_after_a_first_task() -> None:
    link = Precedence(first=0, second=1, gap_min=10, gap_max=20)
    assert precedence_holds.allows(link, 100, 110)
    assert precedence_holds.allows(link, 100, 120)
    assert not precedence_holds.allows(link, 100, 109)
    assert not precedence_holds.allows(link, 100, 121)
    assert not precedence_holds.allows(link, None, 110)


def test_kits_in_use_at_one_moment() -> None:
    kit = Kit(id="K", count=2, turnaround=5)
    assert kits_suffice.allows(kit, [Span(0, 10), Span(20, 30)], 0, 30)
    assert not kits_suffice.allows(kit, [Span(0, 12), Span(20, 30)], 0, 30)
    assert kits_suffice.allows(kit, [Span(0, 10), Span(0, 10)], 20, 30)
