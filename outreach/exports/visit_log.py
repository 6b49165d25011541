"""The visit log as a table: what is planned on the left, what really happened still empty on the right."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.calendar.dates import weekday_name
from outreach.exports.about_sheet import About, about_sheet
from outreach.exports.cells import Cell, Link
from outreach.exports.log_row import LogRow
from outreach.exports.ods import SheetData
from outreach.exports.words import OUTCOMES, ROLES, YES_NO

TITLE = {"zh": "訪視紀錄", "en": "visit log"}
_PLANNED = {
    "zh": (
        *("日期", "星期", "人員", "身分", "同行", "站", "預定開始", "預定結束"),
        *("服務", "服務對象", "里", "地址", "電話", "份數"),
    ),
    "en": (
        *("date", "weekday", "person", "role", "with", "stop", "planned from", "planned to"),
        *("service", "client", "village", "address", "phone", "units"),
    ),
}
_FILLED_IN = {
    "zh": ("實際到達（簽到）", "實際離開（簽退）", "結果", "見到本人", "後續處理", "備註"),
    "en": ("arrived (signed in)", "left (signed out)", "outcome", "seen in person", "follow-up", "remarks"),
}
_MAP = {"zh": "地圖", "en": "map"}
_SHOW_MAP = {"zh": "看地圖", "en": "show map"}
_PLANNED_WIDTHS = (2.3, 1.2, 2.2, 1.6, 2.2, 1.0, 1.8, 1.8, 3.2, 2.6, 1.9, 5.0, 2.7, 1.2)
_FILLED_IN_WIDTHS = (2.2, 2.2, 2.8, 1.8, 3.2, 4.0)
_MAP_WIDTH = 1.9
_NOTES = {
    "zh": (
        "每一列是一站或一個班次。訪視填實際到達、實際離開與結果；班次填簽到、簽退。",
        "「結果」與「見到本人」請由選單點選；送禮須當面交付，「見到本人」必填。",
        "未遇（無人應門）請立即依未遇處理流程通報，並填「後續處理」。",
        "服務時數以實際到達至離開計算，不含交通時間。",
        "「地圖」連到 maps 資料夾內的路線圖，搬移本檔時請一併搬移該資料夾。",
    ),
    "en": (
        "One row is one stop or one shift. Fill in arrival, departure and outcome; for a shift, sign in and out.",
        "Choose outcome and seen in person from the list; gifts are handed over face to face, so seen must be filled.",
        "When nobody answers, report it at once as the no-answer ladder says, and fill in the follow-up.",
        "Service hours run from actual arrival to departure; travel is not counted.",
        "The map column opens the route maps in the folder maps: move that folder together with this file.",
    ),
}


def visit_log_sheets(rows: Sequence[LogRow], about: About, *, maps_folder: str = "maps") -> tuple[SheetData, ...]:
    """The log, ready to be filled in, and its sheet 說明. `maps_folder`: seen from the folder of the log's file."""
    language = about.language
    first = len(_PLANNED[language])
    log = SheetData(
        TITLE[language],
        visit_log_headings(language),
        [log_cells(row, language, maps_folder) for row in rows],
        (*_PLANNED_WIDTHS, *_FILLED_IN_WIDTHS, _MAP_WIDTH),
        {first + 2: OUTCOMES[language], first + 3: YES_NO[language]},
    )
    return log, about_sheet(about, _NOTES[language])


def visit_log_headings(language: str) -> tuple[str, ...]:
    """The log's columns: planned, to be filled in, map."""
    return (*_PLANNED[language], *_FILLED_IN[language], _MAP[language])


def log_cells(row: LogRow, language: str, maps_folder: str = "maps") -> tuple[Cell, ...]:
    """One row of the log, what is to be filled in left empty."""
    way = f"{maps_folder}/{row.map_file}#stop-{row.number}"
    empty: tuple[Cell, ...] = (None,) * len(_FILLED_IN[language])
    return (*planned_cells(row, language), *empty, Link(_SHOW_MAP[language], way))


def planned_headings(language: str) -> tuple[str, ...]:
    """The columns of what is planned."""
    return _PLANNED[language]


def planned_widths() -> tuple[float, ...]:
    """Their widths in cm."""
    return _PLANNED_WIDTHS


def planned_cells(row: LogRow, language: str) -> tuple[Cell, ...]:
    """What is planned for one stop or shift."""
    return (
        row.date,
        weekday_name(row.date, language),
        row.person,
        ROLES[language][row.role],
        ("、" if language == "zh" else ", ").join(row.partners),
        row.number,
        row.planned_from.timetz().replace(tzinfo=None),
        row.planned_to.timetz().replace(tzinfo=None),
        f"{row.letter} {row.service}".strip(),
        row.client,
        row.village,
        f"{row.address} → {row.end_address}" if row.end_address else row.address,
        row.phone,
        row.units or None,
    )
