"""Where the sample's chance comes from: one stream a topic, so that a change in one part moves nothing elsewhere."""

from __future__ import annotations

import random


def chance(seed: int, topic: str) -> random.Random:
    """A stream of random numbers that is the same for the same seed and topic, on every machine."""
    return random.Random(f"{seed}/{topic}")  # noqa: S311 - invented data, no secret
