"""A coordinator's workbook becomes the office's records, all of its good rows in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from outreach.intake.check_rows import check_rows
from outreach.intake.faults import IntakeRefused, RowFault
from outreach.intake.open_workbook import RawTable, open_workbook
from outreach.intake.read_rows import read_rows
from outreach.intake.recognise import recognise
from outreach.intake.rows import Row, SheetRows
from outreach.intake.sheets import SHEETS
from outreach.ports import Clock, Geocoder
from outreach.records import Availability, ImportRun, Office
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.keep_rows import Keeper
from outreach.usecases.importing.tally import Tally

_OFFICE, *_OTHERS = SHEETS


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the office, records by what happened to them, and every row that asks for a look."""

    office: str
    added: int
    changed: int
    same: int
    faults: tuple[RowFault, ...]


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
    one of its people, clients or campaigns (availability, absences, skills, wishes, recipients) and for the pins: those
    become what the workbook says. Raises `IntakeRefused` for a file that cannot be taken at all.
    """
    progress = on_progress or (lambda _done: None)
    progress(0.0)
    tables, faults = recognise(open_workbook(path))
    progress(0.1)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        office_row = _office_row(tables, faults)
        office, tally = _office(session, office_row)
        keeper = Keeper(OfficeRecords(session, office), tally)
        people = _take_sheets(keeper, tables, faults, geocoder, progress)
        faults += _without_availability(keeper, people)
        report = ImportReport(office.name, tally.added, tally.changed, tally.same, tuple(faults))
        keeper.records.add(_run(path, clock, report))
    progress(1.0)
    return report


def _take_sheets(
    keeper: Keeper,
    tables: dict[str, RawTable],
    faults: list[RowFault],
    geocoder: Geocoder,
    progress: Callable[[float], None],
) -> tuple[SheetRows, Sequence[Row]] | None:
    """Take the rows of every sheet but the office's; what was taken of the people, for a last look."""
    people = None
    for number, sheet in enumerate(_OTHERS, 1):
        if sheet.name in tables:
            readable, found, is_legible = read_rows(sheet, tables[sheet.name])
            rows, further = check_rows(readable, keeper.known, geocoder)
            faults += sorted(found + further, key=lambda fault: fault.row)
            if is_legible:
                keeper.keep(sheet, rows)
            if sheet.name == "people":
                people = readable, rows
        progress(0.1 + 0.85 * number / len(_OTHERS))
    return people


def _office_row(tables: dict[str, RawTable], faults: list[RowFault]) -> Row | None:
    if _OFFICE.name not in tables:
        return None
    readable, found, _ = read_rows(_OFFICE, tables[_OFFICE.name])
    faults += found
    faults += [readable.fault(row.number, "name", "several_offices") for row in readable.rows[1:]]
    return readable.rows[0] if readable.rows else None


def _office(session: Session, row: Row | None) -> tuple[Office, Tally]:
    """The office that the workbook names, made when it is new; without a name the database's only one."""
    tally = Tally()
    if row is None:
        offices = session.exec(select(Office)).all()
        if len(offices) != 1:
            raise IntakeRefused("no_office")
        return offices[0], tally
    office = session.exec(select(Office).where(Office.name == row["name"])).one_or_none()
    if office is None:
        office = Office(name=row["name"], sample=bool(row["sample"]))
        session.add(office)
        session.flush()
        tally.added += 1
    else:
        tally.set(office, {"sample": bool(row["sample"])} if "sample" in row.values else {})
    return office, tally


def _without_availability(keeper: Keeper, people: tuple[SheetRows, Sequence[Row]] | None) -> list[RowFault]:
    if people is None:
        return []
    readable, rows = people
    available = {span.person_id for span in keeper.records.all(Availability)}
    return [
        readable.fault(row.number, "code", "no_availability")
        for row in rows
        if keeper.known.people[row["code"]].id not in available
    ]


def _run(path: Path, clock: Clock, report: ImportReport) -> ImportRun:
    """What is kept of an import. The title of a sheet that we do not know could be anything, a name too."""
    faults = [
        {
            "sheet": "" if fault.code == "unknown_sheet" else fault.sheet,
            "row": fault.row,
            "column": fault.column,
            "code": fault.code,
            "text": fault.text_zh,
        }
        for fault in report.faults
    ]
    return ImportRun(
        office_id="",
        file_name=path.name,
        at=clock.now(),
        added=report.added,
        changed=report.changed,
        same=report.same,
        faults=faults,
    )
