"""The work of made-up weeks: desks and drives by a fixed pattern, visits and deliveries drawn as in the given weeks."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.weeks_ground import Ground

HOUR, MINUTE = 3_600, 60
NOON, MORNING, AFTERNOON, EVENING_END = 12 * HOUR, int(8.5 * HOUR), int(13.5 * HOUR), 17 * HOUR
Seat = dict[str, list[str]]
Task = dict[str, Any]

VOLUNTEER, DRAFTEE, STAFF = "volunteer", "substitute_service", "staff"
ALL, HANDS, OFFICE = [VOLUNTEER, DRAFTEE, STAFF], [VOLUNTEER, DRAFTEE], [DRAFTEE, STAFF]

#: Kind of visit → how often, minutes.
VISITS = {
    "greet": (0.34, 25),
    "clean": (0.18, 75),
    "bp": (0.15, 20),
    "newcomer": (0.095, 40),
    "escort": (0.08, 120),
    "idhome": (0.065, 40),
    "assess": (0.045, 50),
    "bigclean": (0.045, 90),
}
IN_SERIES = {"greet", "clean", "bp"}
SERIES_SHARE, LONG_SERIES = 0.16, 0.42
APPOINTMENT_SHARE, BOTH_HALVES, MORNING_SHARE = 0.17, 0.22, 0.57
MANDATORY_SHARE, PREFERRED_SHARE, REFUSED_SHARE, GENDER_SHARE = 0.57, 0.18, 0.08, 0.09
PRECEDENCE_SHARE, PRECEDENCE_GAP = 0.025, 600
VISIT_DAYS = (9.0, 8.0, 8.0, 8.0, 8.0, 1.0, 0.6)

GIFT_HOURS = ((9, 12), (9, 17), (14, 17))
GIFT_DAYS = range(6)
SAME_DOOR = 0.12


def seat(roles: list[str], *skills: str) -> Seat:
    """One seat of a crew: any of these roles, all of these skills."""
    return {"roles": roles, "skills": list(skills)}


def task(kind: str, place: int, duration: int, crew: list[Seat], windows: list[list[int]]) -> Task:
    """A task without any wish; `windows`: [day, earliest, latest] in seconds of the day. Its id is set at the end."""
    plain = {"kind": kind, "place": place, "duration": duration, "crew": crew, "windows": windows}
    weights = {"mandatory": False, "weight": 1, "load": 0}
    return {
        "id": -1,
        **plain,
        **weights,
        "series": None,
        "gap_days": 0,
        "preferred": None,
        "refused": [],
        "gender": None,
        "shift": None,
    }


def make_shifts(rng: Random, ground: Ground, count: int, *, small: bool) -> list[Task]:
    """The seats of `count` desks and drives: one counter with its drives for each 60. `small`: two at the counter."""
    tasks: list[Task] = []
    for block in range(-(-count // 60)):
        first = ground.add_hubs(rng, block)
        size = min(60, count - 60 * block)
        for number, shift in zip(range(size), _pattern(small=small), strict=False):
            day, start, minutes, place, required, wished = shift
            for crew_seat in (*required, *wished):
                post = task("post", first + place, minutes * MINUTE, [crew_seat], [[day, start, start]])
                mandatory = len([other for other in tasks if other["shift"] == 60 * block + number]) < len(required)
                post |= {"mandatory": mandatory, "weight": 5 if mandatory else 3, "shift": 60 * block + number}
                tasks.append(post)
    return tasks


Shift = tuple[int, int, int, int, list[Seat], list[Seat]]


def _pattern(*, small: bool) -> Iterator[Shift]:
    """Day, start, minutes, place, required and wished seats of one shift after the other, without end."""
    counter = [seat([VOLUNTEER], "bp")] if small else [seat(ALL, "mandarin"), seat([VOLUNTEER], "bp")]
    for day in range(5):
        for start in (8 * HOUR, AFTERNOON):
            yield day, start, 240, 0, [seat(ALL, "mandarin")], counter
        yield day, NOON, 90, 0, [seat(OFFICE, "mandarin")], [seat(OFFICE, "mandarin")]
    late = [(day, 18 * HOUR, 180) for day in (1, 2, 3, 4)]
    weekend = [(day, start, minutes) for day in (5, 6) for start, minutes in ((9 * HOUR, 180), (AFTERNOON, 210))]
    for day, start, minutes in late + weekend:
        yield day, start, minutes, 1, [seat([STAFF], "idcard")], [seat(HANDS, "mandarin")]
    for day, place in ((1, 2), (2, 3), (3, 4)):
        pair = [seat([STAFF], "idcard"), seat(HANDS, "mandarin")]
        yield day, 9 * HOUR, 150, place, pair, [seat(HANDS, "mandarin")]
    number = 0
    while True:
        language = "english" if number % 3 == 1 else "taigi"
        start, minutes = (9 if number % 2 else 14) * HOUR, 150 + 30 * (number % 3)
        yield number % 7, start, minutes, 5 + number % 4, [seat(ALL, language)], [seat([VOLUNTEER], "mandarin")]
        number += 1


def make_visits(rng: Random, ground: Ground, count: int) -> list[Task]:
    """So many visits; some come twice or three times to the same door, as a series. Nobody has a wish yet."""
    tasks: list[Task] = []
    series = 0
    while len(tasks) < count:
        kind = rng.choices(list(VISITS), [share for share, _ in VISITS.values()])[0]
        times, gap = 1, 0
        if kind in IN_SERIES and rng.random() < SERIES_SHARE:
            times, gap = (3, 1) if rng.random() < LONG_SERIES else (2, 2)
        times = min(times, count - len(tasks))
        visit = _visit(rng, ground, kind, repeated=times > 1)
        if times > 1:
            visit |= {"series": series, "gap_days": gap}
            series += 1
        tasks += [dict(visit) for _ in range(times)]
    return tasks


def _visit(rng: Random, ground: Ground, kind: str, *, repeated: bool) -> Task:
    crew = _crew(rng, kind)
    duration = VISITS[kind][1] * MINUTE
    visit = task(kind, ground.add_home(rng), duration, crew, _windows(rng, duration, repeated=repeated))
    visit |= {"mandatory": rng.random() < MANDATORY_SHARE, "weight": rng.randint(1, 5)}
    return visit


def add_wishes(rng: Random, visits: list[Task], people: list[dict[str, Any]]) -> None:
    """Give some visits a preferred or a refused person, or a wish for a gender; a series has one wish for all."""
    by_series: dict[int, Task] = {}
    for visit in visits:
        earlier = by_series.get(visit["series"]) if visit["series"] is not None else None
        if earlier is not None:
            visit |= {key: earlier[key] for key in ("preferred", "refused", "gender")}
            continue
        if rng.random() < PREFERRED_SHARE:
            able = [person["id"] for person in people if _may(person, visit["crew"][0])] if rng.random() < 0.9 else []
            visit["preferred"] = rng.choice(able or [person["id"] for person in people])
        if rng.random() < REFUSED_SHARE:
            visit["refused"] = [rng.randrange(len(people))]
        if rng.random() < GENDER_SHARE:
            visit["gender"] = rng.randrange(2)
        if visit["series"] is not None:
            by_series[visit["series"]] = visit


def _may(person: dict[str, Any], wanted: Seat) -> bool:
    return person["role"] in wanted["roles"] and set(wanted["skills"]) <= set(person["skills"])


def _crew(rng: Random, kind: str) -> list[Seat]:
    third = [seat(ALL, "mandarin")]
    match kind:
        case "greet":
            return [seat(ALL, "taigi" if rng.random() < 0.45 else "mandarin")]
        case "clean":
            return [seat(HANDS, "clean")]
        case "newcomer":
            language = rng.choices(["vietnamese", "english", "indonesian"], [0.4, 0.32, 0.28])[0]
            return [seat(ALL if rng.random() < 0.55 else [STAFF], language)]
        case "idhome":
            return [seat([STAFF], "idcard"), seat(ALL, "mandarin")] + (third if rng.random() < 0.04 else [])
        case "assess":
            return [seat([STAFF], "welfare"), seat([VOLUNTEER], "taigi")]
        case "bigclean":
            pair = [seat([DRAFTEE], "clean"), seat(HANDS, "clean")]
            return pair + (third if rng.random() < 0.15 else [])
        case _:
            return [seat(ALL, kind)]


def _windows(rng: Random, duration: int, *, repeated: bool) -> list[list[int]]:
    """Half days in which the visit also ends, or appointments of half an hour."""
    number = 5 if repeated else rng.choices([1, 2, 3, 4], [0.25, 0.47, 0.24, 0.04])[0]
    days: set[int] = set()
    while len(days) < number:
        days.add(rng.choices(range(7), VISIT_DAYS)[0])
    appointment = rng.random() < APPOINTMENT_SHARE and not repeated
    usual = rng.random() >= MORNING_SHARE
    windows = []
    for day in sorted(days):
        for half, (start, end) in enumerate(((MORNING, NOON), (AFTERNOON, EVENING_END))):
            if half == usual or rng.random() < BOTH_HALVES:
                if appointment:
                    at = start + 15 * MINUTE * rng.randrange(9)
                    windows.append([day, at, at + 30 * MINUTE])
                else:
                    windows.append([day, start, end - duration])
    return windows


def make_deliveries(rng: Random, ground: Ground, count: int) -> list[Task]:
    """So many gifts to be brought; one door in eight gets more than one."""
    tasks: list[Task] = []
    for _ in range(count):
        place = tasks[-1]["place"] if tasks and rng.random() < SAME_DOOR else ground.add_home(rng)
        start, end = rng.choice(GIFT_HOURS)
        days = sorted(rng.sample(GIFT_DAYS, rng.randint(2, 5)))
        gift = task("gift", place, rng.randint(3, 5) * MINUTE, [seat(ALL, "deliver")], [])
        gift["windows"] = [[day, start * HOUR, end * HOUR] for day in days]
        gift |= {"mandatory": rng.random() < 0.48, "load": 2 if rng.random() < 0.26 else 1}
        tasks.append(gift)
    return tasks


def make_precedence(rng: Random, tasks: list[Task]) -> list[list[int]]:
    """Some visits that come only after the one before them in the list: [first, second, least seconds between]."""
    kinds = [entry["kind"] if entry["series"] is None else "series" for entry in tasks]
    pairs = [
        number
        for number in range(len(tasks) - 1)
        if not {"post", "gift", "series"} & {kinds[number], kinds[number + 1]}
    ]
    return [[number, number + 1, PRECEDENCE_GAP] for number in pairs if rng.random() < PRECEDENCE_SHARE]
