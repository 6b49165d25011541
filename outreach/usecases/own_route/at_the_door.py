"""What each stop of a duty asks for at the door, beside where and when: kits, a signature, figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import col

from outreach.records import Campaign, CarePlan, Drive, Kit, Recipient, RosterStop, Service, Task
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords

R = TypeVar("R", bound=OfficeRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What an entry of a stop should say. `seen`: whether in person has to be said; `counts`: how many people and
    forms there were.
    """

    seen: bool = False
    signature: bool = False
    satisfaction: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheDoor:
    """What to bring, by name, and what to ask for."""

    kit: str
    wants: Wants


def at_the_door(records: OfficeRecords, stops: Sequence[RosterStop]) -> Mapping[str, AtTheDoor]:
    """By stop, in a fixed number of queries."""
    plans = _of(records, CarePlan, (stop.care_plan_id for stop in stops))
    tasks = _of(records, Task, (stop.task_id for stop in stops))
    recipients = _of(records, Recipient, (stop.recipient_id for stop in stops))
    campaigns = _of(records, Campaign, (one.campaign_id for one in recipients.values()))
    drives = _of(records, Drive, (stop.drive_id for stop in stops))
    service_ids = {one.service_id for found in (plans, tasks, campaigns) for one in found.values()}
    services = _of(records, Service, service_ids)
    kits = _of(records, Kit, (one.kit_id for found in (services, drives) for one in found.values()))

    def service_of(stop: RosterStop) -> Service | None:
        recipient = recipients.get(stop.recipient_id or "")
        source = (
            plans.get(stop.care_plan_id or "")
            or tasks.get(stop.task_id or "")
            or (campaigns.get(recipient.campaign_id) if recipient else None)
        )
        return services.get(source.service_id) if source else None

    found = {}
    for stop in stops:
        service, drive = service_of(stop), drives.get(stop.drive_id or "")
        kit = kits.get((service.kit_id if service else drive.kit_id if drive else None) or "")
        delivery = stop.kind == "delivery"
        found[stop.id] = AtTheDoor(
            kit=kit.name if kit else "",
            wants=Wants(
                seen=delivery,
                signature=delivery or bool(service and service.signature),
                satisfaction=bool(service and service.satisfaction),
                counts=stop.kind == "shift",
            ),
        )
    return found


def _of(records: OfficeRecords, kind: type[R], ids: Iterable[str | None]) -> dict[str, R]:
    wanted = {one for one in ids if one is not None}
    return {one.id: one for one in records.all(kind, col(kind.id).in_(wanted))}
