"""What was changed, by whom and when, field by field; and taking it back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.doors.next_page import local_path
from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.keeping.change_words import told_changes
from api.pages.keeping.notice import notice_of
from api.pages.keeping.typed import AsTyped, one
from api.pages.page import Records, parts_of, show
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Refused
from outreach.usecases.keeping.list_changes import list_changes, show_change
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.coordinators_only import coordinators_only

router = APIRouter()
ON_A_PAGE = 20
_LAST_PAGE = 100_000


@router.get("/data/changes")
def changes(request: Request, records: Records, page: str = "1") -> Response:
    """The last changes, the newest first."""
    return _list(request, records, page)


@router.get("/data/changes/{change_id}")
def change(request: Request, records: Records, change_id: str) -> Response:
    """One change with all that it did."""
    return _one(request, records, change_id)


@router.post("/data/changes/{change_id}/undo", max_body_size=LARGEST_FORM)
def undo(request: Request, change_id: str, typed: AsTyped) -> Response:
    """Take it back, as far as nobody has changed the same since; then on with what the reader was doing."""
    actor = actor_of(request)
    held: list[OfficeRecords] = []

    def work(records: OfficeRecords) -> None:
        coordinators_only(actor)
        held.append(records)
        undo_change(records, change_id)

    try:
        act(request, "undo", work)
    except Refused as error:
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _one(request, records, change_id, wrong_of(request, error))
    done = held[-1].change
    back = local_path(one(typed, "back") or "/data/changes")
    return RedirectResponse(f"{back}?saved={done.id}" if done else back, status_code=303)


def _list(request: Request, records: OfficeRecords, page: str) -> Response:
    number = min(int(page), _LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 8 and int(page) else 1
    language, actor = language_of(request), actor_of(request)
    found = list_changes(records, actor, limit=ON_A_PAGE, skip=(number - 1) * ON_A_PAGE)
    return show(
        request,
        "data_changes.html",
        changes=told_changes(found.lines, found.names, language),
        number=number,
        more=found.more,
        alone=False,
        wrong=NOTHING_WRONG,
        may_write=actor.role == "coordinator",
        notice=notice_of(request, records),
    )


def _one(request: Request, records: OfficeRecords, change_id: str, wrong: Wrong = NOTHING_WRONG) -> Response:
    language, actor = language_of(request), actor_of(request)
    found = show_change(records, actor, change_id)
    return show(
        request,
        "data_changes.html",
        status=wrong.status,
        changes=told_changes(found.lines, found.names, language),
        number=1,
        more=False,
        alone=True,
        wrong=wrong,
        may_write=actor.role == "coordinator",
        notice=None,
    )
