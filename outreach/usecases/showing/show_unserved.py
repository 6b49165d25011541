"""What a roster leaves out, mandatory work first, with what each seat asks for and who was lost to which rule."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import (
    CarePlan,
    Client,
    Desk,
    Drive,
    Person,
    Place,
    Roster,
    RosterUnserved,
    Service,
)
from outreach.records.database import OfficeRecords
from outreach.records.seats import SeatSpec
from outreach.refusals import NotThere
from outreach.usecases.weeks.own_duty import require_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """One rule that somebody fails: `before` and `left` count people, `lost` are the names of those between."""

    rule: str
    before: int
    left: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Possible starts on one date, both ends included."""

    date: dt.date
    earliest: dt.time
    latest: dt.time


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedRow:
    """One task, or one seat of a shift, without anybody. `candidates`: everybody before the first rule; `left`: after
    the last. `asked`: what its seats ask for, as far as the records still say, and how many alike. `item_key`, `seat`:
    as in `RosterUnserved`.
    """

    unserved_id: str
    kind: str
    letter: str
    label: str
    client: str
    place: Place
    mandatory: bool
    certain: bool
    minutes: int
    crew: int
    openings: tuple[Opening, ...]
    candidates: int
    left: int
    steps: tuple[FunnelStep, ...]
    asked: tuple[tuple[SeatSpec, int], ...]
    item_key: str = ""
    seat: int = 0

    @property
    def deciding(self) -> FunnelStep | None:
        """The rule that the last candidates failed; `None` when somebody is left or nothing is known."""
        return self.steps[-1] if self.steps and self.left == 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRow:
    """Why every roster misses at least `amount` seats of this mandatory work: `seats` of them compete for `people`, at
    the moment `at` if there is one. `ground`: the solver's word for it.
    """

    ground: str
    work: tuple[str, ...]
    seats: int
    people: tuple[str, ...]
    amount: int
    at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedView:
    """All that a roster leaves out. `least`: seats that every roster misses; `proofs`: why."""

    roster: Roster
    least: int
    proofs: tuple[ProofRow, ...]
    mandatory: tuple[UnservedRow, ...]
    optional: tuple[UnservedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    names: Mapping[str, str]
    clients: Mapping[str, Client]
    places: Mapping[str, Place]
    seats: Mapping[str, tuple[SeatSpec, ...]]


def show_unserved(records: OfficeRecords, actor: Actor, roster_id: str) -> UnservedView:
    """What the roster with this identifier leaves out.

    Raises `NotThere` when there is no such roster, and for who may not see everybody's work.
    """
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    found = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    facts = _facts(records, found)
    rows = sorted((_row(one, facts) for one in found), key=_order)
    proofs = tuple(_proof(one, facts.names) for one in roster.proofs)
    return UnservedView(
        roster=roster,
        least=sum(one.amount for one in proofs),
        proofs=proofs,
        mandatory=tuple(row for row in rows if row.mandatory),
        optional=tuple(row for row in rows if not row.mandatory),
    )


def _order(row: UnservedRow) -> tuple[bool, dt.date, str, str]:
    return not row.certain, min((one.date for one in row.openings), default=dt.date.max), row.label, row.client


def _facts(records: OfficeRecords, found: Iterable[RosterUnserved]) -> _Facts:
    client_ids = {one.client_id for one in found if one.client_id}
    place_ids = {one.place_id for one in found}
    return _Facts(
        names=dict(records.session.exec(select(Person.id, Person.name)).all()),
        clients={one.id: one for one in records.all(Client, col(Client.id).in_(client_ids))},
        places={one.id: one for one in records.all(Place, col(Place.id).in_(place_ids))},
        seats=_seats(records, {one.item_key for one in found}),
    )


def _seats(records: OfficeRecords, item_keys: set[str]) -> dict[str, tuple[SeatSpec, ...]]:
    code_of = {key: parts[1] for key in item_keys if len(parts := key.split(":")) > 1}
    codes = set(code_of.values())
    services = {one.id: one for one in records.all(Service)}
    plans = records.all(CarePlan, col(CarePlan.code).in_(codes))
    crews = {f"plan:{plan.code}": services[plan.service_id].crew for plan in plans}
    crews |= {f"desk:{one.code}": one.required + one.desired for one in records.all(Desk, col(Desk.code).in_(codes))}
    crews |= {f"drive:{one.code}": one.required + one.desired for one in records.all(Drive, col(Drive.code).in_(codes))}
    return {
        key: tuple(map(SeatSpec.from_json, crews.get(f"{key.split(':', 1)[0]}:{code}", ())))
        for key, code in code_of.items()
    }


def _row(one: RosterUnserved, facts: _Facts) -> UnservedRow:
    client = facts.clients.get(one.client_id or "")
    seats = facts.seats.get(one.item_key, ())
    lost = sum(len(step["lost"]) for step in one.steps)
    left = one.steps[-1]["left"] if one.steps else 0
    return UnservedRow(
        unserved_id=one.id,
        item_key=one.item_key,
        seat=one.seat,
        kind=one.kind,
        letter=one.letter,
        label=one.label,
        client=client.name if client else "",
        place=facts.places[one.place_id],
        mandatory=one.mandatory,
        certain=one.certain,
        minutes=one.minutes,
        crew=one.crew,
        openings=tuple(_opening(window) for window in sorted(one.windows, key=lambda window: window["date"])),
        candidates=lost + left,
        left=left,
        steps=tuple(_step(step, facts.names) for step in one.steps if step["lost"]),
        asked=tuple(Counter(seats if one.seat == 0 else seats[one.seat - 1 : one.seat]).items()),
    )


def _opening(window: Mapping[str, str]) -> Opening:
    return Opening(
        date=dt.date.fromisoformat(window["date"]),
        earliest=dt.time.fromisoformat(window["from"]),
        latest=dt.time.fromisoformat(window["until"]),
    )


def _proof(kept: Mapping[str, Any], names: Mapping[str, str]) -> ProofRow:
    return ProofRow(
        ground=kept["ground"],
        work=tuple(kept["work"]),
        seats=kept["seats"],
        people=tuple(names[person_id] for person_id in kept["people"] if person_id in names),
        amount=kept["amount"],
        at=dt.datetime.fromisoformat(kept["at"]) if kept["at"] else None,
    )


def _step(step: Mapping[str, object], names: Mapping[str, str]) -> FunnelStep:
    lost, left = step["lost"], step["left"]
    assert isinstance(lost, list) and isinstance(left, int)
    return FunnelStep(
        rule=str(step["rule"]),
        before=left + len(lost),
        left=left,
        lost=tuple(names[person_id] for person_id in lost if person_id in names),
    )
