"""A map of one route as a page of our own."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.page import parts_of
from api.security import map_headers, nonce_of
from outreach.ports import RouteSketch


def map_page(request: Request, sketch: RouteSketch) -> HTMLResponse:
    """The route's map, which our own pages may frame."""
    parts = parts_of(request)
    page = parts.maps.served(sketch, nonce=nonce_of(request.scope), ground=parts.ground.about())
    return HTMLResponse(page, headers=map_headers(request.scope))
