"""Ladders as an officer reads them: who, since when, which step is on, what comes next and whom to call."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from sqlmodel import col, func, select

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Account, Client, Ladder, LadderStep, Message, Person, Place, VillageHead, VisitLog
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.ladders.lock_ladder import step_on
from outreach.usecases.weeks.own_duty import require_everybody

KEPT = dt.timedelta(days=30)
"""How long a closed one stands in the list."""
URGENT = dt.timedelta(minutes=15)
MOST_LOOKED_AT = 10
"""Of what was told of one step, the newest so many."""
R = TypeVar("R", bound=OfficeRecord)
State = Literal["past", "missed", "on", "ahead", "skipped"]
"""`missed`: its time ran out, and nobody had done it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """A number that an officer may call. `who`: a name, or `""` for what the kind of step says already."""

    who: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step. `at`: when it was done, else reached, else when it is due. `who`: who has done or taken it, else whose
    it is. `taken`: somebody has said that they do it; `told`: how many times somebody was told of it.
    """

    number: int
    kind: str
    state: State
    at: dt.datetime
    due: dt.datetime
    reached: dt.datetime | None
    who: str
    taken: dt.datetime | None
    result: str
    told: int
    unheard: bool
    dials: tuple[Dial, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderView:
    """One ladder. `person`: who was at the door; `on`: the step that somebody can do something about; `following`: when
    the next one is reached by itself, `None` after the last. `urgent`: to be shown in red.
    """

    id: str
    client_id: str | None
    client: str
    age: int | None
    village: str
    address: str
    need_grade: int
    service: str
    person: str
    remarks: str
    door_at: dt.datetime
    opened: dt.datetime
    closed: dt.datetime | None
    closed_by: str
    seen_by: str
    steps: tuple[StepView, ...]
    on: StepView
    following: dt.datetime | None
    urgent: bool

    def minutes_left(self, now: dt.datetime) -> int:
        """Whole minutes until the next step, rounded up; 0 when it is due. After the last: since it was reached."""
        if self.following is None:
            since = self.on.reached or self.opened
            return int((now - since).total_seconds() // 60)
        return max(0, -int((now - self.following).total_seconds() // 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    steps: Mapping[str, Sequence[LadderStep]]
    logs: Mapping[str, VisitLog]
    clients: Mapping[str, Client]
    villages: Mapping[str, str]
    people: Mapping[str, Person]
    accounts: Mapping[str, Account]
    heads: Mapping[str, VillageHead]
    unheard: set[str]


def open_ladders(records: OfficeRecords, actor: Actor, *, now: dt.datetime) -> tuple[LadderView, ...]:
    """Every open ladder, what needs somebody soonest first; in a fixed number of queries. Raises `NotThere` for who may
    not see everybody.
    """
    require_everybody(actor)
    views = _views(records, records.all(Ladder, col(Ladder.closed).is_(None)), now)
    return tuple(sorted(views, key=lambda one: (one.following or one.opened - KEPT, one.opened)))


def closed_ladders(records: OfficeRecords, actor: Actor, *, now: dt.datetime) -> tuple[LadderView, ...]:
    """Those that were closed within the last 30 days, the newest first. Raises `NotThere` as `open_ladders`."""
    require_everybody(actor)
    views = _views(records, records.all(Ladder, col(Ladder.closed) > now - KEPT), now)
    return tuple(sorted(views, key=lambda one: one.closed or now, reverse=True))


def show_ladder(records: OfficeRecords, actor: Actor, ladder_id: str, *, now: dt.datetime) -> LadderView:
    """One ladder, open or closed. Raises `NotThere`."""
    require_everybody(actor)
    ladder = records.get(Ladder, ladder_id)
    if ladder is None:
        raise NotThere
    return _views(records, [ladder], now)[0]


def count_open(records: OfficeRecords) -> int:
    """How many are open."""
    return records.session.exec(select(func.count(col(Ladder.id))).where(col(Ladder.closed).is_(None))).one()


def _views(records: OfficeRecords, ladders: Sequence[Ladder], now: dt.datetime) -> list[LadderView]:
    facts = _facts(records, ladders)
    return [_view(ladder, facts, now) for ladder in ladders]


def _facts(records: OfficeRecords, ladders: Sequence[Ladder]) -> _Facts:
    steps: dict[str, list[LadderStep]] = defaultdict(list)
    found = records.all(LadderStep, col(LadderStep.ladder_id).in_([one.id for one in ladders]))
    for step in sorted(found, key=lambda one: one.number):
        steps[step.ladder_id].append(step)
    logs = _by_id(records.all(VisitLog, col(VisitLog.id).in_({one.log_id for one in ladders})))
    clients = _by_id(records.all(Client, col(Client.id).in_({one.client_id for one in ladders if one.client_id})))
    places = records.all(Place, col(Place.id).in_({one.place_id for one in clients.values()}))
    account_ids = {one for step in found for one in (step.taken_by, step.done_by)} | {one.closed_by for one in ladders}
    person_ids = {step.owner_id for step in found} | {log.person_id for log in logs.values()}
    return _Facts(
        steps=steps,
        logs=logs,
        clients=clients,
        villages={place.id: place.village for place in places},
        people=_by_id(records.all(Person, col(Person.id).in_({one for one in person_ids if one}))),
        accounts=_by_id(records.all(Account, col(Account.id).in_({one for one in account_ids if one}))),
        heads={one.village: one for one in records.all(VillageHead)},
        unheard=_unheard(records, [step for step in found if step.reached is not None and step.result == ""]),
    )


def _unheard(records: OfficeRecords, steps: Sequence[LadderStep]) -> set[str]:
    """Those of these steps of which somebody was told, and nothing has gone out or is about to."""
    occasions = {f"ladder:{step.id}:{number}": step.id for step in steps for number in _told_last(step)}
    went: dict[str, bool] = {}
    for one in records.all(Message, col(Message.occasion).in_(occasions)):
        step_id = occasions[one.occasion]
        went[step_id] = went.get(step_id, False) or one.status in ("waiting", "sending", "sent")
    return {step_id for step_id, has in went.items() if not has}


def _told_last(step: LadderStep) -> range:
    return range(max(1, step.asked - MOST_LOOKED_AT + 1), step.asked + 1)


def _by_id(rows: Iterable[R]) -> dict[str, R]:
    return {row.id: row for row in rows}


def _view(ladder: Ladder, facts: _Facts, now: dt.datetime) -> LadderView:
    log, client = facts.logs[ladder.log_id], facts.clients.get(ladder.client_id or "")
    steps = facts.steps[ladder.id]
    village = (facts.villages.get(client.place_id) if client else None) or log.village
    views = tuple(_step(step, ladder, log, client, village, facts) for step in steps)
    on = views[step_on(ladder, steps).number - 1]
    following = steps[ladder.number].due if ladder.number < len(steps) else None
    person = facts.people.get(log.person_id)
    return LadderView(
        id=ladder.id,
        client_id=ladder.client_id,
        client=client.name if client else log.client,
        age=now.astimezone(TAIPEI).year - client.birth_year if client and client.birth_year else None,
        village=village,
        address=log.address,
        need_grade=ladder.need_grade,
        service=log.service,
        person=person.name if person else log.person,
        remarks=log.remarks,
        door_at=ladder.door_at,
        opened=ladder.opened,
        closed=ladder.closed,
        closed_by=_account(facts, ladder.closed_by),
        seen_by=ladder.seen_by,
        steps=views,
        on=on,
        following=following,
        urgent=ladder.number > 0 or following is None or following - now <= URGENT,
    )


def _step(
    step: LadderStep, ladder: Ladder, log: VisitLog, client: Client | None, village: str, facts: _Facts
) -> StepView:
    on = step.number == max(1, ladder.number) and ladder.closed is None
    state: State = "on" if on else "ahead" if step.reached is None else "past" if step.result else "missed"
    owner = facts.people.get(step.owner_id or "")
    who = _account(facts, step.done_by or step.taken_by) or (owner.name if owner else "")
    if step.kind == "again" and step.done is not None and step.done_by is None:
        who = log.person
    return StepView(
        number=step.number,
        kind=step.kind,
        state="skipped" if step.result == "skipped" else state,
        at=step.done or step.reached or step.due,
        due=step.due,
        reached=step.reached,
        who=who,
        taken=step.taken,
        result=step.result,
        told=step.asked,
        unheard=on and step.id in facts.unheard,
        dials=_dials(step, client, village, owner, facts),
    )


def _dials(
    step: LadderStep, client: Client | None, village: str, owner: Person | None, facts: _Facts
) -> tuple[Dial, ...]:
    """Whom to call at this step, as far as the office has written down a number."""
    head = facts.heads.get(village)
    found = {
        "again": (owner.name, owner.phone) if owner else ("", ""),
        "phone": (client.name, client.phone) if client else ("", ""),
        "contact": (client.contact, client.contact_phone) if client else ("", ""),
        "village_head": (head.name, head.phone) if head else ("", ""),
    }
    if step.kind == "emergency":
        return Dial(who="", phone="119"), Dial(who="", phone="110")
    who, phone = found[step.kind]
    return (Dial(who=who, phone=phone),) if phone or who else ()


def _account(facts: _Facts, account_id: str | None) -> str:
    account = facts.accounts.get(account_id or "")
    return account.name if account else ""
