"""A plan laid beside its problem: who takes which seat when, which work is served, how long duties are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from solver.plan import Duty, Plan, Stop, Violation
from solver.problem import DayAvailability, Person, Problem, Ref, Span


class Taken(NamedTuple):
    """One seat as somebody takes it."""

    ref: Ref
    person: int
    day: int
    start: int
    end: int


class Reading:
    """The plan's duties whose parts the problem knows, and look-ups over them."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.refs = [
            Ref("task", item, seat) for item, task in enumerate(problem.tasks) for seat in range(len(task.seats))
        ]
        self.refs += [
            Ref("shift", item, seat) for item, shift in enumerate(problem.shifts) for seat in range(len(shift.seats))
        ]
        known = set(self.refs)
        self.unknown = [duty for duty in plan.duties if not _is_known(problem, duty, known)]
        self.duties = sorted(
            (duty for duty in plan.duties if duty not in self.unknown), key=lambda duty: (duty.person, duty.day)
        )
        self.taken: dict[Ref, list[Taken]] = defaultdict(list)
        for duty in self.duties:
            for stop in duty.stops:
                if stop.ref is not None:
                    self.taken[stop.ref].append(Taken(stop.ref, duty.person, duty.day, stop.start, stop.end))
        self.taken.default_factory = None
        self._of_person: dict[int, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            self._of_person[duty.person].append(duty)
        self._legs: dict[int, list[int]] = {}
        self._entries: dict[tuple[int, int], DayAvailability] = {}
        for number in {duty.person for duty in self.duties}:
            for entry in problem.persons[number].availability:
                self._entries.setdefault((number, entry.day), entry)
        self._teams: dict[tuple[str, int], dict[int, Taken]] = {}
        for ref in sorted(self.taken):
            self._teams.setdefault(ref[:2], {})[ref.seat] = self.taken[ref][0]

    def everyone(self) -> Iterator[Taken]:
        """Every taken seat."""
        return (taken for group in self.taken.values() for taken in group)

    def person(self, taken: Taken | Duty) -> Person:
        """The person of a seat or a duty."""
        return self.problem.persons[taken.person]

    def of_person(self, index: int) -> list[Duty]:
        """A person's duties, by day."""
        return self._of_person.get(index, [])

    def of_task(self, item: int) -> dict[int, Taken]:
        """Seat number → who takes it (the first, if several do)."""
        return self._teams.get(("task", item), {})

    def of_shift(self, item: int) -> dict[int, Taken]:
        """Seat number → who takes it (the first, if several do)."""
        return self._teams.get(("shift", item), {})

    def crew(self, item: int) -> dict[int, Taken] | None:
        """The whole crew of a served task; `None` when the task is not served whole."""
        crew = self.of_task(item)
        return crew if len(crew) == len(self.problem.tasks[item].seats) else None

    def entry(self, duty: Duty) -> DayAvailability | None:
        """The availability that a duty lies in."""
        return self._entries.get((duty.person, duty.day))

    def legs(self, duty: Duty) -> list[int]:
        """Travel seconds to each stop and, last, to the end place; worked out once, as many rules ask."""
        known = self._legs.get(id(duty))
        if known is None:
            known = self._legs[id(duty)] = self._legs_of(duty)
        return known

    def _legs_of(self, duty: Duty) -> list[int]:
        entry = self.entry(duty)
        if entry is None:
            return [0] * (len(duty.stops) + 1)
        seconds = self.problem.travel[self.person(duty).mode]
        ends = [entry.start_place, *(stop.end_place for stop in duty.stops)]
        begins = [*(stop.place for stop in duty.stops), entry.end_place]
        return [int(seconds[here, there]) for here, there in zip(ends, begins, strict=True)]

    def time_off(self, duty: Duty) -> int:
        """Seconds between spans of availability inside the duty."""
        entry = self.entry(duty)
        gaps = pairwise(entry.spans) if entry else ()
        return sum(max(0, min(late.start, duty.arrival) - max(early.end, duty.departure)) for early, late in gaps)

    def worked(self, duty: Duty) -> int:
        """Worked seconds of a duty."""
        inside = duty.lunch is not None and duty.lunch.start >= duty.departure
        pause = duty.lunch.end - duty.lunch.start if duty.lunch and inside else 0
        return duty.arrival - duty.departure - pause - self.time_off(duty)

    def is_mandatory(self, ref: Ref) -> bool:
        """Whether this seat counts at level 1 when nobody takes it."""
        if ref.kind == "task":
            return self.problem.tasks[ref.item].mandatory
        return self.problem.shifts[ref.item].seats[ref.seat].required

    def name(self, ref: Ref) -> str:
        """Id of the task or shift, and the seat's number."""
        items = self.problem.tasks if ref.kind == "task" else self.problem.shifts
        return f"{ref.kind} {items[ref.item].id} seat {ref.seat}"

    def broken(self, rule: str, taken: Taken, amount: int = 1) -> Violation:
        """A violation at one taken seat."""
        where = f"{self.name(taken.ref)} person {self.person(taken).id}"
        return Violation(rule=rule, where=where, amount=amount, persons=(taken.person,), refs=(taken.ref,))

    def broken_duty(self, rule: str, duty: Duty, amount: int, stop: Stop | None = None) -> Violation:
        """A violation in one duty, at one of its stops if that is known."""
        refs = (stop.ref,) if stop is not None and stop.ref is not None else ()
        where = f"person {self.person(duty).id} day {duty.day}" + (f" {self.name(refs[0])}" if refs else "")
        return Violation(rule=rule, where=where, amount=amount, persons=(duty.person,), refs=refs)


def parts_known(reading: Reading) -> Iterator[Violation]:
    """Duties name persons, days, seats and places of the problem."""
    for duty in reading.unknown:
        yield Violation(rule="parts_known", where=f"person {duty.person} day {duty.day}", amount=1)


def _is_known(problem: Problem, duty: Duty, refs: set[Ref]) -> bool:
    places = len(problem.travel[0]) if problem.travel else 0
    return (
        0 <= duty.person < len(problem.persons)
        and 0 <= duty.day < problem.days
        and all(0 <= stop.place < places and 0 <= stop.end_place < places for stop in duty.stops)
        and all(_has_seat(stop, refs) for stop in duty.stops)
    )


def _has_seat(stop: Stop, refs: set[Ref]) -> bool:
    if stop.ref is None:
        return stop.kind == "reload"
    return stop.ref in refs and stop.ref.kind == stop.kind


def inside_one(spans: tuple[Span, ...], start: int, end: int) -> bool:
    """Whether `[start, end]` lies in one of the spans."""
    return any(span.start <= start and end <= span.end for span in spans)
