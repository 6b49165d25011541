"""Forget what was answered to writes that nobody repeats any more."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from outreach.records import Office, RequestKey
from outreach.records.database import office_records

KEPT = dt.timedelta(days=1)
"""How long a write can be repeated with its idempotency key. The answers hold what was written, names too."""


def forget_answers(engine: Engine, *, now: dt.datetime) -> int:
    """Remove every office's answers that are older than `KEPT`; how many there were."""
    with Session(engine) as session:
        offices = session.exec(select(Office.id)).all()
    gone = 0
    for office_id in offices:
        with office_records(engine, office_id=office_id) as records:
            gone += records.session.exec(delete(RequestKey).where(col(RequestKey.at) < now - KEPT)).rowcount
    return gone
