"""What a peer gives back, and the error of one that cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Found:
    """A peer's plan in the set's own form, and the moments its search began and ended, seconds since the start."""

    plan: Any
    began: float
    ended: float


class OutOfReachError(ValueError):
    """The peer knows the set, and yet cannot solve this instance of it."""
