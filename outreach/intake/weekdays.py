"""Days of the week as a coordinator writes them in one cell."""

from __future__ import annotations

import re

from outreach.calendar.dates import half_width

_SETS = {
    "每日": "1234567",
    "每天": "1234567",
    "平日": "12345",
    "週末": "67",
    "周末": "67",
    "daily": "1234567",
    "weekdays": "12345",
}
_NAMES = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_NAME = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_DIGITS = str.maketrans("一二三四五六日天", "12345677")
_SPAN = re.compile(r"(?P<first>[1-7])\s*[-~～–—至到]\s*(?P<last>[1-7])")


def read_weekdays(text: str) -> str:
    """ISO digits in order, each once: `一、三、五` → `135`, `一至五` → `12345`, Raises `ValueError`."""
    plain = half_width(text).lower()
    if plain in _SETS:
        return _SETS[plain]
    named = _NAME.sub(lambda name: str(_NAMES[name[1]]), plain)
    digits = re.sub(r"星期|禮拜|週|周", "", named).translate(_DIGITS)
    spelled = _SPAN.sub(_days_between, digits)
    days = re.sub(r"[、,，/;\s]+", "", spelled)
    if not re.fullmatch(r"[1-7]+", days):
        raise ValueError("not days of the week")
    return "".join(sorted(set(days)))


def _days_between(span: re.Match[str]) -> str:
    first, last = int(span["first"]), int(span["last"])
    return "".join(str((first - 1 + n) % 7 + 1) for n in range((last - first) % 7 + 1))
