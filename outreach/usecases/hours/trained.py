"""Whether somebody has had the training that a day's service asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.records import Training, TrainingRule
from outreach.usecases.hours.training_rules import hours_asked

ANY = ""
"""Special training where the service names no category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Whether a training is complete. `asked`: hours, `None` when any will do; `had`: hours until that day."""

    complete: bool
    asked: float | None
    had: float


def trained(
    trainings: Sequence[Training],
    rules: Sequence[TrainingRule],
    kind: str,
    category: str,
    date: dt.date,
    *,
    same_day: bool,
) -> Trained:
    """Whether this training was complete on the date. `same_day`: a training counts on its own day already.

    Who was complete under the rule that held then stays so: a rule that asks for more from a date on leaves the past
    alone, and those who have finished. A service without a category asks for the special training of any one category,
    unless the office keeps a rule for special training without one.
    """
    asked = hours_asked(rules, kind, category, date)
    counted = [one for one in trainings if one.kind == kind and (one.date <= date if same_day else one.date < date)]
    if kind == "special" and category == ANY and asked is None:
        found = [
            trained(counted, rules, kind, named, date, same_day=True) for named in sorted({t.category for t in counted})
        ]
        best = max(found, key=lambda one: (one.complete, one.had), default=None)
        return best or Trained(complete=False, asked=None, had=0)
    own = [one for one in counted if category == ANY or one.category == category]
    complete = asked == 0 or any(_enough(own, rules, kind, category, day) for day in _turns(own, rules, date))
    return Trained(complete=complete, asked=asked, had=_hours(own))


def _turns(own: Sequence[Training], rules: Sequence[TrainingRule], date: dt.date) -> set[dt.date]:
    """The days until this one on which somebody may have become complete."""
    return {one.date for one in own} | {rule.start for rule in rules if rule.start <= date}


def _enough(own: Sequence[Training], rules: Sequence[TrainingRule], kind: str, category: str, day: dt.date) -> bool:
    had = [one for one in own if one.date <= day]
    asked = hours_asked(rules, kind, category, day)
    return bool(had) and (asked is None or _hours(had) >= asked)


def _hours(trainings: Sequence[Training]) -> float:
    # Tenths of hours do not add up exactly; thousandths do once they are rounded.
    return round(sum(one.hours for one in trainings), 3)
