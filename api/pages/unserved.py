"""What a roster leaves out, why, and where it would be."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.language import language_of
from api.pages.acting import NOTHING_WRONG
from api.pages.fixes import list_page, one_page
from api.pages.page import Asking, Records, parts_of
from api.security import map_headers
from outreach.records import Roster, RosterUnserved
from outreach.refusals import NotThere
from outreach.usecases.showing.sketch_route import sketch_unserved

router = APIRouter()


@router.get("/unserved/{roster_id}")
def unserved(request: Request, records: Records, actor: Asking, roster_id: str, applied: str = "") -> HTMLResponse:
    """Everything unserved with its reasons, mandatory work first. `applied`: the roster from which a fix led here."""
    return list_page(request, records, actor, roster_id, NOTHING_WRONG, applied)


@router.get("/unserved/{roster_id}/{unserved_id}")
def one_unserved(request: Request, records: Records, actor: Asking, roster_id: str, unserved_id: str) -> HTMLResponse:
    """One unserved thing: who fell at which rule, and the smallest changes that would serve it."""
    return one_page(request, records, actor, roster_id, unserved_id, NOTHING_WRONG)


@router.get("/unserved/{roster_id}/{unserved_id}/map")
def unserved_map(request: Request, records: Records, actor: Asking, roster_id: str, unserved_id: str) -> HTMLResponse:
    """The place that is not served, with the nearest route of a possible day."""
    found = records.get(RosterUnserved, unserved_id)
    # The roster is asked for too: rows of a try are nobody's to see.
    if found is None or found.roster_id != roster_id or records.get(Roster, roster_id) is None:
        raise NotThere
    parts = parts_of(request)
    sketch = sketch_unserved(records, actor, found, parts.geocoder, language_of(request), parts.ways)
    page = parts.maps.page(sketch)
    return HTMLResponse(page, headers=map_headers(page))
