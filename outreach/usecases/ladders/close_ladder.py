"""Somebody has seen the person: nothing more follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from outreach.records import Ladder, LadderStep


def close_ladder(
    ladder: Ladder,
    steps: Sequence[LadderStep],
    *,
    seen_by: str,
    closed_by: str | None,
    now: dt.datetime,
) -> None:
    """Close a locked ladder; nobody is told of it again."""
    ladder.closed, ladder.closed_by, ladder.seen_by, ladder.open_key = now, closed_by, seen_by, None
    for step in steps:
        step.ask_next = None
