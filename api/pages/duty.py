"""One duty: its page, its map and its printed sheet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.language import language_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.receipt import note_read
from api.security import map_headers
from outreach.ports import RouteSketch
from outreach.usecases.showing.show_duty import show_duty
from outreach.usecases.showing.sketch_route import sketch_route
from outreach.usecases.weeks.show_answer import show_answer

router = APIRouter()


@router.get("/duty/{duty_id}")
def duty(request: Request, records: Records, actor: Asking, duty_id: str) -> HTMLResponse:
    """The stops in order beside their map."""
    now = parts_of(request).clock.now()
    view = show_duty(records, actor, duty_id, today=now.date())
    note_read(request, records, actor, view.roster.id)
    said = show_answer(records, actor, duty_id=duty_id, now=now)
    return show(request, "duty.html", records=records, roster=view.roster, view=view, said=said)


@router.get("/duty/{duty_id}/map")
def duty_map(request: Request, records: Records, actor: Asking, duty_id: str) -> HTMLResponse:
    """The route's map, alone or inside the duty's page; `#stop-3` brings a stop into focus."""
    parts = parts_of(request)
    page = parts.maps.page(_sketch(request, records, actor, duty_id))
    return HTMLResponse(page, headers=map_headers(page))


@router.get("/duty/{duty_id}/sheet")
def duty_sheet(request: Request, records: Records, actor: Asking, duty_id: str) -> HTMLResponse:
    """The duty on paper."""
    parts = parts_of(request)
    drawing = parts.maps.drawing(_sketch(request, records, actor, duty_id))
    view = show_duty(records, actor, duty_id, today=parts.clock.now().date())
    # The renderer escapes every text it draws.
    return show(request, "sheet.html", records=records, roster=view.roster, view=view, drawing=Markup(drawing))  # noqa: S704


def _sketch(request: Request, records: Records, actor: Asking, duty_id: str) -> RouteSketch:
    parts = parts_of(request)
    today = parts.clock.now().date()
    return sketch_route(records, actor, duty_id, parts.geocoder, language_of(request), today=today, ways=parts.ways)
