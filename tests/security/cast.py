"""A cast for the doors: two offices, and in the first one account of each role."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.app import create_app
from api.clock import SystemClock
from outreach.actor import ROLES, Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import (
    Absence,
    Account,
    Campaign,
    CarePlan,
    Case,
    Change,
    Client,
    ClosedDay,
    Desk,
    Drive,
    DutyLink,
    ImportRun,
    Insurance,
    Job,
    Kit,
    Office,
    Person,
    Pin,
    Place,
    Roster,
    RosterDuty,
    RosterUnserved,
    Service,
    Shift,
    SignIn,
    Task,
    Training,
    TrainingRule,
    Unit,
    VisitLog,
)
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.records.entrance import entrance, forget_failures
from outreach.usecases.handing_out.make_feed import make_feed
from tests.office import small_office
from tests.signed_in import CHEAP, account_in, client_for


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = dt.datetime(2026, 12, 2, 9, 0, tzinfo=TAIPEI)

    def now(self) -> dt.datetime:
        return self.time

    def move(self, **time: float) -> None:
        self.time += dt.timedelta(**time)


class Cast:
    """The application on a small office whose roster is published, and another office in the same database.

    林秀琴 (V001) has the field account `field`; 周柏宇 (S001) has a duty of the same roster. `draft`: a later revision
    of the same week, a draft, in which 林秀琴 has a duty too.
    """

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_database(url)
        self.roster = small_office(self.engine)
        with Session(self.engine) as session, session.begin():
            self.office_id = session.exec(select(Office.id)).one()
        with office_records(self.engine, office_id=self.office_id) as records:
            records.all(Roster)[0].status = "published"
            people = {person.id: person.code for person in records.all(Person)}
            self.people = {code: person_id for person_id, code in people.items()}
            duties = {people[duty.person_id]: duty.id for duty in records.all(RosterDuty)}
            self.own, self.others = duties["V001"], duties["S001"]
            self.draft = self._draft(records, self.own)
            self.draft_roster = records.all(Roster, Roster.status == "draft")[0].id
            self.unserved = records.all(RosterUnserved)[0].id
            self.secret = self._feed(records)
            self.log = records.add(logged(records, self.people["V001"])).id
        self.accounts: dict[str, Account] = {}
        self._known: dict[str, TestClient] = {}
        self._kept = 0
        self.clock = MovingClock()
        self.app: FastAPI = create_app(url, clock=self.clock, passwords=CHEAP)
        # What goes on for ever ends at once: nobody here waits for news.
        self.app.state.watching.leaving.set()
        for role in ROLES:
            person = "V001" if role == "field" else None
            self.accounts[role] = account_in(self.engine, role, person=person, login=role, office_id=self.office_id)
        self.foreign = self._other_office()

    def client(self, role: str) -> TestClient:
        """A client signed in as this role, or an anonymous one that a page's reader could be."""
        if role == "anonymous":
            return TestClient(self.app)
        return client_for(self.app, role, login=role, office_id=self.office_id)

    def forgive(self) -> None:
        """Forget all failures at the door."""
        with entrance(self.engine, write=True) as session:
            forget_failures(session, before=self.clock.now() + dt.timedelta(days=1))

    def end_jobs(self) -> None:
        """No job waits any more: the queue has room for whoever asks next."""
        with office_records(self.engine, office_id=self.office_id) as records:
            for job in records.all(Job, Job.status == "waiting"):
                job.status = "cancelled"

    def keep(self, kind: str, whose: str = "V001") -> str:
        """A new record of this kind (the API's word), of the person with this code where it is a person's."""
        self._kept += 1
        with office_records(self.engine, office_id=self.office_id) as records:
            return records.add(self._record(records, kind, whose, f"新{self._kept}")).id

    def _record(self, records: OfficeRecords, kind: str, code: str, name: str) -> OfficeRecord:
        day, hour = self.clock.now().date(), dt.time(9)
        whose = {"office_id": "", "person_id": self.people[code]}
        unit, client, desk = (records.all(one)[0].id for one in (Unit, Client, Desk))
        service, place = records.all(Service)[0].id, records.all(Place)[0].id
        seats = {"office_id": "", "code": name, "name": name, "letter": "新", "unit_id": unit, "place_id": place}
        now, end = self.clock.now(), self.clock.now() + dt.timedelta(hours=1)
        made = {
            "absences": lambda: Absence(**whose, start=now, end=end, by_hand=True),
            "cases": lambda: Case(office_id="", year=115, number=self._kept, title=name, due=day, opened=now),
            "changes": lambda: Change(office_id="", at=now, verb="publish"),
            "campaigns": lambda: Campaign(office_id="", name=name, service_id=service, first=day, last=day),
            "care-plans": lambda: CarePlan(office_id="", code=name, client_id=client, service_id=service),
            "clients": lambda: Client(office_id="", code=name, name=name, place_id=place),
            "closed-days": lambda: ClosedDay(office_id="", date=day),
            "desks": lambda: Desk(**seats, weekdays="1", start=hour, end=dt.time(12)),
            "drives": lambda: Drive(**seats, date=day, start=hour, end=dt.time(12)),
            "ended-jobs": lambda: Job(
                office_id="", kind="plan", created=now, deadline=end, status="cancelled", ended=now
            ),
            "imports": lambda: ImportRun(office_id="", file_name="a.ods", at=now, status="preview"),
            "insurances": lambda: Insurance(**whose, start=day, end=day),
            "jobs": lambda: Job(office_id="", kind="plan", created=now, deadline=end),
            "kits": lambda: Kit(office_id="", name=name),
            "links": lambda: DutyLink(**whose, date=day, token_hash=name, created=now),
            "pins": lambda: Pin(**whose, item="D01", date=day + dt.timedelta(days=self._kept), by_hand=True),
            "services": lambda: Service(office_id="", name=name, letter="新", minutes=20),
            "shifts": lambda: Shift(office_id="", desk_id=desk, date=day + dt.timedelta(days=self._kept)),
            "tasks": lambda: Task(office_id="", code=name, client_id=client, service_id=service),
            "training-rules": lambda: TrainingRule(office_id="", kind="basic", hours=6, start=day),
            "trainings": lambda: Training(**whose, kind="basic", hours=6, date=day),
            "units": lambda: Unit(office_id="", name=name, place_id=place),
            "visits": lambda: VisitLog(
                **whose,
                date=day,
                item_key=name,
                person="林秀琴",
                role="volunteer",
                kind="visit",
                planned_from=now,
                planned_to=end,
                updated=now,
            ),
        }
        return made[kind]()

    def known(self, role: str) -> TestClient:
        """The client that this role signed in with first; not for signing out."""
        if role not in self._known:
            self._known[role] = self.client(role)
        return self._known[role]

    def open_sign_in(self, account_id: str, office_id: str) -> str:
        """A sign-in of this account that nobody uses."""
        now = self.clock.now()
        with office_records(self.engine, office_id=office_id) as records:
            made = SignIn(
                office_id="",
                account_id=account_id,
                token_hash=f"{len(records.all(SignIn))}-{account_id}",
                csrf="",
                created=now,
                seen=now,
                expires=now + dt.timedelta(hours=1),
            )
            return records.add(made).id

    def _feed(self, records: OfficeRecords) -> str:
        """The secret of a feed of 郭育誠's, which nobody else here touches."""
        actor = Actor(office_id=self.office_id, role="coordinator")
        made = make_feed(records, actor, person_id=self.people["K001"], now=SystemClock().now())
        return made.path.removeprefix("/feeds/").removesuffix(".ics")

    @staticmethod
    def _draft(records: OfficeRecords, duty_id: str) -> str:
        duty, published = records.get(RosterDuty, duty_id), records.all(Roster)[0]
        assert duty is not None
        kept = published.model_dump(exclude={"id", "version", "revision", "status"})
        later = records.add(Roster(**kept, revision=2, status="draft"))
        records.session.flush()
        kept = duty.model_dump(exclude={"id", "version", "roster_id"})
        copied = records.add(RosterDuty(**kept, roster_id=later.id))
        records.session.flush()
        return copied.id

    def _other_office(self) -> dict[str, str]:
        """Identifiers of the other office's records, under the names of the places in the addresses."""
        with Session(self.engine) as session, session.begin():
            office = Office(name="別的機關")
            session.add(office)
            session.flush()
            office_id = office.id
        account = account_in(self.engine, login="stranger", office_id=office_id)
        return {"account_id": account.id, "sign_in_id": self.open_sign_in(account.id, office_id)}


def logged(records: OfficeRecords, person_id: str) -> VisitLog:
    """A line of the visit log of this person's, a volunteer."""
    person = records.get(Person, person_id)
    assert person is not None
    start = dt.datetime(2026, 12, 1, 9, tzinfo=TAIPEI)
    span = {"planned_from": start, "planned_to": start + dt.timedelta(hours=1), "updated": start}
    kept = {"item_key": "desk:D01:2026-12-01", "kind": "shift", "service": "單一窗口服務台", "role": person.role}
    return VisitLog(office_id="", date=start.date(), person_id=person_id, person=person.name, **kept, **span)


def cast_in(folder: Path) -> Cast:
    """The cast on a new SQLite database in this folder."""
    return Cast(f"sqlite:///{folder / 'cast.db'}")
