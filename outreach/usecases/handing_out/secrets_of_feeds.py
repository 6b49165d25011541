"""The secret in a calendar's address: 192 random bits, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 24


def new_secret() -> str:
    """A new one, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> str:
    """What is kept of it. It is random and long: nobody finds it by trying, so a fast hash will do."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
