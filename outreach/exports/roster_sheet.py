"""The roster as sheets: the board as the office hangs it up, the duties in detail, what is left out, the hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.calendar.dates import short
from outreach.exports.about_sheet import About, about_sheet
from outreach.exports.cells import Cell
from outreach.exports.log_row import LogRow
from outreach.exports.ods import SheetData
from outreach.exports.visit_log import planned_cells, planned_headings, planned_widths
from outreach.exports.words import KINDS, ROLES, YES_NO

TITLE = {"zh": "班表", "en": "roster"}
_SHEETS = {
    "zh": ("班表", "勤務明細", "未排入", "時數統計"),
    "en": ("roster", "duties", "unserved", "hours"),
}
_BOARD = {"zh": ("單位", "身分", "人員"), "en": ("unit", "role", "person")}
_LEFT_OUT = {
    "zh": (
        *("類別", "服務", "服務對象", "里", "地址", "名額", "服務分鐘", "人數"),
        *("可開始時段", "必排", "原因"),
    ),
    "en": (
        *("kind", "service", "client", "village", "address", "seat", "minutes", "crew"),
        *("possible starts", "mandatory", "reasons"),
    ),
}
_HOURS = {
    "zh": ("身分", "單位", "人員", "勤務天數", "服務時數", "出勤時數", "每週目標時數"),
    "en": ("role", "unit", "person", "days with a duty", "served hours", "worked hours", "target hours a week"),
}
_ALL = {"zh": "合計", "en": "all"}
_NOTES = {
    "zh": (
        "「班表」不列服務對象，可張貼；「勤務明細」與「未排入」含個人資料，請勿張貼或轉傳。",
        "服務時數不含交通、等候與午休；出勤時數含交通與等候，不含午休。",
        "「原因」依序列出不能派的人數：前一項剔除的人不再計入後一項。",
    ),
    "en": (
        "The sheet roster names no client and may be hung up; duties and unserved hold personal data: do not pass on.",
        "Served hours leave out travel, waiting and lunch; worked hours leave out lunch only.",
        "Reasons count the people who cannot come, rule by rule: nobody is counted twice.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWeek:
    """One person's line: `days` has, for each date, what is to be done, one line a piece. Hours are decimal."""

    unit: str
    role: str
    name: str
    days: Mapping[dt.date, str]
    duties: int
    served: float
    worked: float
    target: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One task, or one seat of a shift (`seat` from 1, 0 for a whole task), that nobody takes."""

    kind: str
    letter: str
    label: str
    client: str
    village: str
    address: str
    seat: int
    minutes: int
    crew: int
    openings: str
    mandatory: bool
    reason: str


def roster_sheets(
    people: Sequence[PersonWeek], rows: Sequence[LogRow], left_out: Sequence[LeftOut], about: About
) -> tuple[SheetData, ...]:
    """The roster's sheets: 班表, 勤務明細, 未排入, 時數統計, 說明."""
    language = about.language
    board, duties, unserved, hours = _SHEETS[language]
    dates = tuple(about.monday + dt.timedelta(days=day) for day in range(7))
    return (
        SheetData(
            board,
            (*_BOARD[language], *(short(date, language) for date in dates)),
            [
                (one.unit, ROLES[language][one.role], one.name, *(one.days.get(day, "") for day in dates))
                for one in people
            ],
            (2.6, 1.6, 2.2, *(3.1,) * 7),
        ),
        SheetData(duties, duty_headings(language), [planned_cells(row, language) for row in rows], planned_widths()),
        SheetData(
            unserved,
            _LEFT_OUT[language],
            [_left_out_cells(one, language) for one in left_out],
            (1.8, 3.2, 2.6, 1.9, 5.0, 1.2, 1.8, 1.2, 4.4, 1.2, 8.0),
        ),
        SheetData(hours, _HOURS[language], _hours(people, language), (1.6, 2.6, 2.2, 2.0, 2.0, 2.0, 2.6)),
        about_sheet(about, _NOTES[language]),
    )


def duty_headings(language: str) -> tuple[str, ...]:
    """The columns of 勤務明細, one row a stop or shift."""
    return planned_headings(language)


def _left_out_cells(one: LeftOut, language: str) -> tuple[Cell, ...]:
    return (
        KINDS[language][one.kind],
        f"{one.letter} {one.label}".strip(),
        one.client,
        one.village,
        one.address,
        one.seat or None,
        one.minutes,
        one.crew,
        one.openings,
        YES_NO[language][0 if one.mandatory else 1],
        one.reason,
    )


def _hours(people: Sequence[PersonWeek], language: str) -> list[tuple[Cell, ...]]:
    """A line for each role, then one for each person with a duty."""
    busy = [one for one in people if one.duties]
    lines: list[tuple[Cell, ...]] = []
    for role in dict.fromkeys(one.role for one in busy):
        of_role = [one for one in busy if one.role == role]
        sums = (
            sum(one.duties for one in of_role),
            round(sum(one.served for one in of_role), 2),
            round(sum(one.worked for one in of_role), 2),
        )
        lines.append((ROLES[language][role], "", _ALL[language], *sums, None))
    for one in busy:
        who = (ROLES[language][one.role], one.unit, one.name)
        lines.append((*who, one.duties, round(one.served, 2), round(one.worked, 2), one.target or None))
    return lines
