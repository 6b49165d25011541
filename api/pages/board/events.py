"""What others do to a week, told to every page that has it open."""

from __future__ import annotations

import datetime as dt
import json

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from api.doors.gate import actor_of
from api.language import Language, language_of, templates
from api.pages.board.watch import Heard, Watches
from api.streams import Look, event_stream
from outreach.calendar.dates import monday_of
from outreach.usecases.showing.week_news import News

router = APIRouter()
MOST_NAMED = 2


@router.get("/week/{monday}/events")
async def week_events(request: Request, monday: dt.date) -> StreamingResponse:
    """An event `week` for everything that happens to the rosters of this week, whoever does it and wherever."""
    watches: Watches = request.app.state.watches
    office_id, language, week = actor_of(request).office_id, language_of(request), monday_of(monday)

    def read() -> Look:
        heard = watches.of(office_id, week).hear()
        return Look(f"{heard.run}:{heard.number}", as_text(heard, language))

    return await event_stream(request, ("week", office_id, week, language), read, "week")


def as_text(heard: Heard, language: Language) -> str:
    """What has happened lately, as it is sent."""
    items = [
        {
            "number": number,
            "kind": one.kind,
            "roster": one.roster_id,
            "who": list(one.who),
            "cells": [f"{person_id}|{date}" for person_id, date in one.cells],
            "said": said(one, language),
        }
        for number, one in heard.items
    ]
    return json.dumps({"run": heard.run, "number": heard.number, "items": items}, ensure_ascii=False)


def said(news: News, language: Language) -> str:
    """The news as a sentence."""
    page = templates(language).get_template("board_news.html")
    return " ".join(page.render(news=news, most=MOST_NAMED).split())
