"""What a list can be narrowed to: the controls, and what was chosen in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.language import Language
from api.pages.keeping.labels import label_of
from api.pages.keeping.labels.choices import CHOICES, YES_NO
from api.pages.keeping.labels.word import Word
from api.pages.keeping.options import options_for
from api.pages.keeping.shapes import Shape, shapes_of
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kind import Filter, Kind

_ID = re.compile(r"[0-9a-f]{32}")
_ANY = Word("全部", "All")
_FROM, _UNTIL = Word("從", "From"), Word("到", "Until")
_GRADES = 5
_TOO_MANY = "clients"
"""Of this kind there are too many to choose one from a list; its own page leads to the list that is narrowed to it."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One control above a list. `options`: pairs of value and words; none for a date."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


def chosen(kind: Kind, asked: Mapping[str, str]) -> dict[str, Any]:
    """The values to narrow the list to; what makes no sense is as if nothing had been chosen."""
    found = {name: _value(kind, one, asked.get(name, "")) for name, one in kind.filters.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(kind: Kind, one: Filter, text: str) -> Any:
    if not text:
        return None
    if one.field.endswith("_id"):
        return text if _ID.fullmatch(text) else None
    annotation = kind.record.model_fields[one.field].annotation
    try:
        if annotation is dt.date:
            return dt.date.fromisoformat(text)
        if annotation is int:
            return int(text) if len(text) < 9 else None
    except ValueError:
        return None
    if annotation is bool:
        return {"true": True, "false": False}.get(text)
    return text if text in CHOICES.get(one.field, {}) else None


def narrowings(
    records: OfficeRecords, kind: Kind, values: Mapping[str, Any], language: Language
) -> tuple[Narrowing, ...]:
    """The controls above this kind's list, with what is chosen in them."""
    shapes = {shape.name: shape for shape in shapes_of(kind.name)}
    named = [shapes[one.field] for one in kind.filters.values() if one.field.endswith("_id")]
    options = options_for(records, kind.name, [shape for shape in named if shape.kind != _TOO_MANY])
    controls = []
    for name, one in kind.filters.items():
        shape = shapes[one.field]
        if shape.kind == _TOO_MANY:
            continue
        label = label_of(kind.name, one.field).said(language)
        if one.how != "is":
            label = f"{label}：{(_FROM if one.how == 'from' else _UNTIL).said(language)}"
        listed = () if one.how != "is" else ((("", _ANY.said(language))), *_options(shape, options, language))
        controls.append(Narrowing(name, label, _text(values.get(name)), listed))
    return tuple(controls)


def _options(shape: Shape, options: Any, language: Language) -> tuple[tuple[str, str], ...]:
    if shape.how == "link":
        return tuple((one.id, one.text) for one in options.of_kind[shape.kind])
    if shape.how == "tick":
        return tuple((value, YES_NO[value == "true"].said(language)) for value in ("true", "false"))
    if shape.how == "choice":
        return tuple((value, CHOICES[shape.name][value].said(language)) for value in shape.choices if value)
    return tuple((str(number), str(number)) for number in range(_GRADES))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
