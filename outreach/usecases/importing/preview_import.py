"""What importing a file would do, found out without doing it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from outreach.intake.faults import IntakeRefused
from outreach.ports import Clock, Geocoder
from outreach.records import ImportRun
from outreach.records.database import office_records
from outreach.usecases.importing.decisions import Decisions
from outreach.usecases.importing.ledger import Ledger
from outreach.usecases.importing.read_file import read_file
from outreach.usecases.importing.runs import handed_in, refuse_run, run_of
from outreach.usecases.importing.take_file import Taken, faults_as_json, take_file

_OPEN = ("reading", "preview")


def preview_import(
    engine: Engine,
    office_id: str,
    run_id: str,
    *,
    geocoder: Geocoder,
    clock: Clock,
    on_progress: Callable[[float], None] | None = None,
) -> ImportRun:
    """Go through the whole import against the records of one moment, keep nothing, and write down what was found.

    The run becomes `preview`, or `refused` with the one fault that says why. Where the coordinator has decided already
    (`decide_import`), a new preview shows what follows. A run that has come to its end stays as it is. Nobody is kept
    waiting meanwhile: the records are only read. `run.faults`: every row that would not be taken. `run.findings`:

    - `at`: when it was looked at.
    - `sheets`: by kind, how many records are `new`, `changed`, the `same`, or `gone` from a list.
    - `new`: by kind (`people`, `skills` …): `{"count", "first": [{"key", "label"}, …]}`, the first 20.
    - `changed`: `{"kind", "key", "id", "field", "kept", "given", "corrected"}` for each field that would change;
      `corrected`: it was corrected by hand and is to be overwritten.
    - `gone`: `{"kind", "key", "field", "label"}` for each member that would go from a list (`kind`, `key`: whose list).
    - `duplicates`: `{"kind", "row", "key", "name", "other_key", "other_name", "other_id" or null, "other_row" or null,
      "agree": ["name", "address", "phone"]}`: a new row that is likely a record the office has, or one of another row.
    - `left_alone`: as `changed`, for fields and lists that were corrected by hand and would stay.
    - `more`: how many entries of each of these four lists are not told: each holds at most 2,000.
    - `faults`: `{"refused", "noted"}`, how many rows are reported, and were not or were taken.
    - `decisions`: `{"overwrite": ["kind:key:field", …], "join": {"kind:key": id or "kind:key"}}`.

    `kind` is a sheet's name in English, or the list's (`skills`, `availability` …); `key` the code or name. Raises
    `NotThere` for a run that the office does not have. `on_progress`: from 0 to 1.
    """
    progress = on_progress or (lambda _done: None)
    with office_records(engine, office_id=office_id, write=False) as records:
        run = run_of(records, run_id)
        if run.status not in _OPEN:
            return run
        files, decisions = handed_in(records, run), Decisions.from_json(run.findings.get("decisions", {}))
    ledger = Ledger(decisions)
    try:
        file = read_file(files, lambda share: progress(0.4 * share))
        with office_records(engine, office_id=office_id, write=False) as records:
            taken = take_file(
                records,
                file,
                ledger,
                geocoder=geocoder,
                dry=True,
                on_progress=lambda share: progress(0.4 + 0.55 * share),
            )
            records.session.expunge_all()
    except IntakeRefused as refused:
        return _refused(engine, office_id, run_id, refused)
    with office_records(engine, office_id=office_id) as records:
        run = run_of(records, run_id, lock=True)
        if run.status in _OPEN:
            _write_down(run, taken)
            run.findings = {**run.findings, "at": clock.now().isoformat()}
    progress(1.0)
    return run


def _write_down(run: ImportRun, taken: Taken) -> None:
    notes = sum(fault.is_note for fault in taken.faults)
    ledger = taken.ledger
    run.status = "preview"
    run.added, run.changed, run.same = ledger.added, ledger.changed, ledger.same
    run.faults = faults_as_json(taken.faults)
    run.findings = {**ledger.findings(), "faults": {"refused": len(taken.faults) - notes, "noted": notes}}


def _refused(engine: Engine, office_id: str, run_id: str, refused: IntakeRefused) -> ImportRun:
    with office_records(engine, office_id=office_id) as records:
        run = run_of(records, run_id, lock=True)
        if run.status in _OPEN:
            refuse_run(records, run, refused)
    return run
