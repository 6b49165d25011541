"""Count an attempt to sign in before its password is looked at, and stop where there were too many.

Five failures of one login from one address: that pair waits. Fifty failures of one address over all logins: that
address waits. Nobody can lock a victim out from elsewhere: another address has a counter of its own, and a browser that
has signed in to the account before is counted by itself, wherever it is. A login that is tried from many addresses at
once is answered slowly where the browser is unknown.

Whether there is such an account makes no difference to any of it. Kept are keyed hashes only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Engine
from sqlmodel import Session

from outreach.records import Account, SignInFailure
from outreach.records.entrance import (
    account_of_login,
    accounts_of_browser,
    entrance,
    failures,
    forget_failures,
    the_secret,
    tried_from,
)
from outreach.usecases.doors.refused import TooManyTries

WINDOW = dt.timedelta(minutes=15)
WAIT = dt.timedelta(minutes=15)
MOST_OF_PAIR = 5
MOST_OF_ADDRESS = 50
MANY_ADDRESSES = 20
SLOW_SECONDS = 2.0
LONGEST_LOGIN = 100


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt that may go on. `keys`: the counters it stands in. `slow`: let it wait `SLOW_SECONDS` first.

    `is_known`: somebody has signed in, to whatever account, from this browser before.
    """

    account: Account | None
    keys: tuple[str, ...]
    is_known: bool
    slow: bool


def count_try(engine: Engine, *, login: str, address: str, browser: str, now: dt.datetime) -> Try:
    """Count the attempt as failed, until a right password proves otherwise. Raises `TooManyTries`.

    `browser`: the long-lived cookie, `""` for none. Attempts that arrive together are counted one after the other.
    """
    login, browser_key = typed_login(login), token_key(browser)
    with entrance(engine, write=True) as session:
        secret = the_secret(session)
        account = account_of_login(session, login)
        used_by = accounts_of_browser(session, browser_key)
        known = account is not None and account.id in used_by
        login_key = keyed(secret, "login", login)
        counters = _counters(secret, login, _network(address), browser_key if known else "")
        rows = [
            (failures(session, key, "" if of_address else login_key, now), most)
            for key, most, of_address in sorted(counters)
        ]
        for row, most in rows:
            _count(row, most, now)
        slow = not known and tried_from(session, login_key, now - WINDOW) > MANY_ADDRESSES
        if account is not None:
            session.expunge(account)
    return Try(account, tuple(key for key, *_ in counters), bool(used_by), slow)


def forgive(session: Session, one: Try) -> None:
    """The password was right: its login's counter starts anew, and its address has one failure less."""
    for key in sorted(one.keys):
        row = session.get(SignInFailure, key, with_for_update=True)
        if row is not None and row.login_key:
            session.delete(row)
        elif row is not None:
            row.count -= 1
            row.until = None if row.count < MOST_OF_ADDRESS else row.until


def forgive_login(session: Session, login: str) -> None:
    """Whoever has been locked out of this login may try again at once."""
    forget_failures(session, login_key=keyed(the_secret(session), "login", login))


def typed_login(text: str) -> str:
    """A login as it is kept: lower case, half width, nothing that cannot be seen."""
    printed = "".join(one for one in text[:LONGEST_LOGIN] if one.isprintable())
    return unicodedata.normalize("NFKC", printed).strip().casefold()


def token_key(token: str) -> str:
    """What is kept of a random cookie. It has 256 bits: nobody can try them out."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(secret: bytes, *parts: str) -> str:
    """A hash of the parts that only this database can make."""
    return hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def _counters(secret: bytes, login: str, network: str, browser_key: str) -> list[tuple[str, int, bool]]:
    """The counters of an attempt: key, most failures, and whether it is the address's own."""
    if browser_key:
        return [(keyed(secret, "browser", login, browser_key), MOST_OF_PAIR, False)]
    return [
        (keyed(secret, "pair", login, network), MOST_OF_PAIR, False),
        (keyed(secret, "address", network), MOST_OF_ADDRESS, True),
    ]


def _count(row: SignInFailure, most: int, now: dt.datetime) -> None:
    if row.until is not None and row.until > now:
        raise TooManyTries(row.until)
    if row.until is not None or row.since <= now - WINDOW:
        row.count, row.since, row.until = 0, now, None
    row.count += 1
    if row.count >= most:
        row.until = now + WAIT


def _network(address: str) -> str:
    """Who is one and the same: an IPv4 address, or the 64 bits of IPv6 that one customer is given."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)
