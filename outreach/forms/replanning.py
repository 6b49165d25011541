"""What the pages hand in when something has happened."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import StringConstraints

from outreach.calendar.dates import TAIPEI
from outreach.forms.base import Form, RecordId, Text, Words
from outreach.forms.moments import Date, Time
from outreach.refusals import Invalid, Refusal

NOON = dt.time(12)
Once = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""What a form is given when it is opened, so that sending it twice makes one record."""


class AbsenceSheet(Form):
    """Who is away: whole days, mornings or afternoons of one date, or from one hour until another."""

    person_id: RecordId
    start: Date
    end: Date | None = None
    part: Literal["day", "morning", "afternoon", "hours"] = "day"
    from_time: Time | None = None
    until_time: Time | None = None
    reason: Text = ""

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """From when until when. Raises `Invalid` for hours that are missing or do not follow each other."""
        last = self.end or self.start
        if last < self.start:
            raise Invalid(
                Refusal("ends_before_start", "最後一天不能早於第一天。", "The last day is before the first.", "end")
            )
        first_hour, last_hour = {
            "day": (dt.time(), None),
            "morning": (dt.time(), NOON),
            "afternoon": (NOON, None),
            "hours": (self.from_time, self.until_time),
        }[self.part]
        if first_hour is None:
            raise Invalid(Refusal("no_hour", "請填從幾點開始。", "Give the hour from which.", "from_time"))
        if self.part == "hours" and last_hour is None:
            raise Invalid(Refusal("no_hour", "請填到幾點。", "Give the hour until which.", "until_time"))
        start = dt.datetime.combine(self.start, first_hour, TAIPEI)
        midnight = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), TAIPEI)
        end = midnight if last_hour is None else dt.datetime.combine(last, last_hour, TAIPEI)
        if end <= start:
            raise Invalid(
                Refusal(
                    "ends_before_start",
                    f"結束時間要晚於開始時間 {first_hour:%H:%M}。",
                    f"The end must be after the start, {first_hour:%H:%M}.",
                    "until_time",
                )
            )
        return start, end


class ClosedDaySheet(Form):
    """A day on which field work stops: everywhere, or in the 里 that are ticked."""

    date: Date
    where: Literal["everywhere", "villages"] = "everywhere"
    villages: Words
    reason: Text = ""

    def chosen(self) -> list[str]:
        """The 里, none for everywhere. Raises `Invalid` when some are to be chosen and none is."""
        if self.where == "everywhere":
            return []
        if not self.villages:
            raise Invalid(Refusal("no_village", "請至少勾選一個里。", "Tick one 里 at least.", "villages"))
        return list(self.villages)


class RequestSheet(Form):
    """A visit that somebody asks for: on `date`, or on any day until `deadline`."""

    once: Once
    client_id: RecordId
    service_id: RecordId
    date: Date
    deadline: Date | None = None
    earliest: Time | None = None
    latest: Time | None = None
    urgent: bool = False
    note: Text = ""

    @property
    def code(self) -> str:
        """The code under which it is kept."""
        return f"R{self.date:%m%d}-{self.once[:8]}"
