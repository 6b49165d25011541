"""A coordinator hands a file in, or gives an import up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.actor import ROLES, Actor, Role
from outreach.intake.limits import LARGEST_FILE_MB
from outreach.records import ImportRun, Upload
from outreach.records.database import office_records
from outreach.refusals import Busy, Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.importing.drop_import import drop_import
from outreach.usecases.importing.receive_file import MOST_WAITING, receive_file
from tests.imports import NOW, OfficeOfImports, office_of_imports


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeOfImports]:
    with office_of_imports(tmp_path) as office:
        yield office


def drop(office: OfficeOfImports, run_id: str, role: Role = "coordinator") -> ImportRun:
    with office_records(office.engine) as records:
        return drop_import(records, Actor(office_id=office.office_id, role=role), run_id=run_id, now=NOW)


def test_a_file_is_kept_as_it_is_until_it_is_looked_at(office: OfficeOfImports) -> None:
    run_id = office.hand_in_bytes("C:\\上傳\\名冊\u202e.CSV", b"whatever")
    run, upload = office.one(ImportRun, id=run_id), office.one(Upload)
    assert (run.status, run.file_name, run.upload_id) == ("reading", "名冊.CSV", upload.id)
    assert (upload.data, upload.size, len(upload.sha256)) == (b"whatever", 8, 64)


@pytest.mark.parametrize(
    "name", ["", ".ods", "名冊", "名冊.xlsm", "名冊.ods.exe", "../../etc/passwd", "x" * 120 + ".ods"]
)
def test_a_name_of_no_spreadsheet_is_refused(office: OfficeOfImports, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        office.hand_in_bytes(name, b"x")
    assert refused.value.code == "bad_file_name"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty_file"), (bytes(LARGEST_FILE_MB * 2**20 + 1), "file_too_large")],
    ids=["none", "huge"],
)
def test_nothing_and_too_much_are_refused(office: OfficeOfImports, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        office.hand_in_bytes("a.ods", data)
    assert refused.value.code == code
    with office_records(office.engine) as records:
        assert records.all(Upload) == []


def test_too_many_that_wait_are_told_so(office: OfficeOfImports) -> None:
    runs = [office.hand_in_bytes("a.csv", b"x") for _ in range(MOST_WAITING)]
    with pytest.raises(Busy):
        office.hand_in_bytes("a.csv", b"x")
    drop(office, runs[0])
    assert office.hand_in_bytes("a.csv", b"x")


@pytest.mark.parametrize("role", [role for role in ROLES if role != "coordinator"])
def test_only_a_coordinator_imports(office: OfficeOfImports, role: Role) -> None:
    run_id = office.previewed().id
    with pytest.raises(NotAllowed), office_records(office.engine) as records:
        receive_file(records, Actor(office_id=office.office_id, role=role), name="a.csv", data=b"x", now=NOW)
    with pytest.raises(NotAllowed):
        drop(office, run_id, role)


@pytest.mark.parametrize("previewed", [True, False])
def test_giving_up_leaves_nothing_of_the_file(office: OfficeOfImports, previewed: bool) -> None:
    run_id = office.hand_in()
    if previewed:
        office.preview(run_id)
    before = office.everything()
    run = drop(office, run_id)
    assert (run.status, run.findings, run.upload_id) == ("dropped", {}, None)
    with office_records(office.engine) as records:
        assert records.all(Upload) == []
    assert office.everything() == before
    assert drop(office, run_id).status == "dropped"
    assert office.preview(run_id).status == "dropped"
    with pytest.raises(Conflict):
        office.keep(run_id)


def test_what_is_kept_cannot_be_given_up(office: OfficeOfImports) -> None:
    run_id = office.keep(office.previewed().id).id
    with pytest.raises(Conflict) as refused:
        drop(office, run_id)
    assert refused.value.code == "import_kept"
    with pytest.raises(NotThere):
        drop(office, "0" * 32)
