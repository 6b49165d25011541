"""The steps of the command that let people in: the first account, further ones, and those of the demo."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session as Records
from sqlmodel import func, select

from api.clock import SystemClock
from outreach.actor import Actor
from outreach.records import Account, Office, Person, RosterDuty
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.records.entrance import entrance, has_accounts
from outreach.refusals import Invalid, Refused
from outreach.usecases.doors.change_account import AccountChange, change_account
from outreach.usecases.doors.count_try import typed_login
from outreach.usecases.doors.make_account import make_account
from outreach.usecases.doors.make_first_account import make_first_account
from outreach.usecases.doors.passwords import Passwords, check_password

if TYPE_CHECKING:
    from api.steps import Session, StepError

# No letters and digits that look like each other, nor any that need the shift key.
_EASY = "abcdefghjkmnpqrstuvwxyz23456789"
DEMO, DEMO_FIELD = "demo", "demo-field"


def first_account(session: Session, _options: argparse.Namespace) -> None:
    """`outreach first-account`."""
    engine = open_database(session.database)
    if _has_accounts(engine):
        raise session.fail("這個資料庫已經有帳號了。要再加帳號：outreach account add 帳號")
    _ask_first_account(session, engine)


def need_account(session: Session) -> None:
    """Ask for the first account when this database has none: without one, nobody could sign in."""
    engine = open_database(session.database)
    if not _has_accounts(engine):
        session.say("這個資料庫還沒有帳號。請先建立第一個承辦人帳號。")
        _ask_first_account(session, engine)


def account(session: Session, options: argparse.Namespace) -> None:
    """`outreach account add|unlock|password LOGIN`."""
    engine = open_database(session.database)
    login = typed_login(options.login)
    password = None if options.what == "unlock" else _new_password(session, login)
    try:
        with office_records(engine, options.office) as records:
            if options.what == "add":
                _make(records, login, options, password or "")
            else:
                change = AccountChange(password=password, unlock=True)
                _change(records, _account(session, records, login), change)
    except LookupError:
        raise session.fail("請用 --office 指定機關；資料庫裡要先有那個機關。") from None
    except Refused as refused:
        raise _told(session, refused) from None
    done = {"add": "已新增帳號 {login}。", "unlock": "帳號 {login} 可以再試著登入了。"}
    session.say(done.get(options.what, "帳號 {login} 的密碼已變更，並登出所有瀏覽器。"), login=login)


def demo_accounts(session: Session) -> Callable[[], None]:
    """Accounts to look around with, with new passwords each time; what it returns prints them."""
    engine, told = open_database(session.database), []
    with office_records(engine) as records:
        for login, role in ((DEMO, "coordinator"), (DEMO_FIELD, "field")):
            password = "-".join("".join(secrets.choice(_EASY) for _ in range(4)) for _ in range(4))
            told.append((role, login, password, _demo_account(records, login, role, password)))

    def tell() -> None:
        words = {"coordinator": "承辦人", "field": "外勤人員"}
        if any(renewed for *_, renewed in told):
            session.say("示範帳號換了新密碼，舊的不能用了。")
        for role, login, password, _ in told:
            session.say(
                "[bold]{role}　帳號：{login}　密碼：{password}[/]",
                role=session.text(words[role]),
                login=login,
                password=password,
            )

    return tell


def _demo_account(records: OfficeRecords, login: str, role: str, password: str) -> bool:
    """Make the account, or give it this password; whether there was one."""
    found = records.all(Account, Account.login == login)
    if found:
        _change(records, found[0], AccountChange(active=True, password=password, unlock=True))
        return True
    given = argparse.Namespace(role=role, name=login, person=_somebody(records) if role == "field" else None)
    _make(records, login, given, password)
    return False


def _somebody(records: OfficeRecords) -> str | None:
    """The code of the person with the most duties: there is something to see."""
    busiest = (
        select(Person.code)
        .join(RosterDuty, RosterDuty.person_id == Person.id)  # type: ignore[arg-type]
        .group_by(Person.code)
        .order_by(func.count().desc(), Person.code)
    )
    return records.session.exec(busiest.limit(1)).first()


def _make(records: OfficeRecords, login: str, given: argparse.Namespace, password: str) -> None:
    person = records.all(Person, Person.code == given.person) if given.person else ()
    make_account(
        records,
        _command(records),
        login=login,
        name=given.name or login,
        role=given.role,
        password=password,
        passwords=Passwords(),
        # An unknown code is refused like an unknown person.
        person_id=person[0].id if person else given.person,
        now=SystemClock().now(),
    )


def _change(records: OfficeRecords, kept: Account, change: AccountChange) -> None:
    change_account(
        records,
        _command(records),
        account_id=kept.id,
        change=change,
        passwords=Passwords(),
        now=SystemClock().now(),
    )


def _command(records: OfficeRecords) -> Actor:
    """Whoever reaches the database's file may do what a coordinator may."""
    return Actor(office_id=records.office.id, role="coordinator")


def _account(session: Session, records: OfficeRecords, login: str) -> Account:
    found = records.all(Account, Account.login == login)
    if not found:
        raise session.fail("沒有 {login} 這個帳號。", login=login)
    return found[0]


def _has_accounts(engine: Engine) -> bool:
    with entrance(engine) as opened:
        return has_accounts(opened)


def _ask_first_account(session: Session, engine: Engine) -> None:
    with Records(engine) as opened:
        offices = opened.exec(select(Office.name)).all()
    office = offices[0] if len(offices) == 1 else _ask(session, "機關名稱")
    login = typed_login(_ask(session, "帳號（英文、數字）"))
    name = _ask(session, "姓名")
    password = _new_password(session, login)
    try:
        make_first_account(
            engine,
            office_name=office,
            login=login,
            name=name,
            password=password,
            passwords=Passwords(),
            now=SystemClock().now(),
        )
    except Refused as refused:
        raise _told(session, refused) from None
    session.say("已建立承辦人帳號 {login}。請用它登入。", login=login)


def _new_password(session: Session, login: str) -> str:
    """A password, typed twice the same; on a terminal it is asked for until it will do."""
    while True:
        password = _ask(session, "密碼（至少 12 個字）", hidden=True)
        try:
            check_password(login, password)
        except Invalid as refused:
            problem = _told(session, refused)
        else:
            if _ask(session, "再輸入一次密碼", hidden=True) == password:
                return password
            problem = session.fail("兩次輸入的密碼不一樣。")
        if not sys.stdin.isatty():
            raise problem
        session.console.print(str(problem), soft_wrap=True, highlight=False, markup=False)


def _ask(session: Session, what: str, *, hidden: bool = False) -> str:
    """One answer: from the terminal, or else the next line that is handed in."""
    words = session.text(what)
    try:
        if sys.stdin.isatty():
            return getpass.getpass(f"{words}: ") if hidden else input(f"{words}: ")
        line = sys.stdin.readline()
    except EOFError:
        line = ""
    if not line:
        raise session.fail("沒有輸入「{what}」。請在終端機執行，或把答案一行一項送進來。", what=words)
    return line.rstrip("\r\n")


def _told(session: Session, refused: Refused) -> StepError:
    return session.failure([one.zh if session.language == "zh" else one.en for one in refused.refusals])
