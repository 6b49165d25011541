"""What all rows of one person come to, overlaps counted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from outreach.records import VisitLog
from outreach.usecases.hours.credit import Credit, Standing, credit
from outreach.usecases.hours.time_served import Span, time_served

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def credit_rows(rows: Sequence[VisitLog], standing: Standing) -> Mapping[str, Credit]:
    """By the identifier of each row of one person, what it comes to.

    What is signed off comes first: a row that is noted later does not take its minutes away. Then the earlier one.
    """
    found: dict[str, Credit] = {}
    taken: list[Span] = []
    for row in sorted(rows, key=_order):
        found[row.id] = one = credit(row, standing, taken)
        if one.minutes and one.span:
            taken.append(one.span)
    return found


def _order(row: VisitLog) -> tuple[bool, dt.datetime, str]:
    span = time_served(row)
    return row.registered is None, span.start if span else _NEVER, row.id
