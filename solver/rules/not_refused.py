"""Nobody is placed where they are refused, barred, or not among the persons required."""

from __future__ import annotations

from solver.problem import Problem, Ref


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:  # noqa: ARG001
    """Whether client and coordinator accept this person for the task or shift."""
    if any(bar.kind == ref.kind and bar.item == ref.item and bar.person == person for bar in problem.bars):
        return False
    if ref.kind == "shift":
        return person not in problem.shifts[ref.item].refused
    task = problem.tasks[ref.item]
    return person not in task.refused and (not task.required or person in task.required)
