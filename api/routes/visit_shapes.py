"""What the visit log and the cases answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from api.routes.shapes import Shape
from outreach.records import Case, CaseNote
from outreach.usecases.cases.show_cases import CaseLine, CaseView, name_of
from outreach.usecases.noting.list_visits import VisitLine
from outreach.usecases.noting.note_entry import Noted
from outreach.usecases.noting.show_visit import EntryView, VisitView
from outreach.usecases.showing.long_unseen import Unseen


class VisitShape(Shape):
    """One line of the visit log. `id`: its own, or its stop's while nobody has noted anything (`noted` is false)."""

    id: str
    noted: bool
    date: dt.date
    person_id: str
    person: str
    role: str
    crew: list[str]
    kind: str
    letter: str
    service: str
    client_id: str | None
    client: str
    village: str
    address: str
    units: int
    planned_from: dt.datetime
    planned_to: dt.datetime
    arrived: dt.datetime | None
    left: dt.datetime | None
    outcome: str
    seen: bool | None
    items: str
    remarks: str
    witness: str
    satisfaction: int | None
    people_served: int | None
    forms_received: int | None
    clock_off: int


class VisitsShape(Shape):
    """Lines, the newest first. `next`: what `at` is to be for the next page, `null` on the last one."""

    items: list[VisitShape]
    at: int
    found: int
    next: int | None


class EntryShape(Shape):
    """One entry. `stands`: whether the line says what it says. `condition`: for coordinators only."""

    id: str
    key: str
    action: str
    happened: dt.datetime
    device_at: dt.datetime
    at: dt.datetime
    who: str
    by: str
    stands: bool
    outcome: str
    seen: bool | None
    remarks: str
    condition: list[str]


class OneVisitShape(Shape):
    """One line with everything that was said about it, the newest first."""

    visit: VisitShape
    unit: str
    need_grade: int
    stop_id: str
    strokes: list[list[int]]
    condition: list[str]
    entries: list[EntryShape]


class NotedShape(Shape):
    """That an entry is kept. `known`: it had been before. `at`: when it first came."""

    key: str
    known: bool
    at: dt.datetime
    log_id: str


class CaseShape(Shape):
    """One case. `name`: ROC year and number."""

    id: str
    name: str
    title: str
    status: str
    due: dt.date
    overdue: int
    owner_id: str | None
    client_id: str | None
    log_id: str | None
    opened: dt.datetime
    closed: dt.datetime | None
    closing: str


class CasesShape(Shape):
    """Cases, the open ones first. `next`: what `at` is to be for the next page."""

    items: list[CaseShape]
    at: int
    found: int
    next: int | None


class CaseNoteShape(Shape):
    """A note on a case. `changed`: what was made different with it, each field's word before and after."""

    at: dt.datetime
    text: str
    changed: Mapping[str, Sequence[str | dt.date]]


class OneCaseShape(Shape):
    """A case with its notes, the newest first."""

    case: CaseShape
    notes: list[CaseNoteShape]


class UnseenShape(Shape):
    """One client who has not been seen as often as their need grade demands."""

    client_id: str
    name: str
    village: str
    need_grade: int
    interval: int
    last: dt.date | None
    tried: dt.date | None
    days_over: int | None
    next_visit: dt.datetime | None


class OverdueShape(Shape):
    """Who has not been seen for long: who never was, then the longest overdue."""

    items: list[UnseenShape]


def visit_shape(line: VisitLine) -> VisitShape:
    """One line."""
    log = line.log
    return VisitShape(
        **{name: getattr(line, name) for name in _PLANNED},
        crew=list(line.crew),
        noted=log is not None,
        arrived=log.arrived if log else None,
        left=log.left if log else None,
        outcome=log.outcome if log else "",
        seen=log.seen if log else None,
        items=log.items if log else "",
        remarks=log.remarks if log else "",
        witness=log.witness if log else "",
        satisfaction=log.satisfaction if log else None,
        people_served=log.people_served if log else None,
        forms_received=log.forms_received if log else None,
        clock_off=log.clock_off if log else 0,
    )


_PLANNED = tuple(name for name in VisitLine.__dataclass_fields__ if name not in ("crew", "log"))


def one_visit_shape(view: VisitView) -> OneVisitShape:
    """One line with its entries."""
    return OneVisitShape(
        visit=visit_shape(view.line),
        unit=view.unit,
        need_grade=view.need_grade,
        stop_id=view.stop_id,
        strokes=view.line.log.strokes if view.line.log else [],
        condition=list(view.condition),
        entries=[_entry_shape(one) for one in view.entries],
    )


def _entry_shape(view: EntryView) -> EntryShape:
    entry = view.entry
    return EntryShape(
        id=entry.id,
        key=entry.key,
        action=entry.action,
        happened=view.happened,
        device_at=entry.device_at,
        at=entry.at,
        who=view.who,
        by=view.by,
        stands=view.stands,
        outcome=entry.content.get("outcome", ""),
        seen=entry.content.get("seen"),
        remarks=entry.content.get("remarks", ""),
        condition=list(view.condition),
    )


def noted_shape(noted: Noted) -> NotedShape:
    """That it is kept."""
    return NotedShape(key=noted.entry.key, known=noted.known, at=noted.entry.at, log_id=noted.log.id)


def case_shape(case: Case, overdue: int = 0) -> CaseShape:
    """One case."""
    names = ("id", "title", "status", "due", "owner_id", "client_id", "log_id", "opened", "closed", "closing")
    return CaseShape(**{name: getattr(case, name) for name in names}, name=name_of(case), overdue=overdue)


def case_line_shape(line: CaseLine) -> CaseShape:
    """One case of the list."""
    return case_shape(line.case, line.overdue)


def one_case_shape(view: CaseView) -> OneCaseShape:
    """A case with its notes."""
    notes = [CaseNoteShape(at=one.at, text=one.text, changed=one.changed) for one in view.notes]
    return OneCaseShape(case=case_line_shape(view.line), notes=notes)


def note_shape(note: CaseNote) -> CaseNoteShape:
    """A note."""
    return CaseNoteShape(at=note.at, text=note.text, changed=note.changed)


def overdue_shape(rows: tuple[Unseen, ...]) -> OverdueShape:
    """Who has not been seen for long."""
    return OverdueShape(items=[UnseenShape.model_validate(row) for row in rows])
