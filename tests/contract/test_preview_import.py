"""A coordinator looks at what an import would do: new, changed, gone, likely duplicates; and nothing is kept by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from outreach.actor import Actor
from outreach.records import Client, ImportRun, Upload
from outreach.records.database import office_records
from outreach.refusals import NotThere
from outreach.usecases.importing import keep_lists
from outreach.usecases.importing.show_import import show_import
from tests.imports import NOW, OfficeOfImports, office_of_imports
from tests.small_workbook import small_workbook


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeOfImports]:
    with office_of_imports(tmp_path) as office:
        yield office


def test_a_preview_of_the_same_workbook_finds_nothing(office: OfficeOfImports) -> None:
    run = office.previewed()
    assert (run.status, run.added, run.changed) == ("preview", 0, 0)
    assert run.same > 20
    assert run.findings["new"] == {}
    for name in ("changed", "gone", "duplicates", "left_alone"):
        assert run.findings[name] == []
    assert run.findings["at"] == NOW.isoformat()


def test_new_changed_and_gone_are_told_and_nothing_is_kept(office: OfficeOfImports) -> None:
    rows = small_workbook()
    rows["clients"][0] |= {"need_grade": 4, "address": "新路5號"}
    rows["clients"].append({"code": "C09", "name": "吳新", "village": "文平里"})
    rows["people"][0]["skills"] = "急救"
    rows["pins"] = rows["pins"][:1]
    rows["people"].append({"code": "V9", "name": "郭新", "unit": "示範課", "role": "義工"})
    before = office.everything()
    run = office.previewed(rows)
    assert office.everything() == before
    assert run.findings["new"] == {"clients": {"count": 1, "first": [{"key": "C09", "label": "吳新"}]}}
    client = office.one(Client, code="C01")
    changed = {(c["kind"], c["key"], c["field"]): c for c in run.findings["changed"]}
    assert changed["clients", "C01", "need_grade"] == {
        "kind": "clients",
        "key": "C01",
        "id": client.id,
        "field": "need_grade",
        "kept": 2,
        "given": 4,
        "corrected": False,
    }
    moved = changed["clients", "C01", "address"]
    assert "文平里" in moved["kept"]
    assert moved["given"].startswith("新路5號 文平里")
    assert len(changed) == 2
    gone = {(g["kind"], g["key"], g["field"], g["label"]) for g in run.findings["gone"]}
    assert gone == {
        ("people", "V01", "skills", "移位 2027-12-31"),
        ("pins", "P01", "pins", "P01 2026-12-02 1 V01 never"),
    }
    assert (run.added, run.changed) == (1, 3)
    assert run.findings["faults"] == {"refused": 1, "noted": 0}
    assert [(f["sheet"], f["row"], f["column"], f["code"]) for f in run.faults] == [("人員", 4, "身分", "bad_choice")]


def test_a_preview_writes_nothing_but_its_run(office: OfficeOfImports) -> None:
    rows = small_workbook()
    rows["clients"].append({"code": "C09", "name": "吳新", "village": "文平里"})
    run_id = office.hand_in(rows)
    written: list[str] = []
    event.listen(office.engine, "before_cursor_execute", lambda *call: written.append(call[2]))
    office.preview(run_id)
    changing = [text for text in written if text.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(changing) == 1
    assert changing[0].startswith("UPDATE importrun")


DUPLICATES = {
    "name and phone": ({"name": "林 示範", "phone": "0912345678"}, "people", "V01", ["name", "phone"]),
    "phone and address": (
        {"name": "別人", "phone": "+886 6 765 4321", "address": "台南市安平區國平里示範街２號"},
        "clients",
        "C02",
        ["address", "phone"],
    ),
    "name and address": ({"name": "陳示範", "address": "示範街 2 號"}, "clients", "C02", ["name", "address"]),
}


@pytest.mark.parametrize("case", DUPLICATES)
def test_a_likely_duplicate_is_told(office: OfficeOfImports, case: str) -> None:
    row, kind, other, agree = DUPLICATES[case]
    rows = small_workbook()
    rows["clients"][1]["phone"] = "06-7654321"
    office.keep(office.previewed(rows).id)
    new = {"code": "X9", "village": "國平里"} if kind == "clients" else {"code": "X9", "unit": "示範課", "role": "志工"}
    rows[kind].append(new | row)
    if kind == "people":
        del rows[kind][0]
        rows = {"people": rows["people"]}
    found = office.previewed(rows).findings["duplicates"]
    number = len(rows[kind]) + 1
    assert [(one["kind"], one["row"], one["key"], one["other_key"], one["agree"]) for one in found] == [
        (kind, number, "X9", other, agree)
    ]
    assert found[0]["other_id"]
    assert found[0]["other_row"] is None


def test_two_new_rows_that_are_alike_are_told(office: OfficeOfImports) -> None:
    rows = small_workbook()
    new = {"name": "吳新", "village": "文平里", "phone": "0911-222-333"}
    rows["clients"] += [new | {"code": "X8"}, new | {"code": "X9", "name": "吳 新"}]
    (found,) = office.previewed(rows).findings["duplicates"]
    assert (found["key"], found["other_key"], found["other_id"], found["other_row"]) == ("X9", "X8", None, 4)


NO_DUPLICATES = {
    "the name alone": {"name": "陳示範", "address": "別街9號", "phone": "06-1112222"},
    "the phone alone": {"name": "別人", "address": "別街9號", "phone": "06-7654321"},
    "nothing filled in": {"name": "別人"},
    "another door of the street": {"name": "別人", "address": "示範街22號", "phone": "06-7654321"},
}


@pytest.mark.parametrize("case", NO_DUPLICATES)
def test_one_of_three_is_no_duplicate(office: OfficeOfImports, case: str) -> None:
    rows = small_workbook()
    rows["clients"][1]["phone"] = "06-7654321"
    office.keep(office.previewed(rows).id)
    rows["clients"].append({"code": "X9", "village": "國平里"} | NO_DUPLICATES[case])
    assert office.previewed(rows).findings["duplicates"] == []


def test_a_file_that_cannot_be_taken_is_refused_and_not_kept(office: OfficeOfImports) -> None:
    run = office.preview(office.hand_in_bytes("cut.xlsx", b"PK\x03\x04" + bytes(40)))
    assert run.status == "refused"
    assert [(fault["code"], fault["row"]) for fault in run.faults] == [("damaged", 0)]
    with office_records(office.engine) as records:
        assert records.all(Upload) == []
    assert office.preview(run.id).status == "refused"


def test_another_offices_name_is_noted(office: OfficeOfImports) -> None:
    rows = small_workbook()
    rows["office"][0]["name"] = "別的區公所"
    run = office.previewed(rows)
    assert [(fault["code"], fault["row"]) for fault in run.faults] == [("other_office", 2)]
    assert run.status == "preview"


def test_very_long_lists_are_cut_and_counted(office: OfficeOfImports) -> None:
    rows = small_workbook()
    rows["clients"] += [{"code": f"X{n}", "name": f"示範{n}", "village": "文平里"} for n in range(2100)]
    office.keep(office.previewed(rows).id)
    for row in rows["clients"][2:]:
        row["need_grade"] = 3
    run = office.previewed(rows)
    assert (len(run.findings["changed"]), run.findings["more"]["changed"], run.changed) == (2000, 100, 2100)


def test_only_those_who_see_everybody_see_a_preview(office: OfficeOfImports) -> None:
    run_id = office.previewed().id
    for role, sees in (("coordinator", True), ("auditor", True), ("admin", False), ("field", False)):
        actor = Actor(office_id=office.office_id, role=role)  # type: ignore[arg-type]
        with office_records(office.engine, write=False) as records:
            if sees:
                assert isinstance(show_import(records, actor, run_id), ImportRun)
            else:
                with pytest.raises(NotThere):
                    show_import(records, actor, run_id)


def test_a_person_whose_hours_all_go_is_noted_in_the_preview_as_in_the_import(office: OfficeOfImports) -> None:
    rows = small_workbook()
    rows["availability"] = [row for row in rows["availability"] if row["person"] != "V01"]
    run = office.previewed(rows)
    assert [(fault["code"], fault["row"]) for fault in run.faults] == [("no_availability", 2)]
    assert office.keep(run.id).faults == run.faults


def test_a_preview_keeps_no_writer_waiting(office: OfficeOfImports) -> None:
    waited: list[float] = []

    def edit(done: float) -> None:
        if 0.5 < done < 0.95 and not waited:
            began = dt.datetime.now(tz=dt.UTC)
            with office_records(office.engine) as records:
                records.all(Client)[0].note = "已更正"
            waited.append((dt.datetime.now(tz=dt.UTC) - began).total_seconds())

    assert office.preview(office.hand_in(), edit).status == "preview"
    assert waited[0] < 5


def test_cells_that_list_too_much_together_are_refused(
    office: OfficeOfImports, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two hundred thousand wishes take a while to write down; nine are as many as too many.
    monkeypatch.setattr(keep_lists, "MOST_LISTED", 8)
    rows = small_workbook()
    rows["clients"] += [
        {"code": f"X{n}", "name": f"示範{n}", "village": "文平里", "preferred": "V01", "refused": "S01"}
        for n in range(4)
    ]
    run = office.previewed(rows)
    assert (run.status, [fault["code"] for fault in run.faults]) == ("refused", ["too_much_listed"])
