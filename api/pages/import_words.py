"""What a workbook calls its sheets, columns and choices: from the declaration of the workbook itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from api.language import Language
from outreach.intake.sheets import SHEETS, Column, Sheet
from outreach.records.seats import ROLES

_SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
# Lists that stand in a column of another sheet.
_LISTS = {
    "skills": ("people", "skills"),
    "preferred": ("clients", "preferred"),
    "refused": ("clients", "refused"),
    "wishes": ("clients", "preferred"),
    "recipients": ("campaigns", "client"),
}
ORDER = {name: number for number, name in enumerate([*_SHEETS, *_LISTS])}


def sheet_word(kind: str, language: Language) -> str:
    """What the workbook calls this sheet, or the column in which a list stands."""
    if kind in _SHEETS:
        return _said(_SHEETS[kind], language)
    if kind in _LISTS:
        sheet, column = _LISTS[kind]
        return f"{_said(_SHEETS[sheet], language)} › {column_word(sheet, column, language)}"
    return kind


def column_word(kind: str, field: str, language: Language) -> str:
    """What the workbook calls this column."""
    if field in _SHEETS and field != kind:
        return _said(_SHEETS[field], language)
    column = _column(kind, {"wishes": "preferred", "recipients": "client"}.get(field, field))
    return _said(column, language) if column else field


def cell_text(kind: str, field: str, value: Any, language: Language) -> str:
    """What stands in a field, as a coordinator writes it; `""` for nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(cell_text(kind, field, one, language) for one in value)
    if isinstance(value, dict):
        return _seat(value, language) if "roles" in value else "、".join(f"{name}:{n}" for name, n in value.items())
    column = _column(kind, field)
    if column is not None and column.choices and language == "zh":
        return next((zh for zh, code in column.choices.items() if code == value), str(value))
    if column is not None and column.kind == "weekdays" and language == "zh":
        return str(value).translate(_WEEKDAYS)
    if column is not None and column.kind == "time":
        return str(value)[:5]
    return str(value)


def _seat(seat: Mapping[str, Any], language: Language) -> str:
    roles = "/".join(_ROLES.get(role, role) if language == "zh" else role for role in seat["roles"])
    unit = f"@{seat['unit']}" if seat.get("unit") else ""
    return roles + unit + (":" + "、".join(seat["skills"]) if seat.get("skills") else "")


@cache
def _column(kind: str, field: str) -> Column | None:
    sheet = _SHEETS.get(kind)
    return next((one for one in sheet.columns if one.field == field), None) if sheet else None


def _said(named: Sheet | Column, language: Language) -> str:
    return named.en if language == "en" else named.zh


_ROLES = {code: zh for zh, code in ROLES.items() if zh != code}
_WEEKDAYS = str.maketrans("1234567", "一二三四五六日")
