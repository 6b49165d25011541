"""The secret in a personal link's address, and the PIN that opens it: how they are made, and read when typed."""

from __future__ import annotations

import re
import secrets
import unicodedata

# No letters and digits that look like each other: 28 of these 31 signs are 138 random bits.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH, GROUP = 28, 4
PIN_LENGTH = 6
_SECRET = re.compile(f"[{SIGNS}]{{{LENGTH}}}")
_PIN = re.compile(f"[0-9]{{{PIN_LENGTH}}}")
_GAPS = re.compile(r"[\s\-‐-―]+")
_LONGEST = 400


def new_secret() -> str:
    """A new one: short enough to be typed from paper where nothing can scan it."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def new_pin() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}}"


def in_groups(secret: str) -> str:
    """As it is printed: in groups that the eye can keep."""
    return " ".join(secret[first : first + GROUP] for first in range(0, len(secret), GROUP))


def typed_secret(text: str) -> str:
    """The secret that somebody has typed, or pasted with the whole address; `""` for what can be none."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).rpartition("#")[2]
    found = _GAPS.sub("", plain).lower()
    return found if _SECRET.fullmatch(found) else ""


def typed_pin(text: str) -> str:
    """The PIN that somebody has typed, with gaps or in wide digits; `""` for what can be none."""
    found = _GAPS.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]))
    return found if _PIN.fullmatch(found) else ""
