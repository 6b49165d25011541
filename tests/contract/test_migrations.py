"""Migrations, up and down, on SQLite and PostgreSQL, with data in the tables."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from outreach.records import Absence, Client, ImportRun, Person, Pin, Roster
from outreach.records.database import MIGRATIONS, migrate, office_records, open_database
from tests.office import small_office

REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
FIRST_OFFICE = {
    "office": {"id": "o", "name": "示範區公所", "sample": False},
    "place": {
        "id": "p",
        "address": "育平路316號",
        "village": "育平里",
        "lat": 22.9,
        "lon": 120.1,
        "precision": "exact",
    },
    "unit": {"id": "u", "name": "社會課", "place_id": "p", "phone": ""},
    "person": {
        "id": "v",
        "code": "V001",
        "name": "林秀琴",
        "unit_id": "u",
        "base_id": "p",
        "role": "volunteer",
        "title": "",
        "gender": "",
        "mode": "walk",
        "capacity": 0,
        "max_day_hours": 8,
        "max_week_hours": 40,
        "phone": "",
        "target_week_hours": 0,
        "max_days": 5,
        "villages": "[]",
        "languages": "[]",
        "turns": "{}",
        "exempt": "[]",
    },
    "client": {
        "id": "c",
        "code": "C001",
        "name": "示範",
        "gender": "",
        "place_id": "p",
        "phone": "",
        "need_grade": 0,
        "groups": "[]",
        "languages": "[]",
        "companion": "",
        "note": "",
    },
    "absence": {"id": "a", "person_id": "v", "start": "2026-12-01 00:00", "end": "2026-12-02 00:00", "reason": ""},
    "pin": {"id": "n", "item": "D01", "date": "2026-12-01", "seat": 1, "person_id": "v", "never": False},
    "roster": {
        "id": "r",
        "monday": "2026-11-30",
        "revision": 1,
        "status": "draft",
        "created": "2026-11-27 08:00",
        "seed": 1,
        "seconds": 1,
        "iterations": 1,
        "missed": 0,
        "left": 0,
        "terms": "{}",
        "bound": "[]",
        "travel_source": "estimate",
    },
    "importrun": {
        "id": "i",
        "file_name": "a.ods",
        "at": "2026-11-27 08:00",
        "added": 1,
        "changed": 0,
        "same": 0,
        "faults": "[]",
    },
}


@pytest.fixture
def engine(database):
    engine = open_database(database)
    yield engine
    engine.dispose()


def test_they_give_exactly_the_tables_of_the_models(engine):
    migrate(engine, "base", down=True)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_each_goes_down_and_up_again(engine):
    migrate(engine, "base", down=True)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    for before, revision in zip(["base", *REVISIONS], REVISIONS, strict=False):
        migrate(engine, revision)
        with engine.connect() as connection:
            there = {name: inspect(connection).get_columns(name) for name in inspect(connection).get_table_names()}
        migrate(engine, before, down=True)
        migrate(engine, revision)
        with engine.connect() as connection:
            again = {name: inspect(connection).get_columns(name) for name in inspect(connection).get_table_names()}
        assert {name: {one["name"] for one in columns} for name, columns in again.items()} == {
            name: {one["name"] for one in columns} for name, columns in there.items()
        }


def test_the_data_of_the_first_release_is_carried_over_and_back(engine):
    migrate(engine, "0001", down=True)
    with engine.begin() as connection:
        for table, values in FIRST_OFFICE.items():
            values = values if table == "office" else {**values, "office_id": "o"}
            names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)
    migrate(engine)
    with office_records(engine) as records:
        (person,), (client,), (absence,) = records.all(Person), records.all(Client), records.all(Absence)
        (pin,), (roster,), (run,) = records.all(Pin), records.all(Roster), records.all(ImportRun)
    assert (person.name, person.version, person.corrected, person.email) == ("林秀琴", 1, [], "")
    assert (client.code, client.version, client.corrected) == ("C001", 1, [])
    assert (absence.by_hand, pin.by_hand, roster.level, roster.proofs) == (False, False, "", [])
    assert (run.status, run.findings) == ("kept", {})
    migrate(engine, "0001", down=True)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM person")).scalar_one() == "林秀琴"


def test_an_office_in_use_goes_down_and_up_again(engine):
    small_office(engine)
    migrate(engine, "0002", down=True)
    migrate(engine)
    with office_records(engine) as records:
        assert len(records.all(Person)) == 3


def test_two_that_open_a_new_database_at_once(tmp_path, postgres):
    for database in (f"sqlite:///{tmp_path}/new.db", postgres.make_database(template="template0")):
        open_two_at_once(database)


def open_two_at_once(database):
    with ThreadPoolExecutor(2) as pool:
        for opened in pool.map(open_database, [database] * 2):
            assert "roster" in inspect(opened).get_table_names()
            opened.dispose()
