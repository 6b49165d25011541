"""shifts: the shift scheduling problems of Curtois and Qu, several weeks, one place, no travel.

Source: schedulingbenchmarks.org (Curtois and Qu, Computational results on new staff scheduling benchmark instances,
2014); no licence is stated, so instances are read for measuring and never carried. A plan is JSON: person → list of
shift ids by day, `""` for off. Day 0 is a Monday.

Cost = unmet requests to work + unmet requests not to work + people short + people too many, each times its weight.
Where a run touches an end of the horizon: it counts against the longest run of shifts with the days inside only, and
never against the shortest run of shifts or of days off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from benchmarks.sets.score import Score, reading

OFF = ""
WEEK = 7
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """A kind of shift: its length in minutes, and the kinds that may not come on the next day."""

    id: str
    minutes: int
    not_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to roster.

    `max_shifts`: kind → most days with it (0: never). Minutes in the whole horizon; runs in days; `max_weekends` with
    a shift on Saturday or Sunday; `days_off`: days without any shift.
    """

    id: str
    max_shifts: Mapping[str, int]
    max_minutes: int
    min_minutes: int
    max_run: int
    min_run: int
    min_run_off: int
    max_weekends: int
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to work (or not to work) this kind of shift on this day; what it costs to go against it."""

    person: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people a kind of shift wants on a day, and what each one short or too many costs."""

    day: int
    shift: str
    wanted: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One horizon of `days` days."""

    name: str
    days: int
    shifts: Mapping[str, ShiftKind]
    persons: tuple[Person, ...]
    on: tuple[Request, ...]
    off: tuple[Request, ...]
    cover: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Person → kind of shift by day, `""` for off."""

    rows: Mapping[str, tuple[str, ...]]


def read_instance(path: Path) -> Instance:
    """Read the text format; raises `FormatError`."""
    with reading(path, "shifts instance"):
        sections = _sections(path.read_text(encoding="utf-8"))
        kinds = (
            ShiftKind(shift, int(minutes), frozenset(filter(None, after.split("|"))))
            for shift, minutes, after in sections["SECTION_SHIFTS"]
        )
        off = {row[0]: frozenset(map(int, row[1:])) for row in sections["SECTION_DAYS_OFF"]}
        cover = (
            Cover(int(day), shift, int(wanted), int(under), int(over))
            for day, shift, wanted, under, over in sections["SECTION_COVER"]
        )
        return Instance(
            name=path.stem,
            days=int(sections["SECTION_HORIZON"][0][0]),
            shifts={kind.id: kind for kind in kinds},
            persons=tuple(_person(row, off) for row in sections["SECTION_STAFF"]),
            on=_requests(sections["SECTION_SHIFT_ON_REQUESTS"]),
            off=_requests(sections["SECTION_SHIFT_OFF_REQUESTS"]),
            cover=tuple(cover),
        )


def _sections(text: str) -> dict[str, list[list[str]]]:
    """Rows of each section, cut at commas; comments and blank lines are left out."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("SECTION_"):
            rows = sections.setdefault(line, [])
        elif line and not line.startswith("#"):
            rows.append([word.strip() for word in line.split(",")])
    return sections


def _person(row: list[str], off: Mapping[str, frozenset[int]]) -> Person:
    most = (entry.split("=") for entry in row[1].split("|"))
    max_minutes, min_minutes, max_run, min_run, min_run_off, max_weekends = map(int, row[2:])
    return Person(
        id=row[0],
        max_shifts={shift: int(number) for shift, number in most},
        max_minutes=max_minutes,
        min_minutes=min_minutes,
        max_run=max_run,
        min_run=min_run,
        min_run_off=min_run_off,
        max_weekends=max_weekends,
        days_off=off.get(row[0], frozenset()),
    )


def _requests(rows: list[list[str]]) -> tuple[Request, ...]:
    return tuple(Request(person, int(day), shift, int(weight)) for person, day, shift, weight in rows)


def read_plan(path: Path) -> Plan:
    """Read a plan; raises `FormatError`."""
    with reading(path, "shifts plan"):
        data = json.loads(path.read_text(encoding="utf-8"))
        return Plan({person: tuple(str(shift) for shift in row) for person, row in data.items()})


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan, one person a line."""
    rows = [f"{json.dumps(person)}: {json.dumps(list(row))}" for person, row in plan.rows.items()]
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


def evaluate(instance: Instance, plan: Plan) -> Score:
    """Cost of a plan by term, and every rule it breaks."""
    faults = [f"person {name}: unknown" for name in plan.rows.keys() - {person.id for person in instance.persons}]
    rows: dict[str, tuple[str, ...]] = {}
    for person in instance.persons:
        row = plan.rows.get(person.id, ())
        if len(row) != instance.days or any(shift not in instance.shifts for shift in row if shift != OFF):
            faults.append(f"person {person.id}: not {instance.days} days of known shifts")
            row = (OFF,) * instance.days
        rows[person.id] = row
        faults += [f"person {person.id}: {text}" for text in _broken(instance, person, row)]
    short = many = 0
    for cover in instance.cover:
        there = sum(row[cover.day] == cover.shift for row in rows.values())
        short += cover.under * max(0, cover.wanted - there)
        many += cover.over * max(0, there - cover.wanted)
    terms = {
        "on_requests": sum(wish.weight for wish in instance.on if rows[wish.person][wish.day] != wish.shift),
        "off_requests": sum(wish.weight for wish in instance.off if rows[wish.person][wish.day] == wish.shift),
        "under_cover": short,
        "over_cover": many,
    }
    return Score(sum(terms.values()), terms, tuple(faults))


def _broken(instance: Instance, person: Person, row: tuple[str, ...]) -> Iterator[str]:
    """What one person's row breaks."""
    for day, (today, tomorrow) in enumerate(pairwise(row)):
        if OFF not in (today, tomorrow) and tomorrow in instance.shifts[today].not_before:
            yield f"{tomorrow} on day {day + 1} after {today}"
    for shift in instance.shifts:
        if row.count(shift) > person.max_shifts.get(shift, 0):
            yield f"{row.count(shift)} times {shift}"
    minutes = sum(instance.shifts[shift].minutes for shift in row if shift != OFF)
    if not person.min_minutes <= minutes <= person.max_minutes:
        yield f"{minutes} minutes, not {person.min_minutes} to {person.max_minutes}"
    worked = {day for day, shift in enumerate(row) if shift != OFF}
    for day in sorted(worked & person.days_off):
        yield f"a shift on the free day {day}"
    weekends = {day // WEEK for day in worked if day % WEEK >= SATURDAY}
    if len(weekends) > person.max_weekends:
        yield f"{len(weekends)} weekends"
    yield from _broken_runs(person, row)


def _broken_runs(person: Person, row: tuple[str, ...]) -> Iterator[str]:
    day = 0
    for at_work, group in groupby(row, key=lambda shift: shift != OFF):
        length = len(list(group))
        inside = day > 0 and day + length < len(row)
        if at_work and length > person.max_run:
            yield f"{length} shifts in a row from day {day}"
        if inside and length < (person.min_run if at_work else person.min_run_off):
            yield f"only {length} days {'on' if at_work else 'off'} from day {day}"
        day += length
