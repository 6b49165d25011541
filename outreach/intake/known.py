"""What a row may refer to: the office's records by the words that a workbook uses for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from outreach.records import (
    Campaign,
    CarePlan,
    Client,
    ClosedDay,
    Desk,
    Drive,
    Insurance,
    Kit,
    Person,
    Pin,
    Service,
    Shift,
    Task,
    Training,
    Unit,
)


@dataclass(slots=True)
class Known:
    """Records by name or code: those the office had, and those taken from this file so far.

    People and clients also stand under the other codes that a workbook uses for them, shifts under `D01 2026-12-02`,
    closed days under the date and the 里, trainings and insurances under the person's code and what makes them the
    same. `listed`: client identifiers by campaign name, the recipients. `hand_pins`: the pins that were not made by a
    workbook. `people_in_file`: identifiers of the people whose rows were taken from
    this file.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    kits: dict[str, Kit] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    care_plans: dict[str, CarePlan] = field(default_factory=dict)
    requests: dict[str, Task] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    shifts: dict[str, Shift] = field(default_factory=dict)
    closed_days: dict[str, ClosedDay] = field(default_factory=dict)
    trainings: dict[str, Training] = field(default_factory=dict)
    insurances: dict[str, Insurance] = field(default_factory=dict)
    drives: dict[str, Drive] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    listed: dict[str, set[str]] = field(default_factory=dict)
    hand_pins: tuple[Pin, ...] = ()
    people_in_file: set[str] = field(default_factory=set)

    def of(self, sheet_name: str) -> dict[str, Any]:
        """The records that a sheet's rows become, by their key."""
        records: dict[str, Any] = getattr(self, sheet_name)
        return records
