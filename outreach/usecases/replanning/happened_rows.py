"""The rows that tell what has happened in one week, and what each kind of them means for its roster."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import col

from outreach.calendar.dates import TAIPEI
from outreach.planning.office_week import by_id, open_tasks
from outreach.records import (
    Absence,
    Answer,
    Client,
    ClosedDay,
    Person,
    Pin,
    Place,
    Roster,
    RosterDuty,
    RosterStop,
    RosterUnserved,
    Service,
    Shift,
    Task,
)
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords
from outreach.usecases.replanning.happening import Happening, Kind

WEEK, DAY = dt.timedelta(days=7), dt.timedelta(days=1)


def _week_of(monday: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """From the week's first midnight to its last."""
    start = dt.datetime.combine(monday, dt.time(), TAIPEI)
    return start, start + WEEK


class HappenedRows:
    """The rows that tell what has happened in one week, read once."""

    def __init__(self, records: OfficeRecords, roster: Roster, now: dt.datetime) -> None:
        self.roster, self.now = roster, now
        self.start, self.end = _week_of(roster.monday)
        self.duties = by_id(records.all(RosterDuty, RosterDuty.roster_id == roster.id))
        self.stops = records.all(RosterStop, RosterStop.roster_id == roster.id, RosterStop.kind != "reload")
        self.away = records.all(Absence, Absence.end > self.start, Absence.start < self.end)
        first, last = roster.monday, roster.monday + WEEK - DAY
        self.closed = records.all(ClosedDay, ClosedDay.date >= first, ClosedDay.date <= last)
        self.people = by_id(records.all(Person))
        self.places = {place.id: place.village for place in self._places(records)}
        self.pins = records.all(Pin, Pin.date >= first, Pin.date <= last)
        self.shifts = records.all(Shift, Shift.date >= first, Shift.date <= last)
        self.answers = [one for one in records.all(Answer, Answer.roster_id == roster.id) if one.answer == "declined"]
        left = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
        self.known = {stop.item_key for stop in self.stops} | {row.item_key for row in left}
        self.tasks = by_id(self._tasks(records))
        clients = {task.client_id for task in self.tasks.values()}
        self.clients = by_id(records.all(Client, col(Client.id).in_(clients)))
        self.services = by_id(records.all(Service))

    def _places(self, records: OfficeRecords) -> Sequence[Place]:
        if not any(day.villages for day in self.closed):
            return ()
        return records.all(Place, col(Place.village).in_({name for day in self.closed for name in day.villages}))

    def _tasks(self, records: OfficeRecords) -> Iterable[Task]:
        first, last = self.roster.monday, self.roster.monday + WEEK - DAY
        for task in open_tasks(records, self.roster.monday):
            from_, until = (task.date, task.date) if task.date else (task.earliest_date, task.deadline)
            if (from_ is None or from_ <= last) and (until is None or until >= first):
                yield task

    def absences(self) -> Iterable[Happening]:
        """Who is away, and which of their stops stand without anybody."""
        own: dict[str, list[RosterStop]] = defaultdict(list)
        for stop in self.stops:
            own[self.duties[stop.duty_id].person_id].append(stop)
        for absence in self.away:
            person = self.people.get(absence.person_id)
            lost = tuple(
                stop
                for stop in own[absence.person_id]
                if stop.start >= self.now and stop.start < absence.end and absence.start < stop.end
            )
            if person is None or not (lost or absence.by_hand):
                continue
            yield Happening(
                kind="absence",
                record_id=absence.id,
                start=absence.start,
                end=absence.end,
                person_id=person.id,
                who=person.name,
                role=person.role,
                reason=absence.reason,
                lost=lost,
                over=absence.end <= self.now,
            )

    def closed_days(self) -> Iterable[Happening]:
        """Days on which nothing, or nothing in some 里, takes place."""
        for day in self.closed:
            midnight = dt.datetime.combine(day.date, dt.time(), TAIPEI)
            inside = [stop for stop in self.stops if midnight <= stop.start < midnight + DAY]
            yield Happening(
                kind="closed_day",
                record_id=day.id,
                start=midnight,
                end=midnight + DAY,
                reason=day.reason,
                villages=tuple(day.villages),
                stopped=tuple(stop for stop in inside if stop.start >= self.now and self._lies_in(stop, day.villages)),
                over=midnight + DAY <= self.now,
            )

    def _lies_in(self, stop: RosterStop, villages: Sequence[str]) -> bool:
        return not villages or any(self.places.get(place) in villages for place in (stop.place_id, stop.end_place_id))

    def cancelled(self) -> Iterable[Happening]:
        """Requests that were taken back while their stops are still planned."""
        of_task: dict[str | None, list[RosterStop]] = defaultdict(list)
        for stop in self.stops:
            if stop.start >= self.now:
                of_task[stop.task_id].append(stop)
        for task in self.tasks.values():
            if task.cancelled and of_task[task.id]:
                stops = of_task[task.id]
                yield self._request("cancelled", task, stops[0].start, stops[0].end, tuple(stops))

    def requests(self) -> Iterable[Happening]:
        """Requests that the roster does not know yet."""
        for task in self.tasks.values():
            until = task.date or task.deadline or self.end.date()
            if not task.cancelled and f"task:{task.code}" not in self.known and until >= self.now.date():
                date = max(task.date or task.earliest_date or self.roster.monday, self.roster.monday)
                start = dt.datetime.combine(date, task.earliest or dt.time(), TAIPEI)
                end = dt.datetime.combine(min(until, self.end.date()), task.latest or dt.time(23, 59), TAIPEI)
                yield self._request("request", task, start, end)

    def _request(
        self, kind: Kind, task: Task, start: dt.datetime, end: dt.datetime, stopped: tuple[RosterStop, ...] = ()
    ) -> Happening:
        client, service = self.clients.get(task.client_id), self.services.get(task.service_id)
        return Happening(
            kind=kind,
            record_id=task.id,
            start=start,
            end=end,
            who=client.name if client else "",
            label=service.name if service else "",
            reason=task.note,
            urgent=task.urgent,
            stopped=stopped,
        )

    def declined(self) -> Iterable[Happening]:
        """Duties that somebody has said no to, and for which nothing has been decided yet."""
        of_duty: dict[str, list[RosterStop]] = defaultdict(list)
        for stop in self.stops:
            of_duty[stop.duty_id].append(stop)
        for answer in self.answers:
            duty = self.duties.get(answer.duty_id)
            person = self.people.get(answer.person_id)
            if duty is None or person is None or duty.departure <= self.now or self._is_away(duty):
                continue
            yield Happening(
                kind="declined",
                record_id=duty.id,
                start=duty.departure,
                end=duty.arrival,
                person_id=person.id,
                who=person.name,
                role=person.role,
                reason=answer.reason,
                # As long as it is no absence, a replan leaves the duty where it is.
                lost=(),
            )

    def _is_away(self, duty: RosterDuty) -> bool:
        return any(
            one.person_id == duty.person_id and one.start <= duty.departure and duty.arrival <= one.end
            for one in self.away
        )

    def digest(self) -> str:
        """A word for all this as it is now."""
        kept: Mapping[str, Iterable[OfficeRecord]] = {
            # By hand, a draft is changed as it stands.
            "duty": self.duties.values(),
            "stop": self.stops,
            "absence": self.away,
            "closed": self.closed,
            "task": self.tasks.values(),
            "pin": self.pins,
            "shift": self.shifts,
        }
        told = [f"{kind} {one.id} {one.version}" for kind, rows in kept.items() for one in rows]
        return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()
