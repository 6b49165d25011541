"""What was corrected by hand survives the next import unless the coordinator says so; who is meant is said once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Absence, CarePlan, Client, ClientWish, Person, PersonSkill, Pin, Place, Recipient
from outreach.records.database import office_records
from outreach.refusals import Conflict, Invalid, NotAllowed
from outreach.usecases.importing.decide_import import decide_import
from outreach.usecases.importing.import_workbook import import_workbook
from tests.imports import GEOCODER, NOW, OfficeOfImports, StoppedClock, office_of_imports
from tests.small_workbook import Rows, headings_of, small_workbook, write


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeOfImports]:
    with office_of_imports(tmp_path) as office:
        yield office


def left_alone(run: Any) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["key"], one["field"]) for one in run.findings["left_alone"]]


def test_a_corrected_field_survives_and_is_told(office: OfficeOfImports) -> None:
    office.correct(Client, "C01", phone="06-1111111", note="後門進")
    rows = small_workbook()
    rows["clients"][0] |= {"phone": "06-9999999", "need_grade": 3}
    run = office.previewed(rows)
    assert left_alone(run) == [("clients", "C01", "phone"), ("clients", "C01", "note")]
    told = run.findings["left_alone"][0]
    assert (told["kept"], told["given"]) == ("06-1111111", "06-9999999")
    office.keep(run.id)
    client = office.one(Client, code="C01")
    assert (client.phone, client.note, client.need_grade) == ("06-1111111", "後門進", 3)
    assert client.corrected == ["note", "phone"]


def test_an_address_corrected_at_the_door_survives(office: OfficeOfImports) -> None:
    with office_records(office.engine) as records:
        place = records.add(Place(office_id="", address="對的路1號", village="文平里", lat=22.99, lon=120.17))
    office.correct(Client, "C01", place_id=place.id)
    run = office.previewed()
    assert left_alone(run) == [("clients", "C01", "address")]
    assert run.findings["left_alone"][0]["kept"].startswith("對的路1號 文平里")
    office.keep(run.id)
    assert office.one(Client, code="C01").place_id == place.id


@pytest.mark.parametrize("said", ["clients:C01:phone", "clients:C01:*"])
def test_the_coordinator_says_overwrite(office: OfficeOfImports, said: str) -> None:
    office.correct(Client, "C01", phone="06-1111111")
    office.correct(Client, "C02", phone="06-2222222")
    run = office.previewed()
    office.decide(run.id, said)
    again = office.preview(run.id)
    assert left_alone(again) == [("clients", "C02", "phone")]
    assert [(one["key"], one["field"], one["corrected"]) for one in again.findings["changed"]] == [
        ("C01", "phone", True)
    ]
    office.keep(run.id)
    assert (office.one(Client, code="C01").phone, office.one(Client, code="C01").corrected) == ("", [])
    assert (office.one(Client, code="C02").phone, office.one(Client, code="C02").corrected) == ("06-2222222", ["phone"])


LISTS: dict[str, tuple[type[Any], str, str, dict[str, Any], type[Any], int, int]] = {
    "skills": (Person, "V01", "people", {"people": {"skills": "急救"}}, PersonSkill, 2, 1),
    "wishes": (Client, "C01", "clients", {"clients": {"preferred": ""}}, ClientWish, 2, 1),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_corrected_list_survives_until_it_is_said(office: OfficeOfImports, name: str) -> None:
    kind, code, sheet, edits, member, before, after = LISTS[name]
    office.correct(kind, code, name)
    rows = small_workbook()
    for edited, values in edits.items():
        rows[edited][0] |= values
    run = office.keep(office.previewed(rows).id)
    with office_records(office.engine) as records:
        assert len(records.all(member)) == before
    run = office.previewed(rows)
    assert left_alone(run) == [(sheet, code, name)]
    office.decide(run.id, f"{sheet}:{code}:{name}")
    office.keep(run.id)
    with office_records(office.engine) as records:
        assert len(records.all(member)) == after
    assert office.one(kind, code=code).corrected == []


def test_lists_that_were_not_corrected_go_on_as_before(office: OfficeOfImports) -> None:
    office.correct(Person, "V01", "availability")
    rows = small_workbook()
    rows["availability"] = [row | {"end": dt.time(11)} for row in rows["availability"]]
    run = office.previewed(rows)
    assert left_alone(run) == [("people", "V01", "availability")]
    office.keep(run.id)
    spans = office.everything()["Availability"]
    assert {span["end"] for span in spans if span["person_id"] == office.one(Person, code="V01").id} == {dt.time(12)}
    assert {span["end"] for span in spans if span["person_id"] == office.one(Person, code="S01").id} == {dt.time(11)}


def test_pins_and_absences_made_by_hand_stay(office: OfficeOfImports) -> None:
    person = office.one(Person, code="V01")
    start = dt.datetime(2026, 12, 3, 8, tzinfo=TAIPEI)
    with office_records(office.engine) as records:
        day = dt.timedelta(days=1)
        records.add(Absence(office_id="", person_id=person.id, start=start, end=start + day, by_hand=True))
        records.add(Pin(office_id="", item="D01", date=start.date(), seat=2, person_id=person.id, by_hand=True))
    rows = small_workbook()
    rows["absences"], rows["pins"] = [], []
    office.keep(office.previewed(rows).id)
    assert [absence["by_hand"] for absence in office.everything()["Absence"]] == [True]
    assert [pin["by_hand"] for pin in office.everything()["Pin"]] == [True]


def test_a_row_that_contradicts_a_pin_made_by_hand_is_named(office: OfficeOfImports) -> None:
    person = office.one(Person, code="V01")
    rows = small_workbook()
    with office_records(office.engine) as records:
        date = dt.date(2026, 12, 3)
        records.add(Pin(office_id="", item="D01", date=date, seat=2, person_id=person.id, by_hand=True))
    rows["pins"] += [
        {"item": "D01", "date": date, "seat": 2, "person": "S01"},
        {"item": "D01", "date": date, "seat": 2, "person": "V01"},
    ]
    run = office.previewed(rows)
    assert [(fault["row"], fault["code"]) for fault in run.faults] == [(4, "pin_against_hand")]
    office.keep(run.id)
    assert len(office.everything()["Pin"]) == 3


def a_duplicate() -> dict[str, Rows]:
    rows = small_workbook()
    rows["clients"][1]["code"] = "X02"
    for sheet in ("care_plans", "campaigns"):
        for row in rows[sheet]:
            row["client"] = "X02" if row["client"] == "C02" else row["client"]
    rows["clients"][1]["need_grade"] = 4
    rows["pins"] = [{"item": "X02", "date": dt.date(2026, 12, 1), "person": "V01", "start": "10:00"}]
    return rows


def test_a_joined_row_fills_the_record_that_is_meant_and_other_sheets_follow(office: OfficeOfImports) -> None:
    client = office.one(Client, code="C02")
    run = office.previewed(a_duplicate())
    (found,) = run.findings["duplicates"]
    assert (found["key"], found["other_id"], found["agree"]) == ("X02", client.id, ["name", "address"])
    office.decide(run.id, join={"clients:X02": client.id})
    shown = office.preview(run.id)
    assert shown.findings["new"].keys() == {"pins"}
    assert ("clients", "C02", "need_grade") in [(c["kind"], c["key"], c["field"]) for c in shown.findings["changed"]]
    office.keep(run.id)
    assert len(office.everything()["Client"]) == 2
    joined = office.one(Client, id=client.id)
    assert (joined.code, joined.need_grade, joined.other_codes) == ("C02", 4, ["X02"])
    assert office.one(CarePlan, code="P02").client_id == client.id
    assert {recipient["client_id"] for recipient in office.everything()["Recipient"]} == {
        client.id,
        office.one(Client, code="C01").id,
    }
    assert office.one(Recipient, client_id=client.id).units == 2
    assert office.one(Pin).item == "C02"


def test_the_next_import_remembers_who_is_meant(office: OfficeOfImports, tmp_path: Path) -> None:
    run = office.previewed(a_duplicate())
    office.decide(run.id, join={"clients:X02": office.one(Client, code="C02").id})
    office.keep(run.id)
    again = office.previewed(a_duplicate())
    assert (again.findings["duplicates"], again.added, again.changed) == ([], 0, 0)
    path = write(tmp_path / "again.ods", headings_of(a_duplicate()))
    report = import_workbook(office.engine, path, geocoder=GEOCODER, clock=StoppedClock())
    assert (report.added, report.changed) == (0, 0)


def test_both_codes_in_one_file_take_the_record_own_row(office: OfficeOfImports) -> None:
    run = office.previewed(a_duplicate())
    office.decide(run.id, join={"clients:X02": office.one(Client, code="C02").id})
    office.keep(run.id)
    rows = small_workbook()
    rows["clients"].append(rows["clients"][1] | {"code": "X02", "name": "別的名字"})
    run = office.previewed(rows)
    assert [(fault["row"], fault["code"]) for fault in run.faults] == [(4, "same_record")]
    office.keep(run.id)
    assert office.one(Client, code="C02").name == "陳示範"


def test_two_new_rows_are_joined(office: OfficeOfImports) -> None:
    rows = small_workbook()
    new = {"name": "吳新", "village": "文平里", "phone": "0911-222-333"}
    rows["clients"] += [new | {"code": "X8"}, new | {"code": "X9"}]
    rows["care_plans"].append({"code": "P9", "client": "X9", "service": "關懷訪視", "times_per_week": 1})
    run = office.previewed(rows)
    office.decide(run.id, join={"clients:X9": "clients:X8"})
    office.keep(run.id)
    client = office.one(Client, code="X8")
    assert client.other_codes == ["X9"]
    assert office.one(CarePlan, code="P9").client_id == client.id
    assert len(office.everything()["Client"]) == 3


UNCLEAR: list[tuple[list[str], dict[str, str], str]] = [
    (["nonsense"], {}, "decision_unclear"),
    (["rosters:1:monday"], {}, "decision_unclear"),
    (["clients::phone"], {}, "decision_unclear"),
    ([f"clients:{'x' * 400}:phone"], {}, "decision_unclear"),
    ([], {"services:x": "0" * 32}, "decision_unclear"),
    ([], {"clients:": "0" * 32}, "decision_unclear"),
    ([], {"clients:X02": "0" * 32}, "join_unknown"),
    ([], {"clients:X02": "clients:X02"}, "join_unknown"),
]


@pytest.mark.parametrize(("overwrite", "join", "code"), UNCLEAR)
def test_an_unclear_decision_is_refused(
    office: OfficeOfImports, overwrite: list[str], join: dict[str, str], code: str
) -> None:
    run_id = office.previewed().id
    with pytest.raises(Invalid) as refused:
        office.decide(run_id, *overwrite, join=join)
    assert refused.value.code == code


def test_a_person_is_not_joined_to_a_client(office: OfficeOfImports) -> None:
    run_id = office.previewed(a_duplicate()).id
    with pytest.raises(Invalid):
        office.decide(run_id, join={"clients:X02": office.one(Person, code="V01").id})


def test_nothing_is_decided_before_or_after(office: OfficeOfImports) -> None:
    run_id = office.hand_in()
    with pytest.raises(Conflict):
        office.decide(run_id)
    office.keep(office.preview(run_id).id)
    with pytest.raises(Conflict):
        office.decide(run_id)


def test_only_a_coordinator_decides(office: OfficeOfImports) -> None:
    run_id = office.previewed().id
    auditor = Actor(office_id=office.office_id, role="auditor")
    with pytest.raises(NotAllowed), office_records(office.engine) as records:
        decide_import(records, auditor, run_id=run_id, overwrite=[], join={}, now=NOW)


def test_the_command_leaves_corrections_alone_too(office: OfficeOfImports, tmp_path: Path) -> None:
    office.correct(Client, "C01", phone="06-1111111")
    path = write(tmp_path / "again.ods", headings_of(small_workbook()))
    report = import_workbook(office.engine, path, geocoder=GEOCODER, clock=StoppedClock())
    assert [(one["key"], one["field"]) for one in report.left_alone] == [("C01", "phone")]
    assert office.one(Client, code="C01").phone == "06-1111111"
