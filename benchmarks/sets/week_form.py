"""The form of our own weeks and their plans: what the files say, as frozen records. Levels stand in `week.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sets.score import reading

RELOAD = "reload"


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to travel: metres a minute, and seconds of parking when the place changes."""

    name: str
    metres_per_minute: float
    parking: float


@dataclass(frozen=True, slots=True)
class Lunch:
    """The pause of a duty that starts before `earliest_start` and ends after `latest_end`; seconds of the day."""

    earliest_start: int
    latest_end: int
    duration: int


@dataclass(frozen=True, slots=True)
class Span:
    """One day's availability in seconds of the day, and where the duty starts and ends."""

    day: int
    start: int
    until: int
    start_place: int
    end_place: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be assigned; limits and targets of worked and served time in seconds."""

    id: int
    role: str
    skills: frozenset[str]
    gender: int
    mode: str
    capacity: int
    max_day: int
    norm_week: int
    max_week: int
    max_days: int
    target_week: int
    availability: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a crew: any of these roles, all of these skills."""

    roles: frozenset[str]
    skills: frozenset[str]


@dataclass(frozen=True, slots=True)
class Task:
    """A visit, a delivery, or one seat of a desk (whose window is one moment). `windows`: (day, earliest, latest)."""

    id: int
    kind: str
    place: int
    duration: int
    crew: tuple[Seat, ...]
    windows: tuple[tuple[int, int, int], ...]
    mandatory: bool
    weight: int
    load: int
    series: int | None
    gap_days: int
    preferred: int | None
    refused: frozenset[int]
    gender: int | None
    shift: int | None


@dataclass(frozen=True, slots=True)
class Instance:
    """One week. `places`: metres east and north; `precedence`: (first, second, least seconds between)."""

    name: str
    days: int
    office: int
    detour: float
    places: tuple[tuple[float, float], ...]
    modes: Mapping[str, Mode]
    lunch: Lunch
    reload: int
    persons: tuple[Person, ...]
    tasks: tuple[Task, ...]
    precedence: tuple[tuple[int, int, int], ...]

    def travel(self, mode: str, start: int, end: int) -> int:
        """Seconds from place `start` to place `end`, rounded up."""
        (east, north), (east_end, north_end) = self.places[start], self.places[end]
        metres = math.hypot(east - east_end, north - north_end) * self.detour
        way = self.modes[mode]
        seconds = metres / way.metres_per_minute * 60 + (way.parking if metres > 1 else 0)
        return math.ceil(seconds - 1e-9)


@dataclass(frozen=True, slots=True)
class Stop:
    """A seat of a task, or with `task` `None` a reload at the office."""

    task: int | None
    seat: int
    start: int


@dataclass(frozen=True, slots=True)
class Duty:
    """All that one person does on one day; seconds of the day."""

    person: int
    day: int
    departure: int
    arrival: int
    lunch: int | None
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One duty a person and day at most."""

    duties: tuple[Duty, ...]


def read_instance(path: Path) -> Instance:
    """Read a week; raises `FormatError`."""
    with reading(path, "week"):
        data = json.loads(path.read_text(encoding="utf-8"))
        modes = (Mode(entry["name"], entry["metres_per_minute"], entry["parking"]) for entry in data["modes"])
        week = Instance(
            name=data["name"],
            days=data["days"],
            office=data["office"],
            detour=data["detour"],
            places=tuple((east, north) for east, north in data["places"]),
            modes={mode.name: mode for mode in modes},
            lunch=Lunch(**data["lunch"]),
            reload=data["reload"],
            persons=tuple(_person(entry) for entry in data["persons"]),
            tasks=tuple(_task(entry) for entry in data["tasks"]),
            precedence=tuple((first, second, gap) for first, second, gap in data["precedence"]),
        )
        for kind, items in (("person", week.persons), ("task", week.tasks)):
            if [item.id for item in items] != list(range(len(items))):
                raise ValueError(f"{kind} ids are not 0, 1, 2 …")
        return week


def _person(entry: Mapping[str, Any]) -> Person:
    plain = {key: value for key, value in entry.items() if key not in ("skills", "availability")}
    spans = (
        Span(span["day"], span["from"], span["until"], span["start_place"], span["end_place"])
        for span in entry["availability"]
    )
    return Person(**plain, skills=frozenset(entry["skills"]), availability=tuple(spans))


def _task(entry: Mapping[str, Any]) -> Task:
    changed = {
        "crew": tuple(Seat(frozenset(seat["roles"]), frozenset(seat["skills"])) for seat in entry["crew"]),
        "windows": tuple((day, earliest, latest) for day, earliest, latest in entry["windows"]),
        "refused": frozenset(entry["refused"]),
    }
    return Task(**{**entry, **changed})


def read_plan(path: Path) -> Plan:
    """Read a plan; raises `FormatError`."""
    with reading(path, "plan of a week"):
        data = json.loads(path.read_text(encoding="utf-8"))
        return Plan(tuple(_duty(entry) for entry in data["duties"]))


def _duty(entry: Mapping[str, Any]) -> Duty:
    stops = (
        Stop(None if stop["task"] == RELOAD else int(stop["task"]), int(stop.get("seat", 0)), int(stop["start"]))
        for stop in entry["stops"]
    )
    return Duty(entry["person"], entry["day"], entry["departure"], entry["arrival"], entry.get("lunch"), tuple(stops))


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan."""
    duties = [
        {
            "person": duty.person,
            "day": duty.day,
            "departure": duty.departure,
            "arrival": duty.arrival,
            "lunch": duty.lunch,
            "stops": [
                {"task": RELOAD if stop.task is None else stop.task, "seat": stop.seat, "start": stop.start}
                for stop in duty.stops
            ],
        }
        for duty in plan.duties
    ]
    path.write_text(json.dumps({"duties": duties}, separators=(",", ":")), encoding="utf-8")
