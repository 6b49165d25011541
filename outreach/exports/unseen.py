"""Who has not been seen for long, as a table to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.exports.cells import Cell
from outreach.exports.ods import SheetData
from outreach.exports.words import SAMPLE

TITLE = {"zh": "太久沒見到的人", "en": "not seen for long"}
_HEADINGS = {
    "zh": ("服務對象", "里", "需求等級", "幾天內要見一次", "上次見到", "之後去過沒見到", "逾期天數", "下一次預定"),
    "en": ("client", "village", "need grade", "days between visits", "last seen", "tried since", "days over", "next"),
}
_ABOUT = {"zh": ("說明", "項目", "內容"), "en": ("about", "item", "content")}
_WIDTHS = (3.0, 2.2, 1.8, 2.2, 2.4, 2.8, 1.8, 2.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenRow:
    """One client, see `outreach.usecases.showing.long_unseen.Unseen`."""

    name: str
    village: str
    need_grade: int
    interval: int
    last: dt.date | None
    tried: dt.date | None
    days_over: int | None
    next_date: dt.date | None


def unseen_sheets(
    rows: Iterable[UnseenRow], facts: Sequence[tuple[str, str]], *, sample: bool, language: str
) -> tuple[SheetData, ...]:
    """The list and its sheet 說明. `facts`: what the file is, as label and content."""
    name, item, content = _ABOUT[language]
    about = [*facts, *([(item, SAMPLE[language])] if sample else [])]
    listed = SheetData(TITLE[language], _HEADINGS[language], [_cells(row) for row in rows], _WIDTHS)
    return listed, SheetData(name, (item, content), about, (3.0, 20.0))


def _cells(row: UnseenRow) -> tuple[Cell, ...]:
    grade = row.need_grade or None
    return row.name, row.village, grade, row.interval, row.last, row.tried, row.days_over, row.next_date
