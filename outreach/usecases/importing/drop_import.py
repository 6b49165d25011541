"""Give up an import: neither the file nor what was found in it stays."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import ImportRun
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.runs import close_run, may_import, need_preview, run_of


def drop_import(records: OfficeRecords, actor: Actor, *, run_id: str, now: dt.datetime) -> ImportRun:  # noqa: ARG001
    """Give the run up; one that is dropped already stays so. Raises `NotAllowed`, `NotThere`, `Conflict` when kept."""
    may_import(actor)
    run = run_of(records, run_id, lock=True)
    if run.status == "dropped":
        return run
    if run.status != "reading":
        need_preview(run)
    close_run(records, run, "dropped")
    return run
