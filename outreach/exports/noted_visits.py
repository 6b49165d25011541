"""The visit log as it really happened, as a table to take along. How somebody was is not in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.calendar.dates import weekday_name
from outreach.exports.cells import Cell
from outreach.exports.ods import SheetData
from outreach.exports.words import KINDS, ROLES, SAMPLE, YES_NO

TITLE = {"zh": "訪視紀錄", "en": "visit log"}
_ABOUT = {"zh": ("說明", "項目", "內容"), "en": ("about", "item", "content")}
HEADINGS = {
    "zh": (
        *("日期", "星期", "人員", "身分", "單位", "同行", "類別", "服務", "服務對象", "需求等級", "里", "地址"),
        *("預定開始", "預定結束", "實際到達", "實際離開", "結果", "見到本人", "交付物品", "份數", "備註"),
        *("簽名", "見證人", "滿意度", "服務人數", "收件數", "手機時鐘差（分）"),
    ),
    "en": (
        *("date", "weekday", "person", "role", "unit", "with", "kind", "service", "client", "need grade", "village"),
        *("address", "planned from", "planned to", "arrived", "left", "outcome", "seen in person", "handed over"),
        *("units", "remarks", "signed", "witness", "satisfaction", "people served", "forms received"),
        "device clock off (min)",
    ),
}
_WIDTHS = (2.3, 1.2, 2.2, 1.6, 2.6, 2.2, 1.8, 3.2, 2.6, 1.4, 1.9, 5.0, 1.8, 1.8, 1.8, 1.8, 2.8, 1.6, 3.0, 1.2, 4.0)
OUTCOME_WORDS = {
    "zh": {
        "seen": "見到本人",
        "handed_over": "已交付",
        "served": "已完成",
        "no_answer": "未遇（無人應門）",
        "refused": "不願受訪",
        "not_here": "不住這裡",
        "hospital": "住院中",
        "moved": "已搬走",
        "rescheduled": "改期",
        "other": "其他",
        "": "還沒有結果",
    },
    "en": {
        "seen": "seen in person",
        "handed_over": "handed over",
        "served": "done",
        "no_answer": "no answer",
        "refused": "refused",
        "not_here": "not at this address",
        "hospital": "in hospital",
        "moved": "moved away",
        "rescheduled": "rescheduled",
        "other": "other",
        "": "no result yet",
    },
}
_EXPECTED = {"zh": "還沒有紀錄", "en": "nothing noted yet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedVisit:
    """One line. `noted`: whether anybody has noted anything; else only what was planned is known."""

    date: dt.date
    person: str
    role: str
    unit: str
    crew: Sequence[str]
    kind: str
    service: str
    client: str
    need_grade: int
    village: str
    address: str
    planned_from: dt.datetime
    planned_to: dt.datetime
    units: int
    noted: bool
    arrived: dt.datetime | None = None
    left: dt.datetime | None = None
    outcome: str = ""
    seen: bool | None = None
    items: str = ""
    remarks: str = ""
    signed: bool = False
    witness: str = ""
    satisfaction: int | None = None
    people_served: int | None = None
    forms_received: int | None = None
    clock_off: int = 0


def noted_visits_sheets(
    visits: Iterable[NotedVisit], facts: Sequence[tuple[str, str]], *, sample: bool, language: str
) -> tuple[SheetData, ...]:
    """The log and its sheet 說明. `facts`: what the file is, as label and content."""
    name, item, content = _ABOUT[language]
    about = [*facts, *([(item, SAMPLE[language])] if sample else [])]
    rows = [_cells(visit, language) for visit in visits]
    log = SheetData(TITLE[language], HEADINGS[language], rows, _WIDTHS)
    return log, SheetData(name, (item, content), about, (3.0, 20.0))


def _cells(one: NotedVisit, language: str) -> tuple[Cell, ...]:
    yes, no = YES_NO[language]
    said = OUTCOME_WORDS[language][one.outcome] if one.noted else _EXPECTED[language]
    return (
        one.date,
        weekday_name(one.date, language),
        one.person,
        ROLES[language].get(one.role, one.role),
        one.unit,
        ("、" if language == "zh" else ", ").join(one.crew),
        KINDS[language].get(one.kind, one.kind),
        one.service,
        one.client,
        one.need_grade or None,
        one.village,
        one.address,
        _time(one.planned_from, one.date),
        _time(one.planned_to, one.date),
        _time(one.arrived, one.date),
        _time(one.left, one.date),
        said,
        None if one.seen is None else yes if one.seen else no,
        one.items,
        one.units or None,
        one.remarks,
        yes if one.signed else None,
        one.witness,
        one.satisfaction,
        one.people_served,
        one.forms_received,
        round(one.clock_off / 60) or None,
    )


def _time(moment: dt.datetime | None, date: dt.date) -> Cell:
    """The time of day; with its date when it is another one."""
    if moment is None:
        return None
    if moment.date() != date:
        return f"{moment:%Y-%m-%d %H:%M}"
    return moment.timetz().replace(tzinfo=None, second=0, microsecond=0)
