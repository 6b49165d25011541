"""What was removed by hand does not come back with the next import, unless somebody says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.records import ClosedDay, Pin, Removal
from outreach.records.database import changed_records, office_records
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.close_day import close_day
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.reopen_day import reopen_day
from outreach.usecases.weeks.unpin_seat import unpin_seat
from tests.imports import NOW, OfficeOfImports, office_of_imports
from tests.small_workbook import Rows, small_workbook

DAY = dt.date(2026, 12, 2)


@pytest.fixture
def office(tmp_path: Path, database: str) -> Iterator[OfficeOfImports]:
    with office_of_imports(tmp_path, database) as office:
        yield office


def rows() -> dict[str, Rows]:
    more: dict[str, Any] = {
        "closed_days": [{"date": DAY, "reason": "颱風"}, {"date": DAY, "villages": "文平里、國平里"}]
    }
    return small_workbook() | more


def unpin(office: OfficeOfImports, item: str, date: dt.date = DAY) -> str:
    pin = office.one(Pin, item=item, date=date)
    with changed_records(office.engine, office.office_id, "unpin", account_id=None, now=NOW) as records:
        unpin_seat(records, office.coordinator, pin_id=pin.id, now=NOW)
    assert records.change is not None
    return records.change.id


def pins(office: OfficeOfImports) -> list[str]:
    with office_records(office.engine) as records:
        return sorted(pin.item for pin in records.all(Pin))


def closed(office: OfficeOfImports) -> list[list[str]]:
    with office_records(office.engine) as records:
        return sorted(day.villages for day in records.all(ClosedDay))


def test_a_pin_that_was_removed_stays_away(office: OfficeOfImports) -> None:
    unpin(office, "D01")
    run = office.previewed()
    (told,) = run.findings["left_alone"]
    assert (told["kind"], told["key"], told["field"], told["kept"]) == ("pins", "D01", "pins", None)
    assert "S01" in told["given"] and run.added == 0
    office.keep(run.id)
    assert pins(office) == ["P01"]
    # And once more.
    office.keep(office.previewed().id)
    assert pins(office) == ["P01"]


def test_a_pin_comes_back_when_the_file_is_to_count(office: OfficeOfImports) -> None:
    unpin(office, "D01")
    run = office.previewed()
    office.decide(run.id, "pins:D01:pins")
    again = office.preview(run.id)
    assert again.findings["left_alone"] == [] and again.added == 1
    with office_records(office.engine) as records:
        assert len(records.all(Removal)) == 1
    office.keep(run.id)
    assert pins(office) == ["D01", "P01"]
    with office_records(office.engine) as records:
        assert records.all(Removal) == []


def test_undoing_forgets_the_removal(office: OfficeOfImports) -> None:
    change_id = unpin(office, "D01")
    with changed_records(office.engine, office.office_id, "undo", account_id=None, now=NOW) as records:
        undo_change(records, change_id)
    with office_records(office.engine) as records:
        assert records.all(Removal) == []
    run = office.previewed()
    assert run.findings["left_alone"] == [] and pins(office) == ["D01", "P01"]


def test_a_pin_made_by_hand_leaves_no_note(office: OfficeOfImports) -> None:
    person = office.one(Pin, item="D01").person_id
    with office_records(office.engine) as records:
        later = DAY + dt.timedelta(days=1)
        pin_seat(records, office.coordinator, item="D01", date=later, seat=1, person_id=person, now=NOW)
    unpin(office, "D01", later)
    with office_records(office.engine) as records:
        assert records.all(Removal) == []


def test_a_day_that_was_reopened_stays_open(office: OfficeOfImports) -> None:
    office.keep(office.previewed(rows()).id)
    assert closed(office) == [[], ["文平里", "國平里"]]
    day = office.one(ClosedDay, villages=[])
    with office_records(office.engine) as records:
        reopen_day(records, office.coordinator, closed_day_id=day.id, now=NOW)
    run = office.previewed(rows())
    (told,) = run.findings["left_alone"]
    assert (told["kind"], told["key"], told["given"]) == ("closed_days", "2026-12-02", "2026-12-02")
    office.keep(run.id)
    assert closed(office) == [["文平里", "國平里"]]
    run = office.previewed(rows())
    office.decide(run.id, "closed_days:2026-12-02:closed_days")
    office.keep(run.id)
    assert closed(office) == [[], ["文平里", "國平里"]]


def test_a_day_closed_again_by_hand_is_the_files_again(office: OfficeOfImports) -> None:
    office.keep(office.previewed({**rows(), "closed_days": rows()["closed_days"][:1]}).id)
    day = office.one(ClosedDay, villages=[])
    with office_records(office.engine) as records:
        reopen_day(records, office.coordinator, closed_day_id=day.id, now=NOW)
    with office_records(office.engine) as records:
        close_day(records, office.coordinator, date=DAY, reason="又停了", now=NOW)
    office.keep(office.previewed(rows()).id)
    assert closed(office) == [[], ["文平里", "國平里"]] and office.one(ClosedDay, villages=[]).reason == "颱風"
