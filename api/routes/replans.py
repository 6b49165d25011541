"""Tries of a replan: what has happened, what each level would change, and keeping one or none."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import LOCATION, Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.shapes import RosterHead, Shape, StopHead
from api.routes.writes import HandOver, write, write_once
from outreach.forms.base import Form, example
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.jobs.show_jobs import JobView
from outreach.usecases.replanning.keep_try import drop_tries, keep_try
from outreach.usecases.replanning.show_replan import show_replan
from outreach.usecases.replanning.try_replan import try_replan

router = APIRouter(prefix=PREFIX, tags=["rosters"])


class TryForm(Form):
    """How gently to try it."""

    model_config = example({"level": "keep_routes"})

    level: Literal["keep_routes", "keep_people", "anything"] = "keep_routes"


class HappeningShape(Shape):
    """One thing that has happened, see `outreach.usecases.replanning.happening.Happening`."""

    kind: Literal["absence", "closed_day", "request", "cancelled", "declined"]
    record_id: str
    start: dt.datetime
    end: dt.datetime
    person_id: str
    reason: str
    villages: tuple[str, ...]
    label: str
    urgent: bool
    lost: tuple[StopHead, ...]
    stopped: tuple[StopHead, ...]


class TryShape(Shape):
    """One level and what it would change, see `outreach.usecases.replanning.show_replan.Card`."""

    level: Literal["keep_routes", "keep_people", "anything"]
    state: Literal["untried", "waiting", "running", "done", "failed", "stale"]
    job_id: str
    try_id: str
    changed: int
    handed: int
    filled: int
    missing: int


class TriesShape(Shape):
    """What has happened since a roster was made, how many seats stand without anybody, and the three levels."""

    missing: int
    happenings: list[HappeningShape]
    tries: list[TryShape]


@router.get("/rosters/{roster_id}/tries", response_model=TriesShape, responses=problems())
def tries(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """What has happened since this roster was made, and what has been tried."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        view = show_replan(records, actor, roster_id=roster_id, now=parts.clock.now())
        shape = TriesShape(
            missing=view.what.missing,
            happenings=[HappeningShape.model_validate(one) for one in view.what.happenings],
            tries=[TryShape.model_validate(one) for one in view.cards],
        )
    return answered(shape)


@router.post(
    "/rosters/{roster_id}/tries",
    status_code=HTTPStatus.ACCEPTED,
    response_model=JobView,
    responses={**problems(409, 413, 429), 202: {"headers": LOCATION}},
)
def try_it(
    request: Request, actor: Asker, roster_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: TryForm
) -> Response:
    """Try what a replan would change, without keeping it: a job."""
    handed = HandOver(request)

    def work(records: OfficeRecords) -> Answer:
        job = try_replan(records, actor, roster_id=roster_id, level=form.level, now=parts_of(request).clock.now())
        return handed.job(records, actor, job.id)

    return write_once(request, actor, "try replan", key=key, body=raw, work=work, afterwards=handed)


@router.post("/rosters/{roster_id}/tries/{try_id}/keep", response_model=RosterHead, responses=problems(409))
def keep(
    request: Request, actor: Asker, roster_id: RecordPath, try_id: RecordPath, key: IdempotencyKey, raw: RawBody
) -> Response:
    """Keep a try as the next draft; the other tries go."""

    def work(records: OfficeRecords) -> Answer:
        kept = keep_try(records, actor, roster_id=roster_id, try_id=try_id, now=parts_of(request).clock.now())
        return Answer(RosterHead.model_validate(kept))

    return write_once(request, actor, "keep try", key=key, body=raw, work=work)


_GONE: dict[str, Any] = {"status_code": HTTPStatus.NO_CONTENT, "responses": problems(409)}


@router.delete("/rosters/{roster_id}/tries", **_GONE)
def drop(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Change nothing: all tries go."""

    def work(records: OfficeRecords) -> Answer:
        drop_tries(records, actor, roster_id=roster_id, now=parts_of(request).clock.now())
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "drop tries", work)
