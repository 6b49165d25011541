"""Campaigns and their recipients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from outreach.forms.base import Form, Name, RecordId, Shown, example, patch_of
from outreach.forms.moments import Date
from outreach.forms.sense import each_once, in_order
from outreach.refusals import Refusal

_EXAMPLE = {
    "name": "115 年重陽節",
    "service_id": "2c3d6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "first": "2026-10-12",
    "last": "2026-10-18",
    "recipients": [{"client_id": "9a1b6f1c9b1e4a7d8c2b3a4d5e6f7081", "units": 1}],
}


class RecipientForm(Form):
    """One client on the list, with the number of gift units."""

    client_id: RecordId
    units: Annotated[int, Field(ge=1, le=1000)] = 1


class CampaignForm(Form):
    """One festival's deliveries, between two dates, by one service of block `delivery`."""

    model_config = example(_EXAMPLE)

    name: Name
    service_id: RecordId
    first: Date
    last: Date
    recipients: Annotated[list[RecipientForm], Field(max_length=20_000)] = Field(default_factory=list)


class CampaignShown(Shown):
    """A campaign as it is kept."""

    name: str
    service_id: str
    first: Date
    last: Date
    recipients: list[RecipientForm]


def sense(campaign: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    yield from in_order(campaign.first, campaign.last, "last", same_is_right=True)
    yield from each_once((one.client_id for one in campaign.recipients), "recipients")


CampaignPatch = patch_of(CampaignForm)
