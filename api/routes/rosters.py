"""Weeks and rosters: plan, read, replan, compare, publish, discard, and who has read them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import (
    ETAG,
    LOCATION,
    Answer,
    Asker,
    DatePath,
    IdempotencyKey,
    IfNoneMatch,
    RawBody,
    RecordPath,
    answered,
    problems,
    unchanged,
)
from api.routes.roster_document import KeptDocuments, RosterDocument, document_of
from api.routes.shapes import PublishedAnswer, ReadingShape, RosterHead, RosterHeads, WeekShape
from api.routes.writes import HandOver, write, write_once
from outreach.forms.base import RecordId
from outreach.forms.moments import Date
from outreach.forms.verbs import PlanForm, PublicationForm, ReplanForm
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.jobs.ask_for_job import ask_for_plan, ask_for_replan
from outreach.usecases.jobs.show_jobs import JobView
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.show_record import show_rows
from outreach.usecases.weeks.compare_rosters import RosterComparison, compare_rosters
from outreach.usecases.weeks.discard_roster import discard_roster
from outreach.usecases.weeks.note_reading import note_reading
from outreach.usecases.weeks.publish_roster import publish_roster
from outreach.usecases.weeks.read_roster import read_roster, roster_etag
from outreach.usecases.weeks.show_rosters import show_rosters, show_week_state
from outreach.usecases.weeks.who_has_read import Reader, who_has_read

router = APIRouter(prefix=PREFIX, tags=["rosters"])
_JOB: dict[str, Any] = {
    "status_code": HTTPStatus.ACCEPTED,
    "response_model": JobView,
    "responses": {**problems(409, 413, 429), 202: {"headers": LOCATION}},
}


@router.get("/weeks/{monday}", response_model=WeekShape, responses=problems())
def week(request: Request, actor: Asker, monday: DatePath) -> Response:
    """A week: the roster that holds, all revisions, closed days."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        state = show_week_state(records, actor, monday=monday)
        shape = WeekShape(
            monday=monday,
            published_id=state.published_id,
            rosters=[RosterHead.model_validate(one) for one in state.rosters],
            closed_days=show_rows(records, KINDS["closed-days"], state.closed_days),  # type: ignore[arg-type]
        )
    return answered(shape)


@router.post("/weeks/{monday}/plans", **_JOB)
def plan(
    request: Request, actor: Asker, monday: DatePath, key: IdempotencyKey, raw: RawBody, form: PlanForm
) -> Response:
    """Have the week planned: a job."""
    handed = HandOver(request)

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        job = ask_for_plan(records, actor, monday=monday, seconds=form.seconds, seed=form.seed, now=now)
        return handed.job(records, actor, job.id)

    return write_once(request, actor, "plan", key=key, body=raw, work=work, afterwards=handed)


@router.get("/rosters", response_model=RosterHeads, responses=problems())
def rosters(request: Request, actor: Asker, monday: Annotated[Date | None, Query()] = None) -> Response:
    """Rosters of one week, or the newest of all."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        found = show_rosters(records, actor, monday=monday)
        return answered(RosterHeads(items=[RosterHead.model_validate(one) for one in found]))


@router.get(
    "/rosters/{roster_id}",
    response_model=RosterDocument,
    responses={**problems(), 200: {"headers": ETAG}, 304: {"description": "Still the same"}},
)
def roster(request: Request, actor: Asker, roster_id: RecordPath, known: IfNoneMatch = None) -> Response:
    """A roster with its duties, stops and what it leaves out; for a field person their own part."""
    today = parts_of(request).clock.now().date()
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        etag = roster_etag(records, actor, roster_id, today=today)
        same = unchanged(etag, known)
        if same is not None:
            return same
        kept: KeptDocuments = request.app.state.documents
        document = kept.get(etag)
        if document is None:
            document = document_of(read_roster(records, actor, roster_id, today=today))
            kept.keep(etag, document)
    return Response(document, headers={"ETag": etag}, media_type="application/json")


@router.post("/rosters/{roster_id}/replans", **_JOB)
def replan(
    request: Request, actor: Asker, roster_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: ReplanForm
) -> Response:
    """Have the roster's week planned again, as gently as `level` says: a job."""
    handed = HandOver(request)

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        job = ask_for_replan(
            records, actor, roster_id=roster_id, level=form.level, seconds=form.seconds, seed=form.seed, now=now
        )
        return handed.job(records, actor, job.id)

    return write_once(request, actor, "replan", key=key, body=raw, work=work, afterwards=handed)


@router.get("/rosters/{roster_id}/comparison", response_model=RosterComparison, responses=problems())
def comparison(
    request: Request, actor: Asker, roster_id: RecordPath, other_id: Annotated[RecordId, Query(alias="with")]
) -> Response:
    """What changes from this roster to another one of the same week."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(compare_rosters(records, actor, one_id=roster_id, other_id=other_id))


@router.post("/rosters/{roster_id}/publication", response_model=PublishedAnswer, responses=problems(409, 413, 429))
def publication(
    request: Request, actor: Asker, roster_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: PublicationForm
) -> Response:
    """Publish the roster: it holds from now on, and those whose own time changed are told."""
    handed = HandOver(request)

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        published = publish_roster(records, actor, roster_id=roster_id, again=form.again, now=now)
        handed.job_id = published.job.id if published.job else None
        head = RosterHead.model_validate(published.roster)
        return Answer(PublishedAnswer(roster=head, told=len(published.told), job_id=handed.job_id))

    return write_once(request, actor, "publish", key=key, body=raw, work=work, afterwards=handed)


@router.delete("/rosters/{roster_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(409))
def discard(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Discard a draft."""

    def work(records: OfficeRecords) -> Answer:
        discard_roster(records, actor, roster_id=roster_id)
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "discard", work)


@router.get("/rosters/{roster_id}/readers", response_model=list[Reader], responses=problems())
def readers(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Who has read the roster, who has answered, and whom to phone."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(list(who_has_read(records, actor, roster_id, now=parts_of(request).clock.now())))


@router.post("/rosters/{roster_id}/reading", response_model=ReadingShape, responses=problems(409))
def reading(request: Request, actor: Asker, roster_id: RecordPath, key: IdempotencyKey, raw: RawBody) -> Response:
    """Note that one has opened one's part of the roster."""

    def work(records: OfficeRecords) -> Answer:
        noted = note_reading(records, actor, roster_id=roster_id, now=parts_of(request).clock.now())
        return Answer(ReadingShape.model_validate(noted))

    return write_once(request, actor, "read", key=key, body=raw, work=work)
