"""One line of the visit log with everything that was ever said about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import (
    Account,
    Case,
    Condition,
    DutyLink,
    Entry,
    Person,
    Roster,
    RosterDuty,
    RosterStop,
    VisitLog,
)
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.noting.frozen_line import frozen_line
from outreach.usecases.noting.list_visits import VisitLine, line_of
from outreach.usecases.weeks.own_duty import HOLDS, require_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry. `who`: whose account or link it came by, `""` for the command line. `by`: their role then. `stands`:
    whether the line says what this entry says. `condition`: codes, for coordinators only.
    """

    entry: Entry
    who: str
    by: str
    happened: dt.datetime
    stands: bool
    condition: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitView:
    """`line.log`: `None` while nobody has noted anything. `stop_id`: what an entry about it names. `condition`: as it
    was said last. `entries`: the newest first.
    """

    line: VisitLine
    unit: str
    need_grade: int
    stop_id: str
    entries: tuple[EntryView, ...]
    condition: tuple[str, ...]
    cases: tuple[Case, ...]


def show_visit(records: OfficeRecords, actor: Actor, visit_id: str) -> VisitView:
    """The line with this identifier, or what is expected at the stop with it. In a fixed number of queries.

    Raises `NotThere`.
    """
    require_everybody(actor)
    log = records.get(VisitLog, visit_id)
    stop_id = log.stop_id or "" if log is not None else visit_id
    if log is None:
        duty, stop = _planned(records, visit_id)
        key = (VisitLog.date == duty.date, VisitLog.person_id == duty.person_id, VisitLog.item_key == stop.item_key)
        noted = records.all(VisitLog, *key)
        log = noted[0] if noted else None
    if log is None:
        line = frozen_line(records, duty, stop, stop.start)
        shown = line_of(line)
        expected = VisitLine(**{name: getattr(shown, name) for name in _NAMES} | {"id": stop.id, "log": None})
        return VisitView(
            line=expected,
            unit=line.unit,
            need_grade=line.need_grade,
            stop_id=stop.id,
            entries=(),
            condition=(),
            cases=(),
        )
    entries = _entries(records, actor, log)
    results = [one for one in entries if one.stands and one.entry.action == "result"]
    return VisitView(
        line=line_of(log),
        unit=log.unit,
        need_grade=log.need_grade,
        stop_id=stop_id,
        entries=entries,
        condition=results[0].condition if results else (),
        cases=tuple(sorted(records.all(Case, Case.log_id == log.id), key=lambda one: (one.year, one.number))),
    )


_NAMES = tuple(VisitLine.__dataclass_fields__)


def _planned(records: OfficeRecords, stop_id: str) -> tuple[RosterDuty, RosterStop]:
    stop = records.get(RosterStop, stop_id)
    duty = records.get(RosterDuty, stop.duty_id) if stop else None
    roster = records.get(Roster, stop.roster_id) if stop else None
    if stop is None or duty is None or roster is None or stop.kind == "reload" or roster.status not in HOLDS:
        raise NotThere
    return duty, stop


def _entries(records: OfficeRecords, actor: Actor, log: VisitLog) -> tuple[EntryView, ...]:
    entries = sorted(records.all(Entry, Entry.log_id == log.id), key=lambda one: (one.at, _said(one)))
    conditions: dict[str, tuple[str, ...]] = {}
    if actor.role == "coordinator":
        conditions = {one.entry_id: tuple(one.codes) for one in records.all(Condition, Condition.log_id == log.id)}
    names = _names(records, entries)
    stands: dict[str, Entry] = {}
    for entry in entries:
        before = stands.get(entry.action)
        if before is None or _said(before) <= _said(entry):
            stands[entry.action] = entry
    return tuple(
        EntryView(
            entry=entry,
            who=names.get(entry.account_id or entry.link_id or "", ""),
            by=str(entry.content.get("by", "")),
            happened=dt.datetime.fromisoformat(entry.content["happened"]),
            stands=stands[entry.action] is entry,
            condition=conditions.get(entry.id, ()),
        )
        for entry in reversed(entries)
    )


def _said(entry: Entry) -> dt.datetime:
    return dt.datetime.fromisoformat(entry.content["said"])


def _names(records: OfficeRecords, entries: Sequence[Entry]) -> Mapping[str, str]:
    """Who is behind an account or a link."""
    accounts = records.all(Account, col(Account.id).in_({entry.account_id for entry in entries} - {None}))
    links = records.all(DutyLink, col(DutyLink.id).in_({entry.link_id for entry in entries} - {None}))
    people = {one.id: one.name for one in records.all(Person, col(Person.id).in_({link.person_id for link in links}))}
    return {one.id: one.name for one in accounts} | {link.id: people.get(link.person_id, "") for link in links}
