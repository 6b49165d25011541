"""One duty: its page, its map and its printed sheet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.language import language_of
from api.pages.page import NotThereError, Records, parts_of, show
from api.security import map_headers
from outreach.ports import RouteSketch
from outreach.records import RosterDuty
from outreach.records.database import OfficeRecords
from outreach.usecases.show_duty import DutyView, show_duty
from outreach.usecases.sketch_route import sketch_route

router = APIRouter()


@router.get("/duty/{duty_id}")
def duty(request: Request, records: Records, duty_id: str) -> HTMLResponse:
    """The stops in order beside their map."""
    view = _view(records, duty_id)
    return show(request, "duty.html", records=records, roster=view.roster, view=view)


@router.get("/duty/{duty_id}/map")
def duty_map(request: Request, records: Records, duty_id: str) -> HTMLResponse:
    """The route's map, alone or inside the duty's page; `#stop-3` brings a stop into focus."""
    page = parts_of(request).maps.page(_sketch(request, records, duty_id))
    return HTMLResponse(page, headers=map_headers(page))


@router.get("/duty/{duty_id}/sheet")
def duty_sheet(request: Request, records: Records, duty_id: str) -> HTMLResponse:
    """The duty on paper."""
    view = _view(records, duty_id)
    drawing = parts_of(request).maps.drawing(_sketch(request, records, duty_id))
    # The renderer escapes every text it draws.
    return show(request, "sheet.html", records=records, roster=view.roster, view=view, drawing=Markup(drawing))  # noqa: S704


def _view(records: OfficeRecords, duty_id: str) -> DutyView:
    view = show_duty(records, duty_id)
    if view is None:
        raise NotThereError
    return view


def _sketch(request: Request, records: OfficeRecords, duty_id: str) -> RouteSketch:
    found = records.get(RosterDuty, duty_id)
    if found is None:
        raise NotThereError
    return sketch_route(records, found, parts_of(request).geocoder, language_of(request))
