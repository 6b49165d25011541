"""What a pin pins: the item behind its code, with its seats, its days and its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.calendar.dates import monday_of
from outreach.intake.known import Known
from outreach.records import Desk, Drive, Service
from outreach.records.seats import SeatSpec, with_companion

_ALL_DAYS = "1234567"


@dataclass(frozen=True, slots=True)
class Item:
    """How many seats it has, on which days it takes place, and when, where that is fixed."""

    seats: int
    weekdays: str = _ALL_DAYS
    first: dt.date | None = None
    last: dt.date | None = None
    span: tuple[dt.time, dt.time] | None = None
    minutes: int = 0

    def takes_place(self, date: dt.date) -> bool:
        """Whether there is such work on this day."""
        within = (self.first is None or date >= self.first) and (self.last is None or date <= self.last)
        return within and str(date.isoweekday()) in self.weekdays


class Items:
    """Everything that can be pinned, by its code."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._services = {service.id: service for service in known.services.values()}
        self._clients = {client.id: client for client in known.clients.values()}
        self._campaigns: dict[str, list[str]] = {}
        for name, clients in known.listed.items():
            for client_id in clients:
                self._campaigns.setdefault(client_id, []).append(name)

    def of(self, code: str, date: dt.date) -> list[Item]:
        """The items with this code as they are on this day; several when the code is not clear."""
        return [*self._shifts(code, date), *self._visits(code, date), *self._gifts(code, date)]

    def _shifts(self, code: str, date: dt.date) -> Iterator[Item]:
        if desk := self._known.desks.get(code):
            yield self._desk(desk, date)
        if drive := self._known.drives.get(code):
            yield Item(_seats(drive), first=drive.date, last=drive.date, span=(drive.start, drive.end))

    def _desk(self, desk: Desk, date: dt.date) -> Item:
        change = self._known.shifts.get(f"{desk.code} {date}")
        if change is None:
            return Item(_seats(desk), desk.weekdays, span=(desk.start, desk.end))
        required = desk.required if change.required is None else change.required
        desired = desk.desired if change.desired is None else change.desired
        span = (change.start or desk.start, change.end or desk.end)
        return Item(len(required) + len(desired), "" if change.cancelled else _ALL_DAYS, span=span)

    def _visits(self, code: str, date: dt.date) -> Iterator[Item]:
        if plan := self._known.care_plans.get(code):
            service = self._services[plan.service_id]
            minutes = plan.minutes or service.minutes
            yield Item(self._crew(service, plan.client_id), plan.weekdays, plan.date, plan.date, minutes=minutes)
        if task := self._known.requests.get(code):
            service = self._services[task.service_id]
            # One whose deadline is over by that week is still to be done.
            is_due = task.deadline is not None and task.deadline >= monday_of(date)
            first, last = task.date or task.earliest_date, task.date or (task.deadline if is_due else None)
            days = "" if task.cancelled else _ALL_DAYS
            yield Item(self._crew(service, task.client_id), days, first, last, minutes=task.minutes or service.minutes)

    def _crew(self, service: Service, client_id: str) -> int:
        client = self._clients.get(client_id)
        return len(with_companion(tuple(map(SeatSpec.from_json, service.crew)), client.companion if client else ""))

    def _gifts(self, code: str, date: dt.date) -> Iterator[Item]:
        """The client's delivery of the campaign that runs on this day, or of any when none does."""
        client = self._known.clients.get(code)
        names = self._campaigns.get(client.id, ()) if client else ()
        listed = [self._known.campaigns[name] for name in names]
        running = [campaign for campaign in listed if campaign.first <= date <= campaign.last]
        for campaign in running or listed[:1]:
            service: Service = self._services[campaign.service_id]
            yield Item(
                self._crew(service, client.id if client else ""),
                first=campaign.first,
                last=campaign.last,
                minutes=service.minutes,
            )


def _seats(shift: Desk | Drive) -> int:
    return len(shift.required) + len(shift.desired)
