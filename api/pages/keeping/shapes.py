"""What a field of a form is, read from its annotation: so a new field has its control without further words."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from outreach.forms.base import MOST_ROWS, Form, RecordId, Text
from outreach.forms.moments import Weekdays
from outreach.forms.place import PlaceForm
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kinds import KINDS

How = Literal[
    "text", "long", "integer", "number", "choice", "choices", "tick", "date", "time", "moment", "weekdays", "words",
    "place", "link", "links", "named", "rows", "lines", "counts",
]  # fmt: skip

LONG = frozenset({"note", "reason"})
"""Texts that may take a second line on the screen."""
NAMED = {"unit": "units"}
"""Fields that hold the name of a record of this kind."""
_NUMBERED = {"weekday": tuple("1234567")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One field. `how`: its control. `required`: it cannot be left out. `nullable`: empty means none at all.

    `choices`: the values there are. `parts`: the fields of a place or of one row. `kind`: of which kind the record
    is that a link leads to. `start`: what a new form shows.
    """

    name: str
    how: How
    required: bool = False
    nullable: bool = False
    choices: tuple[str, ...] = ()
    parts: tuple[Shape, ...] = ()
    kind: str = ""
    start: Any = None
    numeric: bool = False


@cache
def shapes_of(kind_name: str) -> tuple[Shape, ...]:
    """The fields of this kind's form, in its order; of a kind without a form, of what is shown."""
    kind = KINDS[kind_name]
    if kind.form is None:
        return tuple(one for one in shapes_of_form(kind.shown, kind) if one.name not in ("id", "etag", "corrected"))
    return shapes_of_form(kind.form, kind)


def shapes_of_form(form: type[Form], kind: Kind, inside: str = "") -> tuple[Shape, ...]:
    """The fields of a form of this kind. `inside`: the list or place that it is a part of."""
    hints = get_type_hints(form, include_extras=True)
    return tuple(_shape(name, hints[name], field, kind, inside) for name, field in form.model_fields.items())


def _shape(name: str, hint: Any, field: FieldInfo, kind: Kind, inside: str) -> Shape:
    bare, notes, nullable = _bare(hint)
    start = None if field.default is PydanticUndefined else field.default
    path = f"{inside}.{name}" if inside else name
    control = _control(name, path, hint, bare, notes, kind)
    return Shape(name=name, required=field.is_required(), nullable=nullable, start=start, **control)


def _control(name: str, path: str, hint: Any, bare: Any, notes: tuple[Any, ...], kind: Kind) -> dict[str, Any]:
    if name in _NUMBERED:
        return {"how": "choice", "choices": _NUMBERED[name], "numeric": True}
    if name in NAMED:
        return {"how": "named", "kind": NAMED[name]}
    if _is(hint, RecordId) or name.endswith("_id"):
        return {"how": "link", "kind": _linked(kind, path)}
    if _is(hint, Weekdays) or name == "weekdays":
        return {"how": "weekdays"}
    if get_origin(bare) is Literal:
        return {"how": "choice", "choices": tuple(map(str, get_args(bare)))}
    if get_origin(bare) is list:
        return _list(path, bare, notes, kind)
    if get_origin(bare) is dict:
        key, _ = get_args(bare)
        return {"how": "counts", "choices": tuple(map(str, get_args(_bare(key)[0])))}
    if isinstance(bare, type) and issubclass(bare, Form):
        return {"how": "place", "parts": shapes_of_form(PlaceForm, kind, path)}
    return {"how": _plain(name, bare, hint)}


def _list(path: str, bare: Any, notes: tuple[Any, ...], kind: Kind) -> dict[str, Any]:
    (entry,) = get_args(bare)
    inner, _, _ = _bare(entry)
    if isinstance(inner, type) and issubclass(inner, Form):
        most = next((one.max_length for one in notes if hasattr(one, "max_length")), MOST_ROWS)
        return {"how": "lines" if most > MOST_ROWS else "rows", "parts": shapes_of_form(inner, kind, path)}
    if _is(entry, RecordId) or path in kind.links:
        return {"how": "links", "kind": _linked(kind, path)}
    if get_origin(inner) is Literal:
        return {"how": "choices", "choices": tuple(map(str, get_args(inner)))}
    return {"how": "words"}


def _plain(name: str, bare: Any, hint: Any) -> How:
    plain: dict[Any, How] = {
        bool: "tick", int: "integer", float: "number", dt.date: "date", dt.time: "time", dt.datetime: "moment",
    }  # fmt: skip
    return plain.get(bare, "long" if name in LONG and _is(hint, Text) else "text")


def _bare(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """The type without what is noted about it, the notes, and whether there may be none."""
    notes: tuple[Any, ...] = ()
    nullable = False
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            notes += tuple(note for one in more for note in (getattr(one, "metadata", None) or (one,)))
        elif get_origin(hint) in (Union, types.UnionType):
            (hint,) = (one for one in get_args(hint) if one is not type(None))
            nullable = True
        else:
            return hint, notes, nullable


def _is(hint: Any, named: Any) -> bool:
    """Whether a hint is one of the named ones, or none at all."""
    return hint == named or named in get_args(hint)


def _linked(kind: Kind, path: str) -> str:
    records: Mapping[Any, str] = {one.record: name for name, one in KINDS.items()}
    if path in kind.links:
        return records[kind.links[path]]
    return {"person_id": "people", "client_id": "clients"}[path.rpartition(".")[2]]
