"""An office with the small workbook's records, and a file that is handed in to it, for tests of imports."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from maps.geocode.villages import VillageGeocoder
from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import ImportRun
from outreach.records.base import record_kinds
from outreach.records.database import office_records, open_database
from outreach.usecases.importing.decide_import import decide_import
from outreach.usecases.importing.import_workbook import import_workbook
from outreach.usecases.importing.keep_import import keep_import
from outreach.usecases.importing.preview_import import preview_import
from outreach.usecases.importing.receive_file import receive_file
from outreach.usecases.keeping.correct import note_corrections
from tests.small_workbook import Rows, headings_of, small_workbook, write

GEOCODER = VillageGeocoder()
NOW = dt.datetime(2026, 11, 27, 9, tzinfo=TAIPEI)
_AROUND = ("ImportRun", "Upload", "Change")


class StoppedClock:
    def now(self) -> dt.datetime:
        return NOW


@contextmanager
def office_of_imports(folder: Path, database: str = "") -> Iterator[OfficeOfImports]:
    """An office with the small workbook's records, in a database of its own (SQLite, if it is not said)."""
    if not database:
        (folder / "office.db").write_bytes(_filled_database())
    engine = open_database(database or f"sqlite:///{folder}/office.db")
    if database:
        first = write(folder / "first.ods", headings_of(small_workbook()))
        import_workbook(engine, first, geocoder=GEOCODER, clock=StoppedClock())
    yield OfficeOfImports(engine, folder)
    engine.dispose()


@cache
def _filled_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/office.db")
        first = write(Path(folder) / "first.ods", headings_of(small_workbook()))
        import_workbook(engine, first, geocoder=GEOCODER, clock=StoppedClock())
        engine.dispose()
        return (Path(folder) / "office.db").read_bytes()


class OfficeOfImports:
    """One office in a database, and what a coordinator does there with a file."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        with office_records(engine) as records:
            self.office_id = records.office.id
        self.coordinator = Actor(office_id=self.office_id, role="coordinator")

    def hand_in(self, rows: dict[str, Rows] | None = None, *, name: str = "next.ods") -> str:
        """The id of the run for a file with these rows (as in the small workbook where none are given)."""
        data = write(self.folder / name, headings_of(rows or small_workbook())).read_bytes()
        return self.hand_in_bytes(name, data)

    def hand_in_bytes(self, name: str, data: bytes) -> str:
        with office_records(self.engine, office_id=self.office_id) as records:
            return receive_file(records, self.coordinator, name=name, data=data, now=NOW).id

    def preview(self, run_id: str, on_progress: Callable[[float], None] | None = None) -> ImportRun:
        return preview_import(
            self.engine, self.office_id, run_id, geocoder=GEOCODER, clock=StoppedClock(), on_progress=on_progress
        )

    def previewed(self, rows: dict[str, Rows] | None = None) -> ImportRun:
        return self.preview(self.hand_in(rows))

    def decide(self, run_id: str, *overwrite: str, join: dict[str, str] | None = None) -> ImportRun:
        with office_records(self.engine, office_id=self.office_id) as records:
            return decide_import(
                records, self.coordinator, run_id=run_id, overwrite=overwrite, join=join or {}, now=NOW
            )

    def keep(self, run_id: str, on_progress: Callable[[float], None] | None = None) -> ImportRun:
        return keep_import(
            self.engine, self.office_id, run_id, geocoder=GEOCODER, clock=StoppedClock(), on_progress=on_progress
        )

    def everything(self, *without: str) -> dict[str, list[dict[str, Any]]]:
        """Every record but the runs, files and changes themselves, as plain values without versions."""
        with office_records(self.engine, office_id=self.office_id) as records:
            return {
                kind.__name__: [record.model_dump(exclude={"version"}) for record in records.all(kind)]
                for kind in record_kinds().values()
                if kind.__name__ not in (*_AROUND, *without)
            }

    def correct(self, kind: type[Any], code: str, *names: str, **values: object) -> None:
        """Edit a record by hand, as a page does."""
        with office_records(self.engine, office_id=self.office_id) as records:
            (record,) = records.all(kind, kind.code == code)
            for name, value in values.items():
                setattr(record, name, value)
            note_corrections(record, [*values, *names])

    def one(self, kind: type[Any], **wanted: object) -> Any:
        """The one record of this kind with these values."""
        with office_records(self.engine, office_id=self.office_id) as records:
            found = [
                record
                for record in records.all(kind)
                if all(getattr(record, name) == value for name, value in wanted.items())
            ]
        assert len(found) == 1, found
        return found[0]
