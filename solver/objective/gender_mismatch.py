"""Persons of another gender than the task asks for, where that is no rule."""

from __future__ import annotations

from solver.problem import Person, Task, Weights


def cost(weights: Weights, task: Task, person: Person) -> int:
    """Cost of this person in the crew, in hundredths of a second."""
    asked = task.gender is not None and not task.gender_required
    return 6000 * weights.gender_mismatch if asked and person.gender != task.gender else 0
