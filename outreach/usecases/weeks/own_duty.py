"""Whose duty is whose to see."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.links.may_show import may_show_clients

HOLDS = ("published", "frozen")


def visible_duty(records: OfficeRecords, actor: Actor, duty_id: str) -> tuple[RosterDuty, Roster]:
    """The duty and its roster, for who may see it; everybody else gets `NotThere`.

    Coordinators and auditors see all; a person their own, once it has been published; an administrator none.
    """
    duty = records.get(RosterDuty, duty_id)
    roster = records.get(Roster, duty.roster_id) if duty is not None else None
    if duty is None or roster is None:
        raise NotThere
    own = actor.owns(duty.person_id, duty.date) and roster.status in HOLDS
    if not (actor.sees_everybody or own):
        raise NotThere
    return duty, roster


def visible_doors(records: OfficeRecords, actor: Actor, duty_id: str, *, today: dt.date) -> tuple[RosterDuty, Roster]:
    """The duty and its roster, for who may see today whose doors it leads to; everybody else gets `NotThere`."""
    duty, roster = visible_duty(records, actor, duty_id)
    if not may_show_clients(actor, duty.date, today):
        raise NotThere
    return duty, roster


def require_everybody(actor: Actor) -> None:
    """Raises `NotThere` for who may not see the office's people and clients."""
    if not actor.sees_everybody:
        raise NotThere
