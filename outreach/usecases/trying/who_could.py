"""Who could take a seat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from outreach.actor import Actor
from outreach.planning.loaded_week import LoadedWeek, seconds_into
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.breaks import breaks_of
from outreach.usecases.trying.candidates import candidate_of
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.judgement import Candidate
from outreach.usecases.trying.told import HUNDREDTHS_A_MINUTE
from outreach.usecases.trying.wanted import not_begun, roster_of, seat_of
from outreach.usecases.weeks.coordinators_only import office_readers_only
from solver.hand.forced import assign
from solver.hand.openings import Opening, nearly, openings_of
from solver.problem import Ref

NEARLY = 3
"""How many of those who only just fail are looked at."""


def who_could(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    item_key: str,
    seat: int,
    now: dt.datetime,
) -> tuple[Candidate, ...]:
    """Everybody who could take the seat beside all that they do, each in their best way, the cheapest first; then some
    who fail at one thing only, which is told. Whoever has it is not among them.

    Raises `NotAllowed`, `NotThere`, `Invalid` for a seat that there is not, `Conflict` for what is over or has begun.
    """
    office_readers_only(actor)
    roster = roster_of(records, roster_id, now)
    with desks.at(records, roster) as (_, week):
        ref, over = seat_of(week, item_key, seat), seconds_into(roster.monday, now)
        not_begun(week, ref, over)
        found = openings_of(week.bench, ref, over)
        return (*(candidate_of(week, one) for one in found), *_nearly(week, ref, found, over))


def _nearly(week: LoadedWeek, ref: Ref, found: Sequence[Opening], over: int) -> list[Candidate]:
    """Those who come farthest of the others, where one thing only is in the way."""
    there, close = frozenset(one.person for one in found), list[Candidate]()
    for person, day in nearly(week.bench, ref, there, over)[:NEARLY]:
        done = assign(week.bench, ref, person, day, None, over)
        breaks = breaks_of(week, done)
        if len(breaks) == 1 and done.start is not None:
            before, after = done.before, done.after
            opening = Opening(
                ref=ref,
                person=person,
                day=day,
                start=done.start,
                crew=(person,),
                missed=after.missed - before.missed,
                left=after.left - before.left,
                cost=after.total - before.total,
                travel=0,
                cells=done.cells,
            )
            close.append(candidate_of(week, opening, breaks))
    return sorted(close, key=lambda one: (one.minutes * HUNDREDTHS_A_MINUTE, one.name))
