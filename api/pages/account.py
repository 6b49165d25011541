"""One's own account: where it is signed in, and its password."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.answers import refusal_headers, sentences, status_of
from api.doors.cookies import browser_of, take_cookie
from api.doors.csrf import LARGEST_FORM
from api.doors.enter import address_of
from api.doors.gate import the_visitor
from api.pages.page import parts_of, show
from outreach.records.database import office_records
from outreach.refusals import Invalid, Refusal
from outreach.usecases.doors.change_password import change_password
from outreach.usecases.doors.end_sign_in import end_sign_in
from outreach.usecases.doors.refused import TooManyTries
from outreach.usecases.doors.show_sign_ins import show_sign_ins

router = APIRouter()

_DIFFERENT = Refusal("not_the_same", "兩次輸入的新密碼不一樣。", "The two new passwords differ.", "again")


@router.get("/account")
def account(request: Request, changed: bool = False) -> Response:
    """The open sign-ins, and the form for another password. `changed`: it has just been changed."""
    return _page(request, changed=changed)


@router.post("/account/password", max_body_size=LARGEST_FORM)
def new_password(
    request: Request,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Another password; every other browser is signed out."""
    parts, visitor = parts_of(request), the_visitor(request)
    try:
        if new != again:
            raise Invalid(_DIFFERENT)
        change_password(
            parts.engine,
            visitor.actor,
            sign_in_id=visitor.sign_in.id,
            old=old,
            new=new,
            address=address_of(request),
            browser=browser_of(request),
            passwords=parts.passwords,
            now=parts.clock.now(),
        )
    except (Invalid, TooManyTries) as refused:
        page = _page(request, status=status_of(refused), words=sentences(request, refused))
        page.headers.update(refusal_headers(request, refused))
        return page
    return RedirectResponse("/account?changed=1", status_code=HTTPStatus.SEE_OTHER)


@router.post("/account/sign-ins/{sign_in_id}/end")
def end(request: Request, sign_in_id: str) -> Response:
    """That browser is signed out; this one too, when it is the same."""
    parts, visitor = parts_of(request), the_visitor(request)
    with office_records(parts.engine, office_id=visitor.actor.office_id) as records:
        end_sign_in(records, visitor.actor, sign_in_id=sign_in_id, now=parts.clock.now())
    itself = sign_in_id == visitor.sign_in.id
    ended = RedirectResponse("/sign-in?left=1" if itself else "/account", status_code=HTTPStatus.SEE_OTHER)
    if itself:
        take_cookie(request, ended)
    return ended


def _page(request: Request, *, status: int = 200, words: list[str] | None = None, changed: bool = False) -> Response:
    parts, visitor = parts_of(request), the_visitor(request)
    with office_records(parts.engine, office_id=visitor.actor.office_id, write=False) as records:
        found = show_sign_ins(records, visitor.actor, now=parts.clock.now())
    return show(request, "account.html", status=status, sign_ins=found, sentences=words or (), changed=changed)
