"""The places of a roster that streets do not lead to."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.page import Asking, Records, show
from outreach.usecases.showing.show_unreached import show_unreached

router = APIRouter()


@router.get("/unreached/{roster_id}")
def unreached(request: Request, records: Records, actor: Asking, roster_id: str) -> HTMLResponse:
    """Which places travel is estimated to although the roster is planned on streets, and what to look at there."""
    view = show_unreached(records, actor, roster_id)
    return show(request, "unreached.html", records=records, roster=view.roster, view=view)
