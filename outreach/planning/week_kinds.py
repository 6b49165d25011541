"""The kinds of records that one roster's week is made of: who loads it and who stamps it must mean the same."""

from __future__ import annotations

from outreach.records import (
    Absence,
    Allowance,
    Appointment,
    Availability,
    Campaign,
    CarePlan,
    Client,
    ClientWish,
    ClosedDay,
    Desk,
    Drive,
    Kit,
    Person,
    PersonSkill,
    Pin,
    Place,
    Recipient,
    RosterDuty,
    RosterStop,
    Service,
    Shift,
    Task,
    Unit,
)

ALL = (
    *(Absence, Availability, CarePlan, Client, ClientWish, Desk, Kit, Person, PersonSkill, Place),
    *(Recipient, Service, Task, Unit),
)
OF_THE_WEEK = (ClosedDay, Drive, Pin, Shift)
OF_THE_MONDAY = (Allowance, Appointment)
READ = (*ALL, *OF_THE_WEEK, *OF_THE_MONDAY, Campaign, RosterDuty, RosterStop)
"""Kinds of records of which a loaded week is made."""
