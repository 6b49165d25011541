"""The places of a roster that streets do not lead to."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Asker, RecordPath, answered, problems
from outreach.records.database import office_records
from outreach.usecases.showing.show_unreached import ToldPlaces, show_unreached, told_places

router = APIRouter(prefix=PREFIX, tags=["rosters"])


@router.get("/rosters/{roster_id}/unreached", response_model=ToldPlaces, responses=problems())
def unreached(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Which places travel is estimated to although the roster is planned on streets, and which lie far off a street."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(told_places(show_unreached(records, actor, roster_id)))
