"""Publishing a roster, who has read it, and what people say to their duties."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import Asking, Records, parts_of, show
from outreach.records import Roster, RosterDuty
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import NotThere, Refused
from outreach.usecases.weeks.answer_duty import accept_duty, decline_duty
from outreach.usecases.weeks.preview_publish import preview_publish
from outreach.usecases.weeks.publish_roster import PublishedRoster, publish_roster
from outreach.usecases.weeks.who_has_read import who_has_read

router = APIRouter()


@router.get("/publish/{roster_id}")
def publish(request: Request, records: Records, actor: Asking, roster_id: str) -> Response:
    """Who would be told of what, before it is published."""
    return _publish_page(request, records, actor, roster_id)


@router.post("/publish/{roster_id}", max_body_size=LARGEST_FORM)
def publish_now(
    request: Request,
    actor: Asking,
    roster_id: str,
    again: Annotated[Literal["", "1"], Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """It holds from now on, and those whose own time changed are told. `again`: though something speaks against it;
    `seen`: what stands for the roster that was looked at.
    """
    parts = parts_of(request)

    def work(records: OfficeRecords) -> PublishedRoster:
        now = parts.clock.now()
        return publish_roster(records, actor, roster_id=roster_id, again=bool(again), seen=seen or None, now=now)

    try:
        published = act(request, "publish", work)
    except NotThere:
        raise
    except Refused as refused:
        with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
            return _publish_page(request, records, actor, roster_id, wrong_of(request, refused))
    if published.job is not None:
        parts.jobs.hand_over(published.job.id)
    return RedirectResponse(f"/readers/{roster_id}?published={len(published.told)}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/readers/{roster_id}")
def readers(
    request: Request, records: Records, actor: Asking, roster_id: str, published: int | None = None
) -> Response:
    """Who has read the roster, who has answered, and whom to phone. `published`: how many have just been told."""
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    return show(
        request,
        "readers.html",
        records=records,
        roster=roster,
        readers=who_has_read(records, actor, roster_id, now=parts_of(request).clock.now()),
        published=published,
        writes=actor.role == "coordinator",
    )


@router.post("/duty/{duty_id}/answer", max_body_size=LARGEST_FORM)
def answer(
    request: Request,
    actor: Asking,
    duty_id: str,
    said: Annotated[Literal["accepted", "declined"], Form()],
    reason: Annotated[str, Form()] = "",
    back: Annotated[Literal["duty", "readers"], Form()] = "duty",
) -> Response:
    """They will come, or they cannot; a coordinator notes what somebody said by phone."""
    verb = accept_duty if said == "accepted" else decline_duty

    def work(records: OfficeRecords) -> str:
        duty = records.get(RosterDuty, duty_id)
        verb(records, actor, duty_id=duty_id, reason=reason, now=parts_of(request).clock.now())
        return duty.roster_id if duty else ""

    roster_id = act(request, "answer", work)
    where = f"/readers/{roster_id}" if back == "readers" and actor.role == "coordinator" else f"/duty/{duty_id}"
    return RedirectResponse(where, status_code=HTTPStatus.SEE_OTHER)


def _publish_page(
    request: Request, records: OfficeRecords, actor: Asking, roster_id: str, wrong: Wrong = NOTHING_WRONG
) -> Response:
    preview = preview_publish(records, actor, roster_id=roster_id, now=parts_of(request).clock.now())
    answer = show(
        request,
        "publish.html",
        records=records,
        roster=preview.roster,
        preview=preview,
        reasons=wrong_of(request, _Why(*preview.refusals)).others if preview.refusals else (),
        wrong=wrong,
        writes=actor.role == "coordinator",
        status=wrong.status,
    )
    answer.headers.update(wrong.headers)
    return answer


class _Why(Refused):
    """What speaks against publishing, to be put into words."""
