"""Whether pins hold: each for itself, and together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from outreach.intake.known import Known
from outreach.intake.rows import Flaw, Row
from outreach.records import Desk, Drive, Service


@dataclass(frozen=True, slots=True)
class _Item:
    """What a pin pins: how many seats it has, on which days it takes place, and when, where that is fixed."""

    seats: int
    weekdays: str
    first: dt.date | None = None
    last: dt.date | None = None
    span: tuple[dt.time, dt.time] | None = None
    minutes: int = 0

    def takes_place(self, date: dt.date) -> bool:
        """Whether there is such work on this day."""
        within = (self.first is None or date >= self.first) and (self.last is None or date <= self.last)
        return within and str(date.isoweekday()) in self.weekdays


def lost_pins(row: Row, known: Known) -> Iterator[Flaw]:
    """A flaw for a pin on nothing, on several things at once, on a day without it, or on a seat it does not have."""
    items = list(_items(row, known))
    if len(items) != 1:
        yield Flaw("item", "ambiguous_item" if items else "unknown_item")
        return
    if not items[0].takes_place(row["date"]):
        yield Flaw("date", "pin_other_day")
    if (row["seat"] or 1) > items[0].seats:
        yield Flaw("seat", "no_such_seat", {"seats": items[0].seats})


def clashing_pins(rows: list[Row], known: Known) -> list[tuple[Row, Flaw]]:
    """Both rows of each two pins that contradict one another, every row once, naming one it clashes with."""
    clashes: dict[int, tuple[Row, Flaw]] = {}
    by_day: dict[dt.date, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row["date"], []).append(row)
    for together in by_day.values():
        for one, other in combinations(together, 2):
            if _clash(one, other, known):
                clashes.setdefault(one.number, (one, Flaw("", "pins_clash", {"other": other.number})))
                clashes.setdefault(other.number, (other, Flaw("", "pins_clash", {"other": one.number})))
    return [clashes[number] for number in sorted(clashes)]


def _clash(one: Row, other: Row, known: Known) -> bool:
    same_item, same_person = one["item"] == other["item"], one["person"] == other["person"]
    if one["never"] or other["never"]:
        return same_item and same_person and bool(one["never"]) != bool(other["never"])
    if same_item:
        return same_person or (one["seat"] or 1) == (other["seat"] or 1)
    return same_person and _overlap(_span(one, known), _span(other, known))


def _overlap(one: tuple[dt.time, dt.time] | None, other: tuple[dt.time, dt.time] | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _span(row: Row, known: Known) -> tuple[dt.time, dt.time] | None:
    item = next(_items(row, known))
    if item.span is not None or row["start"] is None:
        return item.span
    end = dt.datetime.combine(row["date"], row["start"]) + dt.timedelta(minutes=item.minutes)
    return row["start"], end.time() if end.date() == row["date"] else dt.time.max


def _items(row: Row, known: Known) -> Iterator[_Item]:
    code = row["item"]
    services = {service.id: service for service in known.services.values()}
    for shift in (known.desks.get(code), known.drives.get(code)):
        if shift is not None:
            yield _shift(shift)
    if plan := known.care_plans.get(code):
        service = services[plan.service_id]
        yield _Item(len(service.crew), plan.weekdays, plan.date, plan.date, minutes=plan.minutes or service.minutes)
    if client := known.clients.get(code):
        yield from _gifts(client.id, row["date"], services, known)


def _shift(shift: Desk | Drive) -> _Item:
    seats, span = len(shift.required) + len(shift.desired), (shift.start, shift.end)
    if isinstance(shift, Desk):
        return _Item(seats, shift.weekdays, span=span)
    return _Item(seats, "1234567", shift.date, shift.date, span)


def _gifts(client_id: str, date: dt.date, services: dict[str, Service], known: Known) -> Iterator[_Item]:
    """The client's delivery of the campaign that runs on this day, or of any when none does."""
    listed = [known.campaigns[name] for name, clients in known.listed.items() if client_id in clients]
    running = [campaign for campaign in listed if campaign.first <= date <= campaign.last]
    for campaign in running or listed[:1]:
        service = services[campaign.service_id]
        yield _Item(len(service.crew), "1234567", campaign.first, campaign.last, minutes=service.minutes)
