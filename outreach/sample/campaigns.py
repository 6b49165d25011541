"""Deliveries: a small round of parcels, or a whole festival with a gift at 1,363 doors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from outreach.sample.clients import Register, SampleClient
from outreach.sample.menu import DELIVERY
from outreach.sample.tables import Row

_ROUND, _FESTIVAL = "愛心關懷包", "春節送禮"
_ROUND_DOORS = 50
_FESTIVAL_HOUSEHOLDS, _FESTIVAL_ELDERS = 944, 350


def households(rng: Random, register: Register, *, festival: bool) -> list[SampleClient]:
    """The households that get a gift besides the elders who live alone."""
    if not festival:
        return [_household(rng, register) for _ in range(_ROUND_DOORS)]
    poor = [_household(rng, register) for _ in range(_FESTIVAL_HOUSEHOLDS)]
    return poor + [register.enter("中低老人", (65, 92), "國語、台語") for _ in range(_FESTIVAL_ELDERS)]


def campaign_rows(rng: Random, recipients: Sequence[SampleClient], monday: dt.date, *, festival: bool) -> list[Row]:
    """The rows of the sheet of campaigns: who gets how many units, and between which days."""
    name, days = (_FESTIVAL, 6) if festival else (_ROUND, 4)
    common: Row = {"campaign": name, "service": DELIVERY, "first": monday, "last": monday + dt.timedelta(days=days)}
    return [{**common, "client": client.code, "units": rng.choice((1, 1, 2))} for client in recipients]


def _household(rng: Random, register: Register) -> SampleClient:
    return register.enter(rng.choice(("低收", "中低收")), (28, 78), "國語、台語")
