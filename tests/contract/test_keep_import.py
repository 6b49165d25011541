"""A coordinator keeps what a preview showed: once, all or nothing, and so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from outreach.records import Change, Client, Deputy, ImportRun, Person, Upload
from outreach.records.database import changed_records, office_records
from outreach.refusals import Conflict, NotThere
from outreach.usecases.keeping.undo_change import undo_change
from tests.imports import NOW, OfficeOfImports, office_of_imports
from tests.small_workbook import Rows, small_workbook


@pytest.fixture
def office(tmp_path: Path, database: str) -> Iterator[OfficeOfImports]:
    with office_of_imports(tmp_path, database) as office:
        yield office


def a_change_of_everything() -> dict[str, Rows]:
    rows = small_workbook()
    rows["clients"][0] |= {"need_grade": 4, "address": "新路5號", "preferred": "S01"}
    rows["clients"].append({"code": "C09", "name": "吳新", "village": "文平里"})
    rows["people"].append({"code": "V09", "name": "郭新", "unit": "示範課", "role": "志工", "skills": "急救"})
    rows["people"][0]["skills"] = "急救"
    rows["availability"] = rows["availability"][1:]
    rows["campaigns"] = rows["campaigns"][:1]
    rows["care_plans"].append({"code": "P09", "client": "C09", "service": "關懷訪視", "times_per_week": 1})
    rows["pins"] = rows["pins"][:1]
    rows["deputies"] = [{"person": "V01", "deputies": "V09、S01"}]
    return rows


def test_what_is_kept_is_what_the_preview_showed(office: OfficeOfImports) -> None:
    shown = office.previewed(a_change_of_everything())
    run = office.keep(shown.id)
    assert (run.status, run.findings, run.upload_id) == ("kept", {}, None)
    assert (run.added, run.changed, run.same) == (shown.added, shown.changed, shown.same)
    assert run.faults == shown.faults
    assert office.one(Client, code="C01").need_grade == 4
    with office_records(office.engine) as records:
        assert records.all(Upload) == []
        codes = {person.id: person.code for person in records.all(Person)}
        assert [(codes[d.deputy_id], d.rank) for d in sorted(records.all(Deputy), key=lambda d: d.rank)] == [
            ("V09", 1),
            ("S01", 2),
        ]


def test_keeping_twice_does_it_once(office: OfficeOfImports) -> None:
    run_id = office.previewed(a_change_of_everything()).id
    first = office.keep(run_id)
    before = office.everything()
    again = office.keep(run_id)
    assert (again.status, again.added) == ("kept", first.added)
    assert office.everything() == before
    with office_records(office.engine) as records:
        assert [change.verb for change in records.all(Change)] == ["keep_import"]


def test_the_same_file_again_changes_nothing(office: OfficeOfImports) -> None:
    office.keep(office.previewed(a_change_of_everything()).id)
    before = office.everything()
    run = office.keep(office.previewed(a_change_of_everything()).id)
    assert (run.added, run.changed) == (0, 0)
    assert office.everything() == before


def test_deputies_change_places(office: OfficeOfImports) -> None:
    rows = a_change_of_everything()
    office.keep(office.previewed(rows).id)
    rows["deputies"][0]["deputies"] = "S01、V09"
    office.keep(office.previewed(rows).id)
    with office_records(office.engine) as records:
        codes = {person.id: person.code for person in records.all(Person)}
        assert {codes[d.deputy_id]: d.rank for d in records.all(Deputy)} == {"S01": 1, "V09": 2}


def test_undoing_an_import_puts_everything_back(office: OfficeOfImports) -> None:
    before = office.everything("Week")
    office.keep(office.previewed(a_change_of_everything()).id)
    after = office.everything("Week")
    assert after != before
    with changed_records(office.engine, office.office_id, "undo", account_id=None, now=NOW) as records:
        undo_change(records)
    assert office.everything("Week") == before
    with changed_records(office.engine, office.office_id, "undo", account_id=None, now=NOW) as records:
        (undone,) = records.all(Change, Change.verb == "undo")
        undo_change(records, undone.id)
    assert {kind: sorted(map(str, rows)) for kind, rows in office.everything("Week").items()} == {
        kind: sorted(map(str, rows)) for kind, rows in after.items()
    }


def test_a_crash_in_the_middle_leaves_everything_and_it_can_be_kept_later(office: OfficeOfImports) -> None:
    run_id = office.previewed(a_change_of_everything()).id
    before = office.everything()

    def crash(done: float) -> None:
        if done > 0.8:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        office.keep(run_id, crash)
    assert office.everything() == before
    assert office.keep(run_id).status == "kept"


def test_a_run_without_a_preview_is_not_kept(office: OfficeOfImports) -> None:
    with pytest.raises(Conflict) as refused:
        office.keep(office.hand_in())
    assert refused.value.code == "import_reading"
    with pytest.raises(NotThere):
        office.keep("0" * 32)


def test_another_offices_run_does_not_exist(office: OfficeOfImports) -> None:
    run_id = office.previewed().id
    with office_records(office.engine) as records:
        theirs = type(records.office)(name="別的機關")
        records.session.add(theirs)
    office.office_id = theirs.id
    with pytest.raises(NotThere):
        office.keep(run_id)
    with pytest.raises(NotThere):
        office.preview(run_id)


def test_two_who_keep_the_same_file_at_once_do_it_once(office: OfficeOfImports) -> None:
    run_id = office.previewed(a_change_of_everything()).id
    with ThreadPoolExecutor(2) as both:
        runs = list(both.map(office.keep, [run_id, run_id]))
    assert [run.status for run in runs] == ["kept", "kept"]
    assert len(office.everything()["Client"]) == 3
    with office_records(office.engine) as records:
        assert len(records.all(Change)) == 1


def test_two_files_at_once_are_taken_one_after_the_other(office: OfficeOfImports) -> None:
    rows = a_change_of_everything()
    rows["clients"].append({"code": "C10", "name": "方新", "village": "文平里"})
    runs = [office.previewed(a_change_of_everything()).id, office.previewed(rows).id]
    with ThreadPoolExecutor(2) as both:
        kept = list(both.map(office.keep, runs))
    assert [run.status for run in kept] == ["kept", "kept"]
    assert sorted(client["code"] for client in office.everything()["Client"]) == ["C01", "C02", "C09", "C10"]


def test_a_hand_that_edits_meanwhile_is_not_overwritten(office: OfficeOfImports) -> None:
    run_id = office.previewed(a_change_of_everything()).id
    office.correct(Client, "C01", need_grade=3)
    run = office.keep(run_id)
    assert run.status == "kept"
    assert office.one(Client, code="C01").need_grade == 3


def test_the_run_keeps_no_names(office: OfficeOfImports) -> None:
    rows = a_change_of_everything()
    rows["people"].append({"code": "V10", "name": "方示範", "unit": "示範課", "role": "方示範"})
    run = office.keep(office.previewed(rows).id)
    with office_records(office.engine) as records:
        kept = records.get(ImportRun, run.id)
    assert kept is not None
    assert [fault["code"] for fault in kept.faults].count("bad_choice") == 1
    for told in ("方示範", "吳新", "新路"):
        assert told not in str(kept.model_dump(exclude={"file_name"}))
