"""/api/v1/office: what the office is called, and where it is found."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import ETAG, Answer, Asker, IfMatch, IfNoneMatch, problems, unchanged
from api.routes.writes import write
from outreach.forms.office import OfficePatch, OfficeShown
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.keeping.change_office import change_office
from outreach.usecases.keeping.show_office import show_office

router = APIRouter(prefix=PREFIX, tags=["office"])


@router.get("/office", response_model=OfficeShown, responses={**problems(), 200: {"headers": ETAG}})
def office(request: Request, actor: Asker, known: IfNoneMatch = None) -> Response:
    """The office's settings."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        shown = show_office(records, actor)
    return unchanged(shown.etag, known) or Answer(shown, headers={"ETag": shown.etag}).response()


def change(request: Request, actor: Asker, known_as: IfMatch, patch: Any) -> Response:
    """Change the office's settings."""

    def work(records: OfficeRecords) -> Answer:
        shown = change_office(records, actor, patch, known_as=known_as)
        return Answer(shown, headers={"ETag": shown.etag})

    return write(request, actor, "change office", work)


change.__annotations__["patch"] = OfficePatch
router.add_api_route(
    "/office",
    change,
    methods=["PATCH"],
    response_model=OfficeShown,
    max_body_size=LARGEST_FORM,
    responses={**problems(409, 413, 428), 200: {"headers": ETAG}},
)
