"""What the week's kernels know of a problem."""

from __future__ import annotations

from solver.problem import Person, Problem, ShiftSeat, Task

LATER_WEIGHTS = ("highest_lateness", "longest_wait", "most_idle", "imbalance")


def suits(problem: Problem) -> bool:
    """Whether the kernels honour everything that the problem asks for."""
    return not (
        any(_unknown_of_person(person) for person in problem.persons)
        or any(_unknown_of_task(task) for task in problem.tasks)
        or any(_unknown_of_seat(seat) for shift in problem.shifts for seat in shift.seats)
        or problem.bundles
        or problem.not_next_day
        or problem.wishes
        or any(getattr(problem.weights, name) for name in LATER_WEIGHTS)
    )


def _unknown_of_person(person: Person) -> bool:
    return bool(
        person.max_turns
        or person.min_run > 1
        or person.min_run_off > 1
        or person.max_weekends is not None
        or person.least_month
        or any(entry.due is not None or entry.at_opening for entry in person.availability)
        or (person.lunch is not None and (person.lunch.always or not person.lunch.required))
    )


def _unknown_of_task(task: Task) -> bool:
    return bool(
        task.unwanted
        or task.left_cost is not None
        or (task.preferred and task.preferred_each)
        or any(seat.windows for seat in task.seats)
        or any(window.latest < window.earliest for window in task.windows)
    )


def _unknown_of_seat(seat: ShiftSeat) -> bool:
    return seat.left_cost is not None or seat.filled_cost > 0
