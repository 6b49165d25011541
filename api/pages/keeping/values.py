"""What a form shows of a kept record, and which of its fields somebody has changed since they opened it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.keeping.fill_form import typed_from
from api.pages.keeping.options import Options
from api.pages.keeping.read_form import read_form
from api.pages.keeping.shapes import Shape
from api.pages.keeping.typed import Typed, one
from outreach.forms.base import Shown
from outreach.records import Place, Unit
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.correct import correction_name
from outreach.usecases.keeping.kind import Kind

MOST_ROWS_SHOWN = 100
"""A list with more rows is not edited row by row: a workbook's import is for that."""
MOST_LINES_SHOWN = 4000
_POINT = ("lat", "lon")
_PLACE = {"address", "village", "lat", "lon", "precision", "matched"}


def values_of(records: OfficeRecords, kind: Kind, shown: Shown) -> dict[str, Any]:
    """The values of the form's fields, as somebody would have typed them.

    What the service found out by itself is left out: where the address led to, the middle of a 里, and the unit's place
    where none was given.
    """
    values: dict[str, Any] = shown.model_dump(mode="json")
    unit_place = _unit_place(records, values["unit_id"]) if kind.at_unit else None
    for name in kind.places:
        place = values[name]
        if place is not None and place == unit_place:
            values[name] = None
        elif place is not None and (place["precision"] != "exact" or place["matched"]):
            values[name] = {**place, "lat": None, "lon": None}
    return values


def _unit_place(records: OfficeRecords, unit_id: str) -> dict[str, Any] | None:
    unit = records.get(Unit, unit_id)
    place = records.get(Place, unit.place_id) if unit else None
    return place.model_dump(include=_PLACE) if place else None


def unshown_of(shapes: Sequence[Shape], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Lists that are too long to be edited here: they stay as they are."""
    most = {"rows": MOST_ROWS_SHOWN, "lines": MOST_LINES_SHOWN}
    return tuple(one.name for one in shapes if one.how in most and len(values.get(one.name) or ()) > most[one.how])


def filled(
    records: OfficeRecords, kind: Kind, shapes: Sequence[Shape], shown: Shown, options: Options
) -> dict[str, tuple[str, ...]]:
    """What the form's controls show for this record, with what it must bring along when it is sent."""
    values = values_of(records, kind, shown)
    unshown = unshown_of(shapes, values)
    typed = typed_from([shape for shape in shapes if shape.name not in unshown], values, options)
    typed["unshown"] = (" ".join(unshown),)
    digests = digests_of(read_form(shapes, typed, options).data)
    return {**typed, "etag": (shown.etag,), "seen": (json.dumps(digests, separators=(",", ":")),)}


def digests_of(data: Mapping[str, Any]) -> dict[str, str]:
    """A short stand-in for the value of each field."""
    return {name: _digest(value) for name, value in data.items()}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]


def seen_in(typed: Typed) -> Mapping[str, str]:
    """The stand-ins of what the editor had in front of them; without them, everything counts as changed."""
    try:
        seen = json.loads(one(typed, "seen") or "{}")
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def changed_fields(kind: Kind, data: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    """The fields that somebody has changed. Whoever goes to another unit starts from there, unless told otherwise."""
    changed = {name: value for name, value in data.items() if _digest(value) != seen.get(name)}
    if kind.at_unit and "unit_id" in changed:
        changed |= {name: None for name in kind.places if data.get(name, "") is None}
    return changed


def moved_without_point(kind: Kind, changed: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Places whose address or 里 is another one by now, and whose point is the old one."""
    found = []
    for name in kind.places:
        new, old = changed.get(name), now.get(name)
        if not new or not old or new["lat"] is None or any(new[part] != old[part] for part in _POINT):
            continue
        if (new["address"], new["village"]) != (old["address"], old["village"]):
            found.append(name)
    return found


def corrected_fields(kind: Kind, shown: Shown, shapes: Sequence[Shape]) -> frozenset[str]:
    """The fields of the form that somebody has corrected by hand."""
    noted = set(map(correction_name, shown.corrected))
    return frozenset(
        shape.name for shape in shapes if correction_name(kind.places.get(shape.name, shape.name)) in noted
    )
