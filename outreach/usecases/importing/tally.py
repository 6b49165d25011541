"""Counts records by what an import did to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel


@dataclass(slots=True)
class Tally:
    """Records by what an import did to them; one that was taken off a list counts as changed."""

    added: int = 0
    changed: int = 0
    same: int = 0

    def set(self, record: SQLModel, values: Mapping[str, Any]) -> None:
        """Write into a record only what differs, and count."""
        different = {name: value for name, value in values.items() if getattr(record, name) != value}
        for name, value in different.items():
            setattr(record, name, value)
        self.changed += bool(different)
        self.same += not different
