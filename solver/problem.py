"""What the solver is asked: one frozen, integer problem, checked when it is built.

Units, everywhere in this package: times and durations are integer seconds; a time is counted from the horizon's
start (midnight of day 0, local time); a *time of day* is counted from midnight. Persons, tasks, shifts and places are
named by their index in the tuples of `Problem`. A span is `[start, end)`; a time window bounds the **start** of service
and includes both its ends.

Nothing here says what is allowed: that stands in `rules/`, once, and once more in `referee.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

DAY = 86_400
MINUTE = 60
HOUR = 3_600

Kind = Literal["task", "shift"]
Matrix = npt.NDArray[np.int32]


class _Nothing(Mapping[str, int]):
    """A mapping without entries that nobody can put any into."""

    def __getitem__(self, key: str) -> int:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __reduce__(self) -> str:
        return "NOTHING"


NOTHING = _Nothing()


class Span(NamedTuple):
    """A span of time `[start, end)`, seconds."""

    start: int
    end: int


class Ref(NamedTuple):
    """One seat of the problem: seat number `seat` of task or shift number `item`."""

    kind: Kind
    item: int
    seat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lunch:
    """A meal break. A duty that departs before `earliest_start` and arrives after `latest_end` holds one pause of
    `duration` inside `[earliest_start, latest_end)`, at one place (before or after a leg, never inside one).

    All three in seconds; the first two are times of day. A gap between two spans of availability that holds
    `duration` seconds of the window counts as the pause.

    - `always`: every duty holds the pause, whatever its hours, or the person has it before the duty departs (then it is
      no part of the duty, nor idle time). `required`: without it the duty is not allowed; else a
      pause that should be there and is not costs `Weights.missed_lunch`.
    """

    earliest_start: int
    latest_end: int
    duration: int
    always: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAvailability:
    """When a person may work on one day, and where that day's duty starts and ends.

    `spans`: sorted, disjoint, inside the day, times from the horizon's start. Between two spans the person is off: no
    leg, service or wait lies there, and the time counts as neither work nor waiting.

    - `due`: an arrival after it costs `Weights.late_arrival` (`None`: it never does).
    - `at_opening`: a duty departs when the first span opens, not just in time.
    """

    day: int
    spans: tuple[Span, ...]
    start_place: int
    end_place: int
    due: int | None = None
    at_opening: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be assigned.

    - `skills`: all that are held; `skill_ends`: skill → time from which it is no longer held.
    - `mode`: index into `Problem.modes`. `capacity`: load units carried at once.
    - `norm_day`, `norm_week`: seconds of worked time above which overtime is counted; `max_day`, `max_week`,
      `max_month`: hard limits of worked time (`None`: no limit). Worked time = arrival − departure − lunch − time off
      between spans. `month_before`: month label of `Problem.months` → seconds already worked in it before the horizon.
    - `max_days`: days with a duty per week; `max_run`: days with a duty in unbroken succession (`None`: no limit),
      `run_before` of which lie directly before day 0.
    - `min_rest`: seconds between one duty's arrival and the next one's departure; `last_end`: arrival of the last duty
      before the horizon (≤ 0), if known.
    - `target_week`: seconds of served time per week that suit this person (0: no target).
    - `turns_before`: turn kind → turns already had in the counting period; `exempt`: turn kinds never given;
      `max_turns`: turn kind → most turns of it in the horizon (a kind that is not named: no limit).
    - `min_run`, `min_run_off`: least days in unbroken succession with a duty, and without one between two such runs. A
      run that touches an end of the horizon is never too short.
    - `max_weekends`: most weekends (`Problem.weekends`) with a duty (`None`: no limit).
    - `least_month`: worked time in a month of the horizon, below which each minute costs `Weights.shortfall`.
    """

    id: str
    role: str
    availability: tuple[DayAvailability, ...]
    skills: frozenset[str] = frozenset()
    skill_ends: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    gender: str | None = None
    mode: int = 0
    capacity: int = 0
    norm_day: int = 8 * HOUR
    max_day: int = 12 * HOUR
    norm_week: int = 40 * HOUR
    max_week: int | None = None
    max_month: int | None = None
    month_before: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    max_days: int = 7
    max_run: int | None = None
    run_before: int = 0
    min_rest: int = 0
    last_end: int | None = None
    target_week: int = 0
    turns_before: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    exempt: frozenset[str] = frozenset()
    max_turns: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    min_run: int = 1
    min_run_off: int = 1
    max_weekends: int | None = None
    least_month: int = 0
    lunch: Lunch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Earliest and latest start of service, both included. With `late_until` later than `latest` the end is soft:
    a start in `(latest, late_until]` is allowed and costs its lateness. Only a soft window may have its `latest` before
    its `earliest`: then every start in it is late.
    """

    earliest: int
    latest: int
    late_until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place in a crew. `roles` empty: any role; all `skills` are needed until the service ends.

    `gap`: this seat starts at least and at most so many seconds after seat 0 (`(0, 0)`: at the same moment; seat 0's
    own gap is ignored). `duration`: of this seat, when it differs from the task's. `windows`: of this seat's own start,
    where the task's windows do not say it (they bound seat 0): hard ends are kept and soft ones cost this seat's
    lateness too. Empty: no windows of its own.
    """

    roles: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    gap: tuple[int, int] = (0, 0)
    duration: int | None = None
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A visit or a delivery. Served whole (every seat, by different persons) or not at all.

    - `end_place`: where service ends when that is elsewhere (an escort); the persons are bound throughout.
    - `windows`: bound seat 0's start; at least one. `deadline`: every seat's service has ended by then.
    - `mandatory`: its seats count at level 1 when missed; otherwise its `weight` counts at level 2, or, with
      `left_cost`, so many cost-minutes at level 4 instead.
    - `load`: units handed over, carried by seat 0. `kits`: one of each is in use during service (see `Kit`).
    - `preferred`: somebody of these in the crew, else a cost; with `preferred_each`, that cost for each person of the
      crew who is not one of them. `unwanted`: each of these in the crew costs `Weights.unwanted`. `required`: everybody
      in the crew is one of these (empty: anybody); `refused`: never these. `gender`: requested; with `gender_required`
      it is a rule, not a cost.
    - `service`: a label for reports only.
    """

    id: str
    place: int
    windows: tuple[Window, ...]
    duration: int
    seats: tuple[Seat, ...] = (Seat(),)
    end_place: int | None = None
    deadline: int | None = None
    mandatory: bool = False
    weight: int = 1
    left_cost: int | None = None
    load: int = 0
    kits: tuple[int, ...] = ()
    preferred: frozenset[int] = frozenset()
    preferred_each: bool = False
    unwanted: frozenset[int] = frozenset()
    required: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    gender: str | None = None
    gender_required: bool = False
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSeat:
    """One place in a shift. Unfilled it counts 1 at level 1 when `required`, else `weight` at level 2, or, with
    `left_cost`, so many cost-minutes instead. `filled_cost`: cost-minutes when somebody takes it (one too many).
    """

    roles: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    required: bool = True
    weight: int = 1
    left_cost: int | None = None
    filled_cost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMix:
    """A shift that is staffed at all has at least `at_least` persons of these `roles`."""

    roles: frozenset[str]
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A desk or drive for one span, in one place; its seats are filled one by one, by different persons.

    `turn`: the turn kind it counts as (noon, evening …), or `None`. `refused`: persons never placed here. `kits`: one
    of each is set aside for the whole shift, staffed or not.
    """

    id: str
    place: int
    start: int
    end: int
    seats: tuple[ShiftSeat, ...]
    mix: tuple[RoleMix, ...] = ()
    turn: str | None = None
    refused: frozenset[int] = frozenset()
    kits: tuple[int, ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Tasks of one recurring service for one client: any two that are served lie at least `gap_days` days apart.

    `last_day`: day of the last service before the horizon (negative), if known. Every further person beyond the
    first who takes seat 0 in the series costs `Weights.further_person`.
    """

    id: str
    tasks: tuple[int, ...]
    gap_days: int = 1
    last_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """Task `second` is served only if `first` is, and starts at least `gap_min` and at most `gap_max` seconds after
    the end of `first` (its last seat).
    """

    first: int
    second: int
    gap_min: int = 0
    gap_max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Portable equipment: at any moment at most `count` tasks and shifts use it, each from `turnaround` seconds before
    its start until `turnaround` seconds after its end.
    """

    id: str
    count: int
    turnaround: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reload:
    """Where and how long a load is filled up. Any stop at one of `places` refills it too; a duty that starts at one of
    them starts full, any other starts empty.
    """

    places: frozenset[int]
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A human decision: this person takes this seat; with `start`, at this moment."""

    ref: Ref
    person: int
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A human decision: this person takes no seat of this task or shift."""

    kind: Kind
    item: int
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for: to have a seat in this shift (`wanted`), or not to have one. Going against it costs
    `cost` cost-minutes.
    """

    shift: int
    person: int
    wanted: bool
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One seat of an earlier plan: who took it, and when it started."""

    ref: Ref
    person: int
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Exchange rates of levels 3 and 4. Rates: cost-minutes per minute, in hundredths (100 = one for one).
    Amounts: cost-minutes per case.

    `overtime`: worked time over the week's and the day's norm. `above_target`, `far_above_target`, `below_target`:
    served time above the target, above 1.25 targets, below half the target. `lateness`: start after a soft end, of
    every seat that has windows; `highest_lateness`: the greatest of these, once. `longest_wait`: the longest single
    wait before a stop. `most_idle`: the most idle time of one person on one day with availability: from the opening
    to the departure, waits, from the arrival to the closing (to `DayAvailability.due`, where given); without a duty,
    all of it. `imbalance`: sum over all persons with availability of how far their busy time (legs, service and
    reloads of the horizon) lies from the mean, each rounded up to a multiple of `imbalance_step` seconds.
    `late_arrival`: arrival after `DayAvailability.due`. `shortfall`: worked time below `Person.least_month`.
    `not_preferred`, `gender_mismatch`, `further_person`, `unwanted`, `missed_lunch`: amounts. `turn`: times the
    square of turns above the fair share of their kind. `changed_seat`: a seat of the earlier plan that has another
    person, or nobody, now; `moved_start`: per minute that a kept seat starts earlier or later than in the earlier
    plan.
    """

    travel: int = 100
    waiting: int = 100
    overtime: int = 500
    above_target: int = 100
    far_above_target: int = 200
    below_target: int = 50
    lateness: int = 100
    highest_lateness: int = 0
    longest_wait: int = 0
    most_idle: int = 0
    imbalance: int = 0
    imbalance_step: int = 60
    late_arrival: int = 100
    shortfall: int = 1000
    not_preferred: int = 60
    gender_mismatch: int = 30
    further_person: int = 30
    unwanted: int = 60
    missed_lunch: int = 60
    turn: int = 30
    changed_seat: int = 60
    moved_start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything that is planned together, over `days` days.

    - `weeks`, `months`: label of the week and month that each day belongs to, length `days`; `weekends`: number of the
      weekend that each day belongs to, −1 for none (empty: no day does).
    - `bundles`: tasks of which all are served or none. `not_next_day`: pairs of turn kinds; whoever has a shift of the
      first on one day has none of the second on the next. `wishes`: what persons ask for.
    - `modes`: travel modes; `travel[mode][a, b]`: seconds from place a to place b, int32, shape (places, places),
      ≥ 0 (parking and the like included).
    - `baseline`: the earlier plan's seats; each change costs. `frozen_until`: the past; every baseline seat that starts
      before it stays exactly as it is, and nothing else starts before it.

    Raises `ProblemError`, which lists every fault, when the parts do not fit together.
    """

    days: int
    modes: tuple[str, ...]
    travel: tuple[Matrix, ...]
    persons: tuple[Person, ...]
    weeks: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    weekends: tuple[int, ...] = ()
    tasks: tuple[Task, ...] = ()
    shifts: tuple[Shift, ...] = ()
    series: tuple[Series, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    bundles: tuple[tuple[int, ...], ...] = ()
    not_next_day: tuple[tuple[str, str], ...] = ()
    wishes: tuple[Wish, ...] = ()
    kits: tuple[Kit, ...] = ()
    turns: tuple[str, ...] = ()
    reload: Reload | None = None
    pins: tuple[Pin, ...] = ()
    bars: tuple[Bar, ...] = ()
    baseline: tuple[Assignment, ...] = ()
    frozen_until: int = 0
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        from solver.faults import find_faults  # noqa: PLC0415  (the checks know the problem's parts, not the reverse)

        if not self.weeks:
            object.__setattr__(self, "weeks", tuple(f"week {day // 7}" for day in range(self.days)))
        if not self.months:
            object.__setattr__(self, "months", tuple("month 0" for _ in range(self.days)))
        for matrix in self.travel:
            matrix.setflags(write=False)
        faults = find_faults(self)
        if faults:
            raise ProblemError(faults)

    def __reduce__(self) -> tuple[object, ...]:
        # Built again where it is unpacked: a matrix that was packed may be written to, those of a problem may not.
        return _built, ({each.name: getattr(self, each.name) for each in fields(self)},)

    @property
    def horizon(self) -> int:
        """End of the last day, seconds."""
        return self.days * DAY

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Every seat: those of the tasks, then those of the shifts."""
        tasks = (Ref("task", item, seat) for item, task in enumerate(self.tasks) for seat in range(len(task.seats)))
        shifts = (
            Ref("shift", item, seat) for item, shift in enumerate(self.shifts) for seat in range(len(shift.seats))
        )
        return (*tasks, *shifts)

    def seat(self, ref: Ref) -> Seat | ShiftSeat:
        """The seat that `ref` names."""
        return self.tasks[ref.item].seats[ref.seat] if ref.kind == "task" else self.shifts[ref.item].seats[ref.seat]

    def places_of(self, ref: Ref) -> tuple[int, int]:
        """Where service at this seat begins and where it ends."""
        if ref.kind == "shift":
            place = self.shifts[ref.item].place
            return place, place
        task = self.tasks[ref.item]
        return task.place, task.place if task.end_place is None else task.end_place

    def duration_of(self, ref: Ref) -> int:
        """Seconds of service at this seat."""
        if ref.kind == "shift":
            return self.shifts[ref.item].end - self.shifts[ref.item].start
        task = self.tasks[ref.item]
        own = task.seats[ref.seat].duration
        return task.duration if own is None else own


def _built(parts: Mapping[str, Any]) -> Problem:
    return Problem(**parts)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a problem: a code, where it is, and the two (or more) parts that clash."""

    code: str
    where: str
    text: str
    refs: tuple[Ref, ...] = ()
    persons: tuple[int, ...] = ()


class ProblemError(ValueError):
    """The problem contradicts itself. `faults` lists all that was found; ids only, no names."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.code} at {fault.where}: {fault.text}" for fault in faults))
