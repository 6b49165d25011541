"""The records that a link can lead to, by what a clerk calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlmodel import col, select

from api.pages.keeping.shapes import Shape
from outreach.calendar.dates import half_width
from outreach.records import PersonSkill
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kinds import KINDS

TYPED = frozenset({"people", "clients"})
"""Kinds of which there are too many to look through: they are typed, by code or name."""
_ONLY = {"care-plans": ("block", "visit"), "tasks": ("block", "visit"), "campaigns": ("block", "delivery")}


@dataclass(frozen=True, slots=True)
class Option:
    """One record: its id, its code where it has one, and its name."""

    id: str
    code: str
    name: str

    @property
    def text(self) -> str:
        """What stands in a list or a field."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True)
class Options:
    """What can be chosen: records by kind, and words that are in use. Read in a fixed number of queries."""

    of_kind: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Option]:
        return {(kind, one.id): one for kind, options in self.of_kind.items() for one in options}

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], Option]:
        return {(kind, one.code): one for kind, options in self.of_kind.items() for one in options if one.code}

    def find(self, kind: str, text: str) -> str | None:
        """The id of the record that is meant: by its id, its code, or a name that only one has."""
        plain = half_width(text)
        found = self._by_id.get((kind, plain)) or self._by_code.get((kind, plain.partition(" ")[0]))
        if found is not None:
            return found.id
        named = [one.id for one in self.of_kind[kind] if one.name == text.strip()]
        return named[0] if len(named) == 1 else None

    def text(self, kind: str, record_id: str | None) -> str:
        """What the field shows for this record."""
        found = self._by_id.get((kind, record_id or ""))
        return found.text if found else ""

    def code(self, kind: str, record_id: str) -> str:
        """The record's code."""
        found = self._by_id.get((kind, record_id))
        return found.code if found else ""


def kinds_of(shapes: Iterable[Shape]) -> set[str]:
    """The kinds that these fields refer to."""
    return {one.kind for shape in shapes for one in (shape, *shape.parts) if one.kind}


def options_for(
    records: OfficeRecords, kind_name: str, shapes: Iterable[Shape], villages: tuple[str, ...] = ()
) -> Options:
    """All that the fields of this kind's form can be filled with."""
    shapes = tuple(shapes)
    wanted = {kind: _options(records, kind, kind_name) for kind in sorted(kinds_of(shapes))}
    skills: tuple[str, ...] = ()
    if any(part.name in ("skill", "skills") for shape in shapes for part in shape.parts):
        skills = tuple(records.session.exec(select(PersonSkill.skill).distinct().order_by(PersonSkill.skill)).all())
    return Options(wanted, skills, villages)


def _options(records: OfficeRecords, kind_name: str, for_kind: str) -> tuple[Option, ...]:
    record = KINDS[kind_name].record
    names = [name for name in ("code", "name") if name in record.model_fields]
    asked = select(record.id, *(getattr(record, name) for name in names)).order_by(getattr(record, names[0]))
    if kind_name == "services" and for_kind in _ONLY:
        name, value = _ONLY[for_kind]
        asked = asked.where(col(getattr(record, name)) == value)
    rows = records.session.exec(asked).all()
    return tuple(Option(row[0], row[1] if len(names) == 2 else "", row[-1]) for row in rows)
