"""The visit log as it is before anybody has gone out: one row a stop or shift, day by day."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.page import NotThereError, Records, show
from outreach.records import Roster
from outreach.usecases.show_log import show_log

router = APIRouter()


@router.get("/log/{roster_id}")
def log(request: Request, records: Records, roster_id: str) -> HTMLResponse:
    """The log of one roster; every row leads to its route's map."""
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThereError
    rows = show_log(records, roster)
    days = [(date, list(rows_of_day)) for date, rows_of_day in groupby(rows, key=lambda row: row.date)]
    return show(request, "log.html", records=records, roster=roster, days=days)
