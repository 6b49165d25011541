"""Decide about the entries that stand on one page of a preview; what was decided about others stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from outreach.actor import Actor
from outreach.records import ImportRun
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.decide_import import decide_import
from outreach.usecases.importing.decisions import Decisions
from outreach.usecases.importing.runs import may_import, run_of


def decide_shown(
    records: OfficeRecords,
    actor: Actor,
    *,
    run_id: str,
    shown: Collection[str],
    overwrite: Collection[str],
    join: Mapping[str, str],
    now: dt.datetime,
) -> ImportRun:
    """As `decide_import`, for the entries `shown` (`kind:key:field`, or `kind:key` of a row) alone. Raises as it does;
    where nothing is shown, nothing is decided.
    """
    may_import(actor)
    run = run_of(records, run_id, lock=True)
    before = Decisions.from_json(run.findings.get("decisions", {}))
    asked = set(shown)
    wanted = (before.overwrite - asked) | {entry for entry in overwrite if entry in asked}
    joined = {row: target for row, target in before.join.items() if row not in asked}
    joined |= {row: target for row, target in join.items() if row in asked and target}
    if (wanted, joined) == (before.overwrite, dict(before.join)):
        return run
    return decide_import(records, actor, run_id=run_id, overwrite=sorted(wanted), join=joined, now=now)
