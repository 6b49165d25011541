"""Changes in words: which record, which field, what it was before and what it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from api.language import Language
from api.pages.keeping.labels.verbs import verb_words
from api.pages.keeping.names import Names
from api.pages.keeping.shapes import Shape, shapes_of
from api.pages.keeping.told import NOTHING, Told
from outreach.records.journal import Step
from outreach.usecases.keeping.kind_words import words_of
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.list_changes import ChangeLine

_SILENT = frozenset({"id", "office_id", "version", "corrected", "other_codes", "rank", "by_hand"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that changed, or several of a kind that is told by its number alone. `did`: added, changed, removed.

    `fields`: label, before, after. `address`: the record's page, while it is there.
    """

    did: str
    words: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()
    count: int = 1
    address: str = ""


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change in words."""

    line: ChangeLine
    words: str
    entries: tuple[Entry, ...]

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to take back that has not been taken back yet."""
        return bool(self.line.count) and not self.line.undone


def told_changes(lines: Sequence[ChangeLine], names: Names, language: Language) -> list[ToldChange]:
    """The changes in words, in the order given."""
    return [ToldChange(line, verb_words(line.verb, language), _entries(line, names, language)) for line in lines]


def _entries(line: ChangeLine, names: Names, language: Language) -> tuple[Entry, ...]:
    told: list[Entry] = []
    counted: Counter[tuple[str, str]] = Counter()
    for step in line.steps:
        place = _place_of(step["kind"])
        if step["kind"] == "Place":
            continue
        if place is None:
            counted[(_did(step), step["kind"])] += 1
            continue
        told.append(_entry(step, *place, names, language))
    english = language == "en"
    return (*told, *(Entry(did, words_of(kind)[english], "", (), count) for (did, kind), count in counted.items()))


def _did(step: Step) -> str:
    return "added" if step["before"] is None else "removed" if step["after"] is None else "changed"


def _entry(step: Step, kind_name: str, within: str, names: Names, language: Language) -> Entry:
    words = words_of(step["kind"])[language == "en"]
    did = _did(step)
    kind = KINDS[kind_name]
    owner = kind.lists[within].owner if within else ""
    values: Mapping[str, Any] = step["after"] or step["before"] or {}
    name = names.get(step["id"], "")
    if owner:
        name = " ".join(one for one in (names.get(values.get(owner, ""), ""), name) if one)
    address = f"/data/{kind_name}/{step['id']}" if did != "removed" and not within else ""
    return Entry(did, words, name, tuple(_fields(step, kind_name, within, owner, names, language)), 1, address)


def _fields(
    step: Step, kind_name: str, within: str, owner: str, names: Names, language: Language
) -> list[tuple[str, str, str]]:
    told = Told(kind_name, language, names)
    before, after = step["before"] or {}, step["after"] or {}
    found = []
    for field in after or before:
        if field in _SILENT or field == owner:
            continue
        old, new = before.get(field), after.get(field)
        if old == new or (not step["before"] and new in (None, "", [], {}, False)):
            continue
        label, shape = _shape_of(kind_name, within, field)
        found.append((told.label(label), _tell(told, shape, old), _tell(told, shape, new)))
    return found


def _tell(told: Told, shape: Shape | None, value: Any) -> str:
    if value is None:
        return NOTHING
    if shape is None or shape.how in ("place", "link", "links"):
        return told.names.get(value, str(value)) if isinstance(value, str) else str(value)
    return told.tell(shape, value)


@cache
def _shape_of(kind_name: str, within: str, field: str) -> tuple[str, Shape | None]:
    """What a record's field is called in the form, and how it is told."""
    kind = KINDS[kind_name]
    named = {record_field: form_field for form_field, record_field in kind.places.items()}.get(field, field)
    shapes: Sequence[Shape] = shapes_of(kind_name)
    label = named
    if within:
        listed = next(shape for shape in shapes if shape.name == within)
        shapes, label = listed.parts, f"{within}.{field}" if listed.parts else within
    return label, next((shape for shape in shapes if shape.name == named), None)


@cache
def _place_of(record: str) -> tuple[str, str] | None:
    """The kind that a record is of or belongs to, and the list in which it stands there."""
    for kind in KINDS.values():
        if kind.record.__name__ == record:
            return kind.name, ""
        for name, wanted in kind.lists.items():
            if wanted.record.__name__ == record:
                return kind.name, name
    return None
