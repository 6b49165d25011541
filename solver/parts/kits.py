"""Kits of which there are few, divided among parts by days, so that no moment sees more of them than there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from solver.problem import DAY, Kind, Kit, Problem, Shift, ShiftSeat, Span

ELSEWHERE = "kit elsewhere"

Item = tuple[Kind, int]
DayCounts = tuple[int, ...]
"""Kits that may be in use on each day, length `Problem.days`."""


def divisible(kit: Kit) -> bool:
    """Whether the kit can be given away for single days: its turnaround leaves something of a day to set aside."""
    return 2 * kit.turnaround < DAY


def days_in_use(problem: Problem, kit: Kit, item: Item) -> tuple[int, ...]:
    """Days on which this task or shift may have the kit away, turnaround included."""
    days = {
        day
        for span in _times(problem, item)
        for day in range((span.start - kit.turnaround) // DAY, (span.end + kit.turnaround - 1) // DAY + 1)
    }
    return tuple(sorted(day for day in days if 0 <= day < problem.days))


def _times(problem: Problem, item: Item) -> Iterable[Span]:
    kind, number = item
    if kind == "shift":
        shift = problem.shifts[number]
        return (Span(shift.start, shift.end),)
    task = problem.tasks[number]
    longest = max(seat.gap[1] + (task.duration if seat.duration is None else seat.duration) for seat in task.seats)
    ends = ((window.earliest, window.late_until or window.latest) for window in task.windows)
    return [Span(first, max(first + 1, last + longest)) for first, last in ends]


def divided(problem: Problem, kit: int, users: Sequence[Collection[Item]], held: frozenset[Item]) -> list[DayCounts]:
    """For each part what it may use of the kit on each day; `users`: by part, the tasks and shifts that need it.

    First comes who needs it in any case (shifts, and what is in `held`), then it goes by demand.
    """
    sure = [[0] * problem.days for _ in users]
    wish = [[0.0] * problem.days for _ in users]
    for part, items in enumerate(users):
        for item in items:
            days = days_in_use(problem, problem.kits[kit], item)
            for day in days:
                if item[0] == "shift" or item in held:
                    sure[part][day] += 1
                else:
                    wish[part][day] += (3 if problem.tasks[item[1]].mandatory else 1) / len(days)
    count = problem.kits[kit].count
    by_day = [
        _shares(count, [row[day] for row in sure], [row[day] for row in wish], users) for day in range(problem.days)
    ]
    return [tuple(shares[part] for shares in by_day) for part in range(len(users))]


def _shares(count: int, sure: list[int], wish: list[float], users: Sequence[Collection[Item]]) -> list[int]:
    """Seats of a parliament: each further kit goes where the wish for each kit given so far is greatest."""
    shares = [min(count, need) for need in sure]
    given = [0] * len(shares)
    open_ = [part for part, items in enumerate(users) if items]
    for _ in range(count - sum(shares)) if open_ else ():
        part = max(open_, key=lambda part: (wish[part] / (given[part] + 1), -given[part], -part))
        given[part] += 1
        shares[part] += 1
    return shares


def set_aside(problem: Problem, persons: int, day_counts: Mapping[int, DayCounts]) -> list[Shift]:
    """Shifts without work, one for each kit and day of which another part has the kit; nobody may take them.

    `problem`: the part's, in whose numbering `day_counts` names kits. Each blocks its day to the second, since its
    turnaround is left out of its span.
    """
    # A part may be split again; it then has such shifts already.
    again = sum(shift.id.startswith(ELSEWHERE) for shift in problem.shifts)
    return [
        Shift(
            id=f"{ELSEWHERE} {again + number}: {problem.kits[kit].id}, day {day}",
            place=0,
            start=day * DAY + problem.kits[kit].turnaround,
            end=(day + 1) * DAY - problem.kits[kit].turnaround,
            seats=(ShiftSeat(required=False, weight=0),),
            refused=frozenset(range(persons)),
            kits=(kit,),
        )
        for kit, counts in day_counts.items()
        for day, count in enumerate(counts)
        for number in range(max(counts) - count)
    ]
