"""Who may come in: accounts, what is open in which browser, and failed attempts."""

import datetime as dt

from sqlmodel import Field, SQLModel

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Account(OfficeRecord, table=True):
    """Somebody who may sign in. `role`: `coordinator`, `field`, `auditor` or `admin`.

    `login`: what they type, lower case, unique in the whole database. `password_hash`: argon2. `person_id`: who they
    are in the roster; a `field` account has one. `active`: may sign in.
    """

    login: str = Field(unique=True)
    name: str
    role: str
    password_hash: str
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=32)
    active: bool = True
    created: dt.datetime = Field(sa_type=TaipeiDateTime)


class SignIn(OfficeRecord, table=True):
    """One browser that is signed in. `token_hash`: SHA-256 of the cookie, which nobody keeps. `csrf`: what a form of
    this browser must bring along. `browser`: a short name, to recognise it in a list. `browser_key`: SHA-256 of the
    cookie by which the same browser is known next time.
    """

    account_id: str = Field(foreign_key="account.id", index=True, max_length=32)
    token_hash: str = Field(unique=True)
    csrf: str
    created: dt.datetime = Field(sa_type=TaipeiDateTime)
    seen: dt.datetime = Field(sa_type=TaipeiDateTime)
    expires: dt.datetime = Field(sa_type=TaipeiDateTime)
    ended: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    browser: str = ""
    browser_key: str = Field(default="", max_length=64, index=True, sa_column_kwargs={"server_default": ""})


class SignInFailure(SQLModel, table=True):
    """Failed attempts to sign in, counted by a hash of who tried from where. Of no office: nobody is signed in yet.

    `login_key`: a hash of the login alone, so that all of one login's failures can be found and forgiven; `""` for
    the failures of an address over all logins.
    """

    key: str = Field(primary_key=True, max_length=64)
    count: int = 0
    since: dt.datetime = Field(sa_type=TaipeiDateTime)
    until: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    login_key: str = Field(default="", max_length=64, index=True, sa_column_kwargs={"server_default": ""})


class Secret(SQLModel, table=True):
    """A random value that this database made for itself. Without it, nobody can try out what a hash stands for."""

    name: str = Field(primary_key=True, max_length=32)
    value: str = Field(max_length=64)
