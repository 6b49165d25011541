"""What happened, applied to a problem: who is there, what is wanted, what is past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.changes import (
    Change,
    DayClosed,
    LimitRaised,
    Now,
    PersonAdded,
    PersonAway,
    PersonThere,
    RolesOpened,
    SeatDropped,
    SkillsGranted,
    TaskAdded,
    TaskMoved,
    TooLate,
    WorkCancelled,
    apply,
    assignments,
    is_cancelled,
)
from solver.plan import Plan
from solver.problem import Problem, ProblemError, Span
from solver.solve import Budget, solve
from tests.builders import (
    at,
    hours,
    lunch,
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

BUDGET = Budget(iterations=20)


def round_of_two() -> tuple[Problem, Plan]:
    """One person: a visit ten minutes away at 9, another twenty minutes away at 11; a second person who is free."""
    work = [task("T", 1, window(9, 9)), task("T2", 2, window(11, 11), required=[0])]
    given = problem([person("A"), person("B")], [replace(work[0], required=frozenset([0])), work[1]])
    return given, solve(given, BUDGET)


def test_a_bundle_loses_what_is_cancelled() -> None:
    work = [task(name, 1, window(9, 12)) for name in ("T0", "T1", "T2")]
    given = problem([person("A")], work, bundles=((0, 1, 2),))
    plan = solve(given, BUDGET)
    assert apply(given, plan, [WorkCancelled(kind="task", item=1)]).bundles == ((0, 2),)
    assert apply(given, plan, [WorkCancelled(kind="task", item=item) for item in (0, 1)]).bundles == ()


def test_priced_work_costs_nothing_once_it_is_cancelled() -> None:
    given = problem([person("A")], [replace(task("T", 1, window(9, 12)), left_cost=40)])
    after = apply(given, solve(given, BUDGET), [WorkCancelled(kind="task", item=0)])
    assert after.tasks[0].left_cost is None
    assert after.tasks[0].weight == 0


def spans(given: Problem, who: int = 0, day: int = 0) -> list[tuple[float, float]]:
    """The person's spans of that day, in hours from its start."""
    found = [entry for entry in given.persons[who].availability if entry.day == day]
    return [((a - at(0, day)) / 3600, (b - at(0, day)) / 3600) for entry in found for a, b in entry.spans]


def after(*changes: Change) -> Problem:
    return apply(*round_of_two(), changes)


def test_the_plan_is_the_earlier_plan() -> None:
    given, plan = round_of_two()
    assert apply(given, plan, ()).baseline == assignments(plan)
    assert [seat.start for seat in assignments(plan)] == [at(9), at(11)]


def test_an_absence_cuts_what_it_covers() -> None:
    assert spans(after(PersonAway(0, Span(at(10), at(12))))) == [(8, 10), (12, 18)]
    assert spans(after(PersonAway(0, Span(at(0), at(10))))) == [(10, 18)]
    assert spans(after(PersonAway(0, Span(at(0), at(24))))) == []
    assert spans(after(PersonAway(0, Span(at(0), at(24)))), who=1) == [(8, 18)]


def test_whoever_leaves_ends_what_they_have_begun_and_goes_home() -> None:
    """It is 9:10; the visit ends at 9:30, the way home takes ten minutes."""
    left = after(Now(at(9) + 600), PersonAway(0, Span(at(9) + 600, at(24))))
    assert spans(left) == [(8, 9.5 + 1 / 6)]


def test_whoever_comes_back_that_day_goes_home_later() -> None:
    left = after(Now(at(9) + 600), PersonAway(0, Span(at(9) + 600, at(14))))
    assert spans(left) == [(8, 9.5), (14, 18)]


def test_the_way_home_leaves_time_for_the_meal_that_it_needs() -> None:
    """A visit until 13:00, half an hour from home; the meal of 20 minutes must end by 13:24."""
    who = person("A", lunch=lunch(11.5, 13.4, 20))
    given = problem([who], [task("T", 3, window(9, 9), duration=240), task("T2", 3, window(15, 15))])
    left = apply(given, solve(given, BUDGET), [Now(at(12.5)), PersonAway(0, Span(at(12.5), at(24)))])
    assert spans(left) == [(8, 13 + 50 / 60)]
    assert solve(left, BUDGET).unserved == (task_ref(1),)


def test_the_past_is_frozen() -> None:
    left = after(Now(at(10)))
    assert left.frozen_until == at(10)
    assert apply(left, round_of_two()[1], [Now(at(9))]).frozen_until == at(10)


def test_nobody_sets_out_in_the_past() -> None:
    """At 8:55 the first is on the way to the visit at 9; the second, who is free, can leave from now on."""
    left = after(Now(at(8) + 55 * 60))
    assert spans(left, who=0) == [(8 + 5 / 6, 18)]
    assert spans(left, who=1) == [(8 + 55 / 60, 18)]


def test_a_crew_of_which_one_has_begun_stays_together() -> None:
    crew = task("T", 1, window(9, 9), seats=(seat(), seat(gap=(20, 20))))
    given = problem([person("A"), person("B")], [crew])
    plan = solve(given, BUDGET)
    left = apply(given, plan, [Now(at(9) + 600), PersonAway(0, Span(0, at(24))), PersonAway(1, Span(0, at(24)))])
    again = solve(left, BUDGET)
    assert assignments(again) == assignments(plan)


def test_new_time_joins_what_is_known() -> None:
    assert spans(after(PersonThere(0, Span(at(17), at(20))))) == [(8, 20)]
    assert spans(after(PersonThere(0, Span(at(6), at(7))))) == [(6, 7), (8, 18)]


def test_new_time_in_the_past_is_no_use() -> None:
    assert spans(after(Now(at(7)), PersonThere(0, Span(at(5), at(7.5))))) == [(7, 7.5), (8, 18)]
    assert spans(after(Now(at(7)), PersonThere(0, Span(at(5), at(6))))) == [(8, 18)]


def test_new_time_on_a_new_day_starts_where_the_person_usually_does() -> None:
    given = problem([person("A", start_place=2)], [task("T")], days=2)
    plan = solve(given, BUDGET)
    usual, told = (
        apply(given, plan, [PersonThere(0, Span(at(9, 1), at(12, 1)), place)]).persons[0].availability[1]
        for place in (None, 3)
    )
    assert (usual.start_place, usual.end_place, told.start_place) == (2, 2, 3)


def test_somebody_never_there_needs_a_place() -> None:
    given = problem([person("A", day_spans={})])
    with pytest.raises(ValueError, match="place"):
        apply(given, solve(given, BUDGET), [PersonThere(0, Span(at(9), at(12)))])


def test_new_persons_and_tasks_come_last() -> None:
    left = after(PersonAdded(person("C")), TaskAdded(task("T3")))
    assert [who.id for who in left.persons] == ["A", "B", "C"]
    assert [work.id for work in left.tasks] == ["T", "T2", "T3"]


def test_cancelled_work_keeps_its_number_and_counts_nothing() -> None:
    left = after(WorkCancelled("task", 0))
    plan = solve(left, BUDGET)
    assert is_cancelled(left, "task", 0)
    assert not is_cancelled(left, "task", 1)
    assert plan.unserved == (task_ref(0),)
    assert (plan.cost.key[:2], plan.cost.terms["changes"]) == ((0, 0), 0)


def test_a_cancelled_shift_frees_its_kit_and_its_turn() -> None:
    desk = shift("S", 9, 12, seats=[shift_seat(), shift_seat(required=False, weight=3)], turn="noon")
    given = problem([person("A")], shifts=[desk], turns=("noon",))
    left = apply(given, solve(given, BUDGET), [WorkCancelled("shift", 0)])
    assert is_cancelled(left, "shift", 0)
    assert left.shifts[0].turn is None
    assert solve(left, BUDGET).cost.key == (0, 0, 0)


def test_work_under_way_is_neither_cancelled_nor_moved() -> None:
    for change in (WorkCancelled("task", 0), TaskMoved(0, (window(14, 15),))):
        with pytest.raises(TooLate, match="task T is under way"):
            after(Now(at(9) + 60), change)


def test_what_was_cancelled_before_stays_cancelled_for_new_persons() -> None:
    given, plan = round_of_two()
    once = apply(given, plan, [WorkCancelled("task", 1)])
    twice = apply(once, solve(once, BUDGET), [PersonAdded(person("C"))])
    assert is_cancelled(twice, "task", 1)


def test_on_a_closed_day_nobody_is_there_and_shifts_are_off() -> None:
    given = problem(
        [person("A", day_spans={0: (8, 18), 1: (8, 18)})], [task("T")], [shift("S"), shift("S2", day=1)], days=2
    )
    left = apply(given, solve(given, BUDGET), [DayClosed(0)])
    assert [is_cancelled(left, "shift", item) for item in range(2)] == [True, False]
    assert (spans(left), spans(left, day=1)) == ([], [(8, 18)])
    assert solve(left, BUDGET).unserved == (task_ref(0), shift_ref(0))


def test_terms_that_an_office_can_agree_to() -> None:
    agreed = SkillsGranted(1, frozenset({"care"})), RolesOpened(task_ref(0), frozenset({"staff"}))
    left = after(LimitRaised(0, "max_week", 40), *agreed)
    assert left.persons[0].max_week == 40
    assert left.persons[1].skills == {"care"}
    assert left.tasks[0].seats[0].roles == frozenset()


def test_a_seat_is_opened_to_one_more_role() -> None:
    named = seat(roles=["volunteer"])
    given = problem([person("A")], [task("T", seats=(named, named))], [shift("S", seats=[shift_seat(roles=["staff"])])])
    more = frozenset({"substitute"})
    left = apply(given, solve(given, BUDGET), [RolesOpened(task_ref(0, 1), more), RolesOpened(shift_ref(0), more)])
    assert [one.roles for one in left.tasks[0].seats] == [{"volunteer"}, {"volunteer", "substitute"}]
    assert left.shifts[0].seats[0].roles == {"staff", "substitute"}


def test_a_renewed_skill_has_no_end() -> None:
    given = problem([person("A", skills=["care"], skill_ends={"care": at(12)})])
    left = apply(given, solve(given, BUDGET), [SkillsGranted(0, frozenset({"care"}))])
    assert dict(left.persons[0].skill_ends) == {}


def test_a_crew_loses_its_last_seat() -> None:
    given = problem([person("A")], [task("T", seats=(seat(), seat()))])
    assert len(apply(given, solve(given, BUDGET), [SeatDropped(0)]).tasks[0].seats) == 1


@pytest.mark.parametrize(
    "change", [PersonAway(0, Span(at(8), at(18))), WorkCancelled("task", 0), TaskMoved(0, (window(13, 13, 1),))]
)
def test_pins_that_cannot_hold_any_more_are_dropped(change: Change) -> None:
    given, plan = round_of_two()
    wider = replace(given, days=2, weeks=(), months=(), pins=(pin(task_ref(0), 0, at(9)),))
    assert apply(wider, plan, [change]).pins == ()
    assert apply(wider, plan, []).pins == wider.pins


def test_changes_that_contradict_the_problem_are_refused() -> None:
    with pytest.raises(ProblemError, match="window"):
        after(TaskMoved(0, ()))


def test_worked_time_before_the_change_is_still_worked() -> None:
    """New time in a gap that is past does not make that gap worked."""
    who = person("A", day_spans={0: [(8, 10), (12, 18)]}, max_day=hours(3))
    given = problem([who], [task("T", 0, window(8, 8)), task("T2", 0, window(12, 12))])
    plan = solve(given, BUDGET)
    left = apply(given, plan, [Now(at(12) + 60), PersonThere(0, Span(at(10), at(12)))])
    assert solve(left, BUDGET).cost.missed == 0
