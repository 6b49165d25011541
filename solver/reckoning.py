"""A plan's duties in figures, from which the terms of its cost are told: seconds, and who takes which seat when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from solver.objective import lateness, most_idle
from solver.plan import Duty
from solver.problem import DayAvailability, Problem, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one duty comes to, seconds. `busy`: legs, service and reloads; `served`: service at seats; `waits`: before
    each stop; `lates`: lateness of its seats that have windows.
    """

    duty: Duty
    entry: DayAvailability
    legs: int
    busy: int
    served: int
    worked: int
    waits: tuple[int, ...]
    lates: tuple[int, ...]

    @property
    def waiting(self) -> int:
        """Worked time with nothing to do."""
        return self.worked - self.busy

    @property
    def idle(self) -> int:
        """Time of that day with nothing to do, before and after the duty too."""
        lunch = self.duty.lunch
        before = lunch if lunch is not None and lunch.end <= self.duty.departure else None
        return most_idle.seconds(self.entry, self.duty.departure, self.duty.arrival, self.waiting, before)


def figures_of(problem: Problem, duty: Duty) -> Figures:
    """The figures of one duty, on a day on which its person is available."""
    person = problem.persons[duty.person]
    entry = next(entry for entry in person.availability if entry.day == duty.day)
    matrix, here, clock = problem.travel[person.mode], entry.start_place, duty.departure
    legs, waits = 0, []
    for stop in duty.stops:
        leg = int(matrix[here, stop.place])
        waits.append(_free(duty, entry, clock, stop.start) - leg)
        here, clock, legs = stop.end_place, stop.end, legs + leg
    legs += int(matrix[here, entry.end_place])
    served = sum(stop.end - stop.start for stop in duty.stops if stop.ref is not None)
    return Figures(
        duty=duty,
        entry=entry,
        legs=legs,
        busy=legs + sum(stop.end - stop.start for stop in duty.stops),
        served=served,
        worked=_free(duty, entry, duty.departure, duty.arrival),
        waits=tuple(max(0, wait) for wait in waits),
        lates=tuple(
            lateness.seconds(lateness.windows_of(problem.tasks[stop.ref.item], stop.ref.seat), stop.start)
            for stop in duty.stops
            if stop.ref is not None and stop.ref.kind == "task"
        ),
    )


def _free(duty: Duty, entry: DayAvailability, start: int, end: int) -> int:
    """Seconds of `[start, end)` that are neither the meal break nor time off."""
    off = sum(max(0, min(late.start, end) - max(early.end, start)) for early, late in pairwise(entry.spans))
    meal = duty.lunch is not None and start <= duty.lunch.start and duty.lunch.end <= end
    return end - start - off - (duty.lunch.end - duty.lunch.start if duty.lunch and meal else 0)


class Reckoning:
    """All duties in figures, and who serves what.

    - `who`: seat → person and start. `crews`: served task → persons by seat. `unserved`: seats of what is not served
      (of a task all). `worked`, `served`: seconds by person and week; `by_month`: worked seconds by person and month.
    """

    def __init__(self, problem: Problem, duties: Iterable[Duty]) -> None:
        self.problem = problem
        self.duties = [figures_of(problem, duty) for duty in duties]
        self.refs = problem.refs
        self.who = {
            stop.ref: (each.duty.person, stop.start)
            for each in self.duties
            for stop in each.duty.stops
            if stop.ref is not None
        }
        self.crews: dict[int, list[int]] = {}
        for item, task in enumerate(problem.tasks):
            refs = [Ref("task", item, seat) for seat in range(len(task.seats))]
            if all(ref in self.who for ref in refs):
                self.crews[item] = [self.who[ref][0] for ref in refs]
        self.unserved = [
            ref for ref in self.refs if (ref.item not in self.crews if ref.kind == "task" else ref not in self.who)
        ]
        self.worked: Counter[tuple[int, str]] = Counter()
        self.served: Counter[tuple[int, str]] = Counter()
        self.by_month: Counter[tuple[int, str]] = Counter()
        for each in self.duties:
            week = each.duty.person, problem.weeks[each.duty.day]
            self.worked[week] += each.worked
            self.served[week] += each.served
            self.by_month[each.duty.person, problem.months[each.duty.day]] += each.worked

    def labels(self, person: int, of_day: tuple[str, ...]) -> list[str]:
        """Weeks, or months, in which the person is available."""
        return sorted({of_day[entry.day] for entry in self.problem.persons[person].availability})

    def idle(self) -> list[int]:
        """Idle time of every person on every day with availability."""
        had = {(each.duty.person, each.duty.day): each.idle for each in self.duties}
        return [
            had[person, entry.day] if (person, entry.day) in had else most_idle.without_duty(entry)
            for person, who in enumerate(self.problem.persons)
            for entry in who.availability
        ]

    def busy(self) -> list[int]:
        """Busy time of every person with availability."""
        total: Counter[int] = Counter()
        for each in self.duties:
            total[each.duty.person] += each.busy
        return [total[person] for person, who in enumerate(self.problem.persons) if who.availability]
