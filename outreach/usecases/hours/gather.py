"""The rows of the visit log that may become service hours, with what each of them comes to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.records import Insurance, Training, TrainingRule, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.hours.credit import Credit, Standing
from outreach.usecases.hours.credit_rows import credit_rows

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Rows by their identifiers, in order of date and time, and what they come to."""

    rows: Mapping[str, VisitLog]
    credits: Mapping[str, Credit]


def gather(
    records: OfficeRecords, first: dt.date, last: dt.date, people: Collection[str] | None = None, *, lock: bool = False
) -> Gathered:
    """The volunteers' rows from `first` to `last`, both included; of these people only, unless `None`.

    The days on both sides are looked at too: a row may reach over midnight and overlap. `lock`: nobody else changes
    them until this transaction ends. In four queries.
    """
    asked = select(VisitLog).where(
        col(VisitLog.date) >= first - _DAY, col(VisitLog.date) <= last + _DAY, VisitLog.role == "volunteer"
    )
    if people is not None:
        asked = asked.where(col(VisitLog.person_id).in_(people))
    if lock:
        asked = asked.order_by(col(VisitLog.id)).with_for_update().execution_options(populate_existing=True)
    of_person: dict[str, list[VisitLog]] = defaultdict(list)
    for row in records.session.exec(asked):
        of_person[row.person_id].append(row)
    standings = standings_of(records, of_person)
    found: dict[str, Credit] = {}
    for person_id, rows in of_person.items():
        found |= credit_rows(rows, standings[person_id])
    wanted = (row for rows in of_person.values() for row in rows if first <= row.date <= last)
    ordered = sorted(wanted, key=lambda row: (row.date, row.arrived or row.planned_from, row.id))
    return Gathered(rows={row.id: row for row in ordered}, credits=found)


def standings_of(records: OfficeRecords, people: Collection[str]) -> Mapping[str, Standing]:
    """What each of these people's hours depend on. In three queries."""
    trainings: dict[str, list[Training]] = defaultdict(list)
    insurances: dict[str, list[Insurance]] = defaultdict(list)
    for training in records.all(Training, col(Training.person_id).in_(people)):
        trainings[training.person_id].append(training)
    for insurance in records.all(Insurance, col(Insurance.person_id).in_(people)):
        insurances[insurance.person_id].append(insurance)
    rules = records.all(TrainingRule)
    return {
        person_id: Standing(
            trainings=trainings[person_id],
            insurances=insurances[person_id],
            rules=rules,
            same_day=records.office.training_day_counts,
        )
        for person_id in people
    }
