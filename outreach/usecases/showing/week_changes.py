"""Which days of which people differ between two revisions, and who would be told, from rows alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from outreach.usecases.showing.roster_rows import RosterRows, StopRow

PersonAndDate = tuple[str, dt.date]


def changed_days(one: RosterRows, other: RosterRows) -> frozenset[PersonAndDate]:
    """Persons and dates that the comparison of the two revisions lists: another time out, or another stop or time."""
    before, after = _days(one), _days(other)
    return frozenset(key for key in {*before, *after} if before.get(key) != after.get(key))


def _days(rows: RosterRows) -> Mapping[PersonAndDate, tuple[object, ...]]:
    held: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for stop in rows.stops:
        if stop.kind != "reload":
            held[stop.duty_id].add((stop.item_key, stop.seat, stop.start, stop.end))
    return {(duty.person_id, duty.date): (duty.departure, duty.arrival, held[duty.id]) for duty in rows.duties}


def told_count(published: RosterRows | None, draft: RosterRows, now: dt.datetime) -> int:
    """How many people are told when the draft is published now: those whose own time ahead changes."""
    was, will = _ahead(published, now) if published else {}, _ahead(draft, now)
    return sum(was.get(person_id) != will.get(person_id) for person_id in {*was, *will})


def _ahead(rows: RosterRows, now: dt.datetime) -> Mapping[str, list[tuple[object, ...]]]:
    """By person, what publishing takes for their own days: see `own_time.OwnDay.said`."""
    stops: dict[str, list[StopRow]] = defaultdict(list)
    for stop in rows.stops:
        if stop.kind != "reload":
            stops[stop.duty_id].append(stop)
    days: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for duty in sorted(rows.duties, key=lambda duty: duty.date):
        if duty.arrival > now:
            own = sorted(stops[duty.id], key=lambda stop: stop.position)
            ends = (duty.start_place_id, duty.end_place_id)
            days[duty.person_id].append((duty.date, duty.departure, duty.arrival, *ends, *map(_said, own)))
    return days


def _said(stop: StopRow) -> tuple[object, ...]:
    kind = "drive" if stop.drive_id else stop.kind
    return kind, stop.item_key, stop.start, stop.end, stop.place_id, stop.end_place_id
