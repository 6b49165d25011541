"""From what was typed to what a form of `outreach.forms` takes, control by control; `fill_form` is its mirror."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.pages.keeping.options import Options
from api.pages.keeping.shapes import Shape
from api.pages.keeping.typed import Typed, one, rows_in
from outreach.calendar.dates import half_width, parse_date, parse_time
from outreach.refusals import Refusal

_NEEDED = Refusal("missing", "必填。", "It is needed.")
_NO_DAY = Refusal("no_weekday", "至少選一天。", "Choose at least one day.")
_UNKNOWN = Refusal(
    "unknown_link",
    "找不到；請從清單選，或填編號。",
    "It is not there; choose from the list, or type the code.",
)
_BETWEEN = re.compile(r"[、,，;；\n]+")
_INTEGER = re.compile(r"-?[0-9]{1,18}")


@dataclass(slots=True)
class Given:
    """What was handed in. `data`: by the names of the form's fields. `typed`: what to show again, rows without gaps.
    `wrong`: what cannot even be read, by the name of the control.
    """

    data: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wrong: dict[str, Refusal] = field(default_factory=dict)


def read_form(shapes: Sequence[Shape], typed: Typed, options: Options) -> Given:
    """What these fields were filled with. A field that the form did not show (`unshown`) is not given at all."""
    unshown = set(one(typed, "unshown").split())
    reader = _Reader(typed, options)
    for shape in shapes:
        if shape.name not in unshown:
            reader.given.data[shape.name] = reader.value(shape, shape.name, shape.name)
    return reader.given


class _Reader:
    """Reads control by control. `path`: as it was sent; `at`: as it is shown again, where rows have no gaps."""

    def __init__(self, typed: Typed, options: Options) -> None:
        self.typed, self.options, self.given = typed, options, Given()
        self._ways: dict[str, Callable[[Shape, str, str], Any]] = {
            "choices": lambda _, path, at: list(self._all(path, at)),
            "tick": lambda _, path, at: bool(self._all(path, at)),
            "weekdays": self._weekdays,
            "place": self._place,
            "rows": self._rows,
            "links": self._links,
            "lines": self._lines,
            "counts": self._counts,
            "words": lambda _, path, at: words_in("\n".join(self._all(path, at))),
        }

    def value(self, shape: Shape, path: str, at: str) -> Any:
        """What this field holds."""
        way = self._ways.get(shape.how)
        if way is not None:
            return way(shape, path, at)
        self._all(path, at)
        text = one(self.typed, path)
        if text:
            return self._plain(shape, text, at)
        if shape.how in ("text", "long", "named") or (shape.how == "choice" and "" in shape.choices):
            return None if shape.nullable else ""
        if shape.required:
            self.given.wrong[at] = _NEEDED
        return None if shape.nullable else _plain_start(shape)

    def _all(self, path: str, at: str) -> tuple[str, ...]:
        values = self.typed.get(path, ())
        if values:
            self.given.typed[at] = values
        return values

    def _plain(self, shape: Shape, text: str, at: str) -> Any:
        if shape.how == "link":
            found = self.options.find(shape.kind, text)
            if found is None:
                self.given.wrong[at] = _UNKNOWN
            return found
        return _read(shape, text)

    def _weekdays(self, _shape: Shape, path: str, at: str) -> str:
        days = "".join(sorted(self._all(path, at)))
        if not days:
            self.given.wrong[at] = _NO_DAY
        return days

    def _place(self, shape: Shape, path: str, at: str) -> Any:
        values = self._values(shape.parts, path, at)
        return None if shape.nullable and not any(one not in ("", None) for one in values.values()) else values

    def _values(self, parts: Sequence[Shape], path: str, at: str) -> dict[str, Any]:
        return {part.name: self.value(part, f"{path}.{part.name}", f"{at}.{part.name}") for part in parts}

    def _rows(self, shape: Shape, path: str, at: str) -> Any:
        entries: list[dict[str, Any]] = []
        for number in rows_in(self.typed, path):
            row = f"{path}.{number}"
            if any(self._is_filled(part, f"{row}.{part.name}") for part in shape.parts):
                new = f"{at}.{len(entries)}"
                values = {
                    part.name: self.value(part, f"{row}.{part.name}", f"{new}.{part.name}") for part in shape.parts
                }
                entries.append(values)
        return None if shape.nullable and not entries else entries

    def _is_filled(self, part: Shape, path: str) -> bool:
        if part.how == "choice" and not (part.nullable or "" in part.choices):
            return False
        return any(value.strip() for value in self.typed.get(path, ()))

    def _links(self, shape: Shape, path: str, at: str) -> list[Any]:
        found: list[Any] = []
        for number in rows_in(self.typed, path):
            if one(self.typed, f"{path}.{number}"):
                found.append(self.value(shape_of_link(shape), f"{path}.{number}", f"{at}.{len(found)}"))
        return found

    def _lines(self, _shape: Shape, path: str, at: str) -> list[Any]:
        entries = []
        (text,) = self._all(path, at) or ("",)
        for number, line in enumerate(text.splitlines(), 1):
            said = half_width(line).replace("\t", " ").split()
            if not said:
                continue
            found = self.options.find("clients", said[0])
            units = said[-1] if len(said) > 1 and _INTEGER.fullmatch(said[-1]) else "1"
            if found is None:
                self.given.wrong.setdefault(at, _no_such_line(number))
            entries.append({"client_id": found, "units": int(units)})
        return entries

    def _counts(self, shape: Shape, path: str, at: str) -> dict[str, Any]:
        counted = {}
        for name in shape.choices:
            self._all(f"{path}.{name}", f"{at}.{name}")
            text = one(self.typed, f"{path}.{name}")
            if text and half_width(text) != "0":
                counted[name] = _integer(text)
        return counted


def shape_of_link(links: Shape) -> Shape:
    """One link of a list of them."""
    return Shape(name="", how="link", required=True, kind=links.kind)


def words_in(text: str) -> list[str]:
    """The words that somebody put between `、`."""
    return [word.strip() for word in _BETWEEN.split(text) if word.strip()]


def _no_such_line(number: int) -> Refusal:
    return Refusal(
        "unknown_link",
        f"第 {number} 行：沒有這個編號的服務對象；請改正或刪掉這一行。",
        f"Line {number}: there is no client with this code; correct or delete the line.",
    )


def _read(shape: Shape, text: str) -> Any:
    if shape.how == "integer" or shape.numeric:
        return _integer(text)
    if shape.how == "number":
        return _number(text)
    if shape.how == "date":
        return _iso(text, lambda: dt.date.fromisoformat(text), lambda: parse_date(text))
    if shape.how == "time":
        return _iso(text, lambda: dt.time.fromisoformat(text), lambda: parse_time(text))
    return half_width(text) if shape.name == "code" else text


def _integer(text: str) -> int | str:
    plain = half_width(text)
    return int(plain) if _INTEGER.fullmatch(plain) else text


def _number(text: str) -> float | str:
    try:
        number = float(half_width(text))
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _iso(text: str, *ways: Callable[[], dt.date | dt.time]) -> str:
    """As forms write it, whichever way the office wrote it; else what was typed, which the form refuses."""
    for way in ways:
        try:
            found = way()
        except ValueError:
            continue
        return found.isoformat() if isinstance(found, dt.date) else f"{found:%H:%M}"
    return text


def _plain_start(shape: Shape) -> Any:
    start = shape.start
    return f"{start:%H:%M}" if isinstance(start, dt.time) else start
