"""Who may sign in: the list, new accounts, and what is changed of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.keeping.options import Option
from api.pages.keeping.typed import AsTyped, Typed, one
from api.pages.page import Asking, Records, parts_of, show
from outreach.actor import ROLES, Actor
from outreach.records import Person
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Invalid, NotThere, Refusal, Refused
from outreach.usecases.doors.change_account import AccountChange, account_etag, change_account
from outreach.usecases.doors.grants import governs_accounts, may_grant
from outreach.usecases.doors.make_account import make_account
from outreach.usecases.doors.show_accounts import AccountView, show_accounts

router = APIRouter()

_AGAIN = Refusal("not_the_same", "兩次輸入的密碼不一樣。", "The two passwords differ.", "again")
_DONE = frozenset({"made", "changed", "password", "unlock", "close", "open"})


@router.get("/accounts")
def accounts(request: Request, records: Records, actor: Asking, done: str = "") -> Response:
    """Every account of the office. `done`: what has just been done."""
    return show(
        request,
        "accounts.html",
        accounts=show_accounts(records, actor),
        people={person.id: f"{person.code} {person.name}" for person in _people(records, actor)},
        may_make=governs_accounts(actor),
        done=done if done in _DONE else "",
    )


@router.get("/accounts/new")
def new(request: Request, records: Records) -> Response:
    """The form for a new account."""
    return _form(request, records, None, {})


@router.post("/accounts/new", max_body_size=LARGEST_FORM)
def make(request: Request, typed: AsTyped) -> Response:
    """Make the account, or show the form again."""
    parts, actor = parts_of(request), actor_of(request)

    def work(records: OfficeRecords) -> None:
        _check_twice(typed)
        make_account(
            records,
            actor,
            login=one(typed, "login"),
            name=one(typed, "name"),
            role=one(typed, "role"),
            password=_password(typed),
            person_id=one(typed, "person_id") or None,
            passwords=parts.passwords,
            now=parts.clock.now(),
        )

    return _done(request, "make account", work, typed, None, "made")


@router.get("/accounts/{account_id}")
def account(request: Request, records: Records, actor: Asking, account_id: str) -> Response:
    """What can be changed of one account."""
    view = _view(records, actor, account_id)
    return _form(request, records, view, _typed(view))


@router.post("/accounts/{account_id}", max_body_size=LARGEST_FORM)
def change(request: Request, account_id: str, typed: AsTyped) -> Response:
    """Its name, its role and who it belongs to."""
    given = {name: one(typed, name) for name in ("name", "role", "person_id")}
    wanted = AccountChange(
        name=given["name"] if "name" in typed else None,
        role=given["role"] or None,
        person_id=given["person_id"] or None,
    )
    return _change(request, account_id, typed, wanted, "changed", known_as=one(typed, "etag"))


@router.post("/accounts/{account_id}/password", max_body_size=LARGEST_FORM)
def password(request: Request, account_id: str, typed: AsTyped) -> Response:
    """A new password for somebody who has forgotten theirs."""
    return _change(request, account_id, typed, AccountChange(password=_password(typed)), "password", twice=True)


@router.post("/accounts/{account_id}/door", max_body_size=LARGEST_FORM)
def door(request: Request, account_id: str, typed: AsTyped) -> Response:
    """Forgive its failed attempts, close it, or open it again."""
    did = one(typed, "do")
    wanted = {
        "unlock": AccountChange(unlock=True),
        "close": AccountChange(active=False),
        "open": AccountChange(active=True),
    }
    if did not in wanted:
        raise NotThere
    return _change(request, account_id, typed, wanted[did], did)


def _change(
    request: Request,
    account_id: str,
    typed: Typed,
    wanted: AccountChange,
    done: str,
    *,
    known_as: str | None = None,
    twice: bool = False,
) -> Response:
    parts, actor = parts_of(request), actor_of(request)

    def work(records: OfficeRecords) -> None:
        if twice:
            _check_twice(typed)
        change_account(
            records,
            actor,
            account_id=account_id,
            change=wanted,
            known_as=known_as,
            passwords=parts.passwords,
            now=parts.clock.now(),
        )

    return _done(request, "change account", work, typed, account_id, done)


def _done(request: Request, verb: str, work: Any, typed: Typed, account_id: str | None, done: str) -> Response:
    try:
        act(request, verb, work)
    except NotThere:
        raise
    except Refused as error:
        actor = actor_of(request)
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            view = _view(records, actor, account_id) if account_id else None
            shown = {**(_typed(view) if view else {}), **{name: one(typed, name) for name in typed if name != "etag"}}
            return _form(request, records, view, shown, wrong_of(request, error))
    return RedirectResponse(f"/accounts?done={done}", status_code=303)


def _check_twice(typed: Typed) -> None:
    if _password(typed) != typed.get("again", ("",))[0]:
        raise Invalid(_AGAIN)


def _password(typed: Typed) -> str:
    return typed.get("password", ("",))[0]


def _view(records: OfficeRecords, actor: Actor, account_id: str) -> AccountView:
    for view in show_accounts(records, actor):
        if view.id == account_id:
            return view
    raise NotThere


def _typed(view: AccountView) -> dict[str, str]:
    return {"name": view.name or "", "role": view.role, "person_id": view.person_id or ""}


def _people(records: OfficeRecords, actor: Actor) -> list[Person]:
    """Whom an account can belong to; administrators read no names."""
    return sorted(records.all(Person), key=lambda person: person.code) if actor.sees_everybody else []


def _form(
    request: Request,
    records: OfficeRecords,
    view: AccountView | None,
    typed: Mapping[str, str],
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    actor = actor_of(request)
    people = [Option(person.id, person.code, person.name) for person in _people(records, actor)]
    return show(
        request,
        "account_form.html",
        status=wrong.status,
        view=view,
        typed={name: typed.get(name, "") for name in ("login", "name", "role", "person_id")},
        etag=account_etag(view.version) if view else "",
        people=[("", ""), *((option.id, option.text) for option in people)],
        roles=[role for role in ROLES if may_grant(actor, role)],
        named=view is None or view.name is not None,
        may_change=view is None or may_grant(actor, view.role),
        own=view is not None and view.id == actor.account_id,
        wrong=wrong,
    )
