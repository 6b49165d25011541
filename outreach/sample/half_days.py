"""Half-days: how people offer their time, and how that is written in the sheet of availability."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

WEEKDAYS = "一二三四五六日"

# A little longer than the shifts inside them, so that there is time to come and go.
_SPANS = {
    "am": (dt.time(8, 0), dt.time(12, 30)),
    "noon": (dt.time(11, 30), dt.time(14, 0)),
    "pm": (dt.time(13, 0), dt.time(17, 30)),
    "evening": (dt.time(17, 30), dt.time(21, 30)),
}


class HalfDay(NamedTuple):
    """A part of a weekday (1 Monday … 7 Sunday): `am`, `noon`, `pm` or `evening`."""

    weekday: int
    part: str


WORKING = tuple(HalfDay(day, part) for day in range(1, 6) for part in ("am", "pm"))
NOONS = tuple(HalfDay(day, "noon") for day in range(1, 6))

Span = tuple[dt.time, dt.time]
_LUNCH_GAP = 30  # minutes


def weekly_spans(offers: Iterable[HalfDay]) -> dict[Span, str]:
    """Spans → the weekdays on which they are offered (`一、三`); a morning and an afternoon become one long day."""
    by_day: dict[int, list[Span]] = defaultdict(list)
    for offer in sorted(offers, key=lambda half: (half.weekday, _SPANS[half.part])):
        _append(by_day[offer.weekday], _SPANS[offer.part])
    days: dict[Span, list[str]] = defaultdict(list)
    for weekday, spans in sorted(by_day.items()):
        for span in spans:
            days[span].append(WEEKDAYS[weekday - 1])
    return {span: "、".join(names) for span, names in days.items()}


def _append(spans: list[Span], span: Span) -> None:
    if spans and _minutes(span[0]) - _minutes(spans[-1][1]) <= _LUNCH_GAP:
        spans[-1] = (spans[-1][0], max(spans[-1][1], span[1]))
    else:
        spans.append(span)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
