"""Make a week of any size in the form of `sets/week.py`, the same one for the same size and seed.

    python -m benchmarks.weeks --size 2L --seed 1 --out FILE
    python -m benchmarks.weeks --morning --seed 1 --out FILE

S, M and L are one district office; 2L and 4L a larger one, city ten times L; a `t` behind the size (Mt, 2Lt) leaves
45 % of the people. `--morning` makes one delivery morning: 350 doors, 14 volunteers, reloads at the office.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.weeks_ground import Ground
from benchmarks.weeks_people import CAPACITY, HOUR, MODES, ROLE_SKILLS, make_people
from benchmarks.weeks_work import add_wishes, make_deliveries, make_precedence, make_shifts, make_visits

LUNCH = {"earliest_start": int(11.5 * HOUR), "latest_end": int(13.5 * HOUR), "duration": HOUR}
RELOAD = 300
TIGHT = 0.45
CITY = 10
PARTS = ("places", "people", "visits", "wishes", "deliveries")
SIZE = re.compile(r"(?:(\d*)([SML])|(city))(t?)")

MORNING_DOORS, MORNING_PEOPLE = 350, 14
MORNING_START, MORNING_END = 8 * HOUR, int(12.5 * HOUR)
MORNING_TARGET = 2 * (MORNING_END - MORNING_START)


@dataclass(frozen=True, slots=True)
class Size:
    """How many people of each role, visits, deliveries and shifts; `breadth`: districts in one."""

    roles: tuple[int, int, int]
    visits: int
    deliveries: int
    shifts: int
    small: bool = False
    breadth: float = 1.0

    def times(self, factor: int) -> Size:
        """So many districts of this size in one."""
        volunteers, draftees, staff = (count * factor for count in self.roles)
        work = (self.visits * factor, self.deliveries * factor, self.shifts * factor)
        return Size((volunteers, draftees, staff), *work, self.small, self.breadth * factor)

    def tight(self) -> Size:
        """The same work with 45 % of the people."""
        volunteers, draftees, staff = (max(1, round(count * TIGHT)) for count in self.roles)
        return Size((volunteers, draftees, staff), self.visits, self.deliveries, self.shifts, self.small, self.breadth)


SIZES = {
    "S": Size((24, 6, 10), 60, 0, 40, small=True),
    "M": Size((54, 10, 16), 250, 300, 60),
    "L": Size((84, 12, 24), 120, 1363, 60),
}


def parse_size(text: str) -> Size:
    """The size that a name such as `S`, `Mt`, `2L` or `city` stands for; raises `ValueError`."""
    match = SIZE.fullmatch(text)
    if match is None or match[1] == "0":
        raise ValueError(f"{text} is no size; S, M, L, 2L, 4L, city, and a t behind it for few people")
    factor, letter, city, tight = match.groups()
    size = SIZES["L"].times(CITY) if city else SIZES[letter].times(int(factor or 1))
    return size.tight() if tight else size


def make_week(name: str, seed: int) -> dict[str, Any]:
    """A week as a JSON object; `name` is a size. Raises `ValueError` when it is not."""
    size = parse_size(name)
    # One stream for each part, so that the work stays the same when there are fewer people.
    base = name.removesuffix("t")
    place, who, what, wish, gift = (_stream(f"{base} {seed} {part}") for part in PARTS)
    ground = Ground(place, size.breadth)
    posts = make_shifts(place, ground, size.shifts, small=size.small)
    people = make_people(who, ground, dict(zip(ROLE_SKILLS, size.roles, strict=True)))
    visits = make_visits(what, ground, size.visits)
    add_wishes(wish, visits, people)
    tasks = posts + visits + make_deliveries(gift, ground, size.deliveries)
    return _file(f"{name}{seed}", 7, ground, people, tasks, make_precedence(what, tasks))


def _stream(name: str) -> Random:
    return Random(name)  # noqa: S311  (nothing here is a secret)


def make_morning(seed: int) -> dict[str, Any]:
    """One delivery morning as a JSON object: every door is mandatory and open from nine to noon.

    Everybody leaves from the office and comes back to it. The target is twice the morning's hours, so that nobody can
    reach half of it and fairness comes to the same sum in every plan: what is left to save is travel.
    """
    rng = _stream(f"morning {seed}")
    ground = Ground(rng, 1.0)
    ground.add_hubs(rng, 0)
    people = make_people(rng, ground, {"volunteer": MORNING_PEOPLE})
    for person in people:
        mode = "scooter" if rng.random() < 0.75 else "bicycle"
        span = {"day": 0, "from": MORNING_START, "until": MORNING_END, "start_place": 0, "end_place": 0}
        person |= {"mode": mode, "capacity": CAPACITY[mode], "availability": [span], "target_week": MORNING_TARGET}
    gifts = make_deliveries(rng, ground, MORNING_DOORS)
    for gift in gifts:
        gift |= {"mandatory": True, "windows": [[0, 9 * HOUR, 12 * HOUR]]}
    return _file(f"morning{seed}", 1, ground, people, gifts, [])


def _file(
    name: str,
    days: int,
    ground: Ground,
    people: list[dict[str, Any]],
    tasks: list[dict[str, Any]],
    precedence: list[list[int]],
) -> dict[str, Any]:
    for number, task in enumerate(tasks):
        task["id"] = number
    return {
        "name": name,
        "days": days,
        "office": 0,
        "detour": 1.3,
        "places": ground.places,
        "modes": list(MODES),
        "lunch": LUNCH,
        "reload": RELOAD,
        "persons": people,
        "tasks": tasks,
        "precedence": precedence,
    }


def main(arguments: list[str] | None = None) -> None:
    """Write one week or morning to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weeks", description="Make a week by size and seed.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--size", help="S, M, L, 2L, 4L, city; a t behind it leaves 45 %% of the people")
    what.add_argument("--morning", action="store_true", help="one delivery morning: 350 doors, 14 people, reloads")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        week = make_morning(chosen.seed) if chosen.morning else make_week(chosen.size, chosen.seed)
    except ValueError as error:
        parser.error(str(error))
    chosen.out.write_text(json.dumps(week, separators=(",", ":")), encoding="utf-8")
    print(f"{week['name']}: {len(week['persons'])} people, {len(week['tasks'])} tasks, {len(week['places'])} places")


if __name__ == "__main__":
    main()
