"""/api/v1/accounts: who may sign in."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.pages.page import parts_of
from api.routes.asked import ETAG, Answer, IdempotencyKey, IfMatch, problems
from api.routes.writes import write, write_once
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.doors.change_account import AccountChange, account_etag, change_account
from outreach.usecases.doors.make_account import make_account
from outreach.usecases.doors.show_accounts import AccountView, account_view, show_accounts

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])


class AccountOut(BaseModel):
    """An account. Administrators read no names: `name` and `person` are null for them."""

    id: str
    version: int
    login: str
    role: str
    active: bool
    created: dt.datetime
    name: str | None
    person: str | None


class AccountIn(BaseModel):
    """A new account. `person`: who it belongs to; a field account needs one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"login": "lin", "name": "林承辦", "role": "auditor", "password": "at least 12 characters"}]
        },
    )
    login: str = Field(max_length=200)
    name: str = Field(max_length=200)
    role: str = Field(max_length=20)
    password: str = Field(max_length=1000)
    person: str | None = Field(default=None, pattern="^[0-9a-f]{32}$")


class AccountEdit(BaseModel):
    """What to change of an account; what is left out stays. `unlock`: forgive its failed attempts to sign in."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = Field(default=None, max_length=200)
    role: str | None = Field(default=None, max_length=20)
    person: str | None = Field(default=None, pattern="^[0-9a-f]{32}$")
    active: bool | None = None
    password: str | None = Field(default=None, max_length=1000)
    unlock: bool = False


@router.get("")
def accounts(request: Request) -> list[AccountOut]:
    """The office's accounts, by login."""
    actor = actor_of(request)
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return [_out(view) for view in show_accounts(records, actor)]


@router.post(
    "",
    response_model=AccountOut,
    status_code=HTTPStatus.CREATED,
    max_body_size=LARGEST_FORM,
    responses={**problems(409, 413), 201: {"headers": ETAG}},
)
def make(request: Request, key: IdempotencyKey, given: AccountIn) -> Response:
    """Make an account. Roles that see personal data are a coordinator's to grant."""
    parts, actor = parts_of(request), actor_of(request)

    def work(records: OfficeRecords) -> Answer:
        made = make_account(
            records,
            actor,
            login=given.login,
            name=given.name,
            role=given.role,
            password=given.password,
            passwords=parts.passwords,
            person_id=given.person,
            now=parts.clock.now(),
        )
        records.session.flush()
        return _answer(account_view(made, actor), HTTPStatus.CREATED)

    # What is kept to recognise a repeat must not help anybody to guess the password.
    body = given.model_dump_json(exclude={"password"}).encode()
    return write_once(request, actor, "make account", key=key, body=body, work=work)


@router.patch(
    "/{account_id}",
    response_model=AccountOut,
    max_body_size=LARGEST_FORM,
    responses={**problems(409, 413, 428), 200: {"headers": ETAG}},
)
def change(request: Request, account_id: str, known_as: IfMatch, given: AccountEdit) -> Response:
    """Change an account. With another role or password, or closed, its sign-ins end."""
    parts, actor = parts_of(request), actor_of(request)

    def work(records: OfficeRecords) -> Answer:
        changed = change_account(
            records,
            actor,
            account_id=account_id,
            known_as=known_as,
            change=AccountChange(
                name=given.name,
                role=given.role,
                person_id=given.person,
                active=given.active,
                password=given.password,
                unlock=given.unlock,
            ),
            passwords=parts.passwords,
            now=parts.clock.now(),
        )
        records.session.flush()
        return _answer(account_view(changed, actor), HTTPStatus.OK)

    return write(request, actor, "change account", work)


def _answer(view: AccountView, status: int) -> Answer:
    return Answer(_out(view), status, {"ETag": account_etag(view.version)})


def _out(view: AccountView) -> AccountOut:
    return AccountOut(
        id=view.id,
        version=view.version,
        login=view.login,
        role=view.role,
        active=view.active,
        created=view.created,
        name=view.name,
        person=view.person_id,
    )
