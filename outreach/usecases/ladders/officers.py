"""The duty officers: who is told of a step, in order."""

from __future__ import annotations

import datetime as dt

from outreach.records import Absence, Account, Officer
from outreach.records.database import OfficeRecords


def officers_now(records: OfficeRecords, now: dt.datetime) -> list[str]:
    """The persons who are told, the first first: those whom the office has named, who are on leave last. While it has
    named nobody, the coordinators who are in the roster.
    """
    named = [one.person_id for one in sorted(records.all(Officer), key=lambda one: one.rank)] or _coordinators(records)
    away = {one.person_id for one in records.all(Absence, Absence.start <= now, Absence.end > now)}
    return [one for one in named if one not in away] + [one for one in named if one in away]


def _coordinators(records: OfficeRecords) -> list[str]:
    accounts = records.all(Account, Account.role == "coordinator", Account.active)
    ordered = sorted(accounts, key=lambda one: one.created)
    return list(dict.fromkeys(one.person_id for one in ordered if one.person_id is not None))
