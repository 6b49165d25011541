"""One import run, as far as it has come."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.records import ImportRun
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.importing.runs import run_of


def show_import(records: OfficeRecords, actor: Actor, run_id: str) -> ImportRun:
    """The run with its faults and findings, which hold names and addresses: for those who see everybody.

    Raises `NotThere`, also for everybody else.
    """
    if not actor.sees_everybody:
        raise NotThere
    return run_of(records, run_id)
