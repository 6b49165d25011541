"""Somebody's duties as a calendar (RFC 5545): time, kind of duty, a link. No name, address, phone or place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import Calendar, Event

from outreach.calendar.dates import TAIPEI

_WORDS = {
    "zh": {
        "name": "外勤排班",
        "summary": "外勤排班：{kinds}",
        "link": "外勤排班：{link}",
        "no_link": "詳細內容請登入外勤排班查看。",
    },
    "en": {
        "name": "Roster",
        "summary": "Duty: {kinds}",
        "link": "Roster: {link}",
        "no_link": "Sign in to the roster for the rest.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEvent:
    """One day's duty. `uid`: the same for the same person and date; `sequence` grows when it changes; `stamp`: when it
    was published; `link`: where the rest stands, or `""`.
    """

    uid: str
    start: dt.datetime
    end: dt.datetime
    kinds: str
    sequence: int
    stamp: dt.datetime
    link: str


def duty_calendar(events: Sequence[DutyEvent], language: str) -> bytes:
    """The calendar of these duties. The same duties give the same bytes."""
    words = _WORDS[language]
    calendar = Calendar()
    calendar.add("prodid", "-//outreach//duties//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words["name"])
    calendar.add("x-wr-timezone", "Asia/Taipei")
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for one in events:
        calendar.add_component(_event(one, words))
    if events:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: DutyEvent, words: dict[str, str]) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamp.astimezone(dt.UTC))
    event.add("last-modified", one.stamp.astimezone(dt.UTC))
    event.add("dtstart", one.start.astimezone(TAIPEI))
    event.add("dtend", one.end.astimezone(TAIPEI))
    event.add("summary", words["summary"].format(kinds=one.kinds))
    event.add("description", words["link"].format(link=one.link) if one.link else words["no_link"])
    if one.link:
        event.add("url", one.link)
    event.add("class", "PRIVATE")
    return event
