"""What a coordinator wants to change by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from outreach.usecases.trying.cell_etag import Cell

ChangeKind = Literal["assign", "remove", "retime"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandChange:
    """One change of one seat.

    - `assign`: this person takes the seat on this date, where it fits best, or at `start`. Whoever had it gives it up;
      of a visit that nobody serves the other seats are filled as well as can be.
    - `remove`: its holder gives it up: a shift's seat stays empty, a visit is not served.
    - `retime`: its holder begins at `start`, with the rest of the crew.

    `item_key`, `seat`: as a roster's rows have them; `seat` from 1, and 0 (a whole task) is its first. `person_id`,
    `date`: for `assign` whom and when; for the others the holder's. `seen`: the cells as the editor has seen them;
    those that are given must still be so when the change is kept.
    """

    kind: ChangeKind
    item_key: str
    seat: int
    person_id: str
    date: dt.date
    start: dt.time | None = None
    seen: Mapping[Cell, str] = field(default_factory=dict)
