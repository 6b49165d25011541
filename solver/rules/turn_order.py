"""After a turn of one kind, a person has none of certain others on the day after."""

from __future__ import annotations

from collections.abc import Container

from solver.problem import Problem


def allows(problem: Problem, today: Container[str], tomorrow: Container[str]) -> bool:
    """Whether one person may have turns of the kinds `today` on a day and of the kinds `tomorrow` on the next."""
    return not any(first in today and second in tomorrow for first, second in problem.not_next_day)
