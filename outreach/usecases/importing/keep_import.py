"""The import itself: all of a file's good rows become records, in one transaction that can be undone."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import col, select

from outreach.intake.cells import FIRST_YEAR, LAST_YEAR
from outreach.intake.faults import IntakeRefused
from outreach.ports import Clock, Geocoder
from outreach.records import ImportRun, Office
from outreach.records.database import changed_records, is_in_the_way, office_records
from outreach.refusals import Conflict, Refusal
from outreach.usecases.importing.decisions import Decisions
from outreach.usecases.importing.ledger import Ledger
from outreach.usecases.importing.read_file import ReadFile, read_file
from outreach.usecases.importing.runs import close_run, handed_in, need_preview, refuse_run, run_of
from outreach.usecases.importing.take_file import faults_as_json, take_file
from outreach.usecases.weeks.lock_week import lock_known_weeks

_TRIES = 3
"""What PostgreSQL says to a transaction that another one got in the way of."""
_log = logging.getLogger(__name__)
_OTHERS_EDIT = Refusal(
    "others_edit",
    "匯入時一直有人在改同樣的資料，這次沒有收下任何資料：請稍後再試。",
    "Others kept editing the same records during the import, and nothing was taken: try again later.",
)


def keep_import(
    engine: Engine,
    office_id: str,
    run_id: str,
    *,
    geocoder: Geocoder,
    clock: Clock,
    on_progress: Callable[[float], None] | None = None,
) -> ImportRun:
    """Take every good row of a run's file, as its findings decide; the run, now `kept`, says what happened.

    All or nothing, and once only: a run that is kept already stays as it is. What it changed is one change that
    `undo_change` takes back. Where somebody edits the same records meanwhile, it is done again on the newest ones.
    Raises `NotThere`, `Conflict` for a run without a preview, or one that others' edits never let through.
    `on_progress`: from 0 to 1.
    """
    progress = on_progress or (lambda _done: None)
    with office_records(engine, office_id=office_id, write=False) as records:
        run = run_of(records, run_id)
        if run.status == "kept":
            return run
        need_preview(run)
        files, account_id = handed_in(records, run), run.account_id
    try:
        file = read_file(files, lambda share: progress(0.4 * share))
        for _ in range(_TRIES):
            try:
                run = _keep(engine, office_id, run_id, account_id, file.rows_anew(), geocoder, clock, progress)
            except (StaleDataError, DBAPIError) as error:
                if not _is_crossed(error):
                    raise
                _log.warning("an import is done again: %s", type(error).__name__)
                continue
            progress(1.0)
            return run
    except IntakeRefused as refused:
        return _refused(engine, office_id, run_id, refused)
    raise Conflict(_OTHERS_EDIT)


def _keep(
    engine: Engine,
    office_id: str,
    run_id: str,
    account_id: str | None,
    file: ReadFile,
    geocoder: Geocoder,
    clock: Clock,
    progress: Callable[[float], None],
) -> ImportRun:
    with changed_records(engine, office_id, "keep_import", account_id=account_id, now=clock.now()) as records:
        # One import of an office after the other; its other records can be edited meanwhile, but for pins.
        records.session.exec(select(Office).where(col(Office.id) == office_id).with_for_update(key_share=True)).one()
        lock_known_weeks(records, dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31))
        run = run_of(records, run_id, lock=True)
        if run.status == "kept":
            return run
        need_preview(run)
        ledger = Ledger(Decisions.from_json(run.findings.get("decisions", {})))
        taken = take_file(
            records, file, ledger, geocoder=geocoder, on_progress=lambda share: progress(0.4 + 0.55 * share)
        )
        run.added, run.changed, run.same = ledger.added, ledger.changed, ledger.same
        run.faults = faults_as_json(taken.faults)
        close_run(records, run, "kept")
    return run


def _is_crossed(error: StaleDataError | DBAPIError) -> bool:
    """Whether somebody else's edit came in between: the same again, on newer records, may well do."""
    if isinstance(error, StaleDataError | IntegrityError):
        return True
    return is_in_the_way(error)


def _refused(engine: Engine, office_id: str, run_id: str, refused: IntakeRefused) -> ImportRun:
    """What was read for the preview could not be read again, for want of memory or time."""
    with office_records(engine, office_id=office_id) as records:
        run = run_of(records, run_id, lock=True)
        if run.status == "preview":
            refuse_run(records, run, refused)
    return run
