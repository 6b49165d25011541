"""How fast the ladders of an office are, who is told, and whom an officer may ask to look."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import ETAG, Answer, Asker, IfMatch, IfNoneMatch, problems, unchanged
from api.routes.writes import write
from outreach.forms.ladders import LadderSettingsForm
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.ladders.change_ladder_settings import change_ladder_settings
from outreach.usecases.ladders.show_ladder_settings import show_ladder_settings

router = APIRouter(prefix=PREFIX, tags=["ladders"])


@router.get("/ladder-settings", response_model=LadderSettingsForm, responses={**problems(), 200: {"headers": ETAG}})
def settings(request: Request, actor: Asker, known: IfNoneMatch = None) -> Response:
    """The settings, or the defaults; the 里長 of every 里 that a place of the office lies in."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        shown = show_ladder_settings(records, actor)
    return unchanged(shown.etag, known) or Answer(shown.as_form(), headers={"ETag": shown.etag}).response()


@router.put(
    "/ladder-settings",
    response_model=LadderSettingsForm,
    responses={**problems(409, 413, 428), 200: {"headers": ETAG}},
)
def change(request: Request, actor: Asker, known_as: IfMatch, form: LadderSettingsForm) -> Response:
    """Set them all. Doors that are waiting already keep their times."""

    def work(records: OfficeRecords) -> Answer:
        change_ladder_settings(records, actor, form, known_as=known_as)
        shown = show_ladder_settings(records, actor)
        return Answer(shown.as_form(), headers={"ETag": shown.etag})

    return write(request, actor, "change ladders", work)
