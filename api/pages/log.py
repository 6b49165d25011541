"""The visit log as it is before anybody has gone out: one row a stop or shift, day by day."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.page import Asking, Records, show
from outreach.usecases.showing.show_log import show_log

router = APIRouter()


@router.get("/log/{roster_id}")
def log(request: Request, records: Records, actor: Asking, roster_id: str) -> HTMLResponse:
    """The log of one roster; every row leads to its route's map."""
    view = show_log(records, actor, roster_id)
    days = [(date, list(rows_of_day)) for date, rows_of_day in groupby(view.rows, key=lambda row: row.date)]
    return show(request, "log.html", records=records, roster=view.roster, days=days)
