"""What a file is: office, week, revision, how to use it. On a sheet of its own, and on every printed page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.calendar.dates import roc
from outreach.exports.ods import SheetData
from outreach.exports.words import SAMPLE, STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which roster a file shows. `status` as in the records. `sample`: its people are invented."""

    office: str
    monday: dt.date
    revision: int
    status: str
    created: dt.datetime
    sample: bool
    language: str

    def page_line(self, title: str) -> str:
        """One line for the head of every printed page."""
        parts = [self.office, title, self.week(), self.version()]
        return "　".join([*parts, SAMPLE[self.language]] if self.sample else parts)

    def week(self) -> str:
        """The first and the last day."""
        sunday = self.monday + dt.timedelta(days=6)
        joint = " – " if self.language == "en" else "至"
        return f"{roc(self.monday, self.language)}{joint}{roc(sunday, self.language)}"

    def version(self) -> str:
        """Revision and status."""
        status = STATUSES[self.language][self.status]
        return f"revision {self.revision} ({status})" if self.language == "en" else f"第 {self.revision} 版（{status}）"


_LABELS = {
    "zh": ("說明", "項目", "內容", "機關", "週次", "版次", "製表時間", "注意", "使用方式"),
    "en": ("about", "item", "content", "Office", "Week", "Revision", "Made", "Note", "How to use"),
}


def about_sheet(about: About, notes: Sequence[str]) -> SheetData:
    """The sheet 說明: what this is, whether it is sample data, and the `notes`, one a row."""
    name, item, content, office, week, revision, made, note, use = _LABELS[about.language]
    facts = [
        (office, about.office),
        (week, about.week()),
        (revision, about.version()),
        (made, f"{roc(about.created.date(), about.language)} {about.created:%H:%M}"),
    ]
    if about.sample:
        facts.append((note, SAMPLE[about.language]))
    return SheetData(name, (item, content), [*facts, *((use, text) for text in notes)], (3.0, 20.0))
