"""Set how fast ladders are, who is told and whom an officer may ask to look."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.forms.ladders import LadderSettingsForm, PaceForm, VillageHeadForm
from outreach.records import LadderSetting, Office, Officer, Person, VillageHead, WatchSetting
from outreach.records.database import OfficeRecords
from outreach.refusals import ChangedMeanwhile, Difference, Invalid, Refusal, is_known
from outreach.usecases.ladders.pace import STEP_KINDS
from outreach.usecases.ladders.show_ladder_settings import show_ladder_settings
from outreach.usecases.weeks.coordinators_only import coordinators_only

_NOBODY = "沒有這個人，請重新選。", "There is no such person; choose again."
_TWICE = "同一個人只要選一次。", "Choose each person once."


def change_ladder_settings(
    records: OfficeRecords, actor: Actor, form: LadderSettingsForm, *, known_as: str | None
) -> None:
    """Keep the settings as they were handed in. Doors that are waiting already keep their times.

    `known_as`: the entity tags that the editor has seen, as `If-Match` gives them; `None` to ask nothing. Raises
    `NotAllowed`, `ChangedMeanwhile`, and `Invalid` for officers who are nobody, or twice the same.
    """
    coordinators_only(actor)
    # Two who save at once do so one after the other.
    locked = select(Office).where(Office.id == records.office.id).with_for_update(key_share=True)
    records.session.exec(locked).one()
    shown = show_ladder_settings(records, actor)
    if not is_known(shown.etag, known_as):
        raise ChangedMeanwhile(shown.etag, _differences(shown.as_form(), form))
    _check_officers(records, form.officers)
    _keep_paces(records, form.paces)
    _keep_watch(records, form)
    _keep_officers(records, form.officers)
    _keep_heads(records, form.heads)
    records.is_noted = True


def _differences(kept: LadderSettingsForm, given: LadderSettingsForm) -> list[Difference]:
    before, after = kept.model_dump(), given.model_dump()
    return [
        Difference(field=name, kept=before[name], given=after[name]) for name in after if before[name] != after[name]
    ]


def _check_officers(records: OfficeRecords, officers: list[str]) -> None:
    known = {one.id for one in records.all(Person, col(Person.id).in_(officers))}
    for number, person_id in enumerate(officers):
        if person_id not in known:
            raise Invalid(Refusal("no_such_person", *_NOBODY, field=f"officers.{number}"))
        if person_id in officers[:number]:
            raise Invalid(Refusal("officer_twice", *_TWICE, field=f"officers.{number}"))


def _keep_paces(records: OfficeRecords, paces: Iterable[PaceForm]) -> None:
    known = {one.need_grade: one for one in records.all(LadderSetting)}
    for pace in paces:
        steps = [{"kind": kind, "minutes": getattr(pace, kind)} for kind in STEP_KINDS]
        kept = known.get(pace.need_grade)
        if kept is None:
            records.add(LadderSetting(office_id="", need_grade=pace.need_grade, steps=steps, patience=pace.patience))
        else:
            kept.steps, kept.patience = steps, pace.patience


def _keep_watch(records: OfficeRecords, form: LadderSettingsForm) -> None:
    kept = records.all(WatchSetting)
    watch = kept[0] if kept else records.add(WatchSetting(office_id=""))
    watch.grace, watch.remind = form.grace, form.remind


def _keep_officers(records: OfficeRecords, officers: list[str]) -> None:
    for one in records.all(Officer):
        records.remove(one)
    # A rank is free only once who had it is gone.
    records.session.flush()
    for rank, person_id in enumerate(officers, 1):
        records.add(Officer(office_id="", person_id=person_id, rank=rank))


def _keep_heads(records: OfficeRecords, heads: Iterable[VillageHeadForm]) -> None:
    known = {one.village: one for one in records.all(VillageHead)}
    for head in heads:
        kept = known.get(head.village)
        if kept is not None:
            kept.name, kept.phone = head.name, head.phone
        elif head.name or head.phone:
            records.add(VillageHead(office_id="", village=head.village, name=head.name, phone=head.phone))
