"""What a roster means for one person: when they are where, and what kind of duty it is. No client is in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.calendar.dates import short
from outreach.records import RosterDuty, RosterStop
from outreach.records.database import OfficeRecords

KINDS = {"visit": "訪視", "delivery": "送禮到府", "desk": "服務台", "drive": "駐點服務"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """One duty as its person sees it. `places`: where it begins and ends, and where each stop does, in order. `stops`:
    what, which seat, from when until when, in order.
    """

    duty_id: str
    date: dt.date
    departure: dt.datetime
    arrival: dt.datetime
    places: tuple[tuple[str, str], ...]
    stops: tuple[tuple[str, str, int, dt.datetime, dt.datetime], ...]

    @property
    def said(self) -> tuple[object, ...]:
        """What tells one day from another. Which seat of the same work it is makes no difference to anybody."""
        stops = tuple((kind, item_key, start, end) for kind, item_key, _, start, end in self.stops)
        return self.date, self.departure, self.arrival, self.places, stops

    def line(self) -> str:
        """The day in one line, in Chinese."""
        times = f"{self.departure:%H:%M}–{self.arrival:%H:%M}"
        counts: dict[str, int] = defaultdict(int)
        for kind, *_ in self.stops:
            counts[KINDS[kind]] += 1
        work = "、".join(f"{kind} {count} 處" if kind in _DOORS else kind for kind, count in counts.items())
        return f"{short(self.date)} {times} {work}"


_DOORS = frozenset({KINDS["visit"], KINDS["delivery"]})


def own_days(records: OfficeRecords, roster_id: str | None) -> Mapping[str, Sequence[OwnDay]]:
    """By person, their days in a roster, in order; nothing without a roster. In two queries."""
    if roster_id is None:
        return {}
    stops = records.all(RosterStop, RosterStop.roster_id == roster_id, RosterStop.kind != "reload")
    days: dict[str, list[OwnDay]] = defaultdict(list)
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster_id)
    for duty, day in zip(duties, _days(duties, stops), strict=True):
        days[duty.person_id].append(day)
    return {person_id: sorted(own, key=lambda day: day.date) for person_id, own in days.items()}


def own_days_of(records: OfficeRecords, duties: Sequence[RosterDuty]) -> Sequence[OwnDay]:
    """These duties as their people see them, in the same order. In one query."""
    wanted = col(RosterStop.duty_id).in_([duty.id for duty in duties])
    return _days(duties, records.all(RosterStop, wanted, RosterStop.kind != "reload"))


def _days(duties: Sequence[RosterDuty], stops: Sequence[RosterStop]) -> list[OwnDay]:
    by_duty: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in sorted(stops, key=lambda stop: stop.position):
        by_duty[stop.duty_id].append(stop)
    return [
        OwnDay(
            duty_id=duty.id,
            date=duty.date,
            departure=duty.departure,
            arrival=duty.arrival,
            places=(
                (duty.start_place_id, duty.end_place_id),
                *((stop.place_id, stop.end_place_id) for stop in by_duty[duty.id]),
            ),
            stops=tuple((_kind(stop), stop.item_key, stop.seat, stop.start, stop.end) for stop in by_duty[duty.id]),
        )
        for duty in duties
    ]


def _kind(stop: RosterStop) -> str:
    if stop.kind == "shift":
        return "drive" if stop.drive_id else "desk"
    return stop.kind
