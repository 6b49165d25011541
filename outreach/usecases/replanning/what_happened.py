"""What has happened since a roster was made, and which of its work is without anybody because of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Roster, RosterStop
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.replanning.happened_rows import HappenedRows
from outreach.usecases.replanning.happening import Happening
from outreach.usecases.weeks.coordinators_only import office_readers_only


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatHappened:
    """All that has happened in the week of a roster. `lost`: seats that stand without anybody, each once, and `asked`
    by item and seat how many there are; `requests`: keys of new requests; `away`: who is absent.

    `seen`: a digest of all that a replan would read of it: what was tried on another one is out of date. `now`: what
    lies before it is frozen.
    """

    roster: Roster
    happenings: tuple[Happening, ...]
    lost: tuple[RosterStop, ...]
    requests: tuple[str, ...]
    away: frozenset[str]
    seen: str
    now: dt.datetime

    @property
    def matters(self) -> tuple[Happening, ...]:
        """What asks for a replan."""
        return tuple(one for one in self.happenings if one.matters)

    @property
    def missing(self) -> int:
        """How many seats somebody has to be found for."""
        return len(self.lost) + len(self.requests)

    @property
    def sums(self) -> tuple[tuple[str, str, int], ...]:
        """What is missing by its kind of work (`shift` or another) and its word, most of all first."""
        counted = Counter(("shift" if stop.kind == "shift" else "stop", stop.label) for stop in self.lost)
        return tuple((kind, label, number) for (kind, label), number in counted.most_common())


def what_happened(records: OfficeRecords, actor: Actor, *, roster_id: str, now: dt.datetime) -> WhatHappened:
    """What has run into this roster since it was made, in a fixed number of queries.

    Raises `NotAllowed` for field persons and administrators, `NotThere`.
    """
    office_readers_only(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    rows = HappenedRows(records, roster, now)
    happenings = (*rows.absences(), *rows.closed_days(), *rows.cancelled(), *rows.requests(), *rows.declined())
    stopped = {stop.id for one in happenings for stop in one.stopped}
    lost = {stop.id: stop for one in happenings for stop in one.lost if stop.id not in stopped}
    return WhatHappened(
        roster=roster,
        happenings=tuple(sorted(happenings, key=lambda one: (not one.matters, one.start, one.who))),
        lost=tuple(sorted(lost.values(), key=lambda stop: (stop.start, stop.item_key, stop.seat))),
        requests=tuple(f"task:{rows.tasks[one.record_id].code}" for one in happenings if one.kind == "request"),
        away=frozenset(one.person_id for one in happenings if one.kind == "absence" and one.lost),
        seen=rows.digest(),
        now=now,
    )
