"""A coordinator's workbook becomes the office's records, all of its good rows in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from outreach.intake.faults import IntakeRefused, RowFault
from outreach.intake.handed import files_at
from outreach.intake.rows import Row
from outreach.ports import Clock, Geocoder
from outreach.records import ImportRun, Office
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.ledger import Ledger
from outreach.usecases.importing.read_file import read_file
from outreach.usecases.importing.take_file import faults_as_json, take_file


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the office, records by what happened to them, and every row that asks for a look.

    `left_alone`: fields that the workbook would have changed if nobody had corrected them by hand, as
    `{"kind", "key", "id", "field", "kept", "given"}`.
    """

    office: str
    added: int
    changed: int
    same: int
    faults: tuple[RowFault, ...]
    left_alone: tuple[dict[str, Any], ...] = ()


def import_workbook(
    engine: Engine,
    path: Path,
    *,
    geocoder: Geocoder,
    clock: Clock,
    on_progress: Callable[[float], None] | None = None,
) -> ImportReport:
    """Take every good row of the workbook at `path`; report every other one. `on_progress`: from 0 to 1.

    All or nothing is kept: an error in the middle leaves the records as they were. The same workbook a second time
    changes nothing. Rows that are no longer in the workbook leave their records as they are, but for what belongs to
    one of its people, clients or campaigns (availability, absences, skills, deputies, wishes, recipients) and for the
    pins: those become what the workbook says. What was corrected or made by hand stays. Raises `IntakeRefused` for a
    file that cannot be taken at all.
    """
    progress = on_progress or (lambda _done: None)
    progress(0.0)
    file = read_file(files_at(path), lambda share: progress(0.3 * share))
    with Session(engine, expire_on_commit=False) as session, session.begin():
        ledger = Ledger()
        office = _office(session, file.office_row, ledger)
        records = OfficeRecords(session, office)
        taken = take_file(
            records, file, ledger, geocoder=geocoder, on_progress=lambda share: progress(0.3 + 0.65 * share)
        )
        report = ImportReport(office.name, ledger.added, ledger.changed, ledger.same, taken.faults, ledger.left_alone)
        records.add(
            ImportRun(
                office_id="",
                file_name=path.name,
                at=clock.now(),
                added=report.added,
                changed=report.changed,
                same=report.same,
                faults=faults_as_json(report.faults),
            )
        )
    progress(1.0)
    return report


def _office(session: Session, row: Row | None, ledger: Ledger) -> Office:
    """The office that the workbook names, made when it is new; without a name the database's only one."""
    if row is None:
        offices = session.exec(select(Office)).all()
        if len(offices) != 1:
            raise IntakeRefused("no_office")
        return offices[0]
    office = session.exec(select(Office).where(Office.name == row["name"])).one_or_none()
    if office is None:
        office = Office(name=row["name"], sample=bool(row["sample"]))
        session.add(office)
        session.flush()
        ledger.add("office", "", office.name)
    return office
