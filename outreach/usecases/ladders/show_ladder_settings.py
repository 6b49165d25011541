"""What an office has set about its clocks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.forms.ladders import LadderSettingsForm, PaceForm, VillageHeadForm
from outreach.records import Officer, Person, Place, VillageHead, WatchSetting
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.pace import STEP_KINDS, Pace, paces, watch_of
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

    def as_form(self) -> LadderSettingsForm:
        """As they would be handed in."""
        return LadderSettingsForm(
            paces=[
                PaceForm(need_grade=grade, patience=pace.patience, **dict(zip(STEP_KINDS, pace.minutes, strict=True)))
                for grade, pace in sorted(self.paces.items())
            ],
            officers=list(self.officers),
            grace=self.watch.grace,
            remind=self.watch.remind,
            heads=[VillageHeadForm(village=one.village, name=one.name, phone=one.phone) for one in self.heads],
        )

    @property
    def etag(self) -> str:
        """What stands for the settings as they are."""
        return f'"{hashlib.sha256(self.as_form().model_dump_json().encode()).hexdigest()[:32]}"'


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
