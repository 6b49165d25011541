"""Keep a change by hand in the draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from outreach.actor import Actor
from outreach.planning.draft_rows import next_draft, rewrite, with_plan
from outreach.planning.loaded_week import LoadedWeek
from outreach.records import DraftStep, Pin, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import ChangedMeanwhile, Difference, Refused
from outreach.usecases.trying.cell_etag import cell_etag
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.draft_steps import before_change, steps_of
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judgement import BreaksRules, Judgement, Kept
from outreach.usecases.trying.told import held_before, held_in, judgement_of
from outreach.usecases.trying.wanted import roster_of, touched, tried
from outreach.usecases.trying.write_pins import write_pins
from outreach.usecases.weeks.compare_rosters import Held
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week
from solver.hand.forced import Tried
from solver.problem import Ref


def keep_change(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    change: HandChange,
    now: dt.datetime,
) -> Kept:
    """Judge the change once more and keep it in the draft, with a pin, so that the next plan keeps it too. What is not
    a draft is left alone: its next revision is made, and changed.

    Raises as `judge_change`, `BreaksRules` when it breaks what was not broken before, `ChangedMeanwhile` when a cell is
    not as the editor has seen it, and `Conflict` when it contradicts pins (`pinned_elsewhere`, `booked_twice`).
    """
    coordinators_only(actor)
    lock_week(records, roster_of(records, roster_id, now).monday)
    roster, is_new = roster_of(records, roster_id, now, lock=True), False
    if roster.status != "draft":
        with desks.at(records, roster) as (_, week):
            _judged(week, change, now)
        roster, is_new, change = next_draft(records, roster, now), True, replace(change, seen={})
    with desks.at(records, roster) as (desk, week):
        ref, done, judgement = _judged(week, change, now)
        changed = _keep(records, actor, roster, week, change, (ref, done), now)
        desks.took(records, roster, desk, changed)
    return Kept(roster_id=roster.id, is_new=is_new, judgement=judgement)


def _judged(week: LoadedWeek, change: HandChange, now: dt.datetime) -> tuple[Ref, Tried, Judgement]:
    """The change and what it comes to. Raises as `keep_change`."""
    _check_seen(week, change, now)
    ref, done = tried(week, change, now)
    judgement = judgement_of(week, done)
    if not judgement.ok:
        raise BreaksRules(judgement)
    return ref, done, judgement


def _check_seen(week: LoadedWeek, change: HandChange, now: dt.datetime) -> None:
    stale = []
    for (person_id, date), seen in change.seen.items():
        held = held_before(week, person_id, date)
        if cell_etag(held) != seen:
            stale.append(((person_id, date), held))
    if not stale:
        return
    try:
        wanted = tried(week, change, now)[1].cells
    except Refused:
        # By now it cannot even be tried: then what they see is what there is.
        wanted = {}
    numbers = {person.id: number for number, person in enumerate(week.translation.people)}
    differences = []
    for (person_id, date), held in stale:
        cell = (numbers.get(person_id, -1), (date - week.translation.week.monday).days)
        given = held_in(week, person_id, wanted[cell]) if cell in wanted else ()
        differences.append(Difference(field=f"{person_id}/{date}", kept=_lines(held), given=_lines(given)))
    raise ChangedMeanwhile(cell_etag(stale[0][1]), differences)


def _lines(held: tuple[Held, ...]) -> list[str]:
    """What somebody does that day, line by line, in order: times, the work's name and its key."""
    ordered = sorted(held, key=lambda one: one.start)
    return [f"{one.start:%H:%M}–{one.end:%H:%M} {one.label} {one.item_key.partition(':')[2]}" for one in ordered]


def _keep(
    records: OfficeRecords,
    actor: Actor,
    roster: Roster,
    week: LoadedWeek,
    change: HandChange,
    found: tuple[Ref, Tried],
    now: dt.datetime,
) -> LoadedWeek:
    ref, done = found
    cells, steps = touched(week, done), steps_of(records, roster.id)
    before = before_change(records, roster, cells)
    records.session.flush()
    noted = len(records.journal.steps())
    write_pins(records, actor, week, change, ref, now)
    records.session.flush()
    pins = records.all(Pin, Pin.date >= roster.monday, Pin.date < roster.monday + dt.timedelta(days=7))
    pins = sorted(pins, key=lambda pin: (pin.item, pin.seat))
    changed = rewrite(records, with_plan(week, done.plan, pins), roster, done.plan, done.cells, now)
    records.add(
        DraftStep(
            office_id="",
            roster_id=roster.id,
            number=(steps[0].number if steps else 0) + 1,
            at=now,
            account_id=actor.account_id,
            kind=change.kind,
            cells=[[person_id, date.isoformat()] for person_id, date in cells],
            before=before,
            pins=[step for step in records.journal.steps()[noted:] if step["kind"] == "Pin"],
        )
    )
    records.session.flush()
    return changed
