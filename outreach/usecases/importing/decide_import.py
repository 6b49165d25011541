"""What a coordinator says to a preview: which corrections the file may overwrite, and who is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from outreach.actor import Actor
from outreach.records import Client, ImportRun, Person
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, Refusal
from outreach.usecases.importing.decisions import Decisions
from outreach.usecases.importing.keep_rows import KINDS
from outreach.usecases.importing.runs import may_import, need_preview, run_of

MOST_DECISIONS = 20_000
LONGEST = 300
_JOINABLE: dict[str, type[KeptRecord]] = {"people": Person, "clients": Client}


def decide_import(
    records: OfficeRecords,
    actor: Actor,
    *,
    run_id: str,
    overwrite: Sequence[str],
    join: Mapping[str, str],
    now: dt.datetime,
) -> ImportRun:
    """Keep the decisions with the run's findings, in place of those before; the next preview and the import follow.

    `overwrite`: `kind:key:field` or `kind:key:*`: what was corrected by hand becomes what the file says. `join`:
    `people:CODE` or `clients:CODE` of a new row → the id of the record that is meant, which keeps its own code, or
    `kind:CODE` of the other new row that counts. Raises `NotAllowed`, `NotThere`, `Conflict` when there is nothing to
    decide (any more), `Invalid` for what names nothing.
    """
    may_import(actor)
    run = run_of(records, run_id, lock=True)
    need_preview(run)
    if len(overwrite) + len(join) > MOST_DECISIONS:
        raise Invalid(_unclear("decisions"))
    for entry in overwrite:
        _check_overwrite(entry)
    targets = {kind: {record.id for record in records.all(named)} for kind, named in _JOINABLE.items()} if join else {}
    for row, target in join.items():
        _check_join(row, target, targets)
    decided = Decisions(frozenset(overwrite), dict(join)).as_json()
    run.findings = {**run.findings, "decisions": decided, "decided_at": now.isoformat()}
    return run


def _check_overwrite(entry: str) -> None:
    kind, _, rest = entry.partition(":")
    key, _, field = rest.rpartition(":")
    # Pins are nobody's list: they are named by themselves.
    if kind not in (*KINDS, "pins") or not key or not field or len(entry) > LONGEST:
        raise Invalid(_unclear("overwrite"))


def _check_join(row: str, target: str, targets: Mapping[str, set[str]]) -> None:
    kind, _, code = row.partition(":")
    if kind not in targets or not code or len(row) > LONGEST:
        raise Invalid(_unclear("join"))
    is_row = target.startswith(f"{kind}:") and target != row and len(target) <= LONGEST
    if not is_row and target not in targets[kind]:
        raise Invalid(
            Refusal(
                "join_unknown",
                "要合併的那一筆資料找不到（可能已刪除），請重新預覽。",
                "The record to join is not there (any more); preview the file again.",
                "join",
            )
        )


def _unclear(field: str) -> Refusal:
    return Refusal(
        "decision_unclear",
        "看不懂這個決定：請用預覽列出的項目。",
        "This decision is unclear: use the entries that the preview lists.",
        field,
    )
