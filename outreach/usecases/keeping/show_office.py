"""The office's settings."""

from __future__ import annotations

import hashlib
import json

from outreach.actor import Actor
from outreach.forms.office import OfficeShown
from outreach.records import Office
from outreach.records.database import OfficeRecords
from outreach.refusals import NotAllowed

KEEPERS = frozenset({"coordinator", "admin"})


def show_office(records: OfficeRecords, actor: Actor) -> OfficeShown:
    """The settings. Raises `NotAllowed` for whoever does not look after them."""
    if actor.role not in KEEPERS:
        raise NotAllowed
    return shown_office(records.office)


def shown_office(office: Office) -> OfficeShown:
    """The office's settings as they are shown."""
    said: list[str | bool] = [office.name, office.address, office.contact]
    said += [office.navigation, office.insurance, office.training_day_counts, office.asks_outside]
    tag = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
    return OfficeShown(
        etag=f'"{tag}"',
        name=office.name,
        address=office.address,
        contact=office.contact,
        navigation=office.navigation,
        asks_outside=office.asks_outside,
        insurance=office.insurance,
        training_day_counts=office.training_day_counts,
        sample=office.sample,
    )
