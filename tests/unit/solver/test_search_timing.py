"""One duty, timed: as short as its order allows, with the break where it costs least."""

from __future__ import annotations

from solver.plan import Duty
from solver.problem import Problem, Reload, Span
from solver.solve import Budget, solve
from tests.builders import at, lunch, minutes, person, problem, shift, task, window

MINUTE = 1 / 60


def only_duty(given: Problem) -> Duty:
    plan = solve(given, Budget(iterations=30))
    assert plan.unserved == ()
    assert len(plan.duties) == 1
    return plan.duties[0]


def test_departure_and_arrival_leave_no_wait_at_either_end() -> None:
    duty = only_duty(problem([person("A")], shifts=[shift("S", 10, 12, place=1)]))
    assert (duty.departure, duty.arrival) == (at(10) - minutes(10), at(12) + minutes(10))


def test_a_floating_visit_moves_next_to_a_fixed_desk() -> None:
    duty = only_duty(problem([person("A")], [task("T", 1, window(8, 18))], [shift("S", 13, 15)]))
    assert duty.arrival - duty.departure == minutes(20 + 30 + 120)


def test_the_break_is_taken_out_of_a_wait() -> None:
    who = person("A", lunch=lunch(11.5, 13.5, 30))
    plan = solve(problem([who], shifts=[shift("S", 9, 12), shift("S2", 13, 15)]), Budget(iterations=30))
    assert plan.duties[0].lunch is not None
    assert plan.cost.terms["waiting"] == minutes(30) * 100


def test_a_break_lies_before_a_leg_that_leaves_no_time_after_it() -> None:
    who = person("A", lunch=lunch(11.5, 12, 30))
    duty = only_duty(problem([who], [task("T", 3, window(8, 18))], [shift("S", 8, 11.5, place=0)]))
    assert duty.lunch in (None, Span(at(11.5), at(12)))


def test_a_duty_goes_on_after_time_off_which_is_no_wait() -> None:
    who = person("A", day_spans={0: [(8, 12), (14, 18)]})
    plan = solve(problem([who], shifts=[shift("S", 9, 12), shift("S2", 14, 16)]), Budget(iterations=30))
    assert len(plan.duties) == 1
    assert plan.cost.terms["waiting"] == 0


def test_no_leg_lies_in_time_off() -> None:
    """The desk ends with the morning; the ten minutes' way to the visit is gone after the time off."""
    who = person("A", day_spans={0: [(8, 12), (14, 18)]})
    duty = only_duty(problem([who], [task("T", 1, window(12, 18))], [shift("S", 9, 12)]))
    assert duty.stops[1].start == at(14) + minutes(10)


def test_a_reload_goes_where_the_way_is_shortest() -> None:
    """Capacity four: two doors on either side of the place of reload, taken from left to right."""
    doors = [task(f"T{number}", place, window(8, 18), duration=5, load=2) for number, place in enumerate((1, 1, 3, 3))]
    reload = Reload(places=frozenset((2,)), duration=minutes(5))
    who = person("A", start_place=2, end_place=2, capacity=4)
    duty = only_duty(problem([who], doors, points=(0, 0, 10, 20), reload=reload))
    assert [stop.kind for stop in duty.stops] == ["task", "task", "reload", "task", "task"]
