"""What a row may refer to: the office's records by the words that a workbook uses for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from outreach.records import Campaign, CarePlan, Client, Desk, Drive, Kit, Person, Service, Unit


@dataclass(slots=True)
class Known:
    """Records by name or code: those the office had, and those taken from this file so far.

    `listed`: client identifiers by campaign name, the recipients. `people_in_file`: identifiers of the people whose
    rows were taken from this file.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    kits: dict[str, Kit] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    care_plans: dict[str, CarePlan] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    drives: dict[str, Drive] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    listed: dict[str, set[str]] = field(default_factory=dict)
    people_in_file: set[str] = field(default_factory=set)

    def of(self, sheet_name: str) -> dict[str, Any]:
        """The records that a sheet's rows become, by their key."""
        records: dict[str, Any] = getattr(self, sheet_name)
        return records
