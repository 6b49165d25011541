"""Random small rosters of fixed posts, for tests: shifts only, over some days, with all rules of rosters."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from solver.plan import Plan
from solver.problem import (
    DAY,
    HOUR,
    MINUTE,
    Assignment,
    Bar,
    DayAvailability,
    Lunch,
    Person,
    Pin,
    Problem,
    RoleMix,
    Shift,
    ShiftSeat,
    Span,
    Weights,
    Wish,
)
from tests.builders import line

HOURS = {"morning": (8, 12), "noon": (12, 14), "afternoon": (14, 18), "evening": (17, 21)}
ROLES = ("clerk", "volunteer")


def random_roster(random: Random, persons: int = 4, days: int = 6) -> Problem:
    """A roster of up to so many persons and days; each rule is there about every second time."""
    days = random.randint(2, days)
    kinds = random.sample(sorted(HOURS), random.randint(1, 3))
    shifts = tuple(_shift(random, day, kind) for day in range(days) for kind in kinds if random.random() < 0.8) or (
        _shift(random, 0, kinds[0]),
    )
    people = tuple(_person(random, number, days, kinds) for number in range(random.randint(1, persons)))
    pairs = [(a, b) for a in kinds for b in kinds if random.random() < 0.2]
    return Problem(
        days=days,
        weeks=tuple(f"week {(day + 2) // 4}" for day in range(days)),
        months=tuple(f"month {(day + 1) // 5}" for day in range(days)),
        weekends=tuple((day // 4 if day % 4 >= 2 else -1) for day in range(days)) if random.random() < 0.5 else (),
        modes=("walk",),
        travel=(line([0, 6, 15], random.choice((0.0, 1.0))),),
        persons=people,
        shifts=shifts,
        turns=tuple(kinds),
        not_next_day=tuple(pairs) if random.random() < 0.5 else (),
        wishes=tuple(_wishes(random, len(shifts), len(people))),
        bars=tuple(
            Bar(kind="shift", item=random.randrange(len(shifts)), person=random.randrange(len(people)))
            for _ in range(random.randint(0, 2))
        ),
        weights=replace(Weights(), turn=random.choice((0, 30)), waiting=random.choice((0, 100))),
    )


def _wishes(random: Random, shifts: int, persons: int) -> list[Wish]:
    pairs = {(random.randrange(shifts), random.randrange(persons)) for _ in range(random.randint(0, 4))}
    return [
        Wish(shift=shift, person=person, wanted=random.random() < 0.5, cost=random.randint(1, 90))
        for shift, person in sorted(pairs)
    ]


def _shift(random: Random, day: int, kind: str) -> Shift:
    first, last = HOURS[kind]
    seats = tuple(_seat(random) for _ in range(random.randint(1, 3)))
    mix = (RoleMix(roles=frozenset({"clerk"}), at_least=random.randint(1, 2)),) if random.random() < 0.3 else ()
    return Shift(
        id=f"{day} {kind}",
        place=random.randrange(3),
        start=day * DAY + first * HOUR,
        end=day * DAY + last * HOUR,
        seats=seats,
        mix=mix,
        turn=kind if random.random() < 0.9 else None,
    )


def _seat(random: Random) -> ShiftSeat:
    roles = frozenset({random.choice(ROLES)}) if random.random() < 0.2 else frozenset()
    skills = frozenset({"signing"}) if random.random() < 0.2 else frozenset()
    kind = random.randrange(4)
    if kind == 0:
        return ShiftSeat(roles=roles, skills=skills, required=False, weight=random.randint(1, 5))
    if kind == 1:
        cost = random.randint(0, 500)
        return ShiftSeat(roles=roles, skills=skills, required=False, left_cost=cost, filled_cost=random.choice((0, 60)))
    return ShiftSeat(roles=roles, skills=skills, filled_cost=random.choice((0, 0, 20)))


def _person(random: Random, number: int, days: int, kinds: list[str]) -> Person:
    def some(value: int, otherwise: int | None = None) -> int | None:
        return value if random.random() < 0.4 else otherwise

    opening = random.choice((7, 8, 11))
    spans = ((opening, 22),) if random.random() < 0.7 else ((opening, 12), (13, 22))
    lunch = Lunch(
        earliest_start=11 * HOUR,
        latest_end=14 * HOUR,
        duration=30 * MINUTE,
        always=random.random() < 0.2,
        required=random.random() < 0.6,
    )
    return Person(
        id=str(number),
        role=random.choice(ROLES),
        skills=frozenset({"signing"}) if random.random() < 0.6 else frozenset(),
        skill_ends={"signing": random.randint(1, days) * DAY} if random.random() < 0.3 else {},
        availability=tuple(
            DayAvailability(
                day=day,
                spans=tuple(Span(day * DAY + first * HOUR, day * DAY + last * HOUR) for first, last in spans),
                start_place=0,
                end_place=random.choice((0, 1)),
                due=day * DAY + 19 * HOUR if random.random() < 0.2 else None,
                at_opening=random.random() < 0.2,
            )
            for day in range(days)
            if random.random() < 0.85
        ),
        norm_day=random.choice((4, 8)) * HOUR,
        max_day=random.choice((6, 12)) * HOUR,
        norm_week=random.choice((8, 40)) * HOUR,
        max_week=some(random.randint(4, 20) * HOUR),
        max_month=some(random.randint(4, 30) * HOUR),
        month_before={"month 0": random.randint(0, 8) * HOUR},
        least_month=some(random.randint(1, 16) * HOUR, 0) or 0,
        max_days=random.randint(1, 4),
        max_run=some(random.randint(1, 4)),
        run_before=random.randint(0, 1),
        min_run=some(2, 1) or 1,
        min_run_off=some(2, 1) or 1,
        max_weekends=some(random.randint(0, 1)),
        min_rest=random.choice((0, 11, 13, 16)) * HOUR,
        last_end=random.choice((None, -3 * HOUR)),
        target_week=random.choice((0, 6)) * HOUR,
        turns_before={kind: random.randint(0, 2) for kind in kinds},
        exempt=frozenset({random.choice(kinds)}) if random.random() < 0.2 else frozenset(),
        max_turns={random.choice(kinds): random.randint(0, 2)} if random.random() < 0.4 else {},
        lunch=lunch if random.random() < 0.5 else None,
    )


def decided(random: Random, problem: Problem, plan: Plan) -> Problem:
    """The problem with some of the plan's seats pinned, the plan as an earlier one, and perhaps its first day past."""
    taken = [(stop.ref, duty.person, stop.start) for duty in plan.duties for stop in duty.stops if stop.ref is not None]
    return replace(
        problem,
        pins=tuple(Pin(ref=ref, person=person) for ref, person, _ in taken if random.random() < 0.2),
        baseline=tuple(Assignment(ref=ref, person=person, start=start) for ref, person, start in taken),
        frozen_until=random.choice((0, DAY)),
    )
