"""Passwords: what is asked of a new one, and how the kept hash is made and compared."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cached_property

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from outreach.refusals import Invalid, Refusal

SHORTEST, LONGEST = 12, 256

_SHORT = Refusal(
    "password_short",
    f"密碼至少要 {SHORTEST} 個字。可以用幾個好記的詞連起來。",
    f"A password needs at least {SHORTEST} characters. Several words in a row are easy to remember.",
    "password",
)
_LONG = Refusal(
    "password_long",
    f"密碼最多 {LONGEST} 個字。",
    f"A password has at most {LONGEST} characters.",
    "password",
)
_LOGIN = Refusal(
    "password_is_login",
    "密碼不能和帳號一樣，請換一個。",
    "The password must differ from the login. Please choose another.",
    "password",
)
_REPEATED = Refusal(
    "password_repeated",
    "密碼不能是同一個字一直重複，請換一個。",
    "The password must not be one character repeated. Please choose another.",
    "password",
)


class Passwords:
    """Makes and compares argon2id hashes.

    The costs are those of RFC 9106 for servers with little memory (64 MiB, 3 passes); tests hand in cheap ones.
    """

    def __init__(self, *, passes: int = 3, memory_kib: int = 65_536, lanes: int = 4) -> None:
        self._hash = PasswordHash((Argon2Hasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes),))

    def hashed(self, password: str) -> str:
        """What is kept of a password."""
        return self._hash.hash(_normal(password))

    def match(self, password: str, kept: str | None) -> bool:
        """Whether this is the password. Without a kept hash: no, after the same time."""
        right = self._hash.verify(_normal(password[:LONGEST]), kept or self._nobodys)
        return right and kept is not None

    def prepare(self) -> None:
        """Make what the first comparison would wait for."""
        assert self._nobodys

    @cached_property
    def _nobodys(self) -> str:
        return self._hash.hash(secrets.token_urlsafe(32))


def check_password(login: str, password: str) -> None:
    """Raises `Invalid` for a password that is too easy to guess."""
    if len(password) < SHORTEST:
        raise Invalid(_SHORT)
    if len(password) > LONGEST:
        raise Invalid(_LONG)
    if _normal(password).casefold() == login.casefold():
        raise Invalid(_LOGIN)
    if len(set(password)) == 1:
        raise Invalid(_REPEATED)


def _normal(password: str) -> str:
    # The same characters whichever keyboard or input method wrote them; halves of characters cannot be kept.
    return unicodedata.normalize("NFKC", password).encode(errors="replace").decode()
