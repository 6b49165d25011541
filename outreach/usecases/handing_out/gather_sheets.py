"""The duty sheets of one duty or of a day, in words, ready to be typeset once the records are closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import roc, short
from outreach.exports.printed.duty_sheets import DutySheet, SheetStop
from outreach.exports.printed.room import ADDRESS, FOOT, NAME, NOTE, PHONE, cut
from outreach.exports.printed.words import length_in, words_in
from outreach.ports import Geocoder, RouteMaps
from outreach.records import Person, Place, Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.duty_stops import StopView
from outreach.usecases.showing.show_duty import DutyView, duty_views
from outreach.usecases.showing.sketch_route import sketch_duties
from outreach.usecases.showing.ways import Ways
from outreach.usecases.weeks.own_duty import require_everybody, visible_doors

MOST_NAMES = 8


def gather_sheet(
    records: OfficeRecords,
    actor: Actor,
    duty_id: str,
    *,
    today: dt.date,
    geocoder: Geocoder,
    maps: RouteMaps,
    language: str,
    ways: Ways | None = None,
) -> DutySheet:
    """The sheet of one duty. Raises `NotThere` for who may not see today where it leads."""
    duty, roster = visible_doors(records, actor, duty_id, today=today)
    return _sheets(records, roster, [duty], geocoder, maps, language, ways)[0]


def gather_sheets(
    records: OfficeRecords,
    actor: Actor,
    roster_id: str,
    *,
    date: dt.date,
    unit_id: str = "",
    geocoder: Geocoder,
    maps: RouteMaps,
    language: str,
    ways: Ways | None = None,
) -> tuple[DutySheet, ...]:
    """The sheets of all duties of a day, of one unit's people if one is named, by the people's codes.

    In a fixed number of queries. Raises `NotThere`, also when nobody has a duty then.
    """
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    asked = (
        select(RosterDuty)
        .join(Person, col(Person.id) == RosterDuty.person_id)
        .where(RosterDuty.roster_id == roster_id, RosterDuty.date == date)
    )
    if unit_id:
        asked = asked.where(Person.unit_id == unit_id)
    duties = records.session.exec(asked.order_by(col(Person.code))).all()
    if roster is None or not duties:
        raise NotThere
    return _sheets(records, roster, duties, geocoder, maps, language, ways)


def _sheets(
    records: OfficeRecords,
    roster: Roster,
    duties: Sequence[RosterDuty],
    geocoder: Geocoder,
    maps: RouteMaps,
    language: str,
    ways: Ways | None,
) -> tuple[DutySheet, ...]:
    sketches = sketch_duties(records, duties, geocoder, language, ways)
    words, office = words_in(language), records.office
    return tuple(
        _sheet(view, maps.drawing(sketches[view.duty.id]), sample=office.sample, contact=office.contact, words=words)
        for view in duty_views(records, roster, duties)
    )


def _sheet(view: DutyView, drawing: str, *, sample: bool, contact: str, words: dict[str, Any]) -> DutySheet:
    duty, language = view.duty, words["language"]
    person, unit, phone = cut(view.person.name, NAME), cut(view.unit.name, NAME), cut(view.unit.phone or contact, PHONE)
    role = words["roles"].get(view.person.role, view.person.role)
    visits = any(stop.client for stop in view.stops)
    whose = words["whose"].format(
        role=role,
        name=person,
        date=short(duty.date, language),
        number=view.roster.revision,
        status=words.get(view.roster.status, ""),
    )
    steps = (*words["steps"][:2], words["steps"][2].format(unit=unit, phone=phone)) if visits else ()
    return DutySheet(
        heading=words["heading"].format(date=roc(duty.date, language)),
        whose=whose,
        office=tuple(filter(None, (unit, phone, words["sample"] if sample else ""))),
        about=tuple(_about(view, words)),
        stops=tuple(_stop(stop, words) for stop in view.stops),
        drawing=drawing,
        steps=steps,
        signs=tuple(sign.format(role=role) for sign in words["signs"]),
        destroy=words["destroy"].format(name=cut(view.person.name, FOOT), unit=cut(view.unit.name, FOOT)),
    )


def _about(view: DutyView, words: dict[str, Any]) -> list[tuple[str, str]]:
    duty = view.duty
    said = [(words["leaves"], f"{duty.departure:%H:%M}"), (words["returns"], f"{duty.arrival:%H:%M}")]
    if duty.lunch_start and duty.lunch_end:
        said.append((words["lunch"], f"{duty.lunch_start:%H:%M}–{duty.lunch_end:%H:%M}"))
    if view.metres:
        partly = "length_partly" if view.guessed else "length"
        pattern = words["length_estimate" if view.roster.travel_source == "estimate" else partly]
        mode = words["modes"].get(view.person.mode, view.person.mode)
        said.append((words["travel"], pattern.format(mode=mode, length=length_in(view.metres, words))))
    if gifts := sum(stop.units for stop in view.stops):
        said.append((words["bring"], words["gifts"].format(gifts)))
    return said


def _stop(stop: StopView, words: dict[str, Any]) -> SheetStop:
    is_shift, is_reload = stop.kind == "shift", stop.kind == "reload"
    name = cut(stop.client or stop.label or words["reload"], NAME)
    minutes = round((stop.end - stop.start).total_seconds() / 60)
    return SheetStop(
        number=str(stop.number),
        square=is_shift,
        time=f"{stop.start:%H:%M}",
        until=words["until"].format(f"{stop.end:%H:%M}") if is_shift else words["minutes"].format(minutes),
        name=words["age"].format(name=name, age=stop.age) if stop.client and stop.age else name,
        lines=tuple(filter(None, _lines(stop, words))),
        ticks=(words["signed_in"],) if is_shift else () if is_reload else words["outcomes"],
        sign=words["sign"] if stop.kind == "delivery" or stop.units else "",
        come=words["come"],
        go=words["go"],
    )


def _lines(stop: StopView, words: dict[str, Any]) -> list[str]:
    where = ""
    if stop.place:
        where = _address(stop.place) + (words[f"place_{stop.place.precision}"])
    said = [words["gap"].join(filter(None, (where, cut(stop.phone, PHONE))))]
    if stop.end_place:
        said.append(words["ends_at"].format(_address(stop.end_place)))
    work = [cut(stop.label, NAME) if stop.client else "", words["gifts"].format(stop.units) if stop.units else ""]
    if stop.partners:
        names = [cut(partner.name, NAME) for partner in stop.partners[:MOST_NAMES]]
        names += ["…"] if len(stop.partners) > MOST_NAMES else []
        work.append(words["same_shift" if stop.kind == "shift" else "same_way"].format(words["comma"].join(names)))
    said.append(words["semicolon"].join(filter(None, work)))
    return [*said, *(cut(note, NOTE, words["more"]) for note in stop.notes[:2])]


def _address(place: Place) -> str:
    return cut(" ".join(filter(None, (place.village, place.address))), ADDRESS)
