"""What lies under a map, from our own host: tiles of the office, and lines of streets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from outreach.refusals import NotThere

router = APIRouter(prefix="/ground")
KEPT = {"Cache-Control": "private, max-age=3600"}
"""Nobody is named in it: the browser may keep it while somebody works, and signing out removes it."""
Zoom = Annotated[int, Path(ge=0, le=22)]
Number = Annotated[int, Path(ge=0, lt=1 << 22)]


@router.get("/tiles/{z}/{x}/{y}")
def tile(request: Request, z: Zoom, x: Number, y: Number) -> Response:
    """A picture of the office's own tiles. Raises `NotThere` where there is none."""
    found = parts_of(request).ground.tile(z, x, y)
    if found is None:
        raise NotThere
    return Response(found[0], media_type=found[1], headers=KEPT)


@router.get("/streets/{z}/{x}/{y}")
def streets(request: Request, z: Zoom, x: Number, y: Number) -> Response:
    """The lines of streets in a square. Raises `NotThere` for a square that is not cut."""
    try:
        found = parts_of(request).ground.streets(z, x, y)
    except ValueError:
        raise NotThere from None
    return Response(found, media_type="application/json", headers=KEPT)
