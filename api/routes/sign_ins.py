"""/api/v1/sign-ins and /api/v1/me: signing in, who one is, and where one is signed in."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.doors.cookies import browser_of, give_cookies, take_cookie
from api.doors.csrf import LARGEST_FORM
from api.doors.enter import address_of, enter
from api.doors.gate import the_visitor
from api.pages.page import parts_of
from outreach.actor import Role
from outreach.records.database import office_records
from outreach.usecases.doors.change_password import change_password
from outreach.usecases.doors.end_sign_in import end_sign_in
from outreach.usecases.doors.show_sign_ins import show_sign_ins

router = APIRouter(prefix="/api/v1", tags=["sign-ins"])


class Credentials(BaseModel):
    """What somebody signs in with."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"login": "lin", "password": "…"}]})
    login: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class Me(BaseModel):
    """Who is signed in. `csrf`: to be sent as X-CSRF-Token with everything that changes something."""

    account: str
    login: str
    name: str
    role: Role
    person: str | None
    office: str
    sign_in: str
    csrf: str
    expires: dt.datetime


class OpenSignIn(BaseModel):
    """One browser that is signed in. `current`: this one."""

    id: str
    account: str
    login: str
    browser: str
    created: dt.datetime
    seen: dt.datetime
    expires: dt.datetime
    current: bool


class NewPassword(BaseModel):
    """The present password and the new one."""

    model_config = ConfigDict(extra="forbid")
    old: str = Field(max_length=1000)
    new: str = Field(max_length=1000)


@router.post("/sign-ins", status_code=HTTPStatus.CREATED, max_body_size=LARGEST_FORM)
async def sign_in(request: Request, given: Credentials) -> JSONResponse:
    """Sign in: a cookie that opens the doors, and the token that goes with it."""
    new = await enter(request, given.login, given.password)
    body = {"account": new.account.id, "role": new.account.role, "csrf": new.sign_in.csrf, "sign_in": new.sign_in.id}
    answer = JSONResponse(body, HTTPStatus.CREATED)
    give_cookies(request, answer, token=new.token, browser=new.browser)
    return answer


@router.get("/me")
def me(request: Request) -> Me:
    """Who is signed in."""
    visitor = the_visitor(request)
    return Me(
        account=visitor.account.id,
        login=visitor.account.login,
        name=visitor.account.name,
        role=visitor.actor.role,
        person=visitor.actor.person_id,
        office=visitor.office.name,
        sign_in=visitor.sign_in.id,
        csrf=visitor.sign_in.csrf,
        expires=visitor.sign_in.expires,
    )


@router.get("/sign-ins")
def sign_ins(request: Request, everybody: bool = False) -> list[OpenSignIn]:
    """Where one is signed in; with `everybody`, for coordinators and administrators, where anybody is."""
    parts, visitor = parts_of(request), the_visitor(request)
    with office_records(parts.engine, office_id=visitor.actor.office_id, write=False) as records:
        found = show_sign_ins(records, visitor.actor, now=parts.clock.now(), everybody=everybody)
    return [
        OpenSignIn(
            id=one.id,
            account=one.account_id,
            login=one.login,
            browser=one.browser,
            created=one.created,
            seen=one.seen,
            expires=one.expires,
            current=one.id == visitor.sign_in.id,
        )
        for one in found
    ]


@router.delete("/sign-ins/{sign_in_id}", status_code=HTTPStatus.NO_CONTENT)
def sign_out(request: Request, sign_in_id: str) -> Response:
    """End a sign-in. With one's own (`sign_in` of /me) this signs out."""
    parts, visitor = parts_of(request), the_visitor(request)
    with office_records(parts.engine, office_id=visitor.actor.office_id) as records:
        end_sign_in(records, visitor.actor, sign_in_id=sign_in_id, now=parts.clock.now())
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    if sign_in_id == visitor.sign_in.id:
        take_cookie(request, answer)
    return answer


@router.post("/me/password", status_code=HTTPStatus.NO_CONTENT, max_body_size=LARGEST_FORM)
def new_password(request: Request, given: NewPassword) -> Response:
    """Change one's own password; all other sign-ins of the account end."""
    parts, visitor = parts_of(request), the_visitor(request)
    change_password(
        parts.engine,
        visitor.actor,
        sign_in_id=visitor.sign_in.id,
        old=given.old,
        new=given.new,
        address=address_of(request),
        browser=browser_of(request),
        passwords=parts.passwords,
        now=parts.clock.now(),
    )
    return Response(status_code=HTTPStatus.NO_CONTENT)
