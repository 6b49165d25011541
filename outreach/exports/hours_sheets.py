"""Service hours as sheets: by person and month, the lines of the record book, and training in a ledger of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.calendar.dates import ROC_OFFSET, roc
from outreach.exports.cells import Cell
from outreach.exports.ods import SheetData
from outreach.exports.words import SAMPLE

TITLE = {"zh": "服務時數", "en": "service hours"}
SHEETS = {
    "zh": ("時數", "紀錄冊", "訓練", "保險", "說明"),
    "en": ("hours", "record book", "training", "insurance", "about"),
}
_HOURS = {
    "zh": (
        "月份",
        "編號",
        "姓名",
        "已核定筆數",
        "已核定分鐘",
        "已核定時數",
        "等核定分鐘",
        "待重新核定筆數",
        "不計筆數",
    ),
    "en": (
        "month",
        "code",
        "name",
        "rows",
        "minutes",
        "hours",
        "minutes waiting",
        "rows to sign again",
        "rows not counted",
    ),
}
_BOOK = {
    "zh": (
        "編號",
        "姓名",
        "服務日期",
        "服務項目",
        "服務類別",
        "到達",
        "離開",
        "分鐘",
        "時數",
        "核定人",
        "核定日期",
        "備註",
    ),
    "en": (
        *("code", "name", "date", "service", "category", "arrived", "left", "minutes", "hours"),
        *("signed off by", "signed off on", "note"),
    ),
}
_TRAINING = {
    "zh": ("編號", "姓名", "訓練", "類別", "完成日期", "訓練時數", "辦理單位"),
    "en": ("code", "name", "training", "category", "completed on", "hours of training", "provider"),
}
_INSURANCE = {
    "zh": ("編號", "姓名", "保險開始", "保險結束", "保單"),
    "en": ("code", "name", "insured from", "insured until", "policy"),
}
_KINDS = {"zh": {"basic": "基礎訓練", "special": "特殊訓練"}, "en": {"basic": "basic", "special": "special"}}
_CHANGED = {"zh": "核定後紀錄有更正，待重新核定", "en": "corrected since; to be signed off again"}
_ALL = {"zh": "合計", "en": "all"}
_ABOUT = {
    "zh": ("項目", "內容", "機關", "期間", "製表時間", "注意"),
    "en": ("item", "content", "Office", "Span", "Made", "Note"),
}
_NOTES = {
    "zh": (
        "服務時數是到達到離開的時間，不含交通；重疊的時間只算一次。",
        "完成基礎訓練和特殊訓練、而且在保險期間內的服務才計時數，由志工本人以外的承辦人核定。",
        "訓練時數另列「訓練」，不計入服務時數。",
        "本檔含個人資料，請勿張貼或轉傳。",
    ),
    "en": (
        "Hours run from arrival to departure, without travel; time that overlaps counts once.",
        "Only service after basic and special training, on insured days, counts; not the volunteer signs it off.",
        "Hours of training stand on a sheet of their own and are no service hours.",
        "This file holds personal data: do not pass it on.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One person's month. Minutes; `rows` are signed off, `again` corrected since, `not_counted` come to nothing."""

    month: dt.date
    code: str
    name: str
    rows: int
    signed: int
    waiting: int
    again: int
    not_counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """One row that is signed off, as the record book holds it. `changed`: the log says otherwise since."""

    code: str
    name: str
    date: dt.date
    service: str
    category: str
    arrived: dt.datetime | None
    left: dt.datetime | None
    minutes: int
    by: str
    signed_on: dt.date
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingLine:
    """One training."""

    code: str
    name: str
    kind: str
    category: str
    date: dt.date
    hours: float
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InsuranceLine:
    """One span of insurance."""

    code: str
    name: str
    start: dt.date
    end: dt.date
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursBook:
    """Everything of the file. `first`, `last`: the days it is about."""

    office: str
    sample: bool
    first: dt.date
    last: dt.date
    made: dt.datetime
    months: Sequence[MonthLine]
    book: Sequence[BookLine]
    trainings: Sequence[TrainingLine]
    insurances: Sequence[InsuranceLine]


def hours_sheets(of: HoursBook, language: str) -> tuple[SheetData, ...]:
    """時數, 紀錄冊, 訓練, 保險, 說明."""
    hours, book, training, insurance, about = SHEETS[language]
    return (
        SheetData(hours, _HOURS[language], _months(of.months, language), (2.2, 2, 2.6, 2.2, 2.4, 2.4, 2.4, 2.8, 2.2)),
        SheetData(
            book,
            _BOOK[language],
            [_book_cells(one, language) for one in of.book],
            (2, 2.6, 2.4, 3.4, 2.6, 1.8, 1.8, 1.6, 1.6, 2.6, 2.4, 4.4),
        ),
        SheetData(
            training,
            _TRAINING[language],
            [
                (one.code, one.name, _KINDS[language][one.kind], one.category, one.date, one.hours, one.provider)
                for one in of.trainings
            ],
            (2, 2.6, 2.4, 2.8, 2.6, 2.4, 4.4),
        ),
        SheetData(
            insurance,
            _INSURANCE[language],
            [(one.code, one.name, one.start, one.end, one.policy) for one in of.insurances],
            (2, 2.6, 2.6, 2.6, 4.4),
        ),
        SheetData(about, _ABOUT[language][:2], _about(of, language), (3.0, 20.0)),
    )


def page_line(of: HoursBook, language: str) -> str:
    """One line for the head of every printed page."""
    parts = [of.office, TITLE[language], _span(of, language)]
    return "　".join([*parts, SAMPLE[language]] if of.sample else parts)


def in_hours(minutes: int) -> float:
    """Minutes as decimal hours, to the hundredth."""
    return round(minutes / 60, 2)


def _months(lines: Sequence[MonthLine], language: str) -> list[tuple[Cell, ...]]:
    cells: list[tuple[Cell, ...]] = [
        (
            *(_month(one.month, language), one.code, one.name, one.rows, one.signed, in_hours(one.signed)),
            *(one.waiting, one.again, one.not_counted),
        )
        for one in lines
    ]
    sums = [sum(getattr(one, name) for one in lines) for name in ("rows", "signed", "waiting", "again", "not_counted")]
    rows, signed, *others = sums
    return [*cells, ("", "", _ALL[language], rows, signed, in_hours(signed), *others)]


def _book_cells(one: BookLine, language: str) -> tuple[Cell, ...]:
    return (
        one.code,
        one.name,
        one.date,
        one.service,
        one.category,
        one.arrived and one.arrived.time(),
        one.left and one.left.time(),
        one.minutes,
        in_hours(one.minutes),
        one.by,
        one.signed_on,
        _CHANGED[language] if one.changed else "",
    )


def _about(of: HoursBook, language: str) -> list[tuple[Cell, ...]]:
    _, _, office, span, made, note = _ABOUT[language]
    facts = [
        (office, of.office),
        (span, _span(of, language)),
        (made, f"{roc(of.made.date(), language)} {of.made:%H:%M}"),
    ]
    if of.sample:
        facts.append((note, SAMPLE[language]))
    return [*facts, *((note, text) for text in _NOTES[language])]


def _span(of: HoursBook, language: str) -> str:
    return f"{roc(of.first, language)}{' – ' if language == 'en' else '至'}{roc(of.last, language)}"


def _month(month: dt.date, language: str) -> str:
    return f"{month:%Y-%m}" if language == "en" else f"{month.year - ROC_OFFSET}年{month.month}月"
