"""Whether a fixed seat can be, seen alone: starts that the work admits, and what the person may and can do."""

from __future__ import annotations

from collections.abc import Iterator

from solver.problem import Person, Problem, Ref, Span, Window


def starts(problem: Problem, ref: Ref, start: int | None) -> Iterator[Span]:
    """Earliest and latest starts (both included) of this seat, only those that equal `start` when it is given."""
    if ref.kind == "shift":
        admitted = [Span(problem.shifts[ref.item].start, problem.shifts[ref.item].start)]
    else:
        admitted = list(_starts_of_seat(problem, ref))
    for low, high in admitted:
        if start is not None:
            low, high = max(low, start), min(high, start)
        if low <= high:
            yield Span(low, high)


def _starts_of_seat(problem: Problem, ref: Ref) -> Iterator[Span]:
    task = problem.tasks[ref.item]
    low, high = task.seats[ref.seat].gap if ref.seat else (0, 0)
    until = problem.horizon if task.deadline is None else task.deadline - problem.duration_of(ref)
    own = [_bounds(window) for window in task.seats[ref.seat].windows] or [(0, until)]
    for begin, end in (_bounds(window) for window in task.windows):
        for first, last in own:
            yield Span(max(begin + low, first), min(end + high, last, until))


def _bounds(window: Window) -> tuple[int, int]:
    return window.earliest, window.latest if window.late_until is None else window.late_until


def earliest_start(problem: Problem, ref: Ref, start: int | None) -> int | None:
    """The first start that the work admits, or `None`."""
    return min((span.start for span in starts(problem, ref, start)), default=None)


def unfit(problem: Problem, ref: Ref, person: int, start: int | None) -> list[str]:
    """Names of the rules that keep this person off this seat whatever else is planned; empty when none does."""
    who, seat = problem.persons[person], problem.seat(ref)
    checks = (
        ("role_fits", not seat.roles or who.role in seat.roles),
        ("skills_suffice", seat.skills <= who.skills),
        ("not_refused", not _refused(problem, ref, person)),
        ("gender_fits", not _wrong_gender(problem, ref, who)),
        ("exempt_from_turn", ref.kind == "task" or problem.shifts[ref.item].turn not in who.exempt),
        ("available_that_day", _free(problem, ref, who, start)),
    )
    return [rule for rule, holds in checks if not holds]


def _refused(problem: Problem, ref: Ref, person: int) -> bool:
    if ref.kind == "shift":
        return person in problem.shifts[ref.item].refused
    task = problem.tasks[ref.item]
    return person in task.refused or bool(task.required and person not in task.required)


def _wrong_gender(problem: Problem, ref: Ref, who: Person) -> bool:
    if ref.kind == "shift":
        return False
    task = problem.tasks[ref.item]
    return task.gender_required and task.gender is not None and who.gender != task.gender


def _free(problem: Problem, ref: Ref, who: Person, start: int | None) -> bool:
    """Whether some admitted service lies inside a span of availability and ends while all skills are held."""
    duration = problem.duration_of(ref)
    ends = min((who.skill_ends[name] for name in problem.seat(ref).skills if name in who.skill_ends), default=None)
    for entry in who.availability:
        for span in entry.spans:
            until = span.end if ends is None else min(span.end, ends)
            for low, high in starts(problem, ref, start):
                if max(low, span.start) <= min(high, until - duration):
                    return True
    return False
