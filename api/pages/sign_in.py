"""The door: signing in and out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.answers import refusal_headers, sentences, status_of
from api.doors.cookies import give_cookies, take_cookie
from api.doors.csrf import LARGEST_FORM
from api.doors.enter import enter
from api.doors.gate import the_visitor
from api.doors.next_page import local_path
from api.pages.page import parts_of, show
from outreach.records.database import office_records
from outreach.records.entrance import entrance, has_accounts
from outreach.refusals import Busy
from outreach.usecases.doors.refused import WrongSignIn
from outreach.usecases.doors.sign_out import sign_out

router = APIRouter()


@router.get("/sign-in")
def ask(request: Request, next: str = "/", left: bool = False) -> Response:  # noqa: A002
    """The form. `next`: where to go afterwards, on this host. `left`: they have just signed out."""
    with entrance(parts_of(request).engine) as session:
        template = "sign_in.html" if has_accounts(session) else "no_account.html"
    return show(request, template, next=local_path(next), login="", sentences=(), left=left)


@router.post("/sign-in", max_body_size=LARGEST_FORM)
async def answer(
    request: Request,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """In, or the form once more with the reason."""
    target = local_path(next)
    try:
        new = await enter(request, login, password)
    except (WrongSignIn, Busy) as refused:
        words, status = sentences(request, refused), status_of(refused)
        page = show(request, "sign_in.html", status=status, next=target, login=login, sentences=words, left=False)
        page.headers.update(refusal_headers(request, refused))
        return page
    opened = RedirectResponse(target, status_code=HTTPStatus.SEE_OTHER)
    give_cookies(request, opened, token=new.token, browser=new.browser)
    return opened


@router.post("/sign-out")
def leave(request: Request) -> Response:
    """Out; the browser forgets what it has seen."""
    parts, visitor = parts_of(request), the_visitor(request)
    with office_records(parts.engine, office_id=visitor.actor.office_id) as records:
        sign_out(records, visitor.actor, sign_in_id=visitor.sign_in.id, now=parts.clock.now())
    closed = RedirectResponse("/sign-in?left=1", status_code=HTTPStatus.SEE_OTHER)
    take_cookie(request, closed, keeps_unsent=visitor.actor.role == "field")
    return closed
