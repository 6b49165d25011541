"""Joining the plans of parts, and rounds in which neighbouring parts share their people."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import add
from typing import NamedTuple

from solver.parts.areas import middle_of
from solver.parts.coupling import Group, Item
from solver.parts.coverage import Demand, demands, free_time
from solver.parts.kits import DayCounts
from solver.parts.part import Part, cut_out, whole
from solver.parts.shares import for_each, left_of, share_of
from solver.plan import Cost, Duty, Plan
from solver.problem import Problem
from solver.referee import cost_of, violations
from solver.search.pace import Budget
from solver.solve import PinsCannotHold, checked, solve
from solver.telling import open_seats


class Job(NamedTuple):
    """One call of `solve`: what it is asked. Its answer is `None` when no way was found to keep the pins."""

    problem: Problem
    budget: Budget
    seed: int
    start: Plan | None


Runner = Callable[[Sequence[Job]], list[Plan | None]]
"""Runs jobs, one after the other or at once, and answers in their order."""


def run_here(jobs: Sequence[Job], stop: Callable[[], bool] | None = None) -> list[Plan | None]:
    """Run the jobs in this process, one after the other."""
    return [run_job(job, stop) for job in jobs]


def run_job(job: Job, stop: Callable[[], bool] | None = None) -> Plan | None:
    """Run one job; it ends early when `stop` says so."""
    try:
        return solve(job.problem, job.budget, job.seed, job.start, stop=stop)
    except PinsCannotHold:
        return None


def union(problem: Problem, parts: Sequence[Part], plans: Sequence[Plan]) -> Plan:
    """The plans of all parts as one plan of the whole, nothing else changed.

    `iterations` are added up; `seconds` are those of the slowest part. Raises `InternalError` when the referee rejects
    the plan, `ValueError` when parts and plans are not of one number.
    """
    if len(parts) != len(plans):
        raise ValueError(f"{len(plans)} plans for {len(parts)} parts")
    duties = [duty for part, plan in zip(parts, plans, strict=True) for duty in part.lifted(plan)]
    plan = replace(
        _plan(problem, duties),
        iterations=sum(plan.iterations for plan in plans),
        seconds=max((plan.seconds for plan in plans), default=0.0),
    )
    return checked(problem, plan)


def join(
    problem: Problem,
    parts: Sequence[Part],
    plans: Sequence[Plan],
    budget: Budget,
    seed: int = 0,
    run: Runner = run_here,
    at_once: int = 1,
) -> Plan:
    """One plan of the whole from the plans of its parts, never worse than their union.

    In each round, parts are merged two by two and their joint plan is improved, so that people of one part can do what
    is left in the other; half as many parts are left after it. `budget` is that of all rounds together. `run`: where
    the merges of one round are solved, `at_once` so many at a time; with a budget of iterations alone the plan does not
    depend on either.

    Raises as `union`.
    """
    began = time.monotonic()
    plan = union(problem, parts, plans)
    found = [_Solved(part, part.lifted(its)) for part, its in zip(parts, plans, strict=True)]
    rounds = (len(found) - 1).bit_length()
    for rounds_left in range(rounds, 0, -1):
        rest = left_of(budget, began)
        if rest.seconds == 0:
            break
        pairs = _pairs(problem, found, plan)
        merged = [_merged(problem, *pair) for pair in pairs]
        found = [*merged, *(each for each in found if not any(each in pair for pair in pairs))]
        share = for_each(share_of(rest, 1 / rounds_left, 1 / rounds), len(pairs), at_once)
        answers = run([Job(each.part.problem, share, seed, _start(each)) for each in merged])
        for each, answer in zip(merged, answers, strict=True):
            if answer is not None:
                plan = _better(problem, plan, each, answer, found)
    return plan


@dataclass(slots=True, eq=False)
class _Solved:
    """A part with its duties, in the numbers of the whole."""

    part: Part
    duties: tuple[Duty, ...]


def _better(problem: Problem, plan: Plan, merged: _Solved, answer: Plan, found: Iterable[_Solved]) -> Plan:
    """The plan with the answer of one merge, when that is no worse; notes it in `merged` then."""
    duties = merged.part.lifted(answer)
    candidate = _plan(problem, [*duties, *(duty for each in found if each is not merged for duty in each.duties)])
    if candidate.cost.key <= plan.cost.key and not violations(problem, candidate):
        merged.duties = duties
    else:
        candidate = plan
    return replace(
        candidate,
        bound=answer.bound if merged.part.problem is problem else plan.bound,
        iterations=plan.iterations + answer.iterations,
        seconds=plan.seconds + answer.seconds,
    )


def _plan(problem: Problem, duties: Iterable[Duty]) -> Plan:
    """A plan with these duties, its cost and what it leaves unserved."""
    arranged = tuple(sorted(duties, key=lambda duty: (duty.person, duty.day)))
    plan = Plan(duties=arranged, unserved=open_seats(problem, arranged), cost=Cost(missed=0, left=0))
    return replace(plan, cost=cost_of(problem, plan))


def _pairs(problem: Problem, found: list[_Solved], plan: Plan) -> list[tuple[_Solved, _Solved]]:
    """Parts two by two, first the one with most left over: with the one whose people have most time to spare for that,
    or, when nothing is left, with its neighbour.
    """
    left = {each: _left_over(problem, each, plan) for each in found}
    free = sorted(found, key=lambda each: left[each].total(), reverse=True)
    pairs = []
    while len(free) > 1:
        needy = free.pop(0)
        near = {each: _way(problem, needy, each) for each in free}
        spare = {each: _spare(problem, each, left[needy]) for each in free}
        helper = min(free, key=lambda each: (-spare[each], near[each]))
        free.remove(helper)
        pairs.append((needy, helper))
    return pairs


def _left_over(problem: Problem, each: _Solved, plan: Plan) -> Counter[Demand]:
    own = {"task": set(each.part.tasks), "shift": set(each.part.shifts)}
    items = dict.fromkeys(ref[:2] for ref in plan.unserved if ref.item in own[ref.kind])
    return demands(problem, items, optional=True)


def _spare(problem: Problem, each: _Solved, left: Iterable[Demand]) -> int:
    """Seconds that people of this part who could do something of what is left have beside their duties."""
    kinds = {demand.kind for demand in left}
    able = {who for who in each.part.persons if any(kind.fits(who, problem.persons[who]) for kind in kinds)}
    free = sum(sum(free_time(problem.persons[who]).values()) for who in able)
    return free - sum(duty.arrival - duty.departure for duty in each.duties if duty.person in able)


def _way(problem: Problem, one: _Solved, other: _Solved) -> int:
    """Seconds between the middles of two parts."""
    here, there = (middle_of(problem, [Group(each.part.tasks, each.part.shifts, ())]) for each in (one, other))
    return int(problem.travel[0][here, there])


def _merged(problem: Problem, one: _Solved, other: _Solved) -> _Solved:
    persons = (*one.part.persons, *other.part.persons)
    items: list[Item] = [("task", item) for each in (one, other) for item in each.part.tasks]
    items += [("shift", item) for each in (one, other) for item in each.part.shifts]
    duties = (*one.duties, *other.duties)
    if len(persons) == len(problem.persons) and len(items) == len(problem.tasks) + len(problem.shifts):
        return _Solved(whole(problem), duties)
    counts: dict[int, DayCounts] = {}
    for each in (one, other):
        for kit, by_day in each.part.day_counts.items():
            counts[kit] = tuple(map(add, by_day, counts.get(kit, (0,) * problem.days)))
    return _Solved(cut_out(problem, persons, items, counts), duties)


def _start(each: _Solved) -> Plan:
    return _plan(each.part.problem, each.part.lowered(each.duties))
