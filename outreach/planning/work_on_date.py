"""What a pin can name: the work with one code on one date, read without the rest of the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import col

from outreach.calendar.dates import monday_of
from outreach.planning.office_week import OfficeWeek, by_id, grouped, open_tasks
from outreach.planning.work import Post, Visit, posts_of, visits_of
from outreach.records import (
    Appointment,
    Campaign,
    CarePlan,
    Client,
    ClosedDay,
    Desk,
    Drive,
    Place,
    Recipient,
    Service,
    Shift,
)
from outreach.records.database import OfficeRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOnDate:
    """Work that can be given to people on one date. `seats`: how many. `earliest`, `latest`: of the start.

    `known`: whether there is anything with this code in that week; without it the rest means nothing. `visits`: how
    many visits with this code lie in the week (0: it is a shift). `seats` is 0 when there is no such work on the date.
    """

    known: bool
    visits: int = 0
    seats: int = 0
    earliest: dt.time = dt.time()
    latest: dt.time = dt.time()
    minutes: int = 0

    def span(self, start: dt.time | None) -> tuple[int, int] | None:
        """From which minute of the day until which, where that is certain: a shift's hours, or a visit's from its
        `start`.
        """
        if not self.seats or (self.visits and start is None):
            return None
        begin = start if self.visits and start is not None else self.earliest
        minute = begin.hour * 60 + begin.minute
        return minute, minute + self.minutes


def work_on_date(records: OfficeRecords, codes: Collection[str], date: dt.date) -> Mapping[str, WorkOnDate]:
    """By code, the work of each on this date; in a bounded number of queries."""
    week = _some_of_the_week(records, codes, monday_of(date))
    visits, posts = visits_of(week), posts_of(week)
    found = {}
    for code in codes:
        mine = [visit for visit in visits if visit.code == code]
        shifts = [post for post in posts if post.source.code == code]
        found[code] = _of_visits(mine, date) if mine else _of_posts(shifts, date)
    return found


def _of_visits(visits: list[Visit], date: dt.date) -> WorkOnDate:
    for visit in visits:
        for opening in visit.openings:
            if opening.date == date:
                return WorkOnDate(
                    known=True,
                    visits=len(visits),
                    seats=len(visit.crew),
                    earliest=opening.earliest,
                    latest=opening.latest,
                    minutes=visit.minutes,
                )
    return WorkOnDate(known=True, visits=len(visits))


def _of_posts(posts: list[Post], date: dt.date) -> WorkOnDate:
    post = next((post for post in posts if post.date == date), None)
    if post is None:
        return WorkOnDate(known=bool(posts))
    minutes = (post.end.hour - post.start.hour) * 60 + post.end.minute - post.start.minute
    seats = len(post.required) + len(post.desired)
    return WorkOnDate(known=True, seats=seats, earliest=post.start, latest=post.start, minutes=minutes)


def _some_of_the_week(records: OfficeRecords, codes: Collection[str], monday: dt.date) -> OfficeWeek:
    """The week's records as far as these codes need them, without people and pins."""
    sunday = monday + dt.timedelta(days=6)
    plans = records.all(CarePlan, col(CarePlan.code).in_(codes))
    tasks = open_tasks(records, monday, codes)
    desks = records.all(Desk, col(Desk.code).in_(codes))
    drives = records.all(Drive, col(Drive.code).in_(codes), Drive.date >= monday, Drive.date <= sunday)
    served = {plan.client_id for plan in plans} | {task.client_id for task in tasks}
    clients = records.all(Client, col(Client.id).in_(served) | col(Client.code).in_(codes))
    named = [client.id for client in clients if client.code in codes]
    campaigns = records.all(Campaign, Campaign.first <= sunday, Campaign.last >= monday) if named else []
    recipients = records.all(Recipient, col(Recipient.client_id).in_(named)) if named else []
    services = {plan.service_id for plan in plans} | {task.service_id for task in tasks}
    services |= {campaign.service_id for campaign in campaigns}
    places = {client.place_id for client in clients} | {desk.place_id for desk in desks}
    places |= {drive.place_id for drive in drives}
    places |= {one.end_place_id for one in plans if one.end_place_id}
    places |= {one.end_place_id for one in tasks if one.end_place_id}
    return OfficeWeek(
        monday=monday,
        people=(),
        skills={},
        availability={},
        absences={},
        units=(),
        places=by_id(records.all(Place, col(Place.id).in_(places))),
        clients=by_id(clients),
        wishes={},
        services=by_id(records.all(Service, col(Service.id).in_(services)) if services else []),
        care_plans=plans,
        desks=desks,
        drives=drives,
        campaigns=campaigns,
        recipients=grouped(recipients, "campaign_id"),
        kits=(),
        pins=(),
        tasks=tasks,
        shifts=grouped(records.all(Shift, Shift.date >= monday, Shift.date <= sunday) if desks else [], "desk_id"),
        closed_days=records.all(ClosedDay, ClosedDay.date >= monday, ClosedDay.date <= sunday),
        appointments={one.item_key: one for one in records.all(Appointment, Appointment.monday == monday)},
    )
