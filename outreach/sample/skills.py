"""Who holds which skill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

from outreach.sample.people import SamplePerson


def grant(rng: Random, people: Sequence[SamplePerson], quotas: Mapping[str, int]) -> None:
    """Give each skill to that many of the people, drawn by lot."""
    for skill, holders in quotas.items():
        for person in rng.sample(people, holders):
            person.skills[skill] = None


def let_expire(rng: Random, people: Sequence[SamplePerson], skill: str, ends: Sequence[dt.date]) -> None:
    """Put an end on the skill of some of its holders, one for each date."""
    holders = [person for person in people if skill in person.skills]
    for person, end in zip(rng.sample(holders, len(ends)), ends, strict=True):
        person.skills[skill] = end
