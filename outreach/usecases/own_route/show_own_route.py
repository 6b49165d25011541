"""A duty as whoever goes carries it: every stop with what it needs and what has been noted of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Place, Roster, RosterDuty, RosterStop, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.links.may_show import shows_addresses
from outreach.usecases.links.who_holds import shown_until
from outreach.usecases.own_route.at_the_door import AtTheDoor, Wants, at_the_door
from outreach.usecases.own_route.own_day import own_day
from outreach.usecases.showing.duty_stops import Partner, StopView, without_doors
from outreach.usecases.showing.show_duty import DutyView, duty_views
from outreach.usecases.showing.ways import leg_source

MAP_SERVICE = "https://www.google.com/maps/dir/"
MODES = {"walk": "walking", "bicycle": "bicycling", "scooter": "two-wheeler", "car": "driving"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What the newest entries of a stop say, as far as it is shown again where it was noted."""

    arrived: dt.datetime | None = None
    left: dt.datetime | None = None
    outcome: str = ""
    seen: bool | None = None
    items: str = ""
    remarks: str = ""
    witness: str = ""
    signed: bool = False
    satisfaction: int | None = None
    people_served: int | None = None
    forms_received: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStop:
    """One stop as its bearer reads it. `client`, `age`, `address`, `phone`, `notes`: nothing of them where the day is
    too far off. `travel_estimated`: the minutes are not from streets. `approximate`: the address is not exact.
    `navigate`: the address that leads there, `""` where the place may not leave the house.
    """

    id: str
    number: int
    kind: str
    letter: str
    service: str
    start: dt.datetime
    end: dt.datetime
    travel_minutes: int
    travel_estimated: bool
    client: str
    age: int | None
    village: str
    address: str
    approximate: bool
    end_address: str
    phone: str
    notes: tuple[str, ...]
    units: int
    kit: str
    partners: tuple[Partner, ...]
    navigate: str
    log: Noted | None
    wants: Wants

    @property
    def begun(self) -> bool:
        """Whether anything has been noted, but not that they have left."""
        return self.log is not None and self.log.left is None

    @property
    def done(self) -> bool:
        """Whether they have left."""
        return self.log is not None and self.log.left is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRoute:
    """The page of one duty. `shows`: names and addresses may be read today. `shown_until`: when a phone forgets it.
    `keeps`: a phone may keep it, today only. `notes_now`: entries are taken, from the day itself on.
    `others`: further own duties from today on. `contact`: whom to phone.
    """

    view: DutyView
    stops: tuple[RouteStop, ...]
    shows: bool
    shown_until: dt.datetime
    keeps: bool
    notes_now: bool
    others: tuple[RosterDuty, ...]
    contact: str

    @property
    def duty(self) -> RosterDuty:
        """The duty itself."""
        return self.view.duty

    @property
    def real(self) -> tuple[RouteStop, ...]:
        """Stops at which something happens: without reloading."""
        return tuple(one for one in self.stops if one.kind != "reload")

    @property
    def all_done(self) -> bool:
        """Whether they have left every stop."""
        return bool(self.real) and all(one.done for one in self.real)

    @property
    def next(self) -> RouteStop | None:
        """Where they are or go next: what has been begun last, else the first of which nothing is noted after all that
        is. `None` when all is done.
        """
        begun = [one for one in self.real if one.log is not None]
        if begun and begun[-1].begun:
            return begun[-1]
        later = [one for one in self.real if one.log is None and (not begun or one.number > begun[-1].number)]
        return next(iter(later), next((one for one in self.real if one.log is None), None))


def show_own_route(
    records: OfficeRecords, actor: Actor, *, date: dt.date | None = None, now: dt.datetime
) -> OwnRoute | None:
    """The duty that `own_day` finds, in a fixed number of queries; `None`: there is none. Raises as `own_day`."""
    duty, others = own_day(records, actor, date=date, now=now)
    if duty is None:
        return None
    roster = records.get(Roster, duty.roster_id)
    assert roster is not None
    today = now.astimezone(TAIPEI).date()
    shows, until = shows_addresses(duty.date, today), shown_until(duty.date, duty.arrival)
    (view,) = duty_views(records, roster, [duty])
    if not shows:
        view = replace(view, stops=without_doors(view.stops), shows_doors=False)
    rows = sorted(records.all(RosterStop, RosterStop.duty_id == duty.id), key=lambda one: one.position)
    asks, logs = at_the_door(records, rows), _logs(records, duty)
    mode = MODES[view.person.mode] if records.office.navigation and shows else ""
    stops = tuple(
        replace(
            _stop(row, stop, asks[row.id], logs.get(row.item_key), shows, mode),
            travel_estimated=leg_source(roster.travel_source, row.leg_guessed) == "estimate",
        )
        for row, stop in zip(rows, view.stops, strict=True)
    )
    return OwnRoute(
        view=view,
        stops=stops,
        shows=shows,
        shown_until=until,
        keeps=shows and duty.date == today and now < until,
        notes_now=shows and duty.date <= today,
        others=tuple(others),
        contact=records.office.contact or view.unit.phone,
    )


def _logs(records: OfficeRecords, duty: RosterDuty) -> Mapping[str, VisitLog]:
    known = records.all(VisitLog, VisitLog.date == duty.date, VisitLog.person_id == duty.person_id)
    return {log.item_key: log for log in known}


def _stop(row: RosterStop, stop: StopView, asks: AtTheDoor, log: VisitLog | None, shows: bool, mode: str) -> RouteStop:
    place, end = stop.place, stop.end_place
    return RouteStop(
        id=row.id,
        number=stop.number,
        kind=stop.kind,
        letter=stop.letter,
        service=stop.label,
        start=stop.start,
        end=stop.end,
        travel_minutes=stop.leg_minutes,
        travel_estimated=stop.leg_guessed,
        client=stop.client,
        age=stop.age,
        village=place.village if place else "",
        address=place.address if place else "",
        approximate=place is not None and place.precision != "exact",
        end_address=" ".join((end.village, end.address)) if end else "",
        phone=stop.phone,
        notes=stop.notes,
        units=stop.units,
        kit=asks.kit,
        partners=stop.partners if shows else (),
        navigate=_navigate(place, mode) if mode and place and stop.kind != "reload" else "",
        log=_noted(log),
        wants=asks.wants,
    )


def _navigate(place: Place, mode: str) -> str:
    """Where the place lies and nothing else: no name, no address in words."""
    there = f"{place.lat:.6f},{place.lon:.6f}"
    return f"{MAP_SERVICE}?{urlencode({'api': 1, 'destination': there, 'travelmode': mode})}"


def _noted(log: VisitLog | None) -> Noted | None:
    if log is None:
        return None
    return Noted(
        arrived=log.arrived,
        left=log.left,
        outcome=log.outcome,
        seen=log.seen,
        items=log.items,
        remarks=log.remarks,
        witness=log.witness,
        signed=bool(log.strokes),
        satisfaction=log.satisfaction,
        people_served=log.people_served,
        forms_received=log.forms_received,
    )
