"""The people of made-up weeks: volunteers, substitute-service draftees and staff, drawn as in the given weeks."""

from __future__ import annotations

from random import Random
from typing import Any

from benchmarks.weeks_ground import Ground

HOUR = 3_600
MODES: tuple[dict[str, Any], ...] = (
    {"name": "walk", "metres_per_minute": 75, "parking": 0},
    {"name": "bicycle", "metres_per_minute": 200, "parking": 20},
    {"name": "scooter", "metres_per_minute": 380, "parking": 40},
    {"name": "car", "metres_per_minute": 420, "parking": 120},
)
CAPACITY = {"walk": 8, "bicycle": 14, "scooter": 18, "car": 60}

#: How often a mode, and how often a skill, is met in a role.
ROLE_MODES = {
    "volunteer": {"walk": 0.11, "bicycle": 0.22, "scooter": 0.58, "car": 0.09},
    "substitute_service": {"bicycle": 0.4, "scooter": 0.6},
    "staff": {"scooter": 1.0},
}
ROLE_SKILLS = {
    "volunteer": {
        "taigi": 0.73,
        "mandarin": 1.0,
        "hakka": 0.05,
        "english": 0.3,
        "indonesian": 0.08,
        "vietnamese": 0.07,
        "cpr": 0.3,
        "bp": 0.44,
        "escort": 0.38,
        "clean": 0.17,
        "deliver": 1.0,
    },
    "substitute_service": {
        "taigi": 0.77,
        "mandarin": 1.0,
        "hakka": 0.04,
        "english": 0.27,
        "indonesian": 0.07,
        "vietnamese": 0.12,
        "cpr": 0.38,
        "bp": 0.46,
        "escort": 0.42,
        "clean": 1.0,
        "deliver": 1.0,
    },
    "staff": {
        "taigi": 0.76,
        "mandarin": 1.0,
        "hakka": 0.07,
        "english": 0.23,
        "indonesian": 0.06,
        "vietnamese": 0.14,
        "cpr": 0.27,
        "bp": 0.14,
        "escort": 0.3,
        "idcard": 0.37,
        "welfare": 0.58,
        "deliver": 1.0,
    },
}
#: Norm, most and target of a week in seconds, and most days; a volunteer's target is a share of the hours offered.
LIMITS = {
    "volunteer": (9 * HOUR, 12 * HOUR, 0, 3),
    "substitute_service": (38 * HOUR, 40 * HOUR, 30 * HOUR, 5),
    "staff": (20 * HOUR, 30 * HOUR, 16 * HOUR, 5),
}
TARGET_SHARE = 0.6
#: Spans of a day in hours, with how often they are offered.
VOLUNTEER_SPANS = {
    (8.0, 12.5): 0.37,
    (13.0, 17.5): 0.3,
    (8.0, 17.5): 0.13,
    (8.5, 12.5): 0.08,
    (13.5, 17.5): 0.06,
    (17.0, 21.5): 0.07,
    (8.5, 17.5): 0.03,
    (17.5, 21.5): 0.02,
}
OFFICE_SPANS = {(8.0, 17.5): 0.77, (11.5, 21.5): 0.23}
#: How willingly staff and draftees are on duty from Monday to Sunday.
OFFICE_DAYS = (9.0, 8.0, 7.0, 7.0, 8.0, 3.0, 0.6)
LEAVES_FROM_HOME = 0.7


def make_people(rng: Random, ground: Ground, roles: dict[str, int]) -> list[dict[str, Any]]:
    """So many people of each role, in the order of `roles`; each has a home, which most volunteers start from."""
    people: list[dict[str, Any]] = []
    for role, count in roles.items():
        people += [_person(rng, ground, role, len(people) + number) for number in range(count)]
    return people


def _person(rng: Random, ground: Ground, role: str, number: int) -> dict[str, Any]:
    home = ground.add_home(rng)
    modes = ROLE_MODES[role]
    mode = rng.choices(list(modes), list(modes.values()))[0]
    spans = _volunteer_days(rng, home) if role == "volunteer" else _office_days(rng)
    norm, most, target, days = LIMITS[role]
    return {
        "id": number,
        "role": role,
        "skills": [skill for skill, share in ROLE_SKILLS[role].items() if rng.random() < share],
        "gender": rng.randrange(2),
        "mode": mode,
        "capacity": CAPACITY[mode],
        "max_day": 10 * HOUR,
        "norm_week": norm,
        "max_week": most,
        "max_days": days,
        "target_week": target or round(TARGET_SHARE * sum(span["until"] - span["from"] for span in spans)),
        "availability": spans,
    }


def _volunteer_days(rng: Random, home: int) -> list[dict[str, int]]:
    days = sorted(rng.sample(range(7), 3 if rng.random() < 0.67 else 2))
    places = [home if rng.random() < LEAVES_FROM_HOME else 0 for _ in days]
    return [_span(rng, day, VOLUNTEER_SPANS, place) for day, place in zip(days, places, strict=True)]


def _office_days(rng: Random) -> list[dict[str, int]]:
    days: set[int] = set()
    while len(days) < 5:
        days.add(rng.choices(range(7), OFFICE_DAYS)[0])
    return [_span(rng, day, OFFICE_SPANS, 0) for day in sorted(days)]


def _span(rng: Random, day: int, spans: dict[tuple[float, float], float], place: int) -> dict[str, int]:
    start, until = rng.choices(list(spans), list(spans.values()))[0]
    hours = {"from": int(start * HOUR), "until": int(until * HOUR)}
    return {"day": day, **hours, "start_place": place, "end_place": place}
