"""Random single days whose tasks couple people, with the terms and windows that floating starts are made for."""

from __future__ import annotations

from random import Random

import numpy as np

from solver.problem import DAY, DayAvailability, Lunch, Person, Problem, Seat, Span, Task, Weights, Window

SKILLS = ("nurse", "driver", "talk")
HOUR = 3600


def random_day(rng: Random, most_tasks: int = 12) -> Problem:
    """A day of a few persons: crews of up to three, bundles, prices, lunches, hard and soft and several windows."""
    places, soft = rng.randint(2, 8), rng.random() < 0.6
    persons = tuple(_person(rng, number, places, soft) for number in range(rng.randint(2, 6)))
    tasks = tuple(_task(rng, number, places, soft, len(persons)) for number in range(rng.randint(2, most_tasks)))
    matrices = tuple(rng.choice((1, 2)) * _travel(rng, places) for _ in range(2))
    bundles = ((0, 1),) if tasks[0].mandatory == tasks[1].mandatory and rng.random() < 0.7 else ()
    return Problem(
        days=1,
        modes=("walk", "ride"),
        travel=matrices,
        persons=persons,
        tasks=tasks,
        bundles=bundles,
        weights=_weights(rng),
    )


def _travel(rng: Random, places: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    points = np.array([[rng.randint(0, 1800), rng.randint(0, 1800)] for _ in range(places)])
    return np.abs(points[:, None] - points[None]).sum(axis=2).astype(np.int32)


def _person(rng: Random, number: int, places: int, soft: bool) -> Person:
    opening, closing = rng.randint(6, 9) * HOUR, rng.randint(14, 20) * HOUR
    entry = DayAvailability(
        day=0,
        spans=(Span(opening, DAY if soft else closing),),
        start_place=rng.randrange(places),
        end_place=rng.randrange(places),
        due=closing if rng.random() < 0.5 else None,
        at_opening=rng.random() < 0.3,
    )
    lunch = None
    if rng.random() < 0.5:
        lunch = Lunch(
            earliest_start=11 * HOUR,
            latest_end=rng.randint(13, 14) * HOUR,
            duration=1800,
            always=rng.random() < 0.5,
            required=rng.random() < 0.5,
        )
    return Person(
        id=f"p{number}",
        role=rng.choice(("staff", "volunteer")),
        availability=(entry,) if rng.random() < 0.95 else (),
        skills=frozenset(rng.sample(SKILLS, rng.randint(1, 3))),
        gender=rng.choice(("f", "m")),
        mode=rng.randrange(2),
        norm_day=rng.randint(4, 9) * HOUR,
        max_day=rng.randint(8, 14) * HOUR,
        target_week=rng.choice((0, 3 * HOUR)),
        lunch=lunch,
    )


def _windows(rng: Random, soft: bool) -> tuple[Window, ...]:
    found, clock = [], rng.randint(7, 12) * HOUR
    for _ in range(rng.randint(1, 2)):
        latest = clock + rng.randint(0, 3) * HOUR - (600 if soft else 0)
        found.append(Window(earliest=clock, latest=latest, late_until=max(latest, DAY - 1) if soft else None))
        clock += rng.randint(3, 5) * HOUR
    return tuple(found)


def _task(rng: Random, number: int, places: int, soft: bool, persons: int) -> Task:
    size, mandatory = rng.choice((1, 1, 1, 2, 2, 3)), rng.random() < 0.5
    gap = rng.choice(((0, 0), (0, 0), (600, 3600), (0, 7200)))
    seats = tuple(
        Seat(
            skills=frozenset(rng.sample(SKILLS, rng.randint(0, 1))),
            gap=gap if seat else (0, 0),
            duration=rng.choice((None, 900, 2700)),
            windows=_windows(rng, soft) if seat and rng.random() < 0.3 else (),
        )
        for seat in range(size)
    )
    some = frozenset(rng.sample(range(persons), rng.randint(1, persons)))
    return Task(
        id=f"t{number}",
        place=rng.randrange(places),
        end_place=rng.randrange(places) if rng.random() < 0.2 else None,
        windows=_windows(rng, soft),
        duration=rng.choice((900, 1800, 3600)),
        seats=seats,
        deadline=rng.choice((None, None, 19 * HOUR)),
        mandatory=mandatory,
        weight=rng.randint(0, 3),
        left_cost=None if mandatory or rng.random() < 0.5 else rng.randint(10, 300),
        preferred=some if rng.random() < 0.3 else frozenset(),
        preferred_each=True,
        unwanted=some if rng.random() < 0.2 else frozenset(),
        refused=some if rng.random() < 0.1 else frozenset(),
        gender=rng.choice((None, "f")),
        gender_required=rng.random() < 0.2,
    )


def _weights(rng: Random) -> Weights:
    def some(most: int) -> int:
        return rng.choice((0, rng.randint(1, most)))

    return Weights(
        travel=rng.randint(1, 300),
        waiting=some(300),
        overtime=some(500),
        lateness=some(500),
        highest_lateness=some(300),
        longest_wait=some(100),
        most_idle=some(500),
        imbalance=some(200),
        imbalance_step=rng.choice((1, 60)),
        late_arrival=some(400),
        missed_lunch=some(90),
    )
