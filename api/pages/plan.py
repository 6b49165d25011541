"""Have a week planned: how thoroughly, and what is missing before it can be."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import Asking, Records, parts_of, show
from outreach.calendar.dates import monday_of
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Conflict, Invalid, NotThere, Refusal, Refused
from outreach.usecases.jobs.ask_for_job import LEAST_SECONDS, MOST_SECONDS, ask_for_plan
from outreach.usecases.jobs.show_plannable import planning_job, show_plannable

router = APIRouter()
FIRST_YEAR, LAST_YEAR = 1912, 9998
SECONDS = {"quick": 10.0, "normal": 30.0, "careful": 120.0}
SEED = 1

_NOT_A_NUMBER = Refusal(
    "seconds_out_of_range",
    f"請填 {LEAST_SECONDS:.0f} 到 {MOST_SECONDS:.0f} 的秒數。",
    f"Give a number of seconds between {LEAST_SECONDS:.0f} and {MOST_SECONDS:.0f}.",
    "seconds",
)


@router.get("/week/{monday}/plan")
def form(request: Request, records: Records, actor: Asking, monday: dt.date) -> Response:
    """The form, or what is missing before the week can be planned."""
    return _page(request, records, actor, _week(monday))


@router.post("/week/{monday}/plan", max_body_size=LARGEST_FORM)
def plan(
    request: Request,
    actor: Asking,
    monday: dt.date,
    how: Annotated[str, Form()] = "normal",
    seconds: Annotated[str, Form()] = "",
) -> Response:
    """Ask for the plan, and on to the page on which it can be watched."""
    week, parts = _week(monday), parts_of(request)

    def ask(records: OfficeRecords) -> str:
        now, asked = parts.clock.now(), _seconds(how, seconds)
        return ask_for_plan(records, actor, monday=week, seconds=asked, seed=SEED, now=now).id

    try:
        job_id = act(request, "plan", ask)
    except Refused as refused:
        return _refused(request, actor, week, how, seconds, refused)
    parts.jobs.hand_over(job_id)
    return RedirectResponse(f"/jobs/{job_id}", status_code=HTTPStatus.SEE_OTHER)


def _refused(request: Request, actor: Asking, week: dt.date, how: str, seconds: str, refused: Refused) -> Response:
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        if isinstance(refused, Conflict) and (job := planning_job(records, week)) is not None:
            # Asked for twice: the one that is under way is meant.
            return RedirectResponse(f"/jobs/{job.id}", status_code=HTTPStatus.SEE_OTHER)
        if not isinstance(refused, Invalid):
            raise refused
        return _page(request, records, actor, week, how, seconds, wrong_of(request, refused))


def _page(
    request: Request,
    records: OfficeRecords,
    actor: Asking,
    week: dt.date,
    how: str = "normal",
    seconds: str = "",
    wrong: Wrong = NOTHING_WRONG,
) -> HTMLResponse:
    view = show_plannable(records, actor, week, now=parts_of(request).clock.now())
    choice = how if how in (*SECONDS, "own") else "normal"
    return show(
        request,
        "plan.html",
        status=wrong.status,
        view=view,
        how=choice,
        seconds=seconds[:10],
        wrong=wrong,
        this_week=monday_of(parts_of(request).clock.now().date()),
        least=int(LEAST_SECONDS),
        most=int(MOST_SECONDS),
    )


def _week(date: dt.date) -> dt.date:
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise NotThere
    return monday_of(date)


def _seconds(how: str, seconds: str) -> float:
    if how in SECONDS:
        return SECONDS[how]
    try:
        return float(seconds)
    except ValueError:
        raise Invalid(_NOT_A_NUMBER) from None
