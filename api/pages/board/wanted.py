"""What a form of the board asks for: which seat or which chip, for whom, when, and which cells its sender had seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, NotThere, Refusal
from outreach.usecases.showing.show_day import DayPiece, DayView, show_day
from outreach.usecases.showing.show_seat import SeatView, find_duty
from outreach.usecases.trying.cell_etag import Cell, read_cell
from outreach.usecases.trying.hand_change import ChangeKind, HandChange
from outreach.usecases.weeks.compare_rosters import Seat

LONGEST_SEAT = 5

_WRONG_TIME = Refusal("wrong_time", "時間請寫成 14:00 這樣。", "Write the time like this: 14:00.", "start")
_WRONG_DATE = Refusal("wrong_date", "請選這一週的日期。", "Choose a date of this week.", "date")
_NOBODY = Refusal("nobody_chosen", "請選要換成誰。", "Choose who is to take it.", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The fields as they were sent. Which work: `item` and `seat`; `duty` and `number` (a chip), of it the `picks`
    (`seat|item`); or `unserved`, a row of what is left out. Whom it is for: `person`, on `date`, from `start`.
    """

    kind: Annotated[str, Form()] = "assign"
    item: Annotated[str, Form()] = ""
    seat: Annotated[int, Form()] = 1
    duty: Annotated[str, Form()] = ""
    number: Annotated[int, Form()] = 0
    picks: Annotated[Sequence[str], Form()] = ()
    unserved: Annotated[str, Form()] = ""
    person: Annotated[str, Form()] = ""
    date: Annotated[str, Form()] = ""
    start: Annotated[str, Form()] = ""
    seen: Annotated[Sequence[str], Form()] = ()

    def cells(self) -> dict[Cell, str]:
        """The cells that its sender had seen, each with what stood for it."""
        found: dict[Cell, str] = {}
        for line in self.seen:
            person_id, _, rest = line.partition("|")
            date, _, etag = rest.partition("|")
            if etag:
                found[person_id, the_date(date)] = etag
        return found

    def seats(self) -> list[Seat]:
        """The seats that are named one by one: those picked, or the only one."""
        parts = (pick.partition("|") for pick in self.picks)
        picked = [(item, int(seat)) for seat, _, item in parts if seat.isdecimal() and len(seat) <= LONGEST_SEAT]
        return picked or [(self.item, self.seat)]


Asked = Annotated[Wanted, Depends()]


def the_date(text: str) -> dt.date:
    """A date as forms send it. Raises `Invalid`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid(_WRONG_DATE) from None


def _the_time(text: str) -> dt.time | None:
    try:
        return dt.time.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise Invalid(_WRONG_TIME) from None


def piece_of(
    records: OfficeRecords, actor: Actor, roster_id: str, duty_id: str, number: int
) -> tuple[DayView, DayPiece]:
    """The piece of a day that a chip stands for. Raises `NotThere` when it has gone meanwhile."""
    duty = find_duty(records, roster_id, duty_id)
    day = show_day(records, actor, roster_id=roster_id, person_id=duty.person_id, date=duty.date)
    piece = day.piece(number)
    if piece is None:
        raise NotThere
    return day, piece


def change_of(wanted: Wanted, seat: SeatView) -> HandChange:
    """The change that is asked for. Raises `Invalid` for a form that does not say whom or when."""
    start = _the_time(wanted.start)
    kind: ChangeKind = "assign"
    person_id = wanted.person
    date = the_date(wanted.date) if wanted.date else seat.date
    if wanted.kind == "remove":
        kind, start = "remove", None
        person_id, date = seat.holder.id if seat.holder else "", seat.date
    elif seat.holder and start is not None and person_id in ("", seat.holder.id) and date == seat.date:
        kind, person_id = "retime", seat.holder.id
    if not person_id:
        raise Invalid(_NOBODY)
    if person_id not in seat.people:
        raise NotThere
    if date is None:
        raise Invalid(_WRONG_DATE)
    return HandChange(
        kind=kind,
        item_key=seat.item_key,
        seat=seat.seat,
        person_id=person_id,
        date=date,
        start=start,
        seen=wanted.cells(),
    )


def seen_lines(
    records: OfficeRecords, roster_id: str, cells: Iterable[Cell], known: Mapping[Cell, str]
) -> tuple[str, ...]:
    """The cells that a change touches, as its sender had seen them, or as they are now where they had not said."""
    told = {cell: known.get(cell) or read_cell(records, roster_id, *cell) for cell in cells}
    return tuple(f"{person_id}|{date}|{etag}" for (person_id, date), etag in {**known, **told}.items())
