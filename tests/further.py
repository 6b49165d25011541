"""Random problems with what other people's problems ask for besides: `further` draws it onto a problem.

Only what is in `features` is drawn, about half of it at a time; the rest of the problem stays as it is.
"""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any

from solver.problem import DayAvailability, Person, Problem, Seat, Shift, Task, Weights, Window, Wish
from tests.builders import hours, lunch, minutes

FURTHER = frozenset(
    {"at_opening", "bundles", "due", "each", "least_month", "max_turns", "meals", "min_run", "not_next_day", "prices"}
    | {"seat_windows", "unwanted", "weekends", "whole_weights", "wishes"}
)
"""`meals`: pauses that are always due or not required; `each`: preferred for each of a crew; `prices`: of work left and
seats filled; `whole_weights`: weights of terms of the whole plan (longest wait, imbalance …)."""


def further(rng: Random, given: Problem, features: frozenset[str] = FURTHER) -> Problem:
    """The problem, with further things asked for."""
    return _Draw(rng, given, features).problem()


class _Draw:
    """One problem in the making."""

    def __init__(self, rng: Random, given: Problem, features: frozenset[str]) -> None:
        if unknown := features - FURTHER:
            raise ValueError(f"unknown features: {sorted(unknown)}")
        self.rng, self.given = rng, given
        self.features = frozenset(name for name in sorted(features) if rng.random() < 0.5)

    def uses(self, feature: str, chance: float) -> bool:
        """Whether this feature is used here; draws in any case, so that switches leave the rest alike."""
        return (self.rng.random() < chance) & (feature in self.features)

    def problem(self) -> Problem:
        given, rng = self.given, self.rng
        tasks = tuple(self.task(task) for task in given.tasks)
        kinds = given.turns
        pairs = tuple((rng.choice(kinds), rng.choice(kinds)) for _ in range(2)) if kinds else ()
        return replace(
            given,
            persons=tuple(self.person(person) for person in given.persons),
            tasks=tasks,
            shifts=tuple(self.shift(shift) for shift in given.shifts),
            weekends=tuple(day // 2 for day in range(given.days)) if "weekends" in self.features else (),
            bundles=self.bundles(tasks),
            not_next_day=tuple(sorted(set(pairs))) if self.uses("not_next_day", 0.8) else (),
            wishes=self.wishes(),
            weights=self.weights(),
        )

    def person(self, person: Person) -> Person:
        rng = self.rng
        chosen: dict[str, Any] = {}
        if self.uses("max_turns", 0.6):
            chosen["max_turns"] = {kind: rng.randint(0, 1) for kind in self.given.turns}
        if self.uses("min_run", 0.5):
            chosen |= {"min_run": rng.randint(1, 3), "min_run_off": rng.randint(1, 2)}
        if self.uses("weekends", 0.6):
            chosen["max_weekends"] = rng.randint(0, 2)
        if self.uses("least_month", 0.5):
            chosen["least_month"] = hours(rng.choice((2, 6, 20)))
        if self.uses("meals", 0.7):
            always, required = rng.choice(((True, True), (True, False), (False, False)))
            chosen["lunch"] = replace(lunch(), always=always, required=required)
        return replace(person, availability=tuple(self.entry(each) for each in person.availability), **chosen)

    def entry(self, entry: DayAvailability) -> DayAvailability:
        first, last = entry.spans[0].start, entry.spans[-1].end
        due = max(first, last - hours(self.rng.choice((0, 1, 4))))
        return replace(entry, due=due if self.uses("due", 0.6) else None, at_opening=self.uses("at_opening", 0.4))

    def task(self, task: Task) -> Task:
        rng = self.rng
        people = range(len(self.given.persons))
        unwanted = frozenset(who for who in people if rng.random() < 0.4)
        left = rng.choice((0, 20, 300))
        return replace(
            task,
            windows=tuple(self.window(window) for window in task.windows),
            seats=tuple(self.seat(task, number) for number in range(len(task.seats))),
            unwanted=unwanted if self.uses("unwanted", 0.5) else frozenset(),
            preferred_each=self.uses("each", 0.6),
            left_cost=left if self.uses("prices", 0.5) else None,
        )

    def window(self, window: Window) -> Window:
        """Now and then a soft window in which every start is late."""
        if window.late_until is None or not self.uses("seat_windows", 0.3):
            return window
        return replace(window, latest=max(0, window.earliest - minutes(10)))

    def seat(self, task: Task, number: int) -> Seat:
        seat, rng = task.seats[number], self.rng
        shift = minutes(rng.choice((0, 5, 15)))
        low, high = seat.gap if number else (0, 0)
        windows = tuple(
            Window(
                earliest=min(w.earliest + low + shift, self.given.horizon),
                latest=min(w.earliest + high, self.given.horizon),
                late_until=min(max(w.latest, w.late_until or 0) + high + shift + minutes(20), self.given.horizon),
            )
            for w in task.windows
        )
        return replace(seat, windows=windows) if self.uses("seat_windows", 0.4) else seat

    def shift(self, shift: Shift) -> Shift:
        seats = []
        for seat in shift.seats:
            left, filled = self.rng.choice((0, 50, 200)), self.rng.choice((0, 40, 500))
            seats.append(
                replace(
                    seat,
                    left_cost=left if self.uses("prices", 0.6) else None,
                    filled_cost=filled if self.uses("prices", 0.4) else 0,
                )
            )
        return replace(shift, seats=tuple(seats))

    def bundles(self, tasks: tuple[Task, ...]) -> tuple[tuple[int, ...], ...]:
        found = []
        for mandatory in (True, False):
            alike = [item for item, task in enumerate(tasks) if task.mandatory == mandatory]
            size = self.rng.randint(2, 3)
            if self.uses("bundles", 0.8) and len(alike) >= size:
                found.append(tuple(sorted(self.rng.sample(alike, size))))
        return tuple(found)

    def wishes(self) -> tuple[Wish, ...]:
        pairs = [(shift, who) for shift in range(len(self.given.shifts)) for who in range(len(self.given.persons))]
        return tuple(
            Wish(shift=shift, person=who, wanted=self.rng.random() < 0.5, cost=self.rng.choice((5, 90)))
            for shift, who in pairs
            if self.uses("wishes", 0.5)
        )

    def weights(self) -> Weights:
        names = {"highest_lateness", "longest_wait", "most_idle", "imbalance"}
        chosen = {
            each.name: self.rng.choice((30, 100))
            for each in fields(Weights)
            if each.name in names and self.uses("whole_weights", 0.6)
        }
        step = self.rng.choice((1, 60, 600))
        return replace(self.given.weights, imbalance_step=step, **chosen)
