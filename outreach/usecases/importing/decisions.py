"""What a coordinator has decided about an import before it is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach.usecases.keeping.correct import correction_name


@dataclass(frozen=True, slots=True)
class Decisions:
    """`overwrite`: `kind:key:field` or `kind:key:*`, corrected by hand and to become what the file says all the same.

    `join`: `kind:key` of a row → the record that is meant, which keeps its own code.
    """

    overwrite: frozenset[str] = frozenset()
    join: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Decisions:
        """The decisions that a run's findings keep."""
        return Decisions(frozenset(data.get("overwrite", ())), dict(data.get("join", {})))

    def as_json(self) -> dict[str, Any]:
        """The form that a run's findings keep."""
        return {"overwrite": sorted(self.overwrite), "join": dict(self.join)}

    def overwrites(self, kind: str, key: str, field: str) -> bool:
        """Whether this field becomes what the file says, though it was corrected by hand."""
        return not self.overwrite.isdisjoint((f"{kind}:{key}:{correction_name(field)}", f"{kind}:{key}:*"))
