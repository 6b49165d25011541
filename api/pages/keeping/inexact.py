"""Places that somebody should look at: the list, and finding them again after door plates came in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.language import language_of
from api.pages.acting import act
from api.pages.page import Asking, Records, parts_of, show
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.inexact_places import GRADES, FoundAgain, find_again, inexact_places
from outreach.usecases.keeping.kind_words import words_of_kind

router = APIRouter()


@router.get("/data/places")
def places(request: Request, records: Records, actor: Asking, better: int = -1, differ: int = 0) -> Response:
    """Every place that is not exact, the least exact first. `better`, `differ`: what has just been found again."""
    found = inexact_places(records, actor)
    english = language_of(request) == "en"
    return show(
        request,
        "data_places.html",
        places=found.places,
        counts=[(grade, found.counts[grade]) for grade in GRADES if found.counts.get(grade)],
        total=sum(found.counts.values()),
        words={kind: words_of_kind(kind)[english] for kind in {one.kind for one in found.places}},
        may_write=actor.role == "coordinator",
        better=better,
        differ=differ,
    )


@router.post("/data/places", max_body_size=LARGEST_FORM)
def again(request: Request) -> Response:
    """Look them up again: one change, which can be undone."""
    actor, geocoder = actor_of(request), parts_of(request).geocoder

    def work(records: OfficeRecords) -> FoundAgain:
        return find_again(records, actor, geocoder)

    found = act(request, "find places", work)
    return RedirectResponse(f"/data/places?better={found.better}&differ={found.differ}", status_code=303)
