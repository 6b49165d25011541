"""One small parser a kind of cell: from what the spreadsheet holds to what a record keeps.

A raw cell is what the reader gives: text, a float even for whole numbers, a truth value, a date, a time or a duration.
Every parser takes it with its column, never an empty one, and raises `CellError` for what it cannot read.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from outreach.calendar.dates import ROC_OFFSET, AmbiguousDateError, half_width, parse_date, parse_time
from outreach.intake.faults import CellError
from outreach.intake.raw import RawCell
from outreach.intake.sheets import TURNS, Column
from outreach.intake.weekdays import read_weekdays
from outreach.records.seats import MOST_SEATS, SeatSpec, read_seats

LONGEST_TEXT = 1000
LONGEST_CODE = 40
LARGEST_NUMBER = 100_000
FIRST_YEAR, LAST_YEAR = 1990, 2100

_YES = frozenset(["是", "有", "可", "y", "yes", "true", "t", "1", "v", "✓", "✔", "o", "○"])
_NO = frozenset(["否", "無", "不", "n", "no", "false", "f", "0", "x", "×", "✗", "✘"])
_FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")
_CODE = re.compile(r"[\w.\-]+")
_SKILL = re.compile(r"(?P<skill>[^()]+?)\s*(?:\((?P<expires>[^()]+)\))?")
_TURN = re.compile(r"(?P<turn>[^:]+?)\s*:\s*(?P<count>[0-9０-９]{1,4})")
_NARROW = str.maketrans("（）：", "():")
_BETWEEN = re.compile(r"[、,，;；\n]+")
# Control characters and halves of characters. Private and not yet known ones stay: rare names are written with them.
_UNSEEN = frozenset({"Cc", "Cs"})


def plain_text(raw: RawCell) -> str:
    """What the cell says as one line of text: whole numbers without `.0`, no control characters, else as typed."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, dt.time):
        return raw.strftime("%H:%M")
    if isinstance(raw, dt.datetime) and raw.time() == dt.time.min:
        raw = raw.date()
    text = str(raw)
    if text.isprintable():
        return text.strip()
    seen = (" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in seen if unicodedata.category(sign) not in _UNSEEN).strip()


def is_blank(raw: RawCell | None) -> bool:
    """Whether the cell is empty, or only looks as if it held something."""
    return raw is None or (isinstance(raw, str) and not plain_text(raw))


def read_text(raw: RawCell, column: Column) -> str:
    """Any text of up to 1,000 characters, kept as it is written."""
    text = plain_text(raw)
    if len(text) > LONGEST_TEXT:
        raise CellError("too_long", most=LONGEST_TEXT)
    if column.field == "letter" and len(text) != 1:
        raise CellError("bad_letter")
    return text


def read_code(raw: RawCell, _column: Column) -> str:
    """An identifier: letters, digits, `-`, `_` and `.`, made half-width."""
    code = half_width(plain_text(raw))
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        raise CellError("bad_code", most=LONGEST_CODE)
    return code


def read_codes(raw: RawCell, column: Column) -> tuple[str, ...]:
    """Several identifiers, each once."""
    return tuple(dict.fromkeys(read_code(piece, column) for piece in _pieces(raw)))


def read_words(raw: RawCell, column: Column) -> tuple[str, ...]:
    """Several words, each once; where the column has choices, the value that each stands for."""
    read = read_choice if column.choices else read_text
    return tuple(dict.fromkeys(read(piece, column) for piece in _pieces(raw)))


def read_integer(raw: RawCell, column: Column) -> int:
    """A whole number from 0. A year of birth may be written as an ROC year."""
    number = read_number(raw, column)
    if not number.is_integer():
        raise CellError("not_whole")
    is_roc_year = column.field == "birth_year" and 0 < number < 200
    return int(number) + (ROC_OFFSET if is_roc_year else 0)


def read_number(raw: RawCell, _column: Column) -> float:
    """A number from 0 to 100,000."""
    number = _float(raw)
    if not 0 <= number <= LARGEST_NUMBER:
        raise CellError("out_of_range", least=0, most=LARGEST_NUMBER)
    return number


def read_degrees(raw: RawCell, _column: Column) -> float:
    """Decimal degrees of latitude or longitude."""
    number = _float(raw)
    if not -180 <= number <= 180:
        raise CellError("out_of_range", least=-180, most=180)
    return number


def read_date(raw: RawCell, _column: Column) -> dt.date:
    """A date cell or a written date. A spreadsheet that took 115/12/2 for the year 115 is understood."""
    date = _date(raw)
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise CellError("odd_date")
    return date


def read_time(raw: RawCell, _column: Column) -> dt.time:
    """A time cell, a written time, or the fraction of a day that an unformatted time cell holds; whole minutes."""
    if isinstance(raw, dt.datetime):
        raw = raw.time()
    if isinstance(raw, dt.time):
        raw = dt.timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second, microseconds=raw.microsecond)
    elif isinstance(raw, float) and 0 < raw < 1:
        raw = dt.timedelta(days=raw)
    if isinstance(raw, dt.timedelta):
        minutes = round(raw.total_seconds() / 60)
        if not 0 <= minutes < 24 * 60:
            raise CellError("bad_time")
        return dt.time(*divmod(minutes, 60))
    if isinstance(raw, float) and not raw.is_integer():
        raise CellError("bad_time")
    try:
        return parse_time(plain_text(raw))
    except ValueError:
        raise CellError("bad_time") from None


def read_yes(raw: RawCell, _column: Column) -> bool:
    """Yes or no."""
    word = half_width(plain_text(raw)).lower()
    if word not in _YES and word not in _NO:
        raise CellError("bad_yes")
    return word in _YES


def read_choice(raw: RawCell, column: Column) -> str:
    """One of the column's choices, by its Chinese or its English word."""
    word = half_width(plain_text(raw)).lower().replace(" ", "_")
    by_word = {**{value.lower(): value for value in column.choices.values()}, **column.choices}
    if word not in by_word:
        raise CellError(
            "bad_choice",
            choices_zh=_joined(list(column.choices), "、", "或"),
            choices_en=_joined(list(column.choices.values()), ", ", " or "),
        )
    return by_word[word]


def read_days(raw: RawCell, _column: Column) -> str:
    """Days of the week as ISO digits in order, `135`."""
    try:
        return read_weekdays(plain_text(raw))
    except ValueError:
        raise CellError("bad_weekdays") from None


def read_seat_specs(raw: RawCell, _column: Column) -> tuple[SeatSpec, ...]:
    """Seats as `records.seats` writes them."""
    try:
        return read_seats(_squeezed(plain_text(raw)))
    except ValueError:
        raise CellError("bad_seats", most=MOST_SEATS) from None


def read_skills(raw: RawCell, column: Column) -> dict[str, dt.date | None]:
    """Skills, each with the last day on which it holds, or `None`."""
    skills: dict[str, dt.date | None] = {}
    for piece in _pieces(_squeezed(plain_text(raw).translate(_NARROW))):
        found = _SKILL.fullmatch(piece)
        if found is None:
            raise CellError("bad_skills")
        skills[found["skill"].strip()] = read_date(found["expires"], column) if found["expires"] else None
    return skills


def read_turns(raw: RawCell, _column: Column) -> dict[str, int]:
    """Turn kinds with the number of turns already had."""
    turns: dict[str, int] = {}
    for piece in _pieces(_squeezed(plain_text(raw).translate(_NARROW))):
        found = _TURN.fullmatch(piece)
        kind = found and (TURNS.get(found["turn"]) or (found["turn"] in TURNS.values() and found["turn"]))
        if not found or not kind:
            raise CellError("bad_turns")
        turns[kind] = int(found["count"])
    return turns


PARSERS: dict[str, Callable[[RawCell, Column], Any]] = {
    "text": read_text,
    "code": read_code,
    "codes": read_codes,
    "words": read_words,
    "integer": read_integer,
    "number": read_number,
    "degrees": read_degrees,
    "date": read_date,
    "time": read_time,
    "yes": read_yes,
    "choice": read_choice,
    "weekdays": read_days,
    "seats": read_seat_specs,
    "skills": read_skills,
    "turns": read_turns,
}


def read_cell(raw: RawCell | None, column: Column) -> Any:
    """What a record keeps of this cell, `None` for an empty one. Raises `CellError`."""
    if raw is None or is_blank(raw):
        if column.required:
            raise CellError("missing")
        return None
    if isinstance(raw, str) and _FORMULA_ERROR.fullmatch(raw.strip()):
        raise CellError("formula_error")
    if isinstance(raw, str) and len(raw) > LONGEST_TEXT:
        raise CellError("too_long", most=LONGEST_TEXT)
    return PARSERS[column.kind](raw, column)


def _pieces(raw: RawCell) -> list[str]:
    return [piece.strip() for piece in _BETWEEN.split(plain_text(raw)) if piece.strip()]


def _squeezed(text: str) -> str:
    """With one space for several: a pattern that looks for spaces would try a thousand of them in every way."""
    return re.sub(r" +", " ", text)


def _float(raw: RawCell) -> float:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise CellError("bad_number")
    try:
        number = float(half_width(raw).replace(",", "")) if isinstance(raw, str) else float(raw)
    except ValueError:
        raise CellError("bad_number") from None
    if not math.isfinite(number):
        raise CellError("bad_number")
    return number


def _date(raw: RawCell) -> dt.date:
    if isinstance(raw, dt.datetime):
        raw = raw.date()
    try:
        return parse_date(raw.isoformat() if isinstance(raw, dt.date) else plain_text(raw))
    except AmbiguousDateError:
        raise CellError("ambiguous_date") from None
    except ValueError:
        raise CellError("bad_date") from None


def _joined(words: list[str], between: str, last: str) -> str:
    return between.join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)
