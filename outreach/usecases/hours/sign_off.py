"""Sign off a volunteer's hours: somebody else vouches for them by name, and from then on they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import HoursLine, VisitLog
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotAllowed, NotThere, Refusal
from outreach.usecases.hours.gather import gather
from outreach.usecases.hours.show_hours import newest_lines
from outreach.usecases.hours.state import state_of
from outreach.usecases.weeks.coordinators_only import coordinators_only

_TICK = dt.timedelta(microseconds=1)
OWN = Refusal(
    "own_hours",
    "自己的服務時數要由別人核定，請另一位承辦人處理。",
    "Your own hours are signed off by somebody else: ask another coordinator.",
)
_NOBODY = Refusal(
    "no_registrar",
    "核定時數要留下承辦人的姓名，請登入後再核定。",
    "Whoever signs hours off is named: sign in first.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOff:
    """How many rows were signed off just now, and their minutes."""

    rows: int
    minutes: int


def sign_off(records: OfficeRecords, actor: Actor, *, rows: Mapping[str, int], now: dt.datetime) -> SignedOff:
    """Sign these rows of the log off. `rows`: by identifier, the minutes that the registrar has seen.

    All of them or none. What is signed off already, as it is, is left alone. Raises `NotAllowed` for who is no
    coordinator, nobody in person, or the volunteer themselves (`own_hours`), `NotThere`, and `Conflict`:
    `changed_since_seen` when a row comes to something else by now, `nothing_counts` when to nothing.
    """
    account_id = check_registrar(actor)
    kept = _rows(records, rows)
    if any(actor.is_person(row.person_id) for row in kept):
        raise NotAllowed(OWN)
    dates, people = [row.date for row in kept], {row.person_id for row in kept}
    gathered = gather(records, min(dates), max(dates), people, lock=True)
    lines = newest_lines(records, rows)
    done = []
    for row_id, seen in rows.items():
        row, credit = gathered.rows.get(row_id), gathered.credits.get(row_id)
        if row is None or credit is None or credit.minutes == 0:
            raise Conflict(_NOTHING)
        if credit.minutes != seen:
            raise Conflict(_CHANGED)
        if state_of(row, credit, lines.get(row_id)) == "signed":
            continue
        row.registered, row.registrar_id, row.credited = now, account_id, credit.minutes
        records.add(line_of(row, credit.minutes, account_id, later_than(lines.get(row_id), now)))
        done.append(credit.minutes)
    records.is_noted = bool(done)
    return SignedOff(rows=len(done), minutes=sum(done))


def check_registrar(actor: Actor) -> str:
    """The account of who signs off. Raises `NotAllowed`."""
    coordinators_only(actor)
    if actor.account_id is None:
        raise NotAllowed(_NOBODY)
    return actor.account_id


def later_than(line: HoursLine | None, now: dt.datetime) -> dt.datetime:
    """Now, or just after the newest line about a row: of two at the same moment nobody could tell which one holds."""
    return now if line is None else max(now, line.at + _TICK)


def line_of(row: VisitLog, minutes: int, account_id: str, now: dt.datetime) -> HoursLine:
    """A line of the ledger about this row."""
    return HoursLine(
        office_id="",
        log_id=row.id,
        person_id=row.person_id,
        date=row.date,
        minutes=minutes,
        category=row.category,
        arrived=row.arrived,
        left=row.left,
        at=now,
        account_id=account_id,
    )


def _rows(records: OfficeRecords, rows: Mapping[str, int]) -> list[VisitLog]:
    found = list(records.session.exec(select(VisitLog).where(col(VisitLog.id).in_(list(rows)))))
    if not rows or len(found) < len(rows):
        raise NotThere
    return found


_NOTHING = Refusal(
    "nothing_counts",
    "有一筆沒有可以核定的時數；請看這一頁最新的內容。",
    "One of the rows has no hours to sign off; look at the page as it is now.",
)
_CHANGED = Refusal(
    "changed_since_seen",
    "您看過之後，紀錄又有更正，所以一筆都沒有核定。請看這一頁最新的內容，再按一次。",
    "The log was corrected since you looked, so nothing was signed off. Look at the page as it is now, then again.",
)
