"""Where a gender is required, everybody in the crew has it."""

from __future__ import annotations

from solver.problem import Problem, Ref


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:  # noqa: ARG001
    """Whether the person's gender meets the task's requirement."""
    if ref.kind == "shift":
        return True
    task = problem.tasks[ref.item]
    return task.gender is None or not task.gender_required or problem.persons[person].gender == task.gender
