"""What there is to do in one week: visits, deliveries and posts, read off care plans, campaigns, desks and drives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from outreach.planning.office_week import OfficeWeek
from outreach.records import Campaign, CarePlan, Client, Desk, Drive, Recipient, Service
from outreach.records.seats import SeatSpec

COMPANION = SeatSpec(roles=("volunteer", "substitute", "staff"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One day's possible starts, both included."""

    date: dt.date
    earliest: dt.time
    latest: dt.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit or delivery to be served once this week. `key` is the same from revision to revision.

    `series`: visits of one care plan share it; any two lie `gap_days` apart, also from `last_visit`.
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
    recipient: Recipient | None = None
    end_place_id: str | None = None
    units: int = 0
    series: str = ""
    gap_days: int = 1
    last_visit: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One shift of a desk or drive."""

    key: str
    source: Desk | Drive
    date: dt.date
    required: tuple[SeatSpec, ...]
    desired: tuple[SeatSpec, ...]


def visits_of(week: OfficeWeek) -> tuple[Visit, ...]:
    """Every visit and delivery that is due this week, in the order of their keys' sources."""
    planned = (visit for plan in week.care_plans for visit in _due(week, plan))
    given = (visit for campaign in week.campaigns for visit in _deliveries(week, campaign))
    return tuple(_pinned_to_its_date(week, visit) for visit in (*planned, *given))


def posts_of(week: OfficeWeek) -> tuple[Post, ...]:
    """Every shift of this week: desks on their weekdays, drives on their dates."""
    desks = (
        _post(f"desk:{desk.code}:{date.isoformat()}", desk, date)
        for desk in week.desks
        for date in week.open_dates(desk.weekdays)
    )
    drives = (_post(f"drive:{drive.code}", drive, drive.date) for drive in week.drives)
    return (*desks, *drives)


def _post(key: str, source: Desk | Drive, date: dt.date) -> Post:
    return Post(
        key=key,
        source=source,
        date=date,
        required=tuple(map(SeatSpec.from_json, source.required)),
        desired=tuple(map(SeatSpec.from_json, source.desired)),
    )


def _due(week: OfficeWeek, plan: CarePlan) -> Iterator[Visit]:
    service = week.services[plan.service_id]
    dates = _dates(week, plan)
    if not dates:
        return
    count = plan.times_per_week or 1
    client = week.clients[plan.client_id]
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
            gap_days=_gap_days(plan),
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


def _pressing(week: OfficeWeek, plan: CarePlan) -> bool:
    """Whether this week is the last chance or already late: an appointment, a deadline, an overdue visit."""
    if plan.date is not None:
        return True
    if plan.deadline is not None:
        return plan.deadline <= week.dates[-1]
    if plan.every_days is not None and plan.last_visit is not None:
        return plan.last_visit + dt.timedelta(days=plan.every_days) < week.monday
    return False


def _gap_days(plan: CarePlan) -> int:
    """Days between two visits: spread over the working week, or at least half the usual interval since the last."""
    if plan.times_per_week:
        return max(1, 5 // plan.times_per_week)
    return max(1, (plan.every_days or 1) // 2)


def _deliveries(week: OfficeWeek, campaign: Campaign) -> Iterator[Visit]:
    service = week.services[campaign.service_id]
    dates = tuple(date for date in week.open_dates("12345") if campaign.first <= date <= campaign.last)
    if not dates:
        return
    recipients = [one for one in week.recipients.get(campaign.id, ()) if one.units > 0]
    for recipient in sorted(recipients, key=lambda one: week.clients[one.client_id].code):
        client = week.clients[recipient.client_id]
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


def _openings(
    service: Service, dates: tuple[dt.date, ...], earliest: dt.time | None, latest: dt.time | None
) -> tuple[Opening, ...]:
    return tuple(
        Opening(date=date, earliest=earliest or service.earliest, latest=latest or service.latest) for date in dates
    )


def _crew(service: Service, client: Client) -> tuple[SeatSpec, ...]:
    """The service's seats, and a companion where the client is never visited by one person alone."""
    crew = tuple(map(SeatSpec.from_json, service.crew))
    return (*crew, COMPANION) if client.companion == "two_persons" and len(crew) == 1 else crew


def _pinned_to_its_date(week: OfficeWeek, visit: Visit) -> Visit:
    """A pin names a date: a pinned visit lies on it."""
    code = visit.care_plan.code if visit.care_plan else visit.client.code
    pinned = {pin.date for pin in week.pins if pin.item == code and not pin.never}
    if len(pinned) != 1 or (visit.care_plan is not None and (visit.care_plan.times_per_week or 1) > 1):
        return visit
    kept = tuple(opening for opening in visit.openings if opening.date in pinned)
    return replace(visit, openings=kept) if kept else visit
