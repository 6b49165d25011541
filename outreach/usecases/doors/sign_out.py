"""Sign out: this browser's cookie opens nothing any more."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import SignIn
from outreach.records.database import OfficeRecords
from outreach.usecases.doors.end_sign_in import end_sign_in


def sign_out(records: OfficeRecords, actor: Actor, *, sign_in_id: str, now: dt.datetime) -> SignIn:
    """The visitor's own sign-in, ended."""
    return end_sign_in(records, actor, sign_in_id=sign_in_id, now=now)
