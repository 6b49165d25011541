"""Keeps the rows of a sheet as records, and what belongs to each of them as its lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from outreach.intake.known import Known
from outreach.intake.links import LINKS
from outreach.intake.places import PREFIXES
from outreach.intake.rows import Row
from outreach.intake.sheets import Column, Sheet
from outreach.records import (
    Campaign,
    CarePlan,
    Client,
    ClosedDay,
    Desk,
    Drive,
    Insurance,
    Kit,
    Person,
    Place,
    Service,
    Shift,
    Task,
    Training,
    Unit,
)
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.records.seats import SeatSpec
from outreach.usecases.importing.blank import blank, new_record
from outreach.usecases.importing.keep_lists import Lists
from outreach.usecases.importing.ledger import Ledger
from outreach.usecases.importing.load_known import insurance_key, load_known, training_key

KINDS: dict[str, type[KeptRecord]] = {
    "units": Unit,
    "people": Person,
    "kits": Kit,
    "services": Service,
    "clients": Client,
    "care_plans": CarePlan,
    "requests": Task,
    "desks": Desk,
    "shifts": Shift,
    "closed_days": ClosedDay,
    "trainings": Training,
    "insurances": Insurance,
    "drives": Drive,
    "campaigns": Campaign,
}
_PLACE_FIELDS = {"": "place_id", "base_": "base_id", "end_": "end_place_id"}


class Keeper:
    """Keeps the rows of one import, sheet by sheet. `known`: the office's records by their keys, loaded once.

    `dry`: nothing reaches the database, not even for a moment; what would happen is in the ledger.
    """

    def __init__(self, records: OfficeRecords, ledger: Ledger, *, dry: bool = False) -> None:
        self.records = records
        self.ledger = ledger
        self.known = load_known(records)
        self.places = {place.id: place for place in records.all(Place)}
        self._dry = dry
        self._place_ids = {_identity(place): place.id for place in self.places.values()}
        self._lists = Lists(records, self.known, ledger, self._flush)
        ledger.words |= _words(self.known) | {place.id: _place_words(place) for place in self.places.values()}

    def keep(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        """Keep one sheet's checked rows. The sheets that they refer to must have been kept before."""
        if sheet.name in PREFIXES:
            place_ids = [self._place_id(row, PREFIXES[sheet.name]) for row in rows]
            # Places first: not every database waits with its references until the end.
            self._flush()
            for row, place_id in zip(rows, place_ids, strict=True):
                self._keep_row(sheet, row, row["code"] or row["name"], self._at(sheet, row, place_id))
        elif sheet.name == "campaigns":
            for name, row in {row["campaign"]: row for row in rows}.items():
                self._keep_row(sheet, row, name, {"name": name})
        elif sheet.name in KINDS:
            for row in rows:
                key = key_of(sheet.name, row, self.known)
                if sheet.name != "closed_days" or key in self.known.closed_days or not self._stays_away(key):
                    self._keep_row(sheet, row, key, {})
        self._flush()
        self._lists.keep(sheet.name, rows)
        self._flush()

    def _stays_away(self, key: str) -> bool:
        """Whether this closed day was reopened by hand and stays so."""
        return self._lists.removed.stays_away("closed_days", key, key=key, label=key)

    def _flush(self) -> None:
        if not self._dry:
            self.records.session.flush()

    def _keep_row(self, sheet: Sheet, row: Row, key: str, further: dict[str, Any]) -> None:
        kind, known = KINDS[sheet.name], self.known.of(sheet.name)
        values = {**self._values(kind, sheet, row), **further}
        if key not in known:
            known[key] = self.records.add(new_record(kind, **values))
            self.ledger.add(sheet.name, key, str(values.get("name", key)))
            self.ledger.words[known[key].id] = key
            return
        if getattr(known[key], "code", key) != key:
            # The row was joined to a record with a code of its own.
            del values["code"]
            key = known[key].code
        self.ledger.set(sheet.name, key, known[key], values)

    def _values(self, kind: type[KeptRecord], sheet: Sheet, row: Row) -> dict[str, Any]:
        """The record's values from the columns that the sheet has; an empty cell is the record's default."""
        values: dict[str, Any] = {}
        defaults = blank(kind)
        for column in sheet.columns:
            if column.field not in row.values:
                continue
            value = row[column.field]
            if column.field in LINKS and f"{column.field}_id" in kind.model_fields:
                target = self.known.of(LINKS[column.field])[value] if value is not None else None
                values[f"{column.field}_id"] = target.id if target else None
            elif column.field in kind.model_fields:
                values[column.field] = _kept(value, column, defaults.get(column.field))
        return values

    def _place_id(self, row: Row, prefix: str) -> str | None:
        found = row.places.get(prefix)
        if found is None:
            return None
        values = {
            "address": row[f"{prefix}address"] or "",
            "village": found.village or row[f"{prefix}village"] or "",
            "lat": found.point.lat,
            "lon": found.point.lon,
            "precision": found.precision,
            "matched": found.matched,
        }
        # Equal places are one record, and a place never changes: an older roster goes on showing where it led.
        identity = tuple(values.values())
        if identity not in self._place_ids:
            place = self.records.add(new_record(Place, **values))
            self._place_ids[identity] = place.id
            self.places[place.id] = place
            self.ledger.words[place.id] = _place_words(place)
        return self._place_ids[identity]

    def _at(self, sheet: Sheet, row: Row, place_id: str | None) -> dict[str, str | None]:
        """Where a record is: its own place, else its unit's; a visit without a destination has none."""
        prefix = PREFIXES[sheet.name]
        known = self.known.of(sheet.name).get(row["code"] or row["name"])
        if place_id is None and known is not None and f"{prefix}address" not in row.values:
            return {}
        if place_id is None and prefix != "end_":
            place_id = self.known.units[row["unit"]].place_id
        return {_PLACE_FIELDS[prefix]: place_id}


def key_of(sheet_name: str, row: Row, known: Known) -> str:
    """By what a row's record is found again."""
    if sheet_name == "shifts":
        return f"{row['desk']} {row['date']}"
    if sheet_name == "closed_days":
        return " ".join([str(row["date"]), *sorted(row["villages"] or ())])
    if sheet_name in ("trainings", "insurances"):
        # Under the code that the office has for the person, whichever the workbook uses.
        code = known.people[row["person"]].code
        if sheet_name == "insurances":
            return insurance_key(code, row["start"])
        return training_key(code, row["kind"], row["category"], row["provider"], row["date"])
    return str(row["code"] or row["name"])


def _words(known: Known) -> dict[str, str]:
    kinds: Iterable[dict[str, Any]] = (known.of(name) for name in KINDS)
    return {record.id: getattr(record, "code", key) for records in kinds for key, record in records.items()}


def _place_words(place: Place) -> str:
    return f"{place.address} {place.village} ({place.lat:.5f}, {place.lon:.5f})".strip()


def _identity(place: Place) -> tuple[object, ...]:
    return place.address, place.village, place.lat, place.lon, place.precision, place.matched


def _kept(value: Any, column: Column, default: Any) -> Any:
    if value is None:
        return default
    if column.kind == "seats":
        seats: tuple[SeatSpec, ...] = value
        return [seat.as_json() for seat in seats]
    return list(value) if isinstance(value, tuple) else value
