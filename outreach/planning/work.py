"""What there is to do in one week: visits, deliveries and posts, read off care plans, requests, campaigns, desks with
their exceptions, and drives; nothing on closed days."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from outreach.planning.office_week import OfficeWeek
from outreach.records import Campaign, CarePlan, Client, Desk, Drive, Recipient, Service, Shift, Task
from outreach.records.seats import SeatSpec, with_companion


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One day's possible starts, both included."""

    date: dt.date
    earliest: dt.time
    latest: dt.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit or delivery to be served once this week. `key` is the same from revision to revision.

    `series`: visits of one care plan share it; any two lie `gap_days` apart, also from `last_visit`. `made_at`: the
    place of a visit that has begun, wherever its client lives by now. `agreed_on`: the date of its appointment.
    """

    key: str
    kind: str
    service: Service
    client: Client
    openings: tuple[Opening, ...]
    crew: tuple[SeatSpec, ...]
    minutes: int
    mandatory: bool
    weight: int
    care_plan: CarePlan | None = None
    task: Task | None = None
    recipient: Recipient | None = None
    end_place_id: str | None = None
    units: int = 0
    series: str = ""
    gap_days: int = 1
    last_visit: dt.date | None = None
    made_at: str | None = None
    agreed_on: dt.date | None = None

    @property
    def place_id(self) -> str:
        """Where it begins."""
        return self.made_at or self.client.place_id

    @property
    def code(self) -> str:
        """What a pin calls it: the code of its care plan or request, or of the client whose delivery it is."""
        source = self.care_plan or self.task or self.client
        return source.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One shift of a desk or drive. `made_at`: the place of one that has begun, wherever its desk is by now."""

    key: str
    source: Desk | Drive
    date: dt.date
    start: dt.time
    end: dt.time
    required: tuple[SeatSpec, ...]
    desired: tuple[SeatSpec, ...]
    made_at: str | None = None

    @property
    def place_id(self) -> str:
        """Where it is."""
        return self.made_at or self.source.place_id


def visits_of(week: OfficeWeek) -> tuple[Visit, ...]:
    """Every visit and delivery that is due this week, in the order of their keys' sources."""
    planned = (visit for plan in week.care_plans for visit in _due(week, plan))
    given = (visit for campaign in week.campaigns for visit in _deliveries(week, campaign))
    asked = (visit for task in week.tasks for visit in _asked(week, task))
    return _pinned_to_their_dates(week, [_as_agreed(week, visit) for visit in (*planned, *given, *asked)])


def posts_of(week: OfficeWeek) -> tuple[Post, ...]:
    """Every shift of this week: desks on their weekdays and as their exceptions say, drives on their dates."""
    desks = (post for desk in week.desks for post in _shifts(week, desk))
    drives = (
        _post(f"drive:{drive.code}", drive, drive.date)
        for drive in week.drives
        if week.works_on(drive.date, drive.place_id)
    )
    return (*desks, *drives)


def _shifts(week: OfficeWeek, desk: Desk) -> Iterator[Post]:
    exceptions = {shift.date: shift for shift in week.shifts.get(desk.id, ())}
    dates = {*week.open_dates(desk.weekdays), *exceptions}
    for date in sorted(date for date in dates if week.works_on(date, desk.place_id)):
        exception = exceptions.get(date)
        post = _post(f"desk:{desk.code}:{date.isoformat()}", desk, date, exception)
        # An exception that asks for nobody is as good as cancelled.
        if exception is None or not (exception.cancelled or not post.required + post.desired):
            yield post


def _post(key: str, source: Desk | Drive, date: dt.date, exception: Shift | None = None) -> Post:
    def said(name: str) -> Any:
        own = getattr(exception, name, None)
        return getattr(source, name) if own is None else own

    return Post(
        key=key,
        source=source,
        date=date,
        start=said("start"),
        end=said("end"),
        required=tuple(map(SeatSpec.from_json, said("required"))),
        desired=tuple(map(SeatSpec.from_json, said("desired"))),
    )


def _due(week: OfficeWeek, plan: CarePlan) -> Iterator[Visit]:
    service = week.services[plan.service_id]
    client = week.clients[plan.client_id]
    dates = _open_there(week, _dates(week, plan), client, plan.end_place_id)
    if not dates:
        return
    count = plan.times_per_week or 1
    for number in range(1, count + 1):
        yield Visit(
            key=f"plan:{plan.code}:{number}",
            kind="visit",
            service=service,
            client=client,
            openings=_openings(service, dates, plan.earliest, plan.latest),
            crew=_crew(service, client),
            minutes=plan.minutes or service.minutes,
            mandatory=service.mandatory or _pressing(week, plan),
            weight=service.weight + client.need_grade,
            care_plan=plan,
            end_place_id=plan.end_place_id,
            series=plan.code,
            gap_days=gap_days_of(plan),
            last_visit=plan.last_visit,
        )


def _dates(week: OfficeWeek, plan: CarePlan) -> tuple[dt.date, ...]:
    """The dates on which this care plan's visits may lie this week; none when nothing is due."""
    if plan.date is not None:
        return (plan.date,) if plan.date in week.dates else ()
    dates = week.open_dates(plan.weekdays)
    if plan.every_days is not None and plan.last_visit is not None:
        due = plan.last_visit + dt.timedelta(days=plan.every_days)
        return dates if due <= week.dates[-1] else ()
    if plan.deadline is not None and plan.deadline >= week.monday:
        return tuple(date for date in dates if date <= plan.deadline)
    return dates


def _open_there(
    week: OfficeWeek, dates: tuple[dt.date, ...], client: Client, end_place_id: str | None
) -> tuple[dt.date, ...]:
    """Those of the dates on which no closed day stops work where the client is, or where the visit ends."""
    places = [client.place_id, *([end_place_id] if end_place_id else [])]
    return tuple(date for date in dates if week.works_on(date, *places))


def _pressing(week: OfficeWeek, plan: CarePlan) -> bool:
    """Whether this week is the last chance or already late: an appointment, a deadline, an overdue visit."""
    if plan.date is not None:
        return True
    if plan.deadline is not None:
        return plan.deadline <= week.dates[-1]
    if plan.every_days is not None and plan.last_visit is not None:
        return plan.last_visit + dt.timedelta(days=plan.every_days) < week.monday
    return False


def gap_days_of(plan: CarePlan) -> int:
    """Days between two visits: spread over the working week, or at least half the usual interval since the last."""
    if plan.times_per_week:
        return max(1, 5 // plan.times_per_week)
    return max(1, (plan.every_days or 1) // 2)


def _deliveries(week: OfficeWeek, campaign: Campaign) -> Iterator[Visit]:
    service = week.services[campaign.service_id]
    between = tuple(date for date in week.open_dates("12345") if campaign.first <= date <= campaign.last)
    recipients = [one for one in week.recipients.get(campaign.id, ()) if one.units > 0]
    for recipient in sorted(recipients, key=lambda one: week.clients[one.client_id].code):
        client = week.clients[recipient.client_id]
        dates = _open_there(week, between, client, None)
        if not dates:
            continue
        yield Visit(
            key=f"gift:{campaign.name}:{client.code}",
            kind="delivery",
            service=service,
            client=client,
            openings=_openings(service, dates, None, None),
            crew=_crew(service, client),
            minutes=service.minutes,
            mandatory=service.mandatory,
            weight=service.weight,
            recipient=recipient,
            units=recipient.units,
        )


def _asked(week: OfficeWeek, task: Task) -> Iterator[Visit]:
    """The visit of a request, unless it is cancelled or not yet, or no longer, this week's."""
    service, client = week.services[task.service_id], week.clients[task.client_id]
    dates = () if task.cancelled else _open_there(week, _dates_of_task(week, task), client, task.end_place_id)
    if not dates:
        return
    last_chance = task.date is not None or (task.deadline is not None and task.deadline <= week.dates[-1])
    yield Visit(
        key=f"task:{task.code}",
        kind="visit",
        service=service,
        client=client,
        openings=_openings(service, dates, task.earliest, task.latest),
        crew=_crew(service, client),
        minutes=task.minutes or service.minutes,
        mandatory=service.mandatory or task.urgent or last_chance,
        weight=service.weight + client.need_grade,
        task=task,
        end_place_id=task.end_place_id,
    )


def _dates_of_task(week: OfficeWeek, task: Task) -> tuple[dt.date, ...]:
    """Its date, or any open day from its first until its deadline; when that is over, as soon as possible."""
    if task.date is not None:
        return (task.date,) if task.date in week.dates else ()
    dates = week.open_dates("12345")
    if task.earliest_date is not None:
        dates = tuple(date for date in dates if date >= task.earliest_date)
    if task.deadline is not None and task.deadline >= week.monday:
        dates = tuple(date for date in dates if date <= task.deadline)
    return dates


def _openings(
    service: Service, dates: tuple[dt.date, ...], earliest: dt.time | None, latest: dt.time | None
) -> tuple[Opening, ...]:
    return tuple(
        Opening(date=date, earliest=earliest or service.earliest, latest=latest or service.latest) for date in dates
    )


def _crew(service: Service, client: Client) -> tuple[SeatSpec, ...]:
    """The service's seats, and a companion where the client is never visited by one person alone."""
    crew = tuple(map(SeatSpec.from_json, service.crew))
    return with_companion(crew, client.companion)


def _as_agreed(week: OfficeWeek, visit: Visit) -> Visit:
    """The visit as its appointment has it, if it has one. On a day that has been closed since there is no visit: then
    its time is open again.
    """
    agreed = week.appointments.get(visit.key)
    if agreed is None:
        return visit
    if agreed.crew is not None:
        visit = replace(visit, crew=tuple(map(SeatSpec.from_json, agreed.crew)))
    places = [visit.place_id, *([visit.end_place_id] if visit.end_place_id else [])]
    if agreed.date is None or not week.works_on(agreed.date, *places):
        return visit
    usual = next((opening for opening in visit.openings if opening.date == agreed.date), visit.openings[0])
    opening = Opening(
        date=agreed.date, earliest=agreed.earliest or usual.earliest, latest=agreed.latest or usual.latest
    )
    return replace(visit, openings=(opening,), agreed_on=agreed.date)


def _pinned_to_their_dates(week: OfficeWeek, visits: list[Visit]) -> tuple[Visit, ...]:
    """A pin names a date: of the visits with its code, one lies on it; the earliest date is the first visit's."""
    pinned: dict[str, set[dt.date]] = defaultdict(set)
    for pin in week.pins:
        if not pin.never:
            pinned[pin.item].add(pin.date)
    # A pin on the day of an appointment means that visit, and none of the others.
    for visit in visits:
        if visit.agreed_on is not None:
            pinned[visit.code].discard(visit.agreed_on)
    alike = Counter(visit.code for visit in visits if visit.agreed_on is None)
    seen: Counter[str] = Counter()
    found = []
    for visit in visits:
        if visit.agreed_on is not None:
            found.append(visit)
            continue
        dates, number = sorted(pinned.get(visit.code, ())), seen[visit.code]
        seen[visit.code] += 1
        # More dates than visits contradict each other: then nothing is moved, and the pins are found to clash.
        if number < len(dates) <= alike[visit.code]:
            kept = tuple(opening for opening in visit.openings if opening.date == dates[number])
            visit = replace(visit, openings=kept) if kept else visit
        found.append(visit)
    return tuple(found)
