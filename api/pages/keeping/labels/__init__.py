"""What the kinds of records and their fields are called, in both languages; one concept a file."""

from __future__ import annotations

from api.pages.keeping.labels import (
    campaign,
    care_plan,
    client,
    desk,
    exceptions,
    kit,
    person,
    place,
    seat,
    service,
    task,
    unit,
    volunteering,
)
from api.pages.keeping.labels.word import MORE, Fields, Groups, Word

_OF_KIND: dict[str, tuple[Fields, Groups]] = {
    "units": (unit.FIELDS, unit.GROUPS),
    "people": (person.FIELDS, person.GROUPS),
    "clients": (client.FIELDS, client.GROUPS),
    "services": (service.FIELDS, service.GROUPS),
    "kits": (kit.FIELDS, kit.GROUPS),
    "care-plans": (care_plan.FIELDS, care_plan.GROUPS),
    "tasks": (task.FIELDS, task.GROUPS),
    "desks": (desk.FIELDS, desk.GROUPS),
    "shifts": (desk.SHIFT_FIELDS, desk.SHIFT_GROUPS),
    "drives": (desk.DRIVE_FIELDS, desk.DRIVE_GROUPS),
    "campaigns": (campaign.FIELDS, campaign.GROUPS),
    "trainings": (volunteering.TRAINING, volunteering.TRAINING_GROUPS),
    "insurances": (volunteering.INSURANCE, volunteering.INSURANCE_GROUPS),
    "training-rules": (volunteering.TRAINING_RULE, volunteering.TRAINING_RULE_GROUPS),
    "absences": (exceptions.ABSENCE, ()),
    "closed-days": (exceptions.CLOSED_DAY, ()),
    "pins": (exceptions.PIN, ()),
}
_SHARED: Fields = {**place.FIELDS, **seat.FIELDS}


def label_of(kind: str, path: str) -> Word:
    """What the field is called. `path`: `availability.start`; a place's and a seat's fields are the same everywhere."""
    fields, _ = _OF_KIND[kind]
    last = path.rpartition(".")[2]
    shared = _SHARED.get(last) if "." in path else None
    return fields.get(path) or shared or Word(last, last)


def groups_of(kind: str, names: tuple[str, ...]) -> Groups:
    """The headings of this kind's form with the names below each; whatever stands nowhere comes last."""
    _, groups = _OF_KIND[kind]
    told = {name for _, below in groups for name in below}
    left = tuple(name for name in names if name not in told)
    shown = [(heading, tuple(name for name in below if name in names)) for heading, below in groups]
    if left and shown and not shown[-1][1]:
        shown[-1] = (shown[-1][0], left)
    elif left:
        shown.append((MORE, left))
    return tuple((heading, below) for heading, below in shown if below)
