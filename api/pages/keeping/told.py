"""A field's value as a person reads it, in either language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from api.language import Language
from api.pages.keeping.labels import label_of
from api.pages.keeping.labels.choices import CHOICES, WEEKDAYS, YES_NO
from api.pages.keeping.labels.word import Word
from api.pages.keeping.names import Names
from api.pages.keeping.shapes import Shape
from outreach.calendar.dates import ROC_OFFSET, TAIPEI, weekday_name

NOTHING = "—"
_BETWEEN = Word("、", ", ")
_SEVERAL = Word("{} 項", "{}")


class Told:
    """Tells values of one kind's fields. `names`: what the records are called that they lead to."""

    def __init__(self, kind: str, language: Language, names: Names) -> None:
        self.kind, self.language, self.names = kind, language, names
        self._ways: dict[str, Callable[[Shape, Any], str]] = {
            "choice": lambda shape, value: self.choice(shape.name, str(value)),
            "choices": lambda shape, value: self._join(self.choice(shape.name, one) for one in value),
            "tick": lambda _, value: YES_NO[bool(value)].said(language),
            "date": lambda _, value: dated(value, language),
            "time": lambda _, value: _time(value),
            "moment": lambda _, value: _moment(value, language),
            "weekdays": lambda _, value: self._join(WEEKDAYS[day].said(language) for day in value),
            "words": lambda _, value: self._join(value),
            "place": lambda _, value: _place(value),
            "link": lambda _, value: names.get(value, NOTHING),
            "links": lambda _, value: self._join(names.get(one, NOTHING) for one in value),
            "rows": self._rows,
            "lines": self._rows,
            "counts": self._counts,
            "number": lambda _, value: f"{value:g}" if abs(value) < 1000 else str(value),
        }

    def tell(self, shape: Shape, value: Any) -> str:
        """The value in words; `—` for nothing."""
        empty = value in (None, "", [], {}) and not (shape.how == "choice" and value == "")
        if empty:
            return NOTHING
        return self._ways[shape.how](shape, value) if shape.how in self._ways else str(value)

    def in_short(self, shape: Shape, value: Any) -> str:
        """The same where there is little room: of a long list only how many."""
        if shape.how in ("rows", "lines") and value:
            return _SEVERAL.said(self.language).format(f"{len(value):,}")
        if shape.how == "choice" and value == "":
            return NOTHING
        return self.tell(shape, value)

    def choice(self, name: str, value: str) -> str:
        """What one of the values is called that a field can have."""
        word = CHOICES.get(name, {}).get(value)
        return word.said(self.language) if word else value

    def _join(self, words: Any) -> str:
        return _BETWEEN.said(self.language).join(words)

    def _rows(self, shape: Shape, value: Any) -> str:
        return "；".join(self._row(shape, _values(row)) for row in value)

    def _row(self, shape: Shape, row: Mapping[str, Any]) -> str:
        told = (self.tell(part, row.get(part.name)) for part in shape.parts if row.get(part.name) not in (None, "", []))
        return " ".join(told)

    def _counts(self, shape: Shape, value: Any) -> str:
        return self._join(f"{self.choice(shape.name, name)} {count}" for name, count in value.items())

    def label(self, path: str) -> str:
        """What a field of this kind is called."""
        return label_of(self.kind, path).said(self.language)


def dated(value: Any, language: Language) -> str:
    """A date with its year, short enough for a table: `115/12/2（三）`."""
    date = dt.date.fromisoformat(value) if isinstance(value, str) else value
    if language == "en":
        return f"{date.isoformat()} ({weekday_name(date, 'en')})"
    return f"{date.year - ROC_OFFSET}/{date.month}/{date.day}（{weekday_name(date)}）"


def _time(value: Any) -> str:
    return value[:5] if isinstance(value, str) else f"{value:%H:%M}"


def _moment(value: Any, language: Language) -> str:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    local = moment.astimezone(TAIPEI)
    return f"{dated(local.date(), language)} {local:%H:%M}"


def _place(value: Any) -> str:
    place = _values(value)
    point = f"{place['lat']}, {place['lon']}" if place.get("lat") is not None and not place.get("address") else ""
    return " ".join(one for one in (place.get("village"), place.get("address"), point) if one) or NOTHING


def _values(row: Any) -> Mapping[str, Any]:
    values: Mapping[str, Any] = row if isinstance(row, Mapping) else row.model_dump()
    return values
