"""Fixes on pages: have them looked for, watch, apply one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import open_records, parts_of, show
from outreach.actor import Actor
from outreach.records import Job, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotAllowed, NotThere, Refused
from outreach.usecases.fixing.apply_fix import apply_fix
from outreach.usecases.fixing.show_fixes import count_fixes, job_for_all, show_fixes
from outreach.usecases.jobs.ask_for_job import ask_for_fixes
from outreach.usecases.jobs.end_job import end_job
from outreach.usecases.showing.show_one_unserved import show_one_unserved
from outreach.usecases.showing.show_unserved import show_unserved

router = APIRouter()

SECONDS, SECONDS_OF_ALL = 20.0, 60.0
"""How long is looked for one thing, and for all mandatory ones together."""
SEED = 1
Number = Annotated[int, Path(ge=1, le=999)]


def list_page(
    request: Request, records: OfficeRecords, actor: Actor, roster_id: str, wrong: Wrong, applied: str = ""
) -> HTMLResponse:
    """The page of everything unserved."""
    view = show_unserved(records, actor, roster_id)
    return show(
        request,
        "unserved.html",
        records=records,
        roster=view.roster,
        status=wrong.status,
        view=view,
        wrong=wrong,
        fixes=count_fixes(records, view.roster),
        job=job_for_all(records, roster_id),
        base=records.get(Roster, applied) if applied else None,
        may_write=actor.role == "coordinator",
    )


def one_page(
    request: Request, records: OfficeRecords, actor: Actor, roster_id: str, unserved_id: str, wrong: Wrong
) -> HTMLResponse:
    """The page of one unserved thing."""
    view = show_one_unserved(records, actor, roster_id, unserved_id)
    return show(
        request,
        "unserved_one.html",
        records=records,
        roster=view.roster,
        status=wrong.status,
        view=view,
        one=view.row,
        wrong=wrong,
        found=show_fixes(records, actor, roster_id=roster_id, unserved_id=unserved_id),
        may_write=actor.role == "coordinator",
    )


@router.post("/unserved/{roster_id}/fixes", max_body_size=LARGEST_FORM)
def look_for_all(request: Request, roster_id: str) -> Response:
    """Have ways looked for to serve each mandatory thing of this roster."""
    return _look(request, roster_id, None)


@router.post("/unserved/{roster_id}/stop", max_body_size=LARGEST_FORM)
def stop_all(request: Request, roster_id: str) -> Response:
    """Enough: end the job that looks for all."""
    return _stop(request, roster_id, None)


@router.post("/unserved/{roster_id}/{unserved_id}/fixes", max_body_size=LARGEST_FORM)
def look(request: Request, roster_id: str, unserved_id: str) -> Response:
    """Have ways looked for to serve this."""
    return _look(request, roster_id, unserved_id)


@router.post("/unserved/{roster_id}/{unserved_id}/stop", max_body_size=LARGEST_FORM)
def stop(request: Request, roster_id: str, unserved_id: str) -> Response:
    """Enough: end the job that looks, and keep what it has found."""
    return _stop(request, roster_id, unserved_id)


@router.post("/unserved/{roster_id}/{unserved_id}/fixes/{number}", max_body_size=LARGEST_FORM)
def apply(
    request: Request, roster_id: str, unserved_id: str, number: Number, agreed: Annotated[str, Form()] = ""
) -> Response:
    """Apply one way, and go on with the draft that it leads to."""

    def work(records: OfficeRecords) -> str:
        done = apply_fix(
            records,
            actor_of(request),
            roster_id=roster_id,
            unserved_id=unserved_id,
            number=number,
            agreed=agreed == "1",
            travel_times=parts_of(request).travel,
            now=parts_of(request).clock.now(),
        )
        return done.roster.id

    def shown(records: OfficeRecords, wrong: Wrong) -> Response:
        return one_page(request, records, actor_of(request), roster_id, unserved_id, wrong)

    try:
        made = act(request, "apply fix", work)
    except (Refused, ValidationError) as error:
        return _refused(request, error, shown)
    return _led_to(f"/unserved/{made}?applied={roster_id}")


def _look(request: Request, roster_id: str, unserved_id: str | None) -> Response:
    where = f"/unserved/{roster_id}/{unserved_id}#fixes" if unserved_id else f"/unserved/{roster_id}"

    def work(records: OfficeRecords) -> Job:
        seconds = SECONDS if unserved_id else SECONDS_OF_ALL
        return ask_for_fixes(
            records,
            actor_of(request),
            roster_id=roster_id,
            unserved_id=unserved_id,
            seconds=seconds,
            seed=SEED,
            now=parts_of(request).clock.now(),
        )

    def shown(records: OfficeRecords, wrong: Wrong) -> Response:
        actor = actor_of(request)
        if unserved_id is None:
            return list_page(request, records, actor, roster_id, wrong)
        return one_page(request, records, actor, roster_id, unserved_id, wrong)

    try:
        job = act(request, "look for fixes", work)
    except Refused as error:
        if error.code == "job_active":
            # Somebody has asked just now: watch theirs.
            return _led_to(where)
        return _refused(request, error, shown)
    parts_of(request).jobs.hand_over(job.id)
    return _led_to(where)


def _stop(request: Request, roster_id: str, unserved_id: str | None) -> Response:
    def work(records: OfficeRecords) -> None:
        actor = actor_of(request)
        if unserved_id is None:
            show_unserved(records, actor, roster_id)
            job = job_for_all(records, roster_id)
        else:
            job = show_fixes(records, actor, roster_id=roster_id, unserved_id=unserved_id).job
        if job is not None:
            end_job(records, actor, job_id=job.id, how="stop", now=parts_of(request).clock.now())
        elif actor.role != "coordinator":
            raise NotAllowed

    # It may have ended by itself meanwhile.
    with suppress(Conflict):
        act(request, "stop job", work)
    return _led_to(f"/unserved/{roster_id}/{unserved_id}#fixes" if unserved_id else f"/unserved/{roster_id}")


def _refused(
    request: Request, error: Refused | ValidationError, shown: Callable[[OfficeRecords, Wrong], Response]
) -> Response:
    """The page again, with what is wrong; nothing of it for who may not know or do it."""
    if isinstance(error, NotThere | NotAllowed):
        raise error
    wrong = wrong_of(request, error) or NOTHING_WRONG
    opened = open_records(request)
    records = next(opened)
    try:
        answer = shown(records, wrong)
    finally:
        opened.close()  # type: ignore[attr-defined]
    answer.headers.update(wrong.headers)
    return answer


def _led_to(path: str) -> RedirectResponse:
    return RedirectResponse(path, status_code=HTTPStatus.SEE_OTHER)
