"""Apply a fix: what was agreed becomes records and pins, and the verified plan the week's next draft."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func
from sqlmodel import select

from outreach.actor import Actor
from outreach.planning.office_week import OfficeWeek, read_week
from outreach.planning.to_roster import to_roster
from outreach.planning.work import Visit, posts_of, visits_of
from outreach.ports import TravelTimes
from outreach.records import FoundFixes, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, NotThere, Refusal
from outreach.usecases.fixing.agree import GONE, appointment_of, write_down
from outreach.usecases.fixing.made_from import rows_digest
from outreach.usecases.fixing.standing import Rows, read_rows, standing_of
from outreach.usecases.weeks.assign_seat import assign_seat
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week

Way = Mapping[str, Any]

NOT_AGREED = Refusal(
    "not_agreed",
    "請先和對方或主管確認，再套用。",
    "Please agree on it first, with whoever it concerns; then apply it.",
    "agreed",
)
VAIN = Refusal("not_possible", "這個補法試過，行不通，不能套用。", "This was tried in vain and cannot be applied.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The new draft, and what it was made from."""

    roster: Roster
    base: Roster


def apply_fix(
    records: OfficeRecords,
    actor: Actor,
    *,
    roster_id: str,
    unserved_id: str,
    number: int,
    agreed: bool,
    travel_times: TravelTimes,
    now: dt.datetime,
) -> Applied:
    """Apply the way with this number (from 1). All of it is one change; the roster that it came from stays as it is.

    `agreed`: whoever has to agree has. Raises `NotAllowed`, `NotThere`, `Invalid` (`not_agreed`), and `Conflict` when a
    later revision is there (`newer_revision`), or the plan does not hold in today's records (`fix_outdated`).
    """
    coordinators_only(actor)
    base = records.get(Roster, roster_id)
    if base is None:
        raise NotThere
    lock_week(records, base.monday)
    way = _way(records, base, unserved_id, number)
    if not way["possible"]:
        raise Conflict(VAIN)
    if way["agreed"] and not agreed:
        raise Invalid(NOT_AGREED)
    _newest_only(records, base)
    rows = read_rows(records, base, now)
    for change in way["agreed"]:
        write_down(records, rows.week, change)
    _pin(records, actor, base.monday, way, now)
    roster = _kept(records, base, rows, way, travel_times, now)
    return Applied(roster=roster, base=base)


def _way(records: OfficeRecords, base: Roster, unserved_id: str, number: int) -> Way:
    one = records.get(RosterUnserved, unserved_id)
    if one is None or one.roster_id != base.id:
        raise NotThere
    found = records.all(
        FoundFixes, FoundFixes.roster_id == base.id, FoundFixes.item_key == one.item_key, FoundFixes.seat == one.seat
    )
    if not found or not 1 <= number <= len(found[0].ways):
        raise NotThere
    if found[0].stamp["rows"] != rows_digest(records, base):
        raise Conflict(GONE)
    way = found[0].ways[number - 1]
    return {**way, "item_key": one.item_key, "seat": one.seat}


def _newest_only(records: OfficeRecords, base: Roster) -> None:
    asked = select(func.max(Roster.revision)).where(Roster.office_id == records.office.id, Roster.monday == base.monday)
    newest = records.session.exec(asked).one()
    if newest != base.revision:
        raise Conflict(
            Refusal(
                "newer_revision",
                f"這一週已經有第 {newest} 版，請到那一版再找補法。",
                f"This week has revision {newest} by now; please look for fixes there.",
            )
        )


def _pin(records: OfficeRecords, actor: Actor, monday: dt.date, way: Way, now: dt.datetime) -> None:
    """Pin the takers, so that the next plan keeps them."""
    week = read_week(records, monday)
    work = next((one for one in (*visits_of(week), *posts_of(week)) if one.key == way["item_key"]), None)
    if work is None:
        raise Conflict(GONE)
    code = work.code if isinstance(work, Visit) else work.source.code
    for taker in way["takes"]:
        date = dt.datetime.fromisoformat(taker["start"]).date()
        if isinstance(work, Visit) and _has_twins(week, work):
            # A pin names a code and a date: of several visits with one code, it must mean this one.
            made = appointment_of(records, monday, work.key)
            made.date = date
            records.session.flush()
        assign_seat(records, actor, item=code, date=date, seat=taker["seat"], person_id=taker["person"], now=now)


def _has_twins(week: OfficeWeek, visit: Visit) -> bool:
    return Counter(one.code for one in visits_of(week))[visit.code] > 1


def _kept(
    records: OfficeRecords, base: Roster, rows: Rows, way: Way, travel_times: TravelTimes, now: dt.datetime
) -> Roster:
    records.session.flush()
    after = _changed(rows, way)
    after = replace(after, week=read_week(records, base.monday))
    standing = standing_of(after, travel_times, GONE)
    served = {(row.item_key, row.seat) for row in after.stops if row.kind != "reload"}
    taken = {(way["item_key"], taker["seat"]) for taker in way["takes"]}
    earlier = {(row.item_key, row.seat) for row in rows.stops if row.kind != "reload"}
    if not taken <= served or not earlier <= served:
        raise Conflict(GONE)
    return to_roster(
        records,
        standing.translation,
        standing.plan,
        seed=base.seed,
        now=now,
        base=base,
        pins=standing.pins,
        begun=standing.begun,
    )


def _changed(rows: Rows, way: Way) -> Rows:
    """The roster's rows with the days of the way instead of those that it changes."""
    days = {(day["person"], dt.date.fromisoformat(day["date"])): day["duty"] for day in way["days"]}
    gone = {duty.id for duty in rows.duties if (duty.person_id, duty.date) in days}
    duties = [duty for duty in rows.duties if duty.id not in gone]
    stops = [stop for stop in rows.stops if stop.duty_id not in gone]
    for (person_id, date), told in days.items():
        if told is not None:
            duty = _duty(rows.roster.id, person_id, date, told)
            duties.append(duty)
            stops += [_stop(duty, position, one) for position, one in enumerate(told["stops"])]
    return replace(rows, duties=duties, stops=stops)


def _duty(roster_id: str, person_id: str, date: dt.date, told: Mapping[str, Any]) -> RosterDuty:
    """A row that is only read as a plan, and never kept."""
    lunch = told["lunch"] or (None, None)
    return RosterDuty(
        office_id="",
        roster_id=roster_id,
        person_id=person_id,
        date=date,
        departure=_moment(told["departure"]),
        arrival=_moment(told["arrival"]),
        lunch_start=lunch[0] and _moment(lunch[0]),
        lunch_end=lunch[1] and _moment(lunch[1]),
        start_place_id="",
        end_place_id="",
    )


def _stop(duty: RosterDuty, position: int, told: Mapping[str, Any]) -> RosterStop:
    return RosterStop(
        office_id="",
        duty_id=duty.id,
        roster_id=duty.roster_id,
        position=position,
        kind=told["kind"],
        item_key=told["item_key"],
        seat=told["seat"],
        place_id=told["place"],
        end_place_id=told["end_place"],
        arrival=_moment(told["arrival"]),
        start=_moment(told["start"]),
        end=_moment(told["end"]),
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
