"""A duty in a few words: one chip for each shift, one for each outing between shifts and lunch."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from outreach.records import RosterDuty, RosterStop
from outreach.usecases.showing.roster_rows import DutyRow, StopRow

AnyDuty = RosterDuty | DutyRow
AnyStop = RosterStop | StopRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One piece of a duty. `number`: its first stop's, as on the map. `words`: what the letters stand for.

    `stops`: doors of an outing; `people`: the crew of its only stop.
    """

    kind: Literal["shift", "outing"]
    letter: str
    words: tuple[str, ...]
    start: dt.datetime
    end: dt.datetime
    duty_id: str
    number: int
    stops: int
    people: int
    pinned: bool


def chips_of(duties: Sequence[AnyDuty], stops: Mapping[str, Sequence[AnyStop]]) -> dict[str, tuple[Chip, ...]]:
    """The chips of each duty, by its identifier, in the order of the day."""
    crews = Counter(stop.item_key for rows in stops.values() for stop in rows)
    return {
        duty.id: tuple(
            _chip(duty, piece, crews) for piece in _pieces(duty, sorted(stops.get(duty.id, ()), key=_position))
        )
        for duty in duties
    }


def _position(stop: AnyStop) -> int:
    return stop.position


def _pieces(duty: AnyDuty, stops: Sequence[AnyStop]) -> Iterator[list[AnyStop]]:
    piece: list[AnyStop] = []
    for stop in stops:
        if piece and (stop.kind == "shift" or piece[-1].kind == "shift" or _lunch_between(duty, piece[-1], stop)):
            yield piece
            piece = []
        piece.append(stop)
    if piece:
        yield piece


def _lunch_between(duty: AnyDuty, before: AnyStop, after: AnyStop) -> bool:
    return duty.lunch_start is not None and before.end <= duty.lunch_start < after.start


def _chip(duty: AnyDuty, piece: Sequence[AnyStop], crews: Counter[str]) -> Chip:
    doors = [stop for stop in piece if stop.kind != "reload"] or list(piece)
    letters = Counter(stop.letter for stop in doors)
    return Chip(
        kind="shift" if doors[0].kind == "shift" else "outing",
        letter=letters.most_common(1)[0][0],
        words=tuple(dict.fromkeys(stop.label for stop in doors)),
        start=doors[0].start,
        end=doors[-1].end,
        duty_id=duty.id,
        number=doors[0].position + 1,
        stops=len(doors),
        people=crews[doors[0].item_key] if len(doors) == 1 else 1,
        pinned=any(stop.pinned for stop in doors),
    )
