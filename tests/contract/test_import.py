"""A workbook on disk becomes records, in every format, all or nothing, and the same workbook twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from maps.geocode.villages import VillageGeocoder
from outreach.calendar.dates import TAIPEI
from outreach.intake.faults import IntakeRefused
from outreach.records import (
    Absence,
    Availability,
    CarePlan,
    Client,
    ClientWish,
    Desk,
    Drive,
    ImportRun,
    Office,
    Person,
    PersonSkill,
    Pin,
    Place,
    Recipient,
    Roster,
    RosterDuty,
    RosterStop,
    Service,
    Unit,
)
from outreach.records.base import record_kinds
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.usecases.importing.import_workbook import ImportReport, import_workbook
from tests.small_workbook import headings_of, small_workbook, write, write_csv

GEOCODER = VillageGeocoder()
NOW = dt.datetime(2026, 11, 27, 9, tzinfo=TAIPEI)


class _StoppedClock:
    def now(self) -> dt.datetime:
        return NOW


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    yield engine
    engine.dispose()


def take(engine: Engine, path: Path, **more: Any) -> ImportReport:
    return import_workbook(engine, path, geocoder=GEOCODER, clock=_StoppedClock(), **more)


def everything(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every record but the import runs, as plain values."""
    with office_records(engine) as records:
        return {
            kind.__name__: [record.model_dump() for record in records.all(kind)]
            for kind in record_kinds().values()
            if kind is not ImportRun
        }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["book.ods", "book.xlsx", "book"])
def test_every_format_gives_the_same_records(tmp_path: Path, engine: Engine, name: str, language: str) -> None:
    report = take(engine, write(tmp_path / name, headings_of(small_workbook(), language)))
    assert report.faults == ()
    assert (report.office, report.changed, report.same) == ("示範區公所", 0, 0)
    with office_records(engine) as records:
        assert report.added == 1 + sum(
            len(records.all(kind)) for kind in record_kinds().values() if kind not in (Place, ImportRun)
        )
        people = {person.code: person for person in records.all(Person)}
        assert people["V01"].turns == {"evening": 2}
        assert people["V01"].exempt == ["weekend"]
        assert (people["V01"].mode, people["S01"].mode, people["S01"].villages) == (
            "walk",
            "scooter",
            ["國平里", "文平里"],
        )
        skills = {skill.skill: skill.expires for skill in records.all(PersonSkill)}
        assert skills == {"移位": dt.date(2027, 12, 31), "急救": None}
        spans = {(a.weekday, a.date, a.start, a.end) for a in records.all(Availability)}
        assert (None, dt.date(2026, 12, 5), dt.time(8, 30), dt.time(12)) in spans
        assert len(spans) == 8
        absences = sorted((a.start, a.end) for a in records.all(Absence))
        assert absences[0] == (_at(1, 0), _at(2, 0))
        assert absences[1] == (_at(2, 9), _at(2, 10))
        service = records.all(Service, Service.name == "戶籍到府")[0]
        assert service.crew == [
            {"roles": ["staff"], "unit": "示範課", "skills": []},
            {"roles": ["volunteer", "substitute"], "unit": "", "skills": []},
        ]
        clients = {client.code: client for client in records.all(Client)}
        assert (clients["C01"].birth_year, clients["C01"].companion) == (1941, "two_persons")
        assert {wish.wish for wish in records.all(ClientWish)} == {"preferred", "refused"}
        plan = records.all(CarePlan, CarePlan.code == "P02")[0]
        assert (plan.deadline, plan.weekdays) == (dt.date(2026, 12, 3), "123")
        assert records.all(CarePlan, CarePlan.code == "P01")[0].weekdays == "12345"
        assert sorted(recipient.units for recipient in records.all(Recipient)) == [1, 2]
        assert {(pin.item, pin.never) for pin in records.all(Pin)} == {("D01", False), ("P01", True)}


def _at(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 12, day, hour, tzinfo=TAIPEI)


def test_places(tmp_path: Path, engine: Engine) -> None:
    take(engine, write(tmp_path / "book.ods", headings_of(small_workbook())))
    with office_records(engine) as records:
        places = {place.id: place for place in records.all(Place)}
        clients = {client.code: places[client.place_id] for client in records.all(Client)}
        assert (clients["C01"].precision, clients["C01"].village) == ("village", "文平里")
        assert (clients["C02"].precision, clients["C02"].village, clients["C02"].lat) == ("exact", "國平里", 22.9826)
        unit = records.all(Unit)[0]
        people = {person.code: person for person in records.all(Person)}
        assert people["V01"].base_id == unit.place_id
        assert places[people["S01"].base_id].village == "文平里"
        assert {desk.place_id for desk in records.all(Desk)} == {unit.place_id}
        drive = records.all(Drive)[0]
        assert places[drive.place_id].address == "示範國中"
        assert records.all(CarePlan, CarePlan.code == "P01")[0].end_place_id is None
        assert len(places) == 5


def test_twice_changes_nothing(tmp_path: Path, engine: Engine) -> None:
    path = write(tmp_path / "book.ods", headings_of(small_workbook()))
    first = take(engine, path)
    before = everything(engine)
    written: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: written.append(call[2]))
    second = take(engine, path)
    assert (second.added, second.changed, second.same) == (0, 0, first.added)
    changing = [text for text in written if text.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(changing) == 1
    assert changing[0].startswith("INSERT INTO importrun")
    assert everything(engine) == before


def test_another_format_changes_nothing(tmp_path: Path, engine: Engine) -> None:
    first = take(engine, write(tmp_path / "book.ods", headings_of(small_workbook())))
    for name, language in (("book.xlsx", "en"), ("book", "zh")):
        again = take(engine, write(tmp_path / name, headings_of(small_workbook(), language)))
        assert (again.added, again.changed, again.same) == (0, 0, first.added)


def test_changed_rows_keep_their_identifiers(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    take(engine, write(tmp_path / "one.ods", headings_of(rows)))
    before = {client["code"]: client["id"] for client in everything(engine)["Client"]}
    rows["clients"][0]["need_grade"] = 4
    rows["clients"][1] |= {"lat": "", "lon": "", "preferred": "S01", "refused": ""}
    report = take(engine, write(tmp_path / "two.ods", headings_of(rows)))
    assert (report.added, report.changed) == (0, 3)
    after = everything(engine)
    assert {client["code"]: client["id"] for client in after["Client"]} == before
    assert {client["need_grade"] for client in after["Client"]} == {0, 4}
    assert {wish["wish"] for wish in after["ClientWish"]} == {"preferred"}
    moved = next(client for client in after["Client"] if client["code"] == "C02")
    assert next(place for place in after["Place"] if place["id"] == moved["place_id"])["precision"] == "village"


def test_lists_become_what_the_workbook_says_and_records_stay(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    take(engine, write(tmp_path / "one.ods", headings_of(rows)))
    rows["absences"] = [rows["absences"][0]]
    rows["availability"] = rows["availability"][:2]
    rows["people"][0]["skills"] = "急救(116/1/1)"
    rows["campaigns"] = rows["campaigns"][:1]
    rows["pins"] = []
    rows["desks"] = rows["desks"][:1]
    report = take(engine, write(tmp_path / "two.ods", headings_of(rows)))
    assert report.added == 0
    after = everything(engine)
    assert len(after["Absence"]) == 1
    assert len(after["Availability"]) == 7
    assert [(skill["skill"], skill["expires"]) for skill in after["PersonSkill"]] == [("急救", dt.date(2027, 1, 1))]
    assert len(after["Recipient"]) == 1
    assert after["Pin"] == []
    assert len(after["Desk"]) == 2
    # Gone: an absence, a span, a skill, a recipient, two pins; another skill expires.
    assert report.changed == 7


def test_a_recipient_on_an_older_roster_stays_with_nothing_to_bring(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    take(engine, write(tmp_path / "one.ods", headings_of(rows)))
    with office_records(engine) as records:
        gone = next(recipient for recipient in records.all(Recipient) if recipient.units == 2)
        _put_on_a_roster(records, gone)
    rows["campaigns"] = rows["campaigns"][:1]
    path = write(tmp_path / "two.ods", headings_of(rows))
    assert take(engine, path).changed == 1
    assert {recipient["id"]: recipient["units"] for recipient in everything(engine)["Recipient"]}[gone.id] == 0
    assert take(engine, path).changed == 0


def _put_on_a_roster(records: OfficeRecords, recipient: Recipient) -> None:
    person, place = records.all(Person)[0], records.all(Place)[0]
    roster = Roster(
        office_id="", monday=NOW.date(), revision=1, created=NOW, seed=1, seconds=1, iterations=1, missed=0, left=0
    )
    records.add(roster)
    records.session.flush()
    duty = RosterDuty(
        office_id="",
        roster_id=roster.id,
        person_id=person.id,
        date=NOW.date(),
        departure=NOW,
        arrival=NOW,
        start_place_id=place.id,
        end_place_id=place.id,
    )
    records.add(duty)
    records.session.flush()
    records.add(
        RosterStop(
            office_id="",
            duty_id=duty.id,
            roster_id=roster.id,
            position=1,
            kind="delivery",
            recipient_id=recipient.id,
            place_id=place.id,
            end_place_id=place.id,
            arrival=NOW,
            start=NOW,
            end=NOW,
        )
    )


def test_one_csv_is_one_sheet_of_the_office_that_is_there(tmp_path: Path, engine: Engine) -> None:
    tables = headings_of(small_workbook())
    take(engine, write(tmp_path / "book.ods", tables))
    people = [*tables["人員"], ["V02", "吳示範", "示範課", "志工"]]
    report = take(engine, write_csv(tmp_path / "新進志工名冊.csv", people, "cp950"))
    assert (report.office, report.added, report.changed) == ("示範區公所", 1, 0)
    assert [(fault.row, fault.code) for fault in report.faults] == [(4, "no_availability")]
    after = everything(engine)
    assert len(after["Person"]) == 3
    assert len(after["Availability"]) == 8


def test_one_csv_without_an_office_is_refused(tmp_path: Path, engine: Engine) -> None:
    path = write_csv(tmp_path / "people.csv", headings_of(small_workbook())["人員"])
    with pytest.raises(IntakeRefused) as refused:
        take(engine, path)
    assert refused.value.code == "no_office"


def test_two_offices_keep_their_own(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    take(engine, write(tmp_path / "one.ods", headings_of(rows)))
    rows["office"] = [{"name": "示範戶政事務所"}]
    report = take(engine, write(tmp_path / "two.ods", headings_of(rows)))
    assert (report.office, report.same, report.changed) == ("示範戶政事務所", 0, 0)
    with Session(engine) as session:
        assert {office.name: office.sample for office in session.exec(select(Office))} == {
            "示範區公所": True,
            "示範戶政事務所": False,
        }
        assert len(session.exec(select(Person)).all()) == 4


def test_a_crash_in_the_middle_leaves_everything_as_it_was(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    take(engine, write(tmp_path / "one.ods", headings_of(rows)))
    before = everything(engine)
    rows["people"][0]["name"] = "林換名"
    rows["clients"].append({"code": "C03", "name": "新示範", "village": "文平里"})

    def crash(done: float) -> None:
        if done > 0.8:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        take(engine, write(tmp_path / "two.ods", headings_of(rows)), on_progress=crash)
    assert everything(engine) == before
    with office_records(engine) as records:
        assert len(records.all(ImportRun)) == 1


def test_progress_rises_from_nothing_to_all(tmp_path: Path, engine: Engine) -> None:
    heard: list[float] = []
    take(engine, write(tmp_path / "book.ods", headings_of(small_workbook())), on_progress=heard.append)
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0.0, 1.0)


def test_the_run_is_kept_without_names(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    rows["people"][0]["role"] = "林示範"
    rows["care_plans"][0]["client"] = "王示範"
    tables = headings_of(rows)
    tables["林示範的班表"] = [["x"], ["y"]]
    tables["服務對象"][0].append("王示範")
    tables["服務對象"][1].append("0912345678")
    report = take(engine, write(tmp_path / "book.ods", tables))
    with office_records(engine) as records:
        run = records.all(ImportRun)[0]
    assert (run.at, run.file_name, run.added) == (NOW, "book.ods", report.added)
    assert len(run.faults) == len(report.faults) > 3
    for name in ("林示範", "王示範", "陳示範", "0912345678"):
        assert name not in str(run.faults)
    first = run.faults[0]
    assert set(first) == {"sheet", "row", "column", "code", "text", "text_en"}


def test_queries_do_not_grow_with_the_rows(tmp_path: Path) -> None:
    def statements(clients: int) -> int:
        rows = small_workbook()
        rows["clients"] += [{"code": f"X{n}", "name": f"示範{n}", "village": "文平里"} for n in range(clients)]
        engine = open_database(f"sqlite:///{tmp_path}/{clients}.db")
        asked: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        take(engine, write(tmp_path / f"{clients}.ods", headings_of(rows)))
        engine.dispose()
        return sum(text.startswith("SELECT") for text in asked)

    assert statements(3) == statements(60)
