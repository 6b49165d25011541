"""Look for what would serve one unserved task or seat, or all mandatory ones: each way tried and verified."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col

from outreach.planning.to_problem import Translation
from outreach.ports import Clock, TravelTimes
from outreach.records import FoundFixes, Roster, RosterUnserved
from outreach.records.database import OfficeRecords, again_if_in_the_way, office_records
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.fixing.made_from import stamp_of
from outreach.usecases.fixing.standing import Standing, read_rows, standing_of
from outreach.usecases.fixing.way import as_kept
from solver.fixes import smallest_fix
from solver.problem import Ref
from solver.solve import Budget

Target = tuple[str, int]
"""What is unserved: the key of the work, and the seat of a shift (0: a whole task)."""

SERVED = Refusal("served", "這一項已經有人了，不用找補法。", "Somebody takes this already; there is nothing to mend.")


class Looking:
    """One attempt at looking. This one counts always, never ends early and has nothing behind it."""

    id = ""

    def told(self, share: float, told: dict[str, Any]) -> None:
        """Hear how far it is."""

    def stop(self) -> bool:
        """Whether it is to end now, with what has been found."""
        return False

    def claim(self, records: OfficeRecords) -> None:
        """Called in each transaction that keeps something. Raises when this attempt no longer counts."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """How many things were looked at, and how many ways work and do not."""

    looked: int
    possible: int
    vain: int


def look_for_fixes(
    engine: Engine,
    office_id: str,
    *,
    roster_id: str,
    unserved_id: str | None,
    travel_times: TravelTimes,
    clock: Clock,
    seconds: float,
    seed: int = 1,
    looking: Looking | None = None,
) -> Looked:
    """Keep the ways that were found for one unserved thing, or (`unserved_id`: `None`) for each mandatory one.

    Each is kept as soon as it is known. `seconds`: for all together. Raises `NotThere`, and `Conflict` when the roster
    does not fit today's records any more.
    """
    trying = looking or Looking()
    with office_records(engine, office_id=office_id, write=False) as records:
        roster = records.get(Roster, roster_id)
        if roster is None:
            raise NotThere
        targets = _targets(records, roster, unserved_id)
        done = records.all(FoundFixes, FoundFixes.roster_id == roster_id, FoundFixes.job_id == (trying.id or "-"))
        rows, stamp = read_rows(records, roster, clock.now()), stamp_of(records, roster)
    standing = standing_of(rows, travel_times)
    known = {(one.item_key, one.seat) for one in done}
    left = [target for target in targets if target not in known and _is_open(standing, target)]
    if not left and not done and unserved_id is not None:
        raise Conflict(SERVED)
    counts = [_counted(one.ways) for one in done]
    began = time.monotonic()
    for number, target in enumerate(left):
        if trying.stop():
            break
        rest = seconds - (time.monotonic() - began)
        share = max(0.5, rest / (len(left) - number))
        begun = time.monotonic()
        ways = _ways(
            standing, target, share, seed, _tell(trying, len(done) + number, len(done) + len(left), counts), trying
        )
        counts.append(_counted(ways))
        spent = time.monotonic() - begun
        _keep(engine, office_id, roster, target, ways, stamp, round(spent, 1), clock, trying)
    return Looked(looked=len(counts), possible=sum(one for one, _ in counts), vain=sum(one for _, one in counts))


def _is_open(standing: Standing, target: Target) -> bool:
    ref = ref_of(standing.translation, target)
    return ref is not None and ref in standing.plan.unserved


def _targets(records: OfficeRecords, roster: Roster, unserved_id: str | None) -> list[Target]:
    found: Sequence[RosterUnserved]
    if unserved_id is None:
        found = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id, col(RosterUnserved.mandatory))
    else:
        one = records.get(RosterUnserved, unserved_id)
        if one is None or one.roster_id != roster.id:
            raise NotThere
        found = [one]
    return sorted({(one.item_key, one.seat) for one in found})


def _tell(trying: Looking, number: int, many: int, counts: list[tuple[int, int]]) -> Callable[[float, int], None]:
    def tell(share: float, possible: int) -> None:
        told = {"item": number + 1, "items": many, "found": possible + sum(one for one, _ in counts)}
        trying.told((number + share) / max(1, many), told)

    return tell


def _ways(
    standing: Standing,
    target: Target,
    seconds: float,
    seed: int,
    on_progress: Callable[[float, int], None],
    trying: Looking,
) -> list[dict[str, Any]]:
    ref = ref_of(standing.translation, target)
    assert ref is not None, "looked up before"
    found = smallest_fix(
        standing.translation.problem,
        standing.plan,
        ref,
        Budget(seconds=seconds),
        seed,
        not_asked=_away(standing.translation),
        on_progress=on_progress,
        stop=trying.stop,
    )
    ways = [as_kept(standing, fix) for fix in found]
    # What a click can apply comes before what takes a training first.
    return sorted(ways, key=lambda way: (not way["possible"], way["kind"] == "training"))


def ref_of(translation: Translation, target: Target) -> Ref | None:
    """The seat in the problem, if it is still there; of a task its first."""
    key, seat = target
    for kind, works in (("task", translation.visits), ("shift", translation.posts)):
        for item, work in enumerate(works):
            if work.key == key:
                problem, number = translation.problem, max(0, seat - 1)
                many = problem.tasks[item].seats if kind == "task" else problem.shifts[item].seats
                return Ref("task" if kind == "task" else "shift", item, number) if number < len(many) else None
    return None


def _away(translation: Translation) -> set[tuple[int, int]]:
    """Who is on leave on which day: they are not asked to come."""
    week = translation.week
    return {
        (number, day)
        for number, person in enumerate(translation.people)
        for day, date in enumerate(week.dates)
        for absence in week.absences.get(person.id, ())
        if absence.start.date() <= date <= (absence.end - dt.timedelta(seconds=1)).date()
    }


def _counted(ways: list[dict[str, Any]]) -> tuple[int, int]:
    possible = sum(1 for way in ways if way["possible"])
    return possible, len(ways) - possible


def _keep(
    engine: Engine,
    office_id: str,
    roster: Roster,
    target: Target,
    ways: list[dict[str, Any]],
    stamp: dict[str, Any],
    seconds: float,
    clock: Clock,
    trying: Looking,
) -> None:
    def keep() -> None:
        key, seat = target
        with office_records(engine, office_id=office_id) as records:
            trying.claim(records)
            kept = records.all(
                FoundFixes, FoundFixes.roster_id == roster.id, FoundFixes.item_key == key, FoundFixes.seat == seat
            )
            row = (
                kept[0]
                if kept
                else records.add(
                    FoundFixes(office_id="", roster_id=roster.id, item_key=key, seat=seat, job_id="", at=clock.now())
                )
            )
            row.job_id, row.at, row.seconds, row.stamp, row.ways = trying.id, clock.now(), seconds, stamp, ways

    again_if_in_the_way(keep)
