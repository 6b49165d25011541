"""Changes by hand: tried, kept, taken back; who could take a seat, and what would suit somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sqlmodel import col

from api.breaches import breach
from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.shapes import Shape
from api.routes.writes import write_once
from outreach.forms.base import RecordId
from outreach.forms.hand_changes import HandChangeForm, ItemKey, SeatNumber
from outreach.forms.moments import Date
from outreach.records import Person, Roster
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judge_change import judge_change
from outreach.usecases.trying.judgement import Break, BreaksRules, Candidate, Judgement
from outreach.usecases.trying.keep_change import keep_change
from outreach.usecases.trying.undo_step import undo_step
from outreach.usecases.trying.what_suits import what_suits
from outreach.usecases.trying.who_could import who_could
from outreach.usecases.weeks.compare_rosters import PersonDay

router = APIRouter(prefix=PREFIX, tags=["rosters"])


class BreakShape(Shape):
    """One broken rule, with its sentence in both languages."""

    rule: str
    item_key: str
    label: str
    person_id: str
    date: dt.date | None
    zh: str
    en: str


class TrialAnswer(Shape):
    """What a change comes to, see `outreach.usecases.trying.judgement.Judgement`."""

    ok: bool
    breaks: list[BreakShape]
    people: list[PersonDay]
    unserved: list[tuple[str, int]]
    served: list[tuple[str, int]]
    missed: int
    left: int
    minutes: float
    start: dt.datetime | None
    names: dict[str, str]


class KeptAnswer(Shape):
    """A change that was kept: the draft it is in now, and what it came to."""

    roster_id: str
    is_new: bool
    trial: TrialAnswer


class CellShape(Shape):
    """One person's day."""

    person_id: str
    date: dt.date


class UndoneAnswer(Shape):
    """Whose days are as they were before, and how many more changes can be taken back."""

    roster_id: str
    cells: list[CellShape]
    left: int


class CandidateShape(Shape):
    """One way to fill a seat, see `outreach.usecases.trying.judgement.Candidate`."""

    person_id: str
    name: str
    role: str
    item_key: str
    seat: int
    letter: str
    label: str
    date: dt.date
    start: dt.datetime
    end: dt.datetime
    missed: int
    left: int
    minutes: float
    travel: int
    hours: float
    target: float
    people: list[PersonDay]
    crew: list[str]
    fits: bool
    breaks: list[BreakShape]


def known_roster(request: Request, actor: Asker, roster_id: RecordPath) -> str:
    """A roster of the caller's office: whoever asks for another learns no more than that it is not there."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        if records.get(Roster, roster_id) is None:
            raise NotThere
    return roster_id


KnownRoster = Annotated[str, Depends(known_roster)]


@router.post("/rosters/{roster_id}/trials", response_model=TrialAnswer, responses=problems(409))
def trial(request: Request, actor: Asker, roster_id: KnownRoster, form: HandChangeForm) -> Response:
    """Try a change by hand: what it would break, move and cost. Nothing is kept."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        change, now = change_of(form), parts.clock.now()
        return answered(_trial(judge_change(records, actor, parts.desks, roster_id=roster_id, change=change, now=now)))


@router.post("/rosters/{roster_id}/changes", response_model=KeptAnswer, responses=problems(409, 413))
def change(
    request: Request, actor: Asker, roster_id: KnownRoster, key: IdempotencyKey, raw: RawBody, form: HandChangeForm
) -> Response:
    """Keep a change by hand in the draft, with a pin. Of what has been published, the next revision is made."""
    parts = parts_of(request)

    def work(records: OfficeRecords) -> Answer:
        now = parts.clock.now()
        try:
            kept = keep_change(records, actor, parts.desks, roster_id=roster_id, change=change_of(form), now=now)
        except BreaksRules as refused:
            raise Conflict(*_refusals(records, refused.judgement)) from None
        return Answer(KeptAnswer(roster_id=kept.roster_id, is_new=kept.is_new, trial=_trial(kept.judgement)))

    return write_once(request, actor, "change by hand", key=key, body=raw, work=work)


@router.post("/rosters/{roster_id}/undo", response_model=UndoneAnswer, responses=problems(409, 413))
def undo(request: Request, actor: Asker, roster_id: KnownRoster, key: IdempotencyKey, raw: RawBody) -> Response:
    """Take back the draft's last change by hand."""
    parts = parts_of(request)

    def work(records: OfficeRecords) -> Answer:
        done = undo_step(records, actor, parts.desks, roster_id=roster_id, now=parts.clock.now())
        cells = [CellShape(person_id=person_id, date=date) for person_id, date in done.cells]
        return Answer(UndoneAnswer(roster_id=done.roster_id, cells=cells, left=done.left))

    return write_once(request, actor, "undo by hand", key=key, body=raw, work=work)


@router.get("/rosters/{roster_id}/candidates", response_model=list[CandidateShape], responses=problems(409))
def candidates(
    request: Request,
    actor: Asker,
    roster_id: KnownRoster,
    item_key: Annotated[ItemKey, Query()],
    seat: Annotated[SeatNumber, Query()] = 1,
) -> Response:
    """Who could take this seat, the cheapest first; then some who fail at one thing only."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        found = who_could(
            records, actor, parts.desks, roster_id=roster_id, item_key=item_key, seat=seat, now=parts.clock.now()
        )
        return answered([_candidate(one) for one in found])


@router.get("/rosters/{roster_id}/suits", response_model=list[CandidateShape], responses=problems(409))
def suits(
    request: Request,
    actor: Asker,
    roster_id: KnownRoster,
    person_id: Annotated[RecordId, Query()],
    date: Annotated[Date, Query()],
) -> Response:
    """Unserved work that would suit this person that day, the most useful first."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        found = what_suits(
            records, actor, parts.desks, roster_id=roster_id, person_id=person_id, date=date, now=parts.clock.now()
        )
        return answered([_candidate(one) for one in found])


def change_of(form: HandChangeForm) -> HandChange:
    """The change that a form asks for."""
    given = form.model_dump(exclude={"seen"})
    return HandChange(**given, seen={(cell.person_id, cell.date): cell.etag for cell in form.seen})


def _trial(judged: Judgement) -> TrialAnswer:
    return TrialAnswer(
        ok=judged.ok,
        breaks=[_break(one, judged.names) for one in judged.breaks],
        people=list(judged.people),
        unserved=list(judged.unserved),
        served=list(judged.served),
        missed=judged.missed,
        left=judged.left,
        minutes=judged.minutes,
        start=judged.start,
        names=dict(judged.names),
    )


def _break(found: Break, names: Mapping[str, str]) -> BreakShape:
    said: dict[str, Any] = {language: breach(found, names, language) for language in ("zh", "en")}
    return BreakShape(
        rule=found.rule,
        item_key=found.item_key,
        label=found.label,
        person_id=found.person_id,
        date=found.date,
        **said,
    )


def _candidate(found: Candidate) -> CandidateShape:
    names = {found.person_id: found.name}
    told = {name: getattr(found, name) for name in CandidateShape.model_fields if name not in ("breaks", "people")}
    return CandidateShape(
        **told | {"crew": list(found.crew)},
        people=list(found.people),
        breaks=[_break(one, names) for one in found.breaks],
    )


def _refusals(records: OfficeRecords, judged: Judgement) -> list[Refusal]:
    """One refusal for each broken rule; people by their codes, as refusals hold no names."""
    codes = {person.id: person.code for person in records.all(Person, col(Person.id).in_(judged.names))}
    return [Refusal(one.rule, breach(one, codes, "zh"), breach(one, codes, "en")) for one in judged.breaks]
