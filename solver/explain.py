"""Why a seat is unserved: its candidates, lost rule by rule, in the plan as it is."""

from __future__ import annotations

from collections.abc import Iterator

from solver.former import former_of
from solver.plan import Explanation, Plan, Step
from solver.problem import Problem, Ref
from solver.rules import ORDER, windows_hold
from solver.search.adoption import adopt
from solver.search.board import Board
from solver.search.draft import Draft
from solver.search.obstacles import obstacle


def explain(problem: Problem, plan: Plan, ref: Ref) -> Explanation:
    """Why this seat is unserved. Raises `ValueError` when the plan serves it."""
    if ref not in plan.unserved:
        raise ValueError(f"{ref.kind} {ref.item} seat {ref.seat} is not unserved")
    return _explanation(_draft(problem, plan), ref)


def explanations(problem: Problem, plan: Plan) -> Iterator[Explanation]:
    """Why each unserved seat is unserved, one after the other in the order of `plan.unserved`; for many seats at once,
    since what they share is worked out only once.
    """
    draft = _draft(problem, plan)
    for ref in plan.unserved:
        yield _explanation(draft, ref)


def _draft(problem: Problem, plan: Plan) -> Draft:
    draft = Draft(Board(problem))
    adopt(draft, former_of(problem, plan), draft.board.units)
    return draft


def _explanation(draft: Draft, ref: Ref) -> Explanation:
    """Each person counts where they come farthest on any day on which the seat could be served."""
    seat = draft.board.number[ref]
    unit = draft.board.units[draft.board.unit_of[seat]]
    days = [day for day in range(draft.days) if windows_hold.slots_on(draft.problem, ref, day)] or [0]
    lost: dict[str, list[int]] = {rule: [] for rule in ORDER}
    left = list(range(len(draft.problem.persons)))
    for person in left:
        met = [obstacle(draft, unit, seat, person * draft.days + day) for day in days]
        if None not in met:
            lost[max((rule for rule in met if rule is not None), key=ORDER.index)].append(person)
    steps = []
    for rule in ORDER:
        if lost[rule]:
            left = [person for person in left if person not in lost[rule]]
            steps.append(Step(rule=rule, lost=tuple(lost[rule]), left=tuple(left)))
    return Explanation(ref=ref, steps=tuple(steps))
