"""What an import does, or would do, written down record by record; it also keeps its hands off corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel

from outreach.records.base import KeptRecord
from outreach.records.journal import plain
from outreach.usecases.importing.decisions import Decisions
from outreach.usecases.keeping.correct import correction_name, forget_correction, is_corrected

MOST_TOLD = 2000
MOST_NEW_TOLD = 20
_LISTS = ("changed", "gone", "duplicates", "left_alone")


@dataclass(slots=True)
class Ledger:
    """Counts records by what happened to them (one that was taken off a list counts as changed), and tells what did.

    `words`: a readable text for each identifier that a field may hold.
    """

    decisions: Decisions = field(default_factory=Decisions)
    added: int = 0
    changed: int = 0
    same: int = 0
    words: dict[str, str] = field(default_factory=dict)
    _new: dict[str, dict[str, Any]] = field(default_factory=dict)
    _sheets: dict[str, dict[str, int]] = field(default_factory=dict)
    _told: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in _LISTS})
    _more: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_LISTS, 0))

    @property
    def left_alone(self) -> tuple[dict[str, Any], ...]:
        """The fields that the file would have changed if nobody had corrected them by hand (the first 2,000)."""
        return tuple(self._told["left_alone"])

    def add(self, kind: str, key: str, label: str) -> None:
        """A new record."""
        self.added += 1
        self._count(kind, "new")
        new = self._new.setdefault(kind, {"count": 0, "first": []})
        new["count"] += 1
        if len(new["first"]) < MOST_NEW_TOLD:
            new["first"].append({"key": key, "label": label})

    def set(self, kind: str, key: str, record: SQLModel, values: Mapping[str, Any]) -> None:
        """Write into a record what differs, but for what was corrected by hand."""
        different = {name: value for name, value in values.items() if getattr(record, name) != value}
        changes = {name: value for name, value in different.items() if self._may(kind, key, record, name, value)}
        for name, value in changes.items():
            setattr(record, name, value)
        self.changed += bool(changes)
        self.same += not changes
        self._count(kind, "changed" if changes else "same")

    def gone(self, kind: str, key: str, name: str, label: str) -> None:
        """A member of a list that the file does not have any more."""
        self.changed += 1
        self._count(name, "gone")
        self._tell("gone", {"kind": kind, "key": key, "field": name, "label": label})

    def keeps_list(self, kind: str, key: str, owner: KeptRecord, name: str, had: list[str], wanted: list[str]) -> bool:
        """Whether a list was corrected by hand and stays, though the file has another. Told where it makes a
        difference; where the file is to count, the correction is forgotten.
        """
        if not is_corrected(owner, name):
            return False
        if self.decisions.overwrites(kind, key, name):
            forget_correction(owner, name)
            return False
        if sorted(had) != sorted(wanted):
            self._left(kind, key, owner, name, had, wanted)
        return True

    def stays(self, kind: str, key: str, name: str, member: KeptRecord, label: str) -> None:
        """A member of a list that the file does not have, and that stays because somebody corrected it by hand."""
        self.same += 1
        self._count(name, "same")
        self._left(kind, key, member, name, label, None)

    def stays_away(self, kind: str, key: str, name: str, removal: KeptRecord, label: str) -> bool:
        """Whether something of the file was removed by hand and stays so; told, unless the file is to count."""
        if self.decisions.overwrites(kind, key, name):
            return False
        self.same += 1
        self._count(kind, "same")
        self._left(kind, key, removal, name, None, label)
        return True

    def duplicate(self, found: dict[str, Any]) -> None:
        """A new record that is likely one the office has, or one of another row."""
        self._tell("duplicates", found)

    def findings(self) -> dict[str, Any]:
        """Everything told, in the form that a run keeps; see `outreach.usecases.importing.preview_import`."""
        return {
            "sheets": self._sheets,
            "new": self._new,
            **self._told,
            "more": self._more,
            "decisions": self.decisions.as_json(),
        }

    def _count(self, kind: str, what: str) -> None:
        counts = self._sheets.setdefault(kind, {"new": 0, "changed": 0, "same": 0, "gone": 0})
        counts[what] += 1

    def _may(self, kind: str, key: str, record: SQLModel, name: str, given: Any) -> bool:
        corrected = is_corrected(record, name)
        if corrected and not self.decisions.overwrites(kind, key, name):
            self._left(kind, key, record, name, self._shown(getattr(record, name)), self._shown(given))
            return False
        told = self._told_of(kind, key, record, name, self._shown(getattr(record, name)), self._shown(given))
        self._tell("changed", {**told, "corrected": corrected})
        if corrected and isinstance(record, KeptRecord):
            forget_correction(record, name)
        return True

    def _left(self, kind: str, key: str, record: SQLModel, name: str, kept: Any, given: Any) -> None:
        self._tell("left_alone", self._told_of(kind, key, record, name, kept, given))

    def _told_of(self, kind: str, key: str, record: SQLModel, name: str, kept: Any, given: Any) -> dict[str, Any]:
        record_id = getattr(record, "id", "")
        field_name = correction_name(name)
        return {"kind": kind, "key": key, "id": record_id, "field": field_name, "kept": kept, "given": given}

    def _shown(self, value: Any) -> Any:
        return self.words.get(value, value) if isinstance(value, str) else plain(value)

    def _tell(self, name: str, what: dict[str, Any]) -> None:
        if len(self._told[name]) < MOST_TOLD:
            self._told[name].append(what)
        else:
            self._more[name] += 1
