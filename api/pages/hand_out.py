"""What is handed out of a roster: one page with everything, the sheets as PDF, the text for a group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.doors.gate import actor_of
from api.language import language_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.printed import pdf
from outreach.exports.printed.day_map import day_map
from outreach.exports.printed.duty_sheets import duty_sheets
from outreach.exports.printed.week_sheet import week_sheets
from outreach.records.database import office_records
from outreach.usecases.handing_out.gather_day_map import gather_day_map
from outreach.usecases.handing_out.gather_sheets import gather_sheet, gather_sheets
from outreach.usecases.handing_out.gather_week import gather_week
from outreach.usecases.handing_out.show_hand_out import show_hand_out
from outreach.usecases.handing_out.write_group_text import write_group_text

router = APIRouter()
T = TypeVar("T")
UnitId = Annotated[str, Query(alias="unit", max_length=32)]
DayAsked = Annotated[str, Query(alias="date", max_length=10)]


@router.get("/hand-out/{roster_id}")
def hand_out(
    request: Request,
    records: Records,
    actor: Asking,
    roster_id: str,
    day: DayAsked = "",
    unit_id: UnitId = "",
    changed: bool = False,
) -> HTMLResponse:
    """Sheets, week sheet, group text, and who was told. `date`, `unit`, `changed`: of what."""
    view = show_hand_out(records, actor, roster_id, unit_id=unit_id, now=parts_of(request).clock.now())
    date = _date(day)
    text = write_group_text(
        records,
        actor,
        roster_id,
        date=date,
        unit_id=unit_id,
        only_changed=changed,
        language=language_of(request),
    )
    return show(
        request,
        "hand_out.html",
        records=records,
        roster=view.roster,
        view=view,
        text=text,
        chosen_date=date,
        chosen_unit=unit_id,
        changed=changed,
        makes=actor.role == "coordinator",
        address=records.office.address,
    )


@router.get("/hand-out/{roster_id}/sheets.pdf")
def sheets(request: Request, roster_id: str, date: dt.date, unit_id: UnitId = "") -> Response:
    """All duty sheets of one day, in one file."""
    gathered = _of_day(request, gather_sheets, roster_id, date, unit_id)
    return pdf(lambda: duty_sheets(gathered, language_of(request)), f"duty-sheets-{date.isoformat()}")


@router.get("/hand-out/{roster_id}/week.pdf")
def week(
    request: Request, roster_id: str, view: Literal["people", "desks"] = "people", unit_id: UnitId = ""
) -> Response:
    """The week for the wall: people by days, or desks by days."""
    language, actor = language_of(request), actor_of(request)
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        gathered = gather_week(records, actor, roster_id, view=view, unit_id=unit_id, language=language)
    return pdf(lambda: week_sheets(gathered, language), f"week-{view}")


@router.get("/hand-out/{roster_id}/map.pdf")
def wall_map(request: Request, roster_id: str, date: dt.date, unit_id: UnitId = "") -> Response:
    """All routes of one day on one map, for the wall inside the office."""
    gathered = _of_day(request, gather_day_map, roster_id, date, unit_id)
    return pdf(lambda: day_map(gathered, language_of(request)), f"day-map-{date.isoformat()}")


@router.get("/duty/{duty_id}/sheet.pdf")
def duty_sheet(request: Request, duty_id: str) -> Response:
    """One duty on paper."""
    parts, language, actor = parts_of(request), language_of(request), actor_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        gathered = gather_sheet(
            records,
            actor,
            duty_id,
            today=parts.clock.now().date(),
            geocoder=parts.geocoder,
            maps=parts.maps,
            language=language,
            ways=parts.ways,
        )
    return pdf(lambda: duty_sheets([gathered], language), "duty-sheet")


def _date(text: str) -> dt.date | None:
    """The chosen day; `None` for the whole week, and for what is no date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _of_day(request: Request, gather: Callable[..., T], roster_id: str, date: dt.date, unit_id: str) -> T:
    """What is printed of a day's duties, read in one transaction that ends before anything is typeset."""
    parts, actor = parts_of(request), actor_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        return gather(
            records,
            actor,
            roster_id,
            date=date,
            unit_id=unit_id,
            geocoder=parts.geocoder,
            maps=parts.maps,
            language=language_of(request),
            ways=parts.ways,
        )
