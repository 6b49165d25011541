"""Each term of levels 3 and 4 moves the plan the way it should."""

from __future__ import annotations

from solver.plan import Plan
from solver.problem import Assignment, Problem, Series, Weights
from solver.solve import Budget, solve
from tests.builders import at, hours, person, problem, shift, task, task_ref, window


def solved(given: Problem) -> Plan:
    return solve(given, Budget(iterations=100))


def persons_of(plan: Plan) -> dict[object, int]:
    return {stop.ref: duty.person for duty in plan.duties for stop in duty.stops}


def test_the_nearer_person_goes() -> None:
    plan = solved(problem([person("A", start_place=3), person("B", start_place=1)], [task("T", 1)]))
    assert persons_of(plan) == {task_ref(0): 1}
    assert plan.cost.total == 0


def test_free_travel_is_chosen_when_travel_costs_nothing() -> None:
    people = [person("A", start_place=3), person("B", start_place=1, gender="m")]
    plan = solved(problem(people, [task("T", 1, gender="f", preferred=[0])], weights=Weights(travel=0)))
    assert persons_of(plan) == {task_ref(0): 0}


def test_the_preferred_person_goes_a_long_way() -> None:
    people = [person("A", start_place=3), person("B", start_place=1)]
    assert persons_of(solved(problem(people, [task("T", 1, preferred=[0])]))) == {task_ref(0): 0}


def test_one_face_for_a_series() -> None:
    work = [task("T", 1, window(8, 18)), task("T2", 2, window(8, 18))]
    people = [person("A", start_place=1), person("B", start_place=2)]
    assert len(set(persons_of(solved(problem(people, work))).values())) == 2
    series = Series(id="R", tasks=(0, 1), gap_days=0)
    assert len(set(persons_of(solved(problem(people, work, series=[series]))).values())) == 1


def test_turns_go_to_who_had_fewer() -> None:
    people = [person("A", turns_before={"noon": 2}), person("B", start_place=1)]
    plan = solved(problem(people, shifts=[shift("S", turn="noon")], turns=["noon"]))
    assert next(iter(persons_of(plan).values())) == 1


def test_overtime_is_shared_out() -> None:
    desks = [shift("S", 8, 12), shift("S2", 13, 17)]
    people = [person("A", norm_week=hours(4)), person("B", norm_week=hours(4), start_place=1)]
    assert len(set(persons_of(solved(problem(people, shifts=desks))).values())) == 2


def test_served_time_goes_to_who_lacks_it() -> None:
    people = [person("A"), person("B", start_place=1, target_week=hours(6))]
    plan = solved(problem(people, shifts=[shift("S")]))
    assert next(iter(persons_of(plan).values())) == 1


def test_a_start_in_time_is_preferred_to_a_late_one() -> None:
    late = window(9, 9, late=12)
    plan = solved(problem([person("A")], [task("T", 1, late), task("T2", 1, late, preferred=[0])]))
    starts = sorted(stop.start for duty in plan.duties for stop in duty.stops)
    assert starts == [at(9), at(9.5)]
    assert plan.cost.terms["lateness"] == hours(0.5) * 100


def test_a_kept_seat_is_worth_a_detour() -> None:
    people = [person("A", start_place=3), person("B", start_place=1)]
    earlier = Assignment(ref=task_ref(0), person=0, start=at(9))
    plan = solved(problem(people, [task("T", 1)], baseline=[earlier]))
    assert persons_of(plan) == {task_ref(0): 0}
    assert plan.cost.terms["changes"] == 0


def test_a_start_that_was_told_is_kept_when_moving_it_costs() -> None:
    earlier = Assignment(ref=task_ref(0), person=0, start=at(15) + 5)
    given = problem([person("A")], [task("T", 1)], baseline=[earlier], weights=Weights(moved_start=100))
    assert solved(given).duties[0].stops[0].start == at(15) + 5
