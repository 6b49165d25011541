"""The calendar behind a secret address. Nobody is signed in: who knows the address reads it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import col, select

from outreach.exports.duty_calendar import DutyEvent, duty_calendar
from outreach.records import Feed, Roster, RosterDuty, Week
from outreach.records.database import OfficeRecords, office_records
from outreach.records.entrance import entrance, feed_of_secret, note_fetched
from outreach.refusals import NotThere
from outreach.usecases.handing_out.day_in_words import kinds_of
from outreach.usecases.handing_out.secrets_of_feeds import hash_of
from outreach.usecases.handing_out.where import link_to
from outreach.usecases.weeks.own_time import OwnDay, own_days_of

WEEKS_BACK = 4
NOTED_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFeed:
    """A calendar, what stands for its content, and which feed it is."""

    content: bytes
    etag: str
    feed_id: str
    fetched: dt.datetime | None


def read_feed(engine: Engine, secret: str, *, now: dt.datetime, language: str) -> ReadFeed:
    """The calendar of this secret: published duties from four weeks back on. Raises `NotThere`.

    What never was and what has been revoked are looked for in the same way, and not found in the same way.
    """
    with entrance(engine) as session:
        feed = feed_of_secret(session, hash_of(secret))
    if feed is None:
        raise NotThere
    with office_records(engine, office_id=feed.office_id, write=False) as records:
        content = duty_calendar(_events(records, feed, now, language), language)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return ReadFeed(content=content, etag=etag, feed_id=feed.id, fetched=feed.fetched)


def note_reading_of_feed(engine: Engine, read: ReadFeed, *, now: dt.datetime) -> None:
    """Note that a calendar has fetched it, at most once a minute."""
    if read.fetched is None or now - read.fetched >= NOTED_EVERY:
        with entrance(engine, write=True) as session:
            note_fetched(session, read.feed_id, now)


def _events(records: OfficeRecords, feed: Feed, now: dt.datetime, language: str) -> list[DutyEvent]:
    first = now.date() - dt.timedelta(weeks=WEEKS_BACK)
    asked = (
        select(RosterDuty, Roster)
        .join(Roster, col(Roster.id) == RosterDuty.roster_id)
        .where(RosterDuty.person_id == feed.person_id, RosterDuty.date >= first, Roster.status == "published")
        .order_by(col(RosterDuty.date), col(RosterDuty.id))
    )
    rows = records.session.exec(asked).all()
    weeks = {week.monday: week.version for week in records.all(Week)}
    days = {day.duty_id: day for day in own_days_of(records, [duty for duty, _ in rows])}
    return [
        _event(records, days[duty.id], duty, roster, weeks.get(roster.monday, 0), language) for duty, roster in rows
    ]


def _event(
    records: OfficeRecords, day: OwnDay, duty: RosterDuty, roster: Roster, published: int, language: str
) -> DutyEvent:
    # A hash, since an identifier of ours in somebody else's calendar is nobody's business.
    about = f"{duty.office_id}:{duty.person_id}:{duty.date.isoformat()}"
    return DutyEvent(
        uid=f"{hashlib.sha256(about.encode()).hexdigest()[:32]}@outreach",
        start=duty.departure,
        end=duty.arrival,
        kinds=kinds_of(day, language),
        # Grows with every publication of the week, also when an older revision holds again.
        sequence=published,
        stamp=roster.published_at or roster.created,
        link=link_to(records.office, f"/duty/{duty.id}"),
    )
