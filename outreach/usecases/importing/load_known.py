"""The records that an office has, by the words that a workbook uses for them."""

from __future__ import annotations

from outreach.intake.known import Known
from outreach.records import Campaign, CarePlan, Client, Desk, Drive, Kit, Person, Recipient, Service, Unit
from outreach.records.database import OfficeRecords


def load_known(records: OfficeRecords) -> Known:
    """Everything that a row may refer to, asked for once."""
    campaigns = records.all(Campaign)
    names = {campaign.id: campaign.name for campaign in campaigns}
    known = Known(
        units={unit.name: unit for unit in records.all(Unit)},
        people={person.code: person for person in records.all(Person)},
        kits={kit.name: kit for kit in records.all(Kit)},
        services={service.name: service for service in records.all(Service)},
        clients={client.code: client for client in records.all(Client)},
        care_plans={plan.code: plan for plan in records.all(CarePlan)},
        desks={desk.code: desk for desk in records.all(Desk)},
        drives={drive.code: drive for drive in records.all(Drive)},
        campaigns={campaign.name: campaign for campaign in campaigns},
    )
    for recipient in records.all(Recipient):
        known.listed.setdefault(names[recipient.campaign_id], set()).add(recipient.client_id)
    return known
