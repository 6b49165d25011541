"""A day of all duties on one map, with its list."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.language import language_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.week import FIRST_YEAR, LAST_YEAR
from api.pages.week_lists import kept_words, no_roster
from maps.render.served_map import look_of, mark_key, served_map
from outreach.calendar.dates import monday_of
from outreach.refusals import NotThere
from outreach.usecases.mapping.show_day_map import Part, show_day_map

router = APIRouter()


@router.get("/day/{date}")
def day_map(
    request: Request,
    records: Records,
    actor: Asking,
    date: dt.date,
    roster: str | None = None,
    part: Annotated[Part, Query()] = "all",
) -> Response:
    """Everybody's route on one date. `part`: before noon (`am`), after (`pm`); `roster`: another revision's."""
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise NotThere
    parts, language = parts_of(request), language_of(request)
    view = show_day_map(
        records,
        actor,
        date=date,
        roster_id=roster,
        part=part,
        geocoder=parts.geocoder,
        language=language,
        ways=parts.legs,
    )
    if view is None:
        raise no_roster(records, monday_of(date))
    drawn = served_map(
        language=language,
        ground=parts.ground.about(),
        outlines=parts.geocoder.outlines(),
        routes=[one.route for one in view.out],
    )
    more = {"part": part if part != "all" else ""}
    return show(
        request,
        "day_map.html",
        records=records,
        roster=view.roster,
        view=view,
        map=drawn,
        look_of=look_of,
        mark_key=mark_key,
        keeps=kept_words(roster_id=roster, **more),
        picked=roster is not None,
        today=parts.clock.now().date(),
    )
