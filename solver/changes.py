"""What happened after a plan was made, as data: an absence, work that came or went, the time it is now.

`apply` turns a problem, its plan and some changes into the problem that is left. Persons, tasks and shifts keep their
numbers: what is new comes last, and what is cancelled stays where it is, but nobody may take it and it counts nothing
(see `is_cancelled`). Units as in `problem.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from solver.plan import Plan
from solver.presence import Held, ends_of, held_by, with_time, without_time
from solver.problem import (
    DAY,
    Assignment,
    Kind,
    Person,
    Pin,
    Problem,
    ProblemError,
    Ref,
    Seat,
    Shift,
    ShiftSeat,
    Span,
    Task,
    Window,
)
from solver.rules import SEAT_RULES

S = TypeVar("S", Seat, ShiftSeat)
Limit = Literal["max_day", "max_week", "max_month", "max_days", "max_run"]
NOT_HELD = frozenset({"pin_barred", "pin_impossible", "pin_start", "pins_clash", "frozen_clash"})


class TooLate(ValueError):  # noqa: N818
    """A change of work that is under way, or of time that is past. `where`: the task or shift, by its id."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"{where} is under way already")


@dataclass(frozen=True, slots=True)
class Now:
    """It is `time` now: what has started stays as it is, and nothing else starts or sets out before."""

    time: int


@dataclass(frozen=True, slots=True)
class PersonAway:
    """A person cannot work in the span: absent, late (until they come) or leaving early."""

    person: int
    span: Span


@dataclass(frozen=True, slots=True)
class PersonThere:
    """A person can work in the span, inside one day, besides what was known: back again, or new free time.

    `place`: where that day's duty starts and ends when the person was not expected at all (`None`: as on their first
    day).
    """

    person: int
    span: Span
    place: int | None = None


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """Somebody new."""

    person: Person


@dataclass(frozen=True, slots=True)
class TaskAdded:
    """A new task; its places are places of the problem."""

    task: Task


@dataclass(frozen=True, slots=True)
class TaskMoved:
    """A task has other windows, and the deadline (`None`: none)."""

    task: int
    windows: tuple[Window, ...]
    deadline: int | None = None


@dataclass(frozen=True, slots=True)
class WorkCancelled:
    """A task or shift is not wanted any more. What may only follow it is then unserved, unless cancelled too."""

    kind: Kind
    item: int


@dataclass(frozen=True, slots=True)
class DayClosed:
    """No work on that day: nobody is there, and its shifts are cancelled. Its tasks stay wanted."""

    day: int


@dataclass(frozen=True, slots=True)
class LimitRaised:
    """A limit of one person is `value` now (seconds, or days)."""

    person: int
    limit: Limit
    value: int


@dataclass(frozen=True, slots=True)
class SkillsGranted:
    """A person holds these skills now, without end."""

    person: int
    skills: frozenset[str]


@dataclass(frozen=True, slots=True)
class RolesOpened:
    """One seat is open to these roles too; a seat that names no role is open to all anyway."""

    ref: Ref
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class SeatDropped:
    """The crew of a task comes without its last seat. The plan leaves the task unserved."""

    task: int


Change = (
    Now
    | PersonAway
    | PersonThere
    | PersonAdded
    | TaskAdded
    | TaskMoved
    | WorkCancelled
    | DayClosed
    | LimitRaised
    | SkillsGranted
    | RolesOpened
    | SeatDropped
)


def apply(problem: Problem, plan: Plan, changes: Sequence[Change]) -> Problem:
    """The problem after the changes; the plan is its earlier plan. Plans of `problem` name the same seats in it.

    Work of which a seat has started is under way: it stays with its persons and starts, and whoever is away afterwards
    ends it first and goes home. Pins that the changes leave no way to keep are dropped.

    Raises `TooLate` for a change of work under way, `ProblemError` when the changes contradict the problem.
    """
    after = _Changed(problem, plan, max([problem.frozen_until, *(it.time for it in changes if isinstance(it, Now))]))
    for change in changes:
        after.make(change)
    after.set_out()
    return after.problem()


def assignments(plan: Plan) -> tuple[Assignment, ...]:
    """Every seat of the plan: who takes it, and when it starts."""
    stops = [(duty.person, stop) for duty in plan.duties for stop in duty.stops]
    return tuple(Assignment(ref=stop.ref, person=who, start=stop.start) for who, stop in stops if stop.ref is not None)


def is_cancelled(problem: Problem, kind: Kind, item: int) -> bool:
    """Whether this task or shift is left in the problem only for its number."""
    everybody = len(problem.persons)
    if kind == "task":
        task = problem.tasks[item]
        return not task.mandatory and task.weight == 0 and len(task.refused) == everybody
    shift = problem.shifts[item]
    return len(shift.refused) == everybody and not any(seat.required or seat.weight for seat in shift.seats)


class _Changed:
    """A problem in the middle of its changes."""

    def __init__(self, problem: Problem, plan: Plan, now: int) -> None:
        self.before, self.plan, self.now = problem, plan, now
        self.persons, self.tasks, self.shifts = list(problem.persons), list(problem.tasks), list(problem.shifts)
        self.taken = assignments(plan)
        self.under_way = {seat.ref[:2] for seat in self.taken if seat.start < now}
        self.held: dict[tuple[int, int], Held] = held_by(plan, self.under_way)
        self.cancelled: set[tuple[str, int]] = {
            (kind, item)
            for kind, many in (("task", problem.tasks), ("shift", problem.shifts))
            for item in range(len(many))
            if is_cancelled(problem, kind, item)  # type: ignore[arg-type]
        }

    def make(self, change: Change) -> None:
        """Make one change."""
        match change:
            case PersonAway(person, span):
                self.away(person, span)
            case PersonThere(person, span, place):
                if span.end > self.now:
                    ahead = Span(max(span.start, self.now), span.end)
                    who = self.persons[person]
                    usual = (who if person >= len(self.before.persons) else self.before.persons[person]).availability
                    found = with_time(who.availability, ahead, ends_of(usual) if place is None else (place, place))
                    self.persons[person] = replace(who, availability=found)
            case PersonAdded(who):
                self.persons.append(who)
            case TaskAdded(task):
                self.tasks.append(task)
            case WorkCancelled(kind, item):
                self.not_begun(kind, item)
                self.cancelled.add((kind, item))
            case DayClosed(day):
                self.close(day)
            case TaskMoved() | SeatDropped():
                self.change_task(change)
            case _:
                self.change_terms(change)

    def change_task(self, change: TaskMoved | SeatDropped) -> None:
        """Other windows, or a smaller crew."""
        self.not_begun("task", change.task)
        task = self.tasks[change.task]
        if isinstance(change, SeatDropped):
            self.tasks[change.task] = replace(task, seats=task.seats[:-1])
        else:
            seats = tuple(replace(seat, windows=()) for seat in task.seats)
            self.tasks[change.task] = replace(task, windows=change.windows, deadline=change.deadline, seats=seats)

    def change_terms(self, change: Change) -> None:
        """What a person may do, or who may take a seat."""
        match change:
            case LimitRaised(person, limit, value):
                self.persons[person] = replace(self.persons[person], **{limit: value})  # type: ignore[arg-type]
            case SkillsGranted(person, skills):
                who = self.persons[person]
                ends = {skill: end for skill, end in who.skill_ends.items() if skill not in skills}
                self.persons[person] = replace(who, skills=who.skills | skills, skill_ends=ends)
            case RolesOpened(ref, roles):
                if ref.kind == "task":
                    task = self.tasks[ref.item]
                    self.tasks[ref.item] = replace(task, seats=_opened(task.seats, ref.seat, roles))
                else:
                    shift = self.shifts[ref.item]
                    self.shifts[ref.item] = replace(shift, seats=_opened(shift.seats, ref.seat, roles))

    def away(self, person: int, span: Span) -> None:
        """Take time away from a person, but for what they have begun."""
        who = self.persons[person]
        found = (
            without_time(self.before, who, entry, span, self.held.get((person, entry.day)))
            for entry in who.availability
        )
        self.persons[person] = replace(who, availability=tuple(entry for entry in found if entry is not None))

    def close(self, day: int) -> None:
        """Send everybody home on that day."""
        for person in range(len(self.persons)):
            self.away(person, Span(max(self.now, day * DAY), (day + 1) * DAY))
        for item, shift in enumerate(self.shifts):
            if shift.start // DAY == day and ("shift", item) not in self.under_way:
                self.cancelled.add(("shift", item))

    def set_out(self) -> None:
        """Nobody who is at home sets out in the past: cut today's availability of those who have begun nothing."""
        today = self.now // DAY
        left = {(duty.person, duty.day): duty.departure for duty in self.plan.duties}
        for person in range(len(self.persons)) if self.now else ():
            if (person, today) not in self.held:
                opening = min(self.now, left.get((person, today), self.now))
                self.away(person, Span(today * DAY, opening))

    def not_begun(self, kind: Kind, item: int) -> None:
        """Raise `TooLate` when this work is under way."""
        if (kind, item) in self.under_way:
            raise TooLate(f"{kind} {(self.tasks if kind == 'task' else self.shifts)[item].id}")

    def problem(self) -> Problem:
        """The problem after all changes, without the pins that do not hold any more."""
        everybody = frozenset(range(len(self.persons)))
        for kind, item in self.cancelled:
            if kind == "task":
                void = {"mandatory": False, "weight": 0, "left_cost": None, "refused": everybody, "kits": ()}
                self.tasks[item] = replace(self.tasks[item], **void)  # type: ignore[arg-type]
            else:
                void = {"required": False, "weight": 0, "left_cost": None}
                seats = tuple(replace(seat, **void) for seat in self.shifts[item].seats)  # type: ignore[arg-type]
                self.shifts[item] = _emptied(self.shifts[item], seats, everybody)
        pins = self.pins()
        try:
            after = self.with_pins(pins)
        except ProblemError as error:
            lost = {ref for fault in error.faults if fault.code in NOT_HELD for ref in fault.refs}
            kept = tuple(pin for pin in pins if pin.ref not in lost or pin.ref[:2] in self.under_way)
            if len(kept) == len(pins):
                raise
            after = self.with_pins(kept)
        able = tuple(pin for pin in after.pins if pin.ref[:2] in self.under_way or _is_possible(after, pin))
        return after if able == after.pins else replace(after, pins=able)

    def pins(self) -> tuple[Pin, ...]:
        """The pins of what is still wanted, and one for each seat of work under way that starts later."""
        begun = [seat for seat in self.taken if seat.ref[:2] in self.under_way and seat.start >= self.now]
        late = {seat.ref: Pin(ref=seat.ref, person=seat.person, start=seat.start) for seat in begun}
        return (
            *(pin for pin in self.before.pins if pin.ref not in late and pin.ref[:2] not in self.cancelled),
            *late.values(),
        )

    def bundles(self) -> tuple[tuple[int, ...], ...]:
        """The bundles without what is cancelled."""
        left = (tuple(t for t in bundle if ("task", t) not in self.cancelled) for bundle in self.before.bundles)
        return tuple(bundle for bundle in left if len(bundle) > 1)

    def with_pins(self, pins: tuple[Pin, ...]) -> Problem:
        """The problem with these pins."""
        return replace(
            self.before,
            persons=tuple(self.persons),
            tasks=tuple(self.tasks),
            shifts=tuple(self.shifts),
            bundles=self.bundles(),
            wishes=tuple(wish for wish in self.before.wishes if ("shift", wish.shift) not in self.cancelled),
            pins=pins,
            baseline=tuple(seat for seat in self.taken if seat.ref[:2] not in self.cancelled),
            frozen_until=self.now,
        )


def _is_possible(problem: Problem, pin: Pin) -> bool:
    """Whether the rules on one person, seat and day leave the pin some day."""
    rules = SEAT_RULES.values()
    return any(all(rule(problem, pin.person, pin.ref, day) for rule in rules) for day in range(problem.days))


def _opened(seats: tuple[S, ...], number: int, roles: frozenset[str]) -> tuple[S, ...]:
    return tuple(
        replace(seat, roles=seat.roles | roles) if index == number and seat.roles else seat
        for index, seat in enumerate(seats)
    )


def _emptied(shift: Shift, seats: tuple[ShiftSeat, ...], everybody: frozenset[int]) -> Shift:
    return replace(shift, seats=seats, mix=(), turn=None, kits=(), refused=everybody)
