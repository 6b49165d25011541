"""The sample workbook through the office's own front door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from outreach.calendar.dates import TAIPEI
from outreach.records.database import open_database
from outreach.sample import OFFICE, write_sample
from outreach.usecases.importing.import_workbook import import_workbook
from tests.unit.sample.rows import GEOCODER, MONDAY, OUTLINES


class Noon:
    def now(self) -> dt.datetime:
        return dt.datetime.combine(MONDAY, dt.time(12), TAIPEI)


def test_intake_finds_no_fault_and_nothing_new_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "sample.ods"
    write_sample(path, MONDAY, outlines=OUTLINES)
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    first = import_workbook(engine, path, geocoder=GEOCODER, clock=Noon())
    again = import_workbook(engine, path, geocoder=GEOCODER, clock=Noon())
    assert (first.office, first.faults, first.changed) == (OFFICE, (), 0)
    assert (again.added, again.changed, again.same) == (0, 0, first.added)
