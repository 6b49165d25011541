"""Who has not been seen for long, as sheets to take along."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI, roc
from outreach.exports.ods import SheetData
from outreach.exports.unseen import UnseenRow, unseen_sheets
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.long_unseen import Unseen, long_unseen, narrowed_unseen

_LABELS = {"zh": ("機關", "製表時間"), "en": ("Office", "Made")}


def export_unseen(
    records: OfficeRecords, actor: Actor, *, grade: str, word: str, now: dt.datetime, language: str
) -> tuple[SheetData, ...]:
    """The list as it was narrowed. Raises `NotThere`."""
    found = narrowed_unseen(long_unseen(records, actor, now=now), grade=grade, word=word)
    office, made = _LABELS[language]
    facts = [(office, records.office.name), (made, f"{roc(now.date(), language)} {now:%H:%M}")]
    return unseen_sheets([_row(one) for one in found], facts, sample=records.office.sample, language=language)


def _row(one: Unseen) -> UnseenRow:
    return UnseenRow(
        name=one.name,
        village=one.village,
        need_grade=one.need_grade,
        interval=one.interval,
        last=one.last,
        tried=one.tried,
        days_over=one.days_over,
        next_date=one.next_visit.astimezone(TAIPEI).date() if one.next_visit else None,
    )
