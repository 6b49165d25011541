"""How many hours of a training are asked on a day. What differs between offices or years is a record, not code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from outreach.records import TrainingRule

DEFAULTS: Mapping[tuple[str, str], float] = {("basic", ""): 6, ("special", "社會福利"): 6}
"""Hours by (kind, category) where the office keeps no rule of its own."""


def hours_asked(rules: Sequence[TrainingRule], kind: str, category: str, date: dt.date) -> float | None:
    """The hours that are asked on this date: the newest rule that holds by then, else the default.

    `None`: nobody has said how many; then any training of the kind will do.
    """
    held = [rule for rule in rules if (rule.kind, rule.category) == (kind, category) and rule.start <= date]
    if held:
        return max(held, key=lambda rule: rule.start).hours
    return DEFAULTS.get((kind, category))
