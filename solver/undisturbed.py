"""A plan in which whoever keeps their work keeps their times too, as far as the rules allow."""

from __future__ import annotations

from collections.abc import Mapping

from solver.plan import Duty, Plan
from solver.problem import Problem, Ref
from solver.referee import violations
from solver.telling import plan_of

Duties = Mapping[tuple[int, int], Duty]


def undisturbed(problem: Problem, before: Plan, plan: Plan) -> Plan:
    """The plan with the duties of `before` where person and day have the same seats: the drafting board sets times anew
    for everybody, and nobody is to be told a time that need not move.

    `problem`: what `plan` solves; the referee looks at what comes out. Where not all can stay, each is tried alone.
    """
    old = {(duty.person, duty.day): duty for duty in before.duties}
    new = {(duty.person, duty.day): duty for duty in plan.duties}
    same = [key for key in new if key in old and new[key] != old[key] and _seats(new[key]) == _seats(old[key])]
    if not same:
        return plan
    for group in (same, *([key] for key in same)):
        tried = {**new, **{key: old[key] for key in group}}
        found = _plan(problem, plan, tried)
        if found is not None:
            new, plan = tried, found
            if group is same:
                break
    return plan


def _seats(duty: Duty) -> set[Ref]:
    return {stop.ref for stop in duty.stops if stop.ref is not None}


def _plan(problem: Problem, plan: Plan, duties: Duties) -> Plan | None:
    found = plan_of(problem, tuple(duties[key] for key in sorted(duties)), plan.iterations, plan.seconds)
    return None if violations(problem, found) else found
