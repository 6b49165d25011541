"""Open a personal link: the first device that knows the PIN is bound to it, and no other one comes in after that."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from outreach.records import DutyLink
from outreach.records.database import again_if_in_the_way
from outreach.records.entrance import end_of_duty, entrance, link_of_token, move_device, note_link_seen, pin_for
from outreach.usecases.doors.passwords import Passwords
from outreach.usecases.links.dead_link import DeadLink
from outreach.usecases.links.secrets_of_links import typed_pin, typed_secret
from outreach.usecases.links.who_holds import TAKEN_AFTER, hash_of, shown_until

TRIES, MOST_TRIES = 5, 15
"""After so many wrong PINs a link is blocked for a while; after so many it is over."""
BLOCKED = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLink:
    """What the device gets, and nobody keeps: `token`, its cookie for so long as anything it notes is taken."""

    token: str
    until: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knock:
    """What one try finds at the door. `kept`: of the PIN to compare with; `until`: when nothing is taken any more;
    `known`: this very device has come in before.
    """

    kept: str | None = None
    until: dt.datetime | None = None
    known: bool = False


def open_link(
    engine: Engine, *, secret: str, pin: str, device: str, passwords: Passwords, now: dt.datetime
) -> OpenedLink:
    """Let the device in, bound to the link from now on. `secret`, `pin`: as typed; `device`: the cookie that it has.

    Raises `DeadLink` for whatever does not come in. Every try is counted before its PIN is looked at, so that many at
    once are no more than one after the other; the PIN is compared in any case, outside of any transaction.
    """
    name, digits = typed_secret(secret), typed_pin(pin)
    if not name:
        raise DeadLink
    knock = again_if_in_the_way(lambda: _knock(engine, name, digits, device, now))
    if knock.known and knock.until:
        return OpenedLink(token=device, until=knock.until)
    if not passwords.match(digits, knock.kept) or knock.until is None:
        raise DeadLink
    token = secrets.token_urlsafe(32)
    again_if_in_the_way(lambda: _bind(engine, name, token, device, now))
    return OpenedLink(token=token, until=knock.until)


def _knock(engine: Engine, secret: str, pin: str, device: str, now: dt.datetime) -> _Knock:
    with entrance(engine, write=True) as session:
        link = link_of_token(session, hash_of(secret))
        until = _until(session, link, now)
        if link is None or until is None:
            return _Knock()
        if link.device_hash:
            known = bool(device) and hmac.compare_digest(link.device_hash, hash_of(device))
            if known:
                note_link_seen(session, link.id, now)
            return _Knock(until=until + TAKEN_AFTER, known=known) if known else _Knock()
        if not pin or is_blocked(link, now):
            return _Knock()
        link.tries += 1
        if link.tries % TRIES == 0:
            link.blocked_until = now + BLOCKED
        return _Knock(kept=pin_for(session, link), until=until + TAKEN_AFTER)


def _bind(engine: Engine, secret: str, token: str, device: str, now: dt.datetime) -> None:
    with entrance(engine, write=True) as session:
        link = link_of_token(session, hash_of(secret))
        # Meanwhile it may have been revoked, or another device has come in.
        if link is None or link.device_hash or _until(session, link, now) is None:
            raise DeadLink
        link.device_hash, link.csrf = hash_of(token), secrets.token_urlsafe(32)
        link.tries, link.blocked_until = 0, None
        link.bound = link.seen = now
        session.flush()
        if device:
            # What it opened before stays with it, under a name that nobody knew before either.
            move_device(session, hash_of(device), hash_of(token))


def is_blocked(link: DutyLink, now: dt.datetime) -> bool:
    """Whether no PIN is looked at now: for a while, or for good."""
    return is_ended(link) or (link.blocked_until is not None and now < link.blocked_until)


def is_ended(link: DutyLink) -> bool:
    """Whether wrong PINs have shut it for good."""
    return link.tries >= MOST_TRIES


def _until(session: Session, link: DutyLink | None, now: dt.datetime) -> dt.datetime | None:
    """When the link stops showing its duty; `None` when it has."""
    if link is None or link.revoked is not None:
        return None
    until = shown_until(link.date, end_of_duty(session, link))
    return until if now < until else None
