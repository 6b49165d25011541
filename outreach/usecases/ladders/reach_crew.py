"""已聯絡上: an officer has reached a crew that was late."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import Alarm
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.weeks.coordinators_only import coordinators_only


def reach_crew(records: OfficeRecords, actor: Actor, *, alarm_id: str, now: dt.datetime) -> Alarm:
    """Close an alarm; one that is closed already stays as it is. Raises `NotThere`, `NotAllowed`."""
    coordinators_only(actor)
    alarm = records.get(Alarm, alarm_id, lock=True)
    if alarm is None:
        raise NotThere
    if alarm.closed is None:
        alarm.closed, alarm.closed_by = now, actor.account_id
    return alarm
