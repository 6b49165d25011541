"""A roster as a plan in the problem of today's records: what fixes are looked for in, and what one comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from outreach.planning.begun import lost_of, with_what_has_begun
from outreach.planning.begun_work import BegunWork, begun_work
from outreach.planning.office_week import OfficeWeek, read_week
from outreach.planning.presence import DAY, since
from outreach.planning.to_problem import Translation
from outreach.planning.translated_week import translated
from outreach.ports import TravelTimes
from outreach.records import Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, Refusal
from solver.changes import Change, Now, apply, assignments
from solver.plan import Plan
from solver.problem import Pin, ProblemError
from solver.referee import violations

PAST = Refusal("past", "這一週已經過了，不能再找補法。", "This week is over; nothing more can be mended.")
OUTDATED = Refusal(
    "roster_outdated",
    "這份班表做好之後，資料有變動（例如請假、停班或取消），班表已經不符。請先重新排班，再找補法。",
    "The records have changed since this roster was made (an absence, a closed day, something cancelled), and it does "
    "not fit them any more. Replan first, then look for fixes.",
)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A roster's rows with today's records of its week. `now`: seconds of the week that are over."""

    week: OfficeWeek
    roster: Roster
    duties: Sequence[RosterDuty]
    stops: Sequence[RosterStop]
    begun: BegunWork
    now: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The problem that is left, and the roster's plan in it. `pins`: the coordinator's that hold in it."""

    translation: Translation
    plan: Plan
    pins: tuple[Pin, ...]
    begun: tuple[RosterStop, ...]


def read_rows(records: OfficeRecords, roster: Roster, moment: dt.datetime) -> Rows:
    """The roster and its week, all of one moment. Raises `Conflict` when the week is over."""
    now = max(0, since(roster.monday, moment))
    if now >= 7 * DAY:
        raise Conflict(PAST)
    week = read_week(records, roster.monday)
    stops = records.all(RosterStop, RosterStop.roster_id == roster.id)
    return Rows(
        week=week,
        roster=roster,
        duties=records.all(RosterDuty, RosterDuty.roster_id == roster.id),
        stops=stops,
        begun=begun_work(records, week, stops, now),
        now=now,
    )


def standing_of(
    rows: Rows,
    travel_times: TravelTimes,
    refusal: Refusal = OUTDATED,
    on_progress: Callable[[float], None] | None = None,
) -> Standing:
    """How the roster stands. Raises `Conflict` with `refusal` when today's records do not allow it as it is."""
    try:
        before = translated(rows.week, travel_times, on_progress, rows.begun)
        before, plan, away = with_what_has_begun(before, rows.duties, rows.stops, rows.now)
        changes: list[Change] = [Now(rows.now), *away] if rows.now else []
        problem = apply(before.problem, plan, changes) if changes else before.problem
        broken = bool(violations(problem, plan))
    except (ProblemError, Invalid):
        raise Conflict(refusal) from None
    held = {seat.ref: seat.person for seat in assignments(plan)}
    seats = [row for row in rows.stops if row.kind != "reload"]
    if broken or len(held) != len(seats) or lost_of(before, plan, rows.stops, rows.now):
        raise Conflict(refusal)
    return Standing(
        translation=replace(before, problem=problem),
        plan=plan,
        pins=tuple(pin for pin in before.problem.pins if held.get(pin.ref) == pin.person),
        begun=tuple(row for row in rows.stops if since(rows.week.monday, row.start) < rows.now),
    )
