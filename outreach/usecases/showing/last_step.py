"""The last change by hand of a draft: whose it is, and which days it changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Account, Person, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.trying.draft_steps import cells_of, steps_of
from outreach.usecases.weeks.own_duty import require_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class LastStep:
    """The step, who took it (`""`: nobody by name), and the names and dates of the days that it changed."""

    roster: Roster
    step_id: str
    account_id: str | None
    who: str
    cells: tuple[tuple[str, dt.date], ...]


def show_last_step(records: OfficeRecords, actor: Actor, roster_id: str) -> LastStep | None:
    """The draft's last change by hand, `None` without any. Raises `NotThere` for a roster that is not there."""
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    steps = steps_of(records, roster_id)
    if not steps:
        return None
    account = records.get(Account, steps[0].account_id) if steps[0].account_id else None
    cells = cells_of(steps[0])
    people = records.all(Person, col(Person.id).in_({person_id for person_id, _ in cells}))
    names = {person.id: person.name for person in people}
    return LastStep(
        roster=roster,
        step_id=steps[0].id,
        account_id=steps[0].account_id,
        who=account.name if account else "",
        cells=tuple((names[person_id], date) for person_id, date in cells if person_id in names),
    )
