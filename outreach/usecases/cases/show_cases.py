"""The cases: all that are open first, the most urgent on top; and one of them with its notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import case as when
from sqlalchemy import func
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Account, Case, CaseNote, Client, Person, VisitLog
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.weeks.own_duty import require_everybody

Which = Literal["open", "mine", "closed", "all"]
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case. `name`: as people call it, such as `115-0007`. `overdue`: days past its date, 0 while it has time."""

    case: Case
    name: str
    owner: str
    client: str
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Some cases, the number of the first of them from 1, how many there are, and how many of all are overdue."""

    lines: tuple[CaseLine, ...]
    first: int
    found: int
    overdue: int

    @property
    def next(self) -> int | None:
        """The number of the first one of the next page."""
        after = self.first + len(self.lines)
        return after if self.lines and after <= self.found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note, and whose account it was; or what was changed then, each field's word before and after."""

    at: dt.datetime
    who: str
    text: str
    changed: dict[str, list[str | dt.date]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with all that was noted, the newest first. `log`: the line of the visit log that it began with."""

    line: CaseLine
    notes: tuple[NoteView, ...]
    log: VisitLog | None
    opened_by: str
    closed_by: str


def name_of(case: Case) -> str:
    """How people call it: ROC year and number."""
    return f"{case.year}-{case.number:04}"


def list_cases(
    records: OfficeRecords, actor: Actor, *, which: Which, now: dt.datetime, first: int = 1, limit: int = ON_A_PAGE
) -> CasePage:
    """Up to `limit` cases from the number `first` on, in a fixed number of queries. `mine`: open ones that are up to
    the actor. Raises `NotThere`.
    """
    require_everybody(actor)
    today = now.astimezone(TAIPEI).date()
    is_open = col(Case.status) != "closed"
    where = {
        "open": [is_open],
        "mine": [is_open, col(Case.owner_id) == (actor.person_id or "")],
        "closed": [~is_open],
        "all": [],
    }[which]
    found = records.session.exec(select(func.count(col(Case.id))).where(*where)).one()
    overdue = records.session.exec(select(func.count(col(Case.id))).where(is_open, Case.due < today)).one()
    # Closed ones lie behind: the last closed first.
    order = (when((is_open, 0), else_=1), col(Case.closed).desc(), col(Case.due), col(Case.year), col(Case.number))
    cases = records.session.exec(select(Case).where(*where).order_by(*order).offset(first - 1).limit(limit)).all()
    return CasePage(lines=_lines(records, cases, today), first=first, found=found, overdue=overdue)


def show_case(records: OfficeRecords, actor: Actor, case_id: str, *, now: dt.datetime) -> CaseView:
    """One case. Raises `NotThere`."""
    require_everybody(actor)
    case = records.get(Case, case_id)
    if case is None:
        raise NotThere
    notes = sorted(records.all(CaseNote, CaseNote.case_id == case.id), key=lambda one: one.at, reverse=True)
    ids = {one.account_id for one in notes} | {case.opened_by, case.closed_by}
    names = {one.id: one.name for one in records.all(Account, col(Account.id).in_(ids - {None}))}
    (line,) = _lines(records, [case], now.astimezone(TAIPEI).date())
    return CaseView(
        line=line,
        notes=tuple(
            NoteView(at=one.at, who=names.get(one.account_id or "", ""), text=one.text, changed=_changed(one))
            for one in notes
        ),
        log=records.get(VisitLog, case.log_id) if case.log_id else None,
        opened_by=names.get(case.opened_by or "", ""),
        closed_by=names.get(case.closed_by or "", ""),
    )


def _changed(note: CaseNote) -> dict[str, list[str | dt.date]]:
    read = {"due": dt.date.fromisoformat}
    return {name: [read.get(name, str)(word) for word in words] for name, words in note.changed.items()}


def _lines(records: OfficeRecords, cases: Sequence[Case], today: dt.date) -> tuple[CaseLine, ...]:
    people = records.all(Person, col(Person.id).in_({case.owner_id for case in cases} - {None}))
    clients = records.all(Client, col(Client.id).in_({case.client_id for case in cases} - {None}))
    names = {one.id: one.name for one in people} | {one.id: one.name for one in clients}
    return tuple(
        CaseLine(
            case=case,
            name=name_of(case),
            owner=names.get(case.owner_id or "", ""),
            client=names.get(case.client_id or "", ""),
            overdue=max(0, (today - case.due).days) if case.status != "closed" else 0,
        )
        for case in cases
    )
