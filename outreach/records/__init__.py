"""What the office keeps: thin tables, one concept a file. Every record belongs to one office."""

from outreach.records.client import Client, ClientWish
from outreach.records.import_run import ImportRun
from outreach.records.office import Office, Place, Unit
from outreach.records.person import Absence, Availability, Person, PersonSkill
from outreach.records.roster import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.service import Campaign, CarePlan, Desk, Drive, Kit, Pin, Recipient, Service

__all__ = [
    "Absence",
    "Availability",
    "Campaign",
    "CarePlan",
    "Client",
    "ClientWish",
    "Desk",
    "Drive",
    "ImportRun",
    "Kit",
    "Office",
    "Person",
    "PersonSkill",
    "Pin",
    "Place",
    "Recipient",
    "Roster",
    "RosterDuty",
    "RosterStop",
    "RosterUnserved",
    "Service",
    "Unit",
]
