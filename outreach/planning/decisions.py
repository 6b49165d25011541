"""What a coordinator has decided for the week: pins and bars on the solver's seats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from outreach.planning.office_week import OfficeWeek
from outreach.planning.presence import DAY, seconds_of
from outreach.planning.work import Post, Visit
from solver.problem import Bar, Pin, Ref


class PinsLostError(ValueError):
    """Pins that cannot be kept: `item` codes and dates, no names."""

    def __init__(self, pins: Sequence[tuple[str, dt.date]]) -> None:
        self.pins = tuple(pins)
        super().__init__(", ".join(f"{item} {date.isoformat()}" for item, date in pins))


def decisions_of(
    week: OfficeWeek, visits: Sequence[Visit], posts: Sequence[Post]
) -> tuple[tuple[Pin, ...], tuple[Bar, ...]]:
    """Pins and bars of this week. Raises `PinsLostError` for a pin to a day on which there is no such work."""
    numbers = {person.id: number for number, person in enumerate(week.people)}
    work: dict[tuple[str, dt.date], list[Ref]] = {}
    # Of a code's visits that could be on a date, a pin there means the one with an appointment.
    for number, visit in sorted(enumerate(visits), key=lambda one: one[1].agreed_on is None):
        for opening in visit.openings:
            work.setdefault((visit.code, opening.date), []).append(Ref("task", number, 0))
    for number, post in enumerate(posts):
        work.setdefault((post.source.code, post.date), []).append(Ref("shift", number, 0))
    pins, bars, lost = [], [], []
    for pin in week.pins:
        refs = work.get((pin.item, pin.date), [])
        if not refs and not pin.never:
            lost.append((pin.item, pin.date))
        for ref in refs if pin.never else refs[:1]:
            if pin.never:
                bars.append(Bar(kind=ref.kind, item=ref.item, person=numbers[pin.person_id]))
            else:
                seat = Ref(ref.kind, ref.item, pin.seat - 1)
                pins.append(Pin(ref=seat, person=numbers[pin.person_id], start=_pin_start(week, pin.date, pin.start)))
    if lost:
        raise PinsLostError(lost)
    return tuple(pins), tuple(bars)


def _pin_start(week: OfficeWeek, date: dt.date, start: dt.time | None) -> int | None:
    return None if start is None else (date - week.monday).days * DAY + seconds_of(start)
