"""A plan becomes a roster: revision, duties, stops with their legs, and what stays unserved with its reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from outreach.planning.revisions import next_revision, next_try
from outreach.planning.roster_rows import Reasons, RosterRows, reasons_of
from outreach.planning.to_problem import Translation
from outreach.planning.unreached import travel_source, unreached
from outreach.records import Roster, RosterStop
from outreach.records.database import OfficeRecords
from solver.plan import Plan
from solver.problem import Pin

__all__ = ["Reasons", "reasons_of", "to_roster"]


def to_roster(
    records: OfficeRecords,
    translation: Translation,
    plan: Plan,
    *,
    seed: int,
    now: dt.datetime,
    reasons: Reasons | None = None,
    base: Roster | None = None,
    level: str = "",
    pins: Collection[Pin] | None = None,
    begun: Iterable[RosterStop] = (),
    trial: bool = False,
) -> Roster:
    """Keep `plan` as the week's next revision, a draft. `reasons`: if they are known already. `begun`: the stops of
    `base` that have; the ways that led there stay as they were.

    `base`, `level`: what it was replanned from, and how gently. `trial`: it is only a try. `pins`: the coordinator's,
    when the problem has more.
    """
    reasons = reasons or reasons_of(translation, plan)
    monday = translation.week.monday
    roster = records.add(
        Roster(
            office_id=records.office.id,
            monday=monday,
            revision=next_try(records, monday) if trial else next_revision(records, monday),
            status="trial" if trial else "draft",
            created=now,
            seed=seed,
            seconds=round(plan.seconds, 2),
            iterations=plan.iterations,
            missed=plan.cost.missed,
            left=plan.cost.left,
            terms={term: round(amount / 6000, 2) for term, amount in plan.cost.terms.items()},
            bound=list(plan.bound),
            travel_source=travel_source(translation),
            unreached=unreached(translation),
            base_id=base.id if base else None,
            level=level,
        )
    )
    records.session.flush()
    rows = RosterRows(translation, roster, translation.problem.pins if pins is None else pins, begun)
    duties = [(duty, records.add(rows.duty_of(duty))) for duty in plan.duties]
    records.session.flush()
    for duty, row in duties:
        for stop in rows.stops_of(duty, row.id):
            records.add(stop)
    for left in rows.unserved_of(reasons):
        records.add(left)
    roster.proofs = [rows.proof_of(one) for one in reasons.certificates if one.level == 1]
    records.session.flush()
    return roster
