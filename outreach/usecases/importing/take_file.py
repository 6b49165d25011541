"""Takes every good row of a file that was read into an office's records, or looks what taking it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from outreach.intake.check_rows import check_rows
from outreach.intake.faults import RowFault
from outreach.ports import Geocoder
from outreach.records import Availability
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.join_rows import JOINABLE, find_duplicates, join_new_rows, join_rows
from outreach.usecases.importing.keep_rows import Keeper
from outreach.usecases.importing.ledger import Ledger
from outreach.usecases.importing.read_file import ReadFile, ReadSheet

MOST_FAULTS = 40_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done, or would be, and every row that asks for a look."""

    ledger: Ledger
    faults: tuple[RowFault, ...]


def take_file(
    records: OfficeRecords,
    file: ReadFile,
    ledger: Ledger,
    *,
    geocoder: Geocoder,
    dry: bool = False,
    on_progress: Callable[[float], None],
) -> Taken:
    """Take every good row. `dry`: look only; nothing is sent to the database, and the caller must forget the session's
    records (`expunge_all`) before it ends.
    """
    # Without it, asking for a list would send what has been done so far.
    records.session.autoflush = not dry
    faults = [*file.faults, *_take_office(records, file, ledger)]
    keeper = Keeper(records, ledger, dry=dry)
    people: tuple[ReadSheet, list[str]] | None = None
    for number, one in enumerate(file.sheets, 1):
        taken, found = _take_sheet(keeper, one, geocoder)
        faults += found
        if one.sheet.name == "people":
            people = one, taken
        on_progress(number / len(file.sheets))
    if people is not None:
        faults += _without_availability(keeper, *people)
    return Taken(ledger, tuple(_capped(faults)))


def _take_office(records: OfficeRecords, file: ReadFile, ledger: Ledger) -> Iterator[RowFault]:
    row = file.office_row
    if file.office is None or row is None:
        return
    if row["name"] != records.office.name:
        yield file.office.fault(row.number, "name", "other_office")
    # An office that this very file has made is counted already.
    if not ledger.added:
        ledger.set("office", "", records.office, {"sample": bool(row["sample"])} if "sample" in row.values else {})


def _take_sheet(keeper: Keeper, one: ReadSheet, geocoder: Geocoder) -> tuple[list[str], list[RowFault]]:
    """Take one sheet's rows; the codes of those that were taken, and the faults."""
    name = one.sheet.name
    joined = join_rows(keeper, one.readable) if name in JOINABLE else []
    rows, further = check_rows(one.readable, keeper.known, geocoder)
    if one.is_legible:
        if name in JOINABLE:
            find_duplicates(keeper, name, rows)
        keeper.keep(one.sheet, rows)
        if name in JOINABLE:
            join_new_rows(keeper, name)
    faults = sorted([*one.faults, *joined, *further], key=lambda fault: fault.row)
    return [row["code"] for row in rows], faults


def _without_availability(keeper: Keeper, people: ReadSheet, codes: list[str]) -> list[RowFault]:
    session = keeper.records.session
    # A dry run has sent nothing to the database: what is new or gone is known to the session alone.
    new, gone = [span for span in session.new if isinstance(span, Availability)], set(map(id, session.deleted))
    spans = {span.person_id for span in (*keeper.records.all(Availability), *new) if id(span) not in gone}
    taken = set(codes)
    return [
        people.readable.fault(row.number, "code", "no_availability")
        for row in people.readable.rows
        if row["code"] in taken and keeper.known.people[row["code"]].id not in spans
    ]


def _capped(faults: list[RowFault]) -> list[RowFault]:
    """All of them, or, of very many, one a row: every row that was not taken is still named."""
    if len(faults) <= MOST_FAULTS:
        return faults
    return list({(fault.sheet, fault.row): fault for fault in reversed(faults)}.values())[::-1]


def faults_as_json(faults: tuple[RowFault, ...]) -> list[dict[str, Any]]:
    """What a run keeps. The title of a sheet that we do not know could be anything, a name too."""
    return [
        {
            "sheet": "" if fault.code == "unknown_sheet" else fault.sheet,
            "row": fault.row,
            "column": fault.column,
            "code": fault.code,
            "text": fault.text_zh,
            "text_en": fault.text_en,
        }
        for fault in faults
    ]
