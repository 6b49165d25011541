"""Who may give which role to whom.

An administrator keeps the doors and sees nothing behind them: whoever could grant a role that sees personal data, set
the password of such an account or open it again, could look through it. So that is a coordinator's to do. An
administrator makes and changes administrators' accounts, and may close any account or end any sign-in.
"""

from __future__ import annotations

import re

from sqlmodel import col, select

from outreach.actor import ROLES, Actor
from outreach.records import Account, Office, Person
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere, Refusal

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
LONGEST_NAME = 100


def governs_accounts(actor: Actor) -> bool:
    """Whether the office's accounts and sign-ins are theirs to look after."""
    return actor.role in ("coordinator", "admin")


def may_grant(actor: Actor, role: str) -> bool:
    """Whether they may give this role, or the password of an account with it, to somebody."""
    return actor.role == "coordinator" or (actor.role == "admin" and role == "admin")


def require_grant(actor: Actor, role: str) -> None:
    """Raises `Invalid` for an unknown role, `NotAllowed` when it is not theirs to give."""
    if role not in ROLES:
        raise Invalid(
            Refusal("role", "角色只有這四種：承辦人、外勤人員、稽核、系統管理員。", "There is no such role.", "role")
        )
    if not may_grant(actor, role):
        raise NotAllowed(
            Refusal(
                "grants_personal_data",
                "這個角色看得到個人資料，只有承辦人可以給。",
                "This role sees personal data: only a coordinator may grant it.",
                "role",
            )
        )


def account_to_change(records: OfficeRecords, actor: Actor, account_id: str) -> Account:
    """The office's account, locked. Raises `NotThere` for who does not look after accounts."""
    one_at_a_time(records)
    found = records.get(Account, account_id, lock=True) if governs_accounts(actor) else None
    if found is None:
        raise NotThere
    return found


def one_at_a_time(records: OfficeRecords) -> None:
    """Whoever else changes this office's accounts waits: nobody relies on what another is just taking away."""
    asked = select(Office.id).where(Office.id == records.office.id)
    records.session.exec(asked.with_for_update(key_share=True)).one()


def check_login(login: str) -> None:
    """Raises `Invalid` for a login that nobody could type twice."""
    if not _LOGIN.fullmatch(login):
        raise Invalid(
            Refusal(
                "login",
                "帳號要 2 到 64 個字：小寫英文字母、數字，或 . _ @ -，第一個要是字母或數字。",
                "A login has 2 to 64 characters: a–z, 0–9 or . _ @ -, and starts with a letter or digit.",
                "login",
            )
        )


def checked_name(name: str) -> str:
    """The name without spaces around it. Raises `Invalid` when there is none, or too much of it."""
    name = name.strip()
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise Invalid(
            Refusal("name", f"姓名要 1 到 {LONGEST_NAME} 個字。", f"A name has 1 to {LONGEST_NAME} characters.", "name")
        )
    return name


def check_person(records: OfficeRecords, role: str, person_id: str | None, but: str = "") -> None:
    """Raises `Invalid` for a field account without a person, `Conflict` for a person with another account."""
    if person_id is None:
        if role == "field":
            raise Invalid(
                Refusal(
                    "person_needed",
                    "外勤人員的帳號要對應一位人員。",
                    "A field account needs the person it belongs to.",
                    "person_id",
                )
            )
        return
    if records.get(Person, person_id) is None:
        raise Invalid(Refusal("person", "沒有這位人員。", "There is no such person.", "person_id"))
    if records.all(Account, Account.person_id == person_id, col(Account.id) != but):
        raise Conflict(
            Refusal("person_has_account", "這位人員已經有帳號了。", "This person has an account already.", "person_id")
        )


def keep_a_coordinator(records: OfficeRecords, leaving: Account) -> None:
    """Raises `Conflict` when this is the only active coordinator: nobody could let people in again."""
    others = records.all(
        Account, Account.role == "coordinator", col(Account.active).is_(True), col(Account.id) != leaving.id
    )
    if leaving.role == "coordinator" and leaving.active and not others:
        raise Conflict(
            Refusal(
                "last_coordinator",
                "這是最後一個承辦人帳號。請先新增另一個承辦人。",
                "This is the last coordinator's account. Please make another one first.",
            )
        )
