"""What is missing before a week can be planned."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.dates import TAIPEI
from outreach.planning.office_week import read_week
from outreach.planning.work import posts_of, visits_of
from outreach.records.database import OfficeRecords
from outreach.refusals import Refusal

WEEK_OVER = Refusal(
    "week_over",
    "這一週已經結束，不能再排班。請選本週或之後的一週。",
    "This week is over and cannot be planned any more. Choose this week or a later one.",
    "monday",
)
NO_PEOPLE = Refusal("no_people", "還沒有人員，請先匯入名冊。", "No people yet: import them first.")
NO_WORK = Refusal(
    "no_work",
    "這一週沒有任務，也沒有班次。請先匯入或新增服務計畫、單次任務或服務台。",
    "There are neither tasks nor shifts in this week. Import or add care plans, requests or desks first.",
)


def is_over(monday: dt.date, now: dt.datetime) -> bool:
    """Whether the week that starts on `monday` has ended."""
    return monday + dt.timedelta(days=7) <= now.astimezone(TAIPEI).date()


def missing_for_plan(records: OfficeRecords, monday: dt.date, now: dt.datetime) -> Refusal | None:
    """Why the week that starts on `monday` cannot be planned; `None` when it can."""
    if is_over(monday, now):
        return WEEK_OVER
    week = read_week(records, monday)
    if not week.people:
        return NO_PEOPLE
    return None if visits_of(week) or posts_of(week) else NO_WORK
