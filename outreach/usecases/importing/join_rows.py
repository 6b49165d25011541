"""Rows that mean a record which the office keeps under another code: found, and joined where that was decided."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.intake.faults import RowFault
from outreach.intake.places import PREFIXES
from outreach.intake.rows import Row, SheetRows
from outreach.records import Client, Person, Place
from outreach.usecases.importing.keep_rows import Keeper
from outreach.usecases.importing.ledger import Ledger
from outreach.usecases.importing.likeness import Likeness, Traits, traits

JOINABLE = ("people", "clients")
Joinable = Person | Client


def join_rows(keeper: Keeper, readable: SheetRows) -> list[RowFault]:
    """Give joined codes to the records that are meant, and take rows out of `readable` whose record has another row."""
    kind = readable.sheet.name
    known = keeper.known.of(kind)
    by_id = {record.id: record for record in known.values()}
    for row in readable.rows:
        target = by_id.get(keeper.ledger.decisions.join.get(f"{kind}:{row['code']}", ""))
        if target is not None and row["code"] not in known:
            _also(keeper.ledger, kind, target, row["code"])
            known[row["code"]] = target
    numbers = {row["code"]: row.number for row in readable.rows}
    rows, faults, seen = [], [], dict[str, int]()
    for row in readable.rows:
        record = known.get(row["code"])
        other = _of_another_row(keeper.ledger, kind, row, numbers)
        if record is not None and record.code != row["code"]:
            other = other or numbers.get(record.code) or seen.setdefault(record.id, row.number)
        if other and other != row.number:
            faults.append(readable.fault(row.number, "code", "same_record", other=other))
        else:
            rows.append(row)
    readable.rows[:] = rows
    return faults


def join_new_rows(keeper: Keeper, kind: str) -> None:
    """Give the codes of rows that were joined to another new row to the record that this one has become."""
    known = keeper.known.of(kind)
    for source, target in keeper.ledger.decisions.join.items():
        code, other = source.removeprefix(f"{kind}:"), target.removeprefix(f"{kind}:")
        if source != code and target != other and code not in known and other in known:
            _also(keeper.ledger, kind, known[other], code)
            known[code] = known[other]


def find_duplicates(keeper: Keeper, kind: str, rows: list[Row]) -> None:
    """Tell of every new row that agrees with somebody known, or with a row above it, in two of the three."""
    known, units = keeper.known.of(kind), {unit.place_id for unit in keeper.known.units.values()}
    records: Mapping[str, Joinable] = {record.id: record for record in known.values()}
    likeness = Likeness(_of_record(record, keeper.places, units) for record in records.values())
    names = {row.number: row["name"] for row in rows}
    for row in rows:
        if row["code"] in known:
            continue
        one = _of_row(row, PREFIXES[kind])
        for other in likeness.others(one):
            keeper.ledger.duplicate(
                {
                    "kind": kind,
                    "row": row.number,
                    "key": row["code"],
                    "name": row["name"],
                    "other_key": other.key,
                    "other_name": records[other.record_id].name if other.record_id else names.get(other.row, ""),
                    "other_id": other.record_id or None,
                    "other_row": other.row or None,
                    "agree": one.agree(other),
                }
            )
        likeness.add(one)


def _also(ledger: Ledger, kind: str, record: Joinable, code: str) -> None:
    ledger.set(kind, record.code, record, {"other_codes": sorted({*record.other_codes, code})})


def _of_another_row(ledger: Ledger, kind: str, row: Row, numbers: Mapping[str, int]) -> int | None:
    target = ledger.decisions.join.get(f"{kind}:{row['code']}", "")
    return numbers.get(target.removeprefix(f"{kind}:")) if target.startswith(f"{kind}:") else None


def _of_record(record: Joinable, places: Mapping[str, Place], units: set[str]) -> Traits:
    place_id = record.base_id if isinstance(record, Person) else record.place_id
    # Whoever starts at a unit has no address of their own.
    address = "" if place_id in units else places[place_id].address
    return traits(key=record.code, record_id=record.id, name=record.name, address=address, phone=record.phone)


def _of_row(row: Row, prefix: str) -> Traits:
    address = row[f"{prefix}address"] or ""
    return traits(key=row["code"], row=row.number, name=row["name"], address=address, phone=row["phone"] or "")
