"""Small problems in few words, for tests. Times of day are hours (8.5 is half past eight), durations minutes, and all
places lie on one line, a number of travel minutes apart.

`random_problem` draws a small problem that uses about half of the features it is not forbidden; `problems` is the same
as a hypothesis strategy. `decided` adds pins, an earlier plan and a frozen past that the given plan honours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

from solver.plan import Plan
from solver.problem import (
    DAY,
    NOTHING,
    Assignment,
    Bar,
    DayAvailability,
    Kit,
    Lunch,
    Matrix,
    Person,
    Pin,
    Precedence,
    Problem,
    Ref,
    Reload,
    RoleMix,
    Seat,
    Series,
    Shift,
    ShiftSeat,
    Span,
    Task,
    Weights,
    Window,
)

FEATURES = frozenset(
    {"bars", "crews", "deadlines", "escorts", "exempt", "gaps", "gender", "kits", "limits", "loads", "lunch", "mix"}
    | {"modes", "optional", "precedence", "relations", "rest", "run", "series", "skill_ends", "skills", "soft_ends"}
    | {"split_days", "targets", "turns", "windows"}
)
"""What `random_problem` may use. `run`: days in succession; `rest`: rest between duties; `gaps`: staggered crews;
`relations`: preferred, required, refused; `split_days`: two spans a day; `windows`: several windows a task."""

DayHours = tuple[float, float] | Sequence[tuple[float, float]]


def hours(number: float) -> int:
    """Seconds of so many hours."""
    return round(number * 3600)


def minutes(number: float) -> int:
    """Seconds of so many minutes."""
    return round(number * 60)


def at(hour: float, day: int = 0) -> int:
    """The moment of an hour of the day, seconds from the horizon's start."""
    return day * DAY + hours(hour)


def line(points: Sequence[float], pace: float = 1.0) -> Matrix:
    """Travel seconds between points on a line, whose distances are minutes times `pace`."""
    here = np.asarray(points, dtype=float)
    return np.rint(np.abs(here[:, None] - here[None, :]) * 60 * pace).astype(np.int32)


def person(
    name: str,
    *,
    role: str = "volunteer",
    day_spans: Mapping[int, DayHours] | None = None,
    start_place: int = 0,
    end_place: int | None = None,
    **other: Any,
) -> Person:
    """A person, available on day 0 from 8 to 18, from and to place 0, unless told otherwise.

    `day_spans`: day → (from hour, until hour), or several such pairs. `skills` may be any iterable.
    """
    availability = []
    for day, spans in ({0: (8, 18)} if day_spans is None else day_spans).items():
        pairs = [spans] if isinstance(spans[0], (int, float)) else spans
        availability.append(
            DayAvailability(
                day=day,
                spans=tuple(Span(at(first, day), at(last, day)) for first, last in pairs),
                start_place=start_place,
                end_place=start_place if end_place is None else end_place,
            )
        )
    return Person(id=name, role=role, availability=tuple(availability), **_sets(other, "skills", "exempt"))


def _sets(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: frozenset(value) if key in names else value for key, value in values.items()}


def lunch(earliest: float = 11.5, latest: float = 13.5, length: float = 30) -> Lunch:
    """A lunch of `length` minutes between two hours of the day."""
    return Lunch(earliest_start=hours(earliest), latest_end=hours(latest), duration=minutes(length))


def window(first: float = 8, last: float = 18, day: int = 0, late: float | None = None) -> Window:
    """A window of starts between two hours; `late`: the hour until which a late start is still allowed."""
    return Window(earliest=at(first, day), latest=at(last, day), late_until=None if late is None else at(late, day))


def seat(
    *,
    roles: Iterable[str] = (),
    skills: Iterable[str] = (),
    gap: tuple[float, float] = (0, 0),
    duration: float | None = None,
) -> Seat:
    """A seat of a task; gap and duration in minutes."""
    return Seat(
        roles=frozenset(roles),
        skills=frozenset(skills),
        gap=(minutes(gap[0]), minutes(gap[1])),
        duration=None if duration is None else minutes(duration),
    )


def task(
    name: str,
    place: int = 1,
    *windows: Window,
    duration: float = 30,
    mandatory: bool = True,
    deadline: float | None = None,
    **other: Any,
) -> Task:
    """A mandatory task of half an hour with one seat at place 1, any time on day 0, unless told otherwise.

    `duration` in minutes, `deadline` in hours from the horizon's start.
    """
    return Task(
        id=name,
        place=place,
        windows=windows or (window(0, 24),),
        duration=minutes(duration),
        mandatory=mandatory,
        deadline=None if deadline is None else hours(deadline),
        **_sets(other, "preferred", "required", "refused"),
    )


def shift_seat(
    *, roles: Iterable[str] = (), skills: Iterable[str] = (), required: bool = True, weight: int = 1
) -> ShiftSeat:
    """A seat of a shift."""
    return ShiftSeat(roles=frozenset(roles), skills=frozenset(skills), required=required, weight=weight)


def shift(
    name: str,
    first: float = 9,
    last: float = 12,
    *,
    place: int = 0,
    day: int = 0,
    seats: Sequence[ShiftSeat] = (ShiftSeat(),),
    **other: Any,
) -> Shift:
    """A shift at place 0 on day 0 from 9 to 12 with one required seat, unless told otherwise."""
    return Shift(
        id=name, place=place, start=at(first, day), end=at(last, day), seats=tuple(seats), **_sets(other, "refused")
    )


def mix(at_least: int, *roles: str) -> RoleMix:
    """At least so many of these roles."""
    return RoleMix(roles=frozenset(roles), at_least=at_least)


def problem(
    persons: Iterable[Person] = (),
    tasks: Iterable[Task] = (),
    shifts: Iterable[Shift] = (),
    *,
    days: int = 1,
    points: Sequence[float] = (0, 10, 20, 30),
    paces: Sequence[float] = (1.0,),
    **other: Any,
) -> Problem:
    """A problem on a line: place p lies at `points[p]`; one travel mode per pace (1.0: a minute per unit)."""
    return Problem(
        days=days,
        modes=tuple(f"mode {number}" for number in range(len(paces))),
        travel=tuple(line(points, pace) for pace in paces),
        persons=tuple(persons),
        tasks=tuple(tasks),
        shifts=tuple(shifts),
        **{key: tuple(value) if isinstance(value, list) else value for key, value in other.items()},
    )


def task_ref(item: int, number: int = 0) -> Ref:
    """Seat `number` of task `item`."""
    return Ref("task", item, number)


def shift_ref(item: int, number: int = 0) -> Ref:
    """Seat `number` of shift `item`."""
    return Ref("shift", item, number)


def pin(ref: Ref, who: int, start: int | None = None) -> Pin:
    """A pin."""
    return Pin(ref=ref, person=who, start=start)


# ---------------------------------------------------------------------------------------------------------------------
# Random problems


def problems(
    features: frozenset[str] = FEATURES, *, persons: int = 4, tasks: int = 7, shifts: int = 3, days: int = 3
) -> st.SearchStrategy[Problem]:
    """Random small problems up to these sizes; a failing one is told by the seed in `random_problem(Random(seed))`."""
    return seeds().map(
        lambda seed: random_problem(Random(seed), features, persons=persons, tasks=tasks, shifts=shifts, days=days)
    )


def seeds() -> st.SearchStrategy[int]:
    """Seeds for `Random`."""
    return st.integers(min_value=0, max_value=2**31 - 2)


def random_problem(
    rng: Random,
    features: frozenset[str] = FEATURES,
    *,
    persons: int = 4,
    tasks: int = 7,
    shifts: int = 3,
    days: int = 3,
    grain: int = 1,
) -> Problem:
    """A small problem without faults, up to these sizes, whose work is near what its persons can do.

    `grain`: every duration, distance and moment is a multiple of so many minutes (of 30, at most); windows are short
    then, so that all starts can be tried.
    """
    return _Draw(rng, features, rng.randint(1, days), rng.randint(1, persons), grain).problem(
        rng.randint(0, tasks), rng.randint(0, shifts)
    )


class _Draw:
    """One random problem in the making."""

    ROLES = ("volunteer", "staff", "substitute")
    SKILLS = ("care", "first aid")
    TURNS = ("noon", "evening")
    PLACES = 6

    def __init__(self, rng: Random, features: frozenset[str], days: int, persons: int, grain: int) -> None:
        if unknown := features - FEATURES:
            raise ValueError(f"unknown features: {sorted(unknown)}")
        self.rng, self.days, self.count, self.grain = rng, days, persons, grain
        self.features = frozenset(name for name in sorted(features) if rng.random() < 0.5)

    def rounded(self, number: int) -> int:
        """Minutes, rounded up to the grain."""
        return -(-number // self.grain) * self.grain

    def uses(self, feature: str, chance: float = 0.4) -> bool:
        """Whether this feature is used here; draws in any case, so that switches leave the rest alike."""
        return (self.rng.random() < chance) & (feature in self.features)

    def problem(self, tasks: int, shifts: int) -> Problem:
        points = [0, *(self.rounded(self.rng.randint(1, 40)) for _ in range(self.PLACES - 1))]
        made = [self.task(number) for number in range(tasks)]
        return problem(
            [self.person(number) for number in range(self.count)],
            made,
            [self.shift(number) for number in range(shifts)],
            days=self.days,
            points=points,
            paces=(1.0, 1.7 if self.grain == 1 else 2.0) if "modes" in self.features else (1.0,),
            weeks=tuple("one" if day < 2 else "two" for day in range(self.days)),
            months=tuple("May" if day < 1 else "June" for day in range(self.days)),
            series=self.series(tasks),
            precedences=self.precedences(tasks),
            kits=[
                Kit(
                    id="scanner",
                    count=self.rng.randint(1, 2),
                    turnaround=minutes(self.rounded(self.rng.choice((0, 15)))),
                )
            ],
            turns=self.TURNS,
            reload=Reload(places=frozenset((0,)), duration=minutes(self.rounded(10)))
            if "loads" in self.features
            else None,
            bars=self.bars(tasks, shifts),
            weights=Weights(moved_start=self.rng.choice((0, 10))),
        )

    def person(self, number: int) -> Person:
        rng = self.rng
        spans: dict[int, DayHours] = {}
        for day in range(self.days):
            first, last = rng.choice(((8, 12), (8, 18), (8, 18), (9, 17), (9, 17), (13, 18), (0, 24)))
            noon = (first + last) / 2
            split = self.uses("split_days", 0.25) and last - first > 4
            if rng.random() < 0.85 or day == 0:
                spans[day] = [(first, noon - 0.5), (noon + 0.5, last)] if split else (first, last)
        start = rng.choice((0, 0, 1))
        return person(
            f"P{number}",
            role=rng.choice(self.ROLES),
            day_spans=spans,
            start_place=start,
            end_place=rng.choice((start, start, 2)),
            gender=rng.choice(("f", "m")),
            mode=rng.randint(0, 1) if "modes" in self.features else 0,
            lunch=lunch() if self.uses("lunch", 0.5) else None,
            **self._skills(),
            **self._limits(),
            **self._turns(),
        )

    def _skills(self) -> dict[str, Any]:
        skills = [name for name in self.SKILLS if self.rng.random() < 0.7]
        ends = {skills[0]: at(self.rng.choice((12, 20)), self.rng.randrange(self.days))} if skills else {}
        return {"skills": skills, "skill_ends": ends if self.uses("skill_ends", 0.3) else NOTHING}

    def _limits(self) -> dict[str, Any]:
        rng = self.rng
        drawn = {
            "max_day": hours(rng.choice((4, 6, 10))),
            "max_week": hours(rng.choice((5, 8, 20))),
            "max_month": hours(rng.choice((6, 10))),
            "month_before": {"May": hours(rng.randint(0, 4))},
            "max_days": rng.randint(1, 3),
            "norm_day": hours(rng.choice((3, 8))),
            "norm_week": hours(rng.choice((6, 40))),
        }
        chosen = {key: value for key, value in drawn.items() if self.uses("limits", 0.3)}
        if self.uses("run"):
            chosen |= {"max_run": rng.randint(1, 3), "run_before": rng.randint(0, 2)}
        if self.uses("rest"):
            chosen |= {"min_rest": hours(rng.choice((11, 16))), "last_end": -hours(rng.choice((2, 6)))}
        if self.uses("targets"):
            chosen["target_week"] = hours(rng.choice((1, 2.5, 4)))
        if "loads" in self.features:
            chosen["capacity"] = rng.randint(1, 4)
        return chosen

    def _turns(self) -> dict[str, Any]:
        before = {kind: self.rng.randint(0, 2) for kind in self.TURNS}
        exempt = [kind for kind in self.TURNS if self.uses("exempt", 0.15)]
        return {"turns_before": before if "turns" in self.features else NOTHING, "exempt": exempt}

    def task(self, number: int) -> Task:
        rng = self.rng
        starts = sorted(rng.sample(range(self.days), k=rng.randint(1, self.days) if self.uses("windows") else 1))
        windows = [self.window(day) for day in starts]
        return task(
            f"T{number}",
            rng.randrange(self.PLACES),
            *windows,
            duration=self.rounded(rng.choice((10, 30, 45, 60))),
            seats=tuple(self.seat(index) for index in range(1 + self.uses("crews", 0.3))),
            end_place=rng.randrange(self.PLACES) if self.uses("escorts", 0.2) else None,
            deadline=(windows[-1].latest + hours(0.5)) / 3600 if self.uses("deadlines", 0.2) else None,
            mandatory=not self.uses("optional", 0.5),
            weight=rng.randint(1, 5),
            load=rng.randint(1, 2) if self.uses("loads", 0.4) else 0,
            kits=(0,) if self.uses("kits", 0.3) else (),
            gender=rng.choice(("f", "m")) if self.uses("gender", 0.3) else None,
            gender_required=rng.random() < 0.4,
            **self._relations(),
        )

    def window(self, day: int) -> Window:
        first = self.rng.choice((0, 8, 9, 9, 10, 11, 13, 13, 14, 15))
        last = first + self.rng.choice((0, 1, 2, 4, 6) if self.grain == 1 else (0, 0.5, 1))
        return window(first, last, day, last + 0.5 if self.uses("soft_ends", 0.3) else None)

    def seat(self, index: int) -> Seat:
        low = self.rounded(self.rng.choice((0, 10)))
        return seat(
            roles=self.rng.sample(self.ROLES, 2) if self.uses("skills", 0.3) else (),
            skills=[self.rng.choice(self.SKILLS)] if self.uses("skills", 0.3) else (),
            gap=(low, low + self.rounded(20)) if self.uses("gaps", 0.4) and index else (0, 0),
            duration=self.rounded(self.rng.choice((10, 40))) if self.uses("gaps", 0.2) else None,
        )

    def _relations(self) -> dict[str, Any]:
        def some(chance: float) -> list[int]:
            chosen = [who for who in range(self.count) if self.rng.random() < 0.4]
            return chosen if self.uses("relations", chance) else []

        return {"preferred": some(0.4), "required": some(0.1), "refused": some(0.3)}

    def shift(self, number: int) -> Shift:
        rng = self.rng
        first = rng.choice((0, 8, 9, 9, 11, 13, 13, 15, 20))
        seats = [
            shift_seat(
                roles=rng.sample(self.ROLES, 2) if self.uses("skills", 0.3) else (),
                skills=[rng.choice(self.SKILLS)] if self.uses("skills", 0.2) else (),
                required=not self.uses("optional", 0.4),
                weight=rng.randint(1, 4),
            )
            for _ in range(rng.randint(1, 2))
        ]
        return shift(
            f"S{number}",
            first,
            first + rng.choice((1, 2, 4)),
            place=rng.choice((0, 0, 1, 3)),
            day=rng.randrange(self.days),
            seats=seats,
            mix=(mix(1, rng.choice(self.ROLES)),) if self.uses("mix", 0.25) else (),
            turn=rng.choice(self.TURNS) if self.uses("turns", 0.5) else None,
            refused=[0] if self.uses("relations", 0.1) else [],
            kits=(0,) if number == 0 and self.uses("kits", 0.3) else (),
        )

    def series(self, tasks: int) -> tuple[Series, ...]:
        members = tuple(sorted(self.rng.sample(range(tasks), k=min(tasks, 3))))
        last_day = self.rng.choice((None, -1))
        made = Series(id="weekly", tasks=members, gap_days=self.rng.randint(0, 2), last_day=last_day)
        return (made,) if self.uses("series", 0.6) and members else ()

    def precedences(self, tasks: int) -> tuple[Precedence, ...]:
        if tasks < 2:
            return ()
        first, second = sorted(self.rng.sample(range(tasks), k=2))
        gap_max = self.rng.choice((None, hours(2), hours(30)))
        rule = Precedence(first=first, second=second, gap_min=minutes(self.rng.choice((0, 60))), gap_max=gap_max)
        return (rule,) if self.uses("precedence", 0.5) else ()

    def bars(self, tasks: int, shifts: int) -> tuple[Bar, ...]:
        every = [Bar(kind="task", item=item, person=0) for item in range(tasks)]
        every += [Bar(kind="shift", item=item, person=self.count - 1) for item in range(shifts)]
        return tuple(bar for bar in every if self.uses("bars", 0.08))


def decided(rng: Random, given: Problem, plan: Plan) -> Problem:
    """The same problem after people decided: some seats of the plan pinned (some with their start), the whole plan the
    earlier one, and the time before some moment frozen. The plan itself honours all of it.
    """
    taken = [
        Assignment(ref=stop.ref, person=duty.person, start=stop.start)
        for duty in plan.duties
        for stop in duty.stops
        if stop.ref is not None
    ]
    pinned = [each for each in taken if rng.random() < 0.3]
    pins = tuple(pin(each.ref, each.person, rng.choice((None, each.start))) for each in pinned)
    frozen = rng.choice((0, at(10), at(14), at(9, 1)))
    whole = {each.ref[:2] for each in taken if each.start >= frozen}
    split = any(each.start < frozen and each.ref[:2] in whole for each in taken)
    return replace(given, pins=pins, baseline=tuple(taken), frozen_until=0 if split else min(frozen, given.horizon))
