"""Who could step in for somebody who cannot come."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import Asking, Records, parts_of, show
from outreach.usecases.replanning.stand_ins import stand_ins

router = APIRouter()


@router.get("/stand-ins/{duty_id}")
def people(request: Request, records: Records, actor: Asking, duty_id: str) -> Response:
    """Named deputies first, then whoever could take most of what is left."""
    parts = parts_of(request)
    view = stand_ins(records, actor, parts.desks, duty_id=duty_id, now=parts.clock.now())
    return show(
        request,
        "stand_ins.html",
        records=records,
        roster=view.roster,
        view=view,
        may_act=actor.role == "coordinator",
    )
