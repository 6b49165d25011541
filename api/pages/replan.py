"""A roster's replan: what happened, three levels of gentleness, before and after; and two revisions side by side."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.typed import Typed
from outreach.actor import Actor
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Conflict
from outreach.usecases.replanning.compare_weeks import compare_weeks
from outreach.usecases.replanning.decline_to_absence import decline_to_absence
from outreach.usecases.replanning.keep_try import drop_tries, keep_try
from outreach.usecases.replanning.show_replan import show_replan
from outreach.usecases.replanning.try_replan import try_replan

router = APIRouter()
GENTLEST = "keep_routes"


@router.get("/replan/{roster_id}")
def replan(
    request: Request, records: Records, actor: Asking, roster_id: str, level: str = "", said: str = ""
) -> Response:
    """What has happened since this roster, and what each level would change. `level`: the try to look at."""
    return _page(request, records, actor, roster_id, level=level, said=said)


@router.post("/replan/{roster_id}/tries")
def try_level(request: Request, actor: Asking, roster_id: str, typed: Typed) -> Response:
    """Try one level: a job."""
    level = typed.get("level", [GENTLEST])[0]

    def work(records: OfficeRecords) -> str:
        return try_replan(records, actor, roster_id=roster_id, level=level, now=parts_of(request).clock.now()).id

    try:
        parts_of(request).jobs.hand_over(act(request, "try replan", work))
    except Conflict as error:
        return _again(request, actor, roster_id, error)
    return RedirectResponse(f"/replan/{roster_id}?level={level}", status_code=HTTPStatus.SEE_OTHER)


@router.post("/replan/{roster_id}/keep")
def keep(request: Request, actor: Asking, roster_id: str, typed: Typed) -> Response:
    """Keep a try as the next draft."""
    try_id = typed.get("try_id", [""])[0]

    def work(records: OfficeRecords) -> str:
        now = parts_of(request).clock.now()
        kept = keep_try(records, actor, roster_id=roster_id, try_id=try_id, now=now)
        return f"/week/{kept.monday}?roster={kept.id}"

    try:
        return RedirectResponse(act(request, "keep try", work), status_code=HTTPStatus.SEE_OTHER)
    except Conflict as error:
        return _again(request, actor, roster_id, error)


@router.post("/replan/{roster_id}/drop")
def drop(request: Request, actor: Asking, roster_id: str) -> Response:
    """Change nothing: all tries go."""

    def work(records: OfficeRecords) -> str:
        monday = drop_tries(records, actor, roster_id=roster_id, now=parts_of(request).clock.now())
        return f"/week/{monday}?roster={roster_id}"

    return RedirectResponse(act(request, "drop tries", work), status_code=HTTPStatus.SEE_OTHER)


@router.post("/replan/{roster_id}/declined/{duty_id}")
def declined(request: Request, actor: Asking, roster_id: str, duty_id: str) -> Response:
    """Whoever said no to a duty is away for its time; who could step in is looked for."""

    def work(records: OfficeRecords) -> str:
        now = parts_of(request).clock.now()
        decline_to_absence(records, actor, roster_id=roster_id, duty_id=duty_id, now=now)
        return try_replan(records, actor, roster_id=roster_id, level=GENTLEST, now=now).id

    try:
        parts_of(request).jobs.hand_over(act(request, "report absence", work))
    except Conflict as error:
        return _again(request, actor, roster_id, error)
    return RedirectResponse(f"/replan/{roster_id}?level={GENTLEST}&said=absence", status_code=HTTPStatus.SEE_OTHER)


@router.get("/compare/{one_id}/{other_id}")
def compare(request: Request, records: Records, actor: Asking, one_id: str, other_id: str) -> Response:
    """Two revisions of a week side by side."""
    now = parts_of(request).clock.now()
    view = compare_weeks(records, actor, one_id=one_id, other_id=other_id, now=now)
    return show(request, "compare.html", records=records, roster=view.other, view=view, now=now)


def _again(request: Request, actor: Actor, roster_id: str, error: Conflict) -> Response:
    """The page as it is now, with what stood in the way."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return _page(request, records, actor, roster_id, wrong=wrong_of(request, error))


def _page(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    roster_id: str,
    *,
    level: str = "",
    said: str = "",
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    now = parts_of(request).clock.now()
    view = show_replan(records, actor, roster_id=roster_id, level=level, now=now)
    return show(
        request,
        "replan.html",
        records=records,
        roster=view.roster,
        status=wrong.status,
        view=view,
        what=view.what,
        said=said,
        wrong=wrong,
        may_act=actor.role == "coordinator",
        now=now,
    )
