"""A draft's rows brought in place to a plan that differs from them in a few days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from outreach.planning.loaded_week import LoadedWeek, bench_of, decisions_on
from outreach.planning.revisions import next_revision
from outreach.planning.roster_rows import Reasons, RosterRows, explained
from outreach.planning.unreached import unreached
from outreach.records import Pin, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.base import OfficeRecord, new_id
from outreach.records.database import OfficeRecords
from solver.hand.bench import Cell, decided
from solver.plan import Duty, Plan

R = TypeVar("R", bound=OfficeRecord)
KEPT = frozenset({"id", "office_id", "version", "duty_id"})
"""What a row keeps that is brought up to another."""


def with_plan(week: LoadedWeek, plan: Plan, pins: Sequence[Pin]) -> LoadedWeek:
    """The loaded week with this plan and the coordinator's pins as they are now; its rows are still the old ones."""
    held = {stop.ref: (duty.person, duty.day) for duty in plan.duties for stop in duty.stops if stop.ref is not None}
    office_week = replace(week.translation.week, pins=pins)
    known, barred = decisions_on(office_week, week.translation, held)
    translation = replace(week.translation, problem=decided(week.translation.problem, known, ()))
    return replace(week, translation=translation, bench=bench_of(translation, plan, barred), pins=pins)


def rewrite(
    records: OfficeRecords, week: LoadedWeek, roster: Roster, plan: Plan, cells: Iterable[Cell], begun: dt.datetime
) -> LoadedWeek:
    """Bring the rows of these days, what is unserved and the roster's figures to the plan; the week with its new rows.

    `week`: with the plan in it. `begun`: the ways of what began before stay as they were.
    """
    past = [stop for stop in week.stops if stop.start < begun]
    rows = RosterRows(week.translation, roster, week.translation.problem.pins, past)
    duties = {(duty.person, duty.day): duty for duty in plan.duties}
    for cell in sorted(cells):
        _write_day(records, week, rows, cell, duties.get(cell))
    records.session.flush()
    reasons = Reasons(explained(week.translation.problem, plan), ())
    _write_unserved(records, roster, list(rows.unserved_of(reasons)))
    roster.missed, roster.left = plan.cost.missed, plan.cost.left
    roster.unreached = unreached(week.translation)
    roster.terms = {term: round(amount / 6000, 2) for term, amount in plan.cost.terms.items()}
    # Whoever has read the roster learns by its version that it is another one, also when its figures are the same.
    flag_modified(roster, "terms")
    records.session.flush()
    return replace(
        week,
        duties=records.all(RosterDuty, RosterDuty.roster_id == roster.id),
        stops=records.all(RosterStop, RosterStop.roster_id == roster.id),
    )


def _write_day(records: OfficeRecords, week: LoadedWeek, rows: RosterRows, cell: Cell, duty: Duty | None) -> None:
    person_id, date = week.translation.people[cell[0]].id, week.translation.week.dates[cell[1]]
    known = week.cells.get((person_id, date))
    row = None if known is None else records.get(RosterDuty, known.id)
    old = list(records.all(RosterStop, RosterStop.duty_id == row.id)) if row is not None else []
    if duty is None:
        for stop in old:
            records.remove(stop)
        records.session.flush()
        if row is not None:
            records.remove(row)
        return
    made = rows.duty_of(duty)
    if row is None:
        row = records.add(made)
    else:
        _bring(row, made)
    records.session.flush()
    there = _by_key(old)
    for stop in rows.stops_of(duty, row.id):
        same = there.pop(_key(stop, there), None)
        if same is None:
            records.add(stop)
        else:
            _bring(same, stop)
    for stop in there.values():
        records.remove(stop)


def _key(stop: RosterStop, there: Mapping[tuple[str, str, int], RosterStop]) -> tuple[str, str, int]:
    if stop.kind != "reload":
        return stop.kind, stop.item_key, stop.seat
    return min((key for key in there if key[0] == "reload"), default=("reload", "", -1))


def _by_key(stops: Iterable[RosterStop]) -> dict[tuple[str, str, int], RosterStop]:
    return {(stop.kind, stop.item_key, stop.position if stop.kind == "reload" else stop.seat): stop for stop in stops}


def _bring(row: R, made: R) -> None:
    """Give the row the values of another, which is not kept."""
    for name in type(row).model_fields:
        if name not in KEPT and getattr(row, name) != getattr(made, name):
            setattr(row, name, getattr(made, name))


def _write_unserved(records: OfficeRecords, roster: Roster, wanted: Sequence[RosterUnserved]) -> None:
    old = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    there = {(row.kind, row.item_key, row.seat): row for row in old}
    for made in wanted:
        same = there.pop((made.kind, made.item_key, made.seat), None)
        if same is None:
            records.add(made)
        else:
            _bring(same, made)
    for row in there.values():
        records.remove(row)


def next_draft(records: OfficeRecords, roster: Roster, now: dt.datetime) -> Roster:
    """The same roster once more, as the week's next revision: a draft that may be changed by hand."""
    revision = next_revision(records, roster.monday)
    values = {"status": "draft", "revision": revision, "created": now, "published_at": None, "base_id": roster.id}
    draft = records.add(_copy(roster, **values, level=""))
    records.session.flush()
    ids = {}
    for duty in records.all(RosterDuty, RosterDuty.roster_id == roster.id):
        ids[duty.id] = records.add(_copy(duty, roster_id=draft.id)).id
    records.session.flush()
    for stop in records.all(RosterStop, RosterStop.roster_id == roster.id):
        records.add(_copy(stop, roster_id=draft.id, duty_id=ids[stop.duty_id]))
    for left in records.all(RosterUnserved, RosterUnserved.roster_id == roster.id):
        records.add(_copy(left, roster_id=draft.id))
    records.session.flush()
    return draft


def _copy(row: R, **values: Any) -> R:
    return type(row)(**row.model_dump(exclude={"version"}) | {"id": new_id()} | values)


def rows_of(
    records: OfficeRecords, roster_id: str, cells: Collection[tuple[str, dt.date]]
) -> tuple[Sequence[RosterDuty], Sequence[RosterStop]]:
    """The rows of these days."""
    people = {person_id for person_id, _ in cells}
    found = records.all(RosterDuty, RosterDuty.roster_id == roster_id, col(RosterDuty.person_id).in_(people))
    duties = [duty for duty in found if (duty.person_id, duty.date) in set(cells)]
    stops = records.all(RosterStop, col(RosterStop.duty_id).in_([duty.id for duty in duties]))
    return duties, stops
