"""One import as a page shows it: the job that is at it, what a preview found part by part, and what can be undone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.intake.sentences import NOTES
from outreach.records import Change, Client, Desk, Drive, ImportRun, Job, Person
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.decisions import Decisions
from outreach.usecases.importing.show_import import show_import

Entry = dict[str, Any]

PARTS = ("refused", "duplicates", "corrected", "changed", "gone", "noted")
FIRST, ON_A_PAGE = 8, 50
"""So many entries of a part stand on the first page, and on each page of the part itself."""
_JOBS = 200
_NAMED: dict[str, type[Person | Client | Desk | Drive]] = {
    "people": Person,
    "clients": Client,
    "desks": Desk,
    "drives": Drive,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some entries of one part of what was found. `total`: of all its pages; `untold`: found and not kept."""

    name: str
    entries: tuple[Entry, ...]
    total: int
    untold: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """An import. `job`: the newest one for it; `sheets`: counts by kind; `change_id`: of what it changed, and whether
    that is `undone`; `decided`: how many decisions hold.
    """

    run: ImportRun
    job: Job | None
    sheets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    decided: int = 0
    change_id: str = ""
    undone: bool = False

    @property
    def is_going_on(self) -> bool:
        """Whether a job is at it."""
        return self.job is not None and self.job.status in ("waiting", "running")


def show_run(records: OfficeRecords, actor: Actor, run_id: str, *, only: str | None = None, page: int = 1) -> RunView:
    """The import with the first entries of each part, or one `page` of the part `only`. Raises `NotThere`."""
    run = show_import(records, actor, run_id)
    job = _newest_job(records, run)
    found = parts_of_run(run)
    change = _change(records, job) if run.status == "kept" else None
    parts = {name: _part(run, name, found[name], page, whole=True) for name in PARTS if name == only}
    if only is None:
        parts = {name: _part(run, name, found[name], 1, whole=False) for name in PARTS}
    _name(records, [entry for part in parts.values() for entry in part.entries])
    decisions = Decisions.from_json(run.findings.get("decisions", {}))
    return RunView(
        run=run,
        job=job,
        sheets=run.findings.get("sheets", {}),
        parts=parts,
        decided=len(decisions.overwrite) + len(decisions.join),
        change_id=change.id if change else "",
        undone=bool(change and change.undone_id),
    )


def parts_of_run(run: ImportRun) -> dict[str, list[Entry]]:
    """Everything that was found, part by part. What was decided stands with what is still to be decided."""
    findings = run.findings
    decisions = Decisions.from_json(findings.get("decisions", {}))
    changed = findings.get("changed", ())
    corrected = [entry | {"take": True} for entry in changed if entry["corrected"]]
    corrected += [entry | {"take": False} for entry in findings.get("left_alone", ())]
    return {
        "refused": [fault for fault in run.faults if fault["code"] not in NOTES],
        "noted": [fault for fault in run.faults if fault["code"] in NOTES],
        "duplicates": _duplicates(findings.get("duplicates", ()), decisions),
        "corrected": corrected,
        "changed": [dict(entry) for entry in changed if not entry["corrected"]],
        "gone": [dict(entry) for entry in findings.get("gone", ())],
    }


def _duplicates(found: Sequence[Entry], decisions: Decisions) -> list[Entry]:
    """By row: those whom it may mean; and the rows that were joined."""
    rows: dict[str, Entry] = {}
    for row, target in decisions.join.items():
        kind, _, key = row.partition(":")
        rows[row] = {"kind": kind, "key": key, "name": "", "others": [], "joined": target}
    for one in found:
        row = f"{one['kind']}:{one['key']}"
        entry = rows.setdefault(row, {**one, "others": [], "joined": ""})
        target = one["other_id"] or f"{one['kind']}:{one['other_key']}"
        other = {"target": target, "key": one["other_key"], "name": one.get("other_name", ""), "agree": one["agree"]}
        entry["others"].append(other)
    return list(rows.values())


def _part(run: ImportRun, name: str, entries: Sequence[Entry], page: int, *, whole: bool) -> Part:
    size = ON_A_PAGE if whole else FIRST
    pages = max(1, math.ceil(len(entries) / size)) if whole else 1
    page = min(max(page, 1), pages)
    shown = tuple(dict(entry) for entry in entries[size * (page - 1) : size * page])
    more = run.findings.get("more", {})
    untold = more.get({"corrected": "left_alone"}.get(name, name), 0)
    return Part(name=name, entries=shown, total=len(entries), untold=untold, page=page, pages=pages)


def _name(records: OfficeRecords, entries: Sequence[Entry]) -> None:
    """Put the names of the records beside their codes."""
    for entry in entries:
        entry.setdefault("name", "")
    for kind, record in _NAMED.items():
        mine = [entry for entry in entries if entry.get("kind") == kind]
        asked = {entry["key"] for entry in mine} | {entry.get("joined", "") for entry in mine}
        if not asked:
            continue
        found = records.all(record, col(record.code).in_(asked) | col(record.id).in_(asked))
        names = {one.code: one.name for one in found}
        joined = {one.id: f"{one.code} {one.name}" for one in found}
        for entry in mine:
            entry["name"] = entry.get("name") or names.get(entry["key"], "")
            if entry.get("joined"):
                entry["joined_name"] = joined.get(entry["joined"], entry["joined"].partition(":")[2])


def _newest_job(records: OfficeRecords, run: ImportRun) -> Job | None:
    asked = select(Job).where(Job.kind == "import", col(Job.created) >= run.at).order_by(col(Job.created).desc())
    found = records.session.exec(asked.limit(_JOBS))
    return next((job for job in found if job.given.get("run_id") == run.id), None)


def _change(records: OfficeRecords, job: Job | None) -> Change | None:
    """What the import changed, as it was noted while its job was at it; `None` when that is not certain."""
    if job is None or job.started is None or job.ended is None:
        return None
    asked = select(Change).where(Change.verb == "keep_import", col(Change.at).between(job.started, job.ended)).limit(2)
    # Its steps are as many as the file has rows.
    found = records.session.exec(asked.options(defer(Change.steps))).all()  # type: ignore[arg-type]
    return found[0] if len(found) == 1 else None
