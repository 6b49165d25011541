"""Work that has begun, as a roster's rows have it: today's records may not ask for it any more, but it was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlmodel import col

from outreach.calendar.dates import TAIPEI
from outreach.planning.office_week import OfficeWeek, by_id
from outreach.planning.presence import since
from outreach.planning.work import Opening, Post, Visit, gap_days_of
from outreach.records import Campaign, CarePlan, Desk, Drive, Recipient, RosterStop, Service, Task
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords
from outreach.records.seats import COMPANION, SeatSpec

R = TypeVar("R", bound=OfficeRecord)


@dataclass(frozen=True, kw_only=True)
class BegunWork:
    """Visits and posts of which something has begun, each with the seats that were taken."""

    visits: Sequence[Visit] = ()
    posts: Sequence[Post] = ()

    def with_visits(self, due: Iterable[Visit]) -> tuple[Visit, ...]:
        """What is due and what has begun; of what is both, as it is due, but where it was made, with no fewer seats
        than were taken.
        """
        begun = {visit.key: visit for visit in self.visits}
        found = []
        for visit in due:
            made = begun.pop(visit.key, visit)
            if made is not visit:
                crew = (*visit.crew, *made.crew[len(visit.crew) :])
                visit = replace(visit, crew=crew, made_at=made.made_at, end_place_id=made.end_place_id)
            found.append(visit)
        return (*found, *begun.values())

    def with_posts(self, due: Iterable[Post]) -> tuple[Post, ...]:
        """The same of posts."""
        begun = {post.key: post for post in self.posts}
        found = []
        for post in due:
            made = begun.pop(post.key, post)
            more = (*made.required, *made.desired)[len(post.required) + len(post.desired) :]
            found.append(replace(post, desired=(*post.desired, *more), made_at=made.made_at))
        return (*found, *begun.values())


def begun_work(records: OfficeRecords, week: OfficeWeek, stops: Sequence[RosterStop], now: int) -> BegunWork:
    """What of these rows began before `now`, seconds of the week. The week may lack the records that it comes from."""
    rows: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in stops:
        if stop.kind != "reload" and since(week.monday, stop.start) < now:
            rows[stop.item_key].append(stop)
    if not rows:
        return BegunWork()
    begun = [row for some in rows.values() for row in some]
    sources = _Sources(records, week, begun)
    visits = (some for some in rows.values() if some[0].kind != "shift")
    posts = (some for some in rows.values() if some[0].kind == "shift")
    return BegunWork(
        visits=[visit for visit in map(sources.visit, visits) if visit is not None],
        posts=[post for post in map(sources.post, posts) if post is not None],
    )


class _Sources:
    """The records behind rows, also those that are not in the week."""

    def __init__(self, records: OfficeRecords, week: OfficeWeek, rows: Sequence[RosterStop]) -> None:
        def behind(kind: type[R], ids: Iterable[str | None]) -> Mapping[str, R]:
            wanted = {one for one in ids if one}
            return by_id(records.all(kind, col(kind.id).in_(wanted)) if wanted else ())

        self.week = week
        self.care_plans = behind(CarePlan, (row.care_plan_id for row in rows))
        self.tasks = behind(Task, (row.task_id for row in rows))
        self.recipients = behind(Recipient, (row.recipient_id for row in rows))
        self.campaigns = behind(Campaign, (one.campaign_id for one in self.recipients.values()))
        self.desks = behind(Desk, (row.desk_id for row in rows))
        self.drives = behind(Drive, (row.drive_id for row in rows))

    def visit(self, rows: Sequence[RosterStop]) -> Visit | None:
        """The visit or delivery that these rows tell, at the moment at which it began."""
        row = min(rows, key=lambda row: row.start)
        start = row.start.astimezone(TAIPEI)
        plan = self.care_plans.get(row.care_plan_id or "")
        task = self.tasks.get(row.task_id or "")
        recipient = self.recipients.get(row.recipient_id or "")
        service, client = self._service(plan or task, recipient), self.week.clients.get(row.client_id or "")
        if service is None or client is None:
            return None
        return Visit(
            key=row.item_key,
            kind=row.kind,
            service=service,
            client=client,
            openings=(Opening(date=start.date(), earliest=start.time(), latest=start.time()),),
            crew=(COMPANION,) * max(one.seat for one in rows),
            minutes=max(int((one.end - one.start).total_seconds()) // 60 for one in rows),
            mandatory=service.mandatory,
            weight=service.weight,
            care_plan=plan,
            task=task,
            recipient=recipient,
            end_place_id=row.end_place_id if row.end_place_id != row.place_id else None,
            units=row.units,
            series=plan.code if plan else "",
            gap_days=gap_days_of(plan) if plan else 1,
            last_visit=plan.last_visit if plan else None,
            made_at=row.place_id,
        )

    def _service(self, asked: CarePlan | Task | None, recipient: Recipient | None) -> Service | None:
        source = asked or (self.campaigns.get(recipient.campaign_id) if recipient else None)
        return self.week.services.get(source.service_id) if source else None

    def post(self, rows: Sequence[RosterStop]) -> Post | None:
        """The shift that these rows tell. Nobody misses those of its seats that were not taken."""
        row = rows[0]
        source = self.desks.get(row.desk_id or "") or self.drives.get(row.drive_id or "")
        if source is None:
            return None
        start, end = row.start.astimezone(TAIPEI), row.end.astimezone(TAIPEI)
        return Post(
            key=row.item_key,
            source=source,
            date=start.date(),
            start=start.time(),
            end=end.time(),
            required=(),
            desired=(SeatSpec(roles=()),) * max(one.seat for one in rows),
            made_at=row.place_id,
        )
