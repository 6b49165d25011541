"""What an office has set about its clocks."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Officer, Person, Place, VillageHead, WatchSetting
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.pace import Pace, paces, watch_of
from outreach.usecases.weeks.own_duty import require_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderSettings:
    """`paces`: by need grade. `officers`: identifiers of persons in order; `people`: who may be one. `heads`: the 里長
    of every 里 that a place of the office lies in, known or not.
    """

    paces: dict[int, Pace]
    watch: WatchSetting
    officers: tuple[str, ...]
    people: tuple[Person, ...]
    heads: tuple[VillageHead, ...]


def show_ladder_settings(records: OfficeRecords, actor: Actor) -> LadderSettings:
    """The settings, or the defaults. Raises `NotThere` for who may not see everybody."""
    require_everybody(actor)
    known = {one.village: one for one in records.all(VillageHead)}
    villages = sorted({place.village for place in records.all(Place) if place.village} | set(known))
    ordered = sorted(records.all(Officer), key=lambda one: one.rank)
    # Staff first: it is mostly they who may decide.
    people = sorted(records.all(Person), key=lambda one: (one.role != "staff", one.role, one.name))
    return LadderSettings(
        paces=paces(records),
        watch=watch_of(records),
        officers=tuple(one.person_id for one in ordered),
        people=tuple(people),
        heads=tuple(known.get(name) or VillageHead(office_id="", village=name) for name in villages),
    )
