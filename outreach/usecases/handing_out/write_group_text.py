"""A text to paste into a group chat: who, when, which kind of duty, and where the roster stands. No client is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import roc, short
from outreach.records import Person, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.handing_out.day_in_words import kinds_of, times_of
from outreach.usecases.handing_out.where import link_to
from outreach.usecases.weeks.own_duty import require_everybody
from outreach.usecases.weeks.own_time import OwnDay, own_days

_WORDS = {
    "zh": {
        "heading": "外勤排班　{date}起一週",
        "changes": "外勤排班　{date}起一週，有更動的：",
        "changed": "（更動）",
        "gone": "沒有勤務了（更動）",
        "none": "沒有勤務。",
        "no_changes": "沒有更動。",
        "link": "班表：{link}",
        "no_link": "詳細內容請登入外勤排班查看。",
    },
    "en": {
        "heading": "Roster, week of {date}",
        "changes": "Roster, week of {date}, what has changed:",
        "changed": " (changed)",
        "gone": "no duty any more (changed)",
        "none": "No duties.",
        "no_changes": "Nothing has changed.",
        "link": "Roster: {link}",
        "no_link": "Sign in to the roster for the rest.",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    date: dt.date
    code: str
    said: str


def write_group_text(
    records: OfficeRecords,
    actor: Actor,
    roster_id: str,
    *,
    date: dt.date | None = None,
    unit_id: str = "",
    only_changed: bool = False,
    language: str = "zh",
) -> str:
    """The text about a roster: of one day, of one unit's people, or only what differs from what held before.

    In a fixed number of queries. Raises `NotThere`.
    """
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    words = _WORDS[language]
    before = before_of(records, roster)
    earlier, days = own_days(records, before.id if before else None), own_days(records, roster.id)
    people = [one for one in records.all(Person) if not unit_id or one.unit_id == unit_id]
    lines = [
        line
        for person in people
        for line in _lines(person, earlier.get(person.id, ()), days.get(person.id, ()), before, only_changed, language)
        if date is None or line.date == date
    ]
    said = [words["changes" if only_changed else "heading"].format(date=roc(roster.monday, language))]
    for day in sorted({line.date for line in lines}):
        said.append(short(day, language))
        said += [line.said for line in sorted(lines, key=lambda line: line.code) if line.date == day]
    if not lines:
        said.append(words["no_changes" if only_changed else "none"])
    link = link_to(records.office, f"/week/{roster.monday.isoformat()}")
    said.append(words["link"].format(link=link) if link else words["no_link"])
    return "\n".join(said)


def before_of(records: OfficeRecords, roster: Roster) -> Roster | None:
    """What held before this roster; for a draft, what holds now."""
    others = records.all(
        Roster, Roster.monday == roster.monday, Roster.id != roster.id, col(Roster.published_at).is_not(None)
    )
    if roster.published_at is None:
        return next((one for one in others if one.status == "published"), None)
    earlier = [one for one in others if one.published_at and one.published_at < roster.published_at]
    return max(earlier, key=lambda one: str(one.published_at), default=None)


def _lines(
    person: Person,
    earlier: Sequence[OwnDay],
    days: Sequence[OwnDay],
    before: Roster | None,
    only_changed: bool,
    language: str,
) -> list[_Line]:
    words, name = _WORDS[language], " ".join(person.name.split())
    known: Mapping[dt.date, object] = {day.date: day.said for day in earlier}
    lines = []
    for day in days:
        is_new = before is not None and known.get(day.date) != day.said
        if is_new or not (only_changed and before is not None):
            changed = words["changed"] if is_new else ""
            said = f"{name} {times_of(day)} {kinds_of(day, language)}{changed}"
            lines.append(_Line(date=day.date, code=person.code, said=said))
    gone = set(known) - {day.date for day in days}
    return lines + [_Line(date=date, code=person.code, said=f"{name} {words['gone']}") for date in gone]
