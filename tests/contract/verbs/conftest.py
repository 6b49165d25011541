"""The cast: one small office with a draft, a coordinator, a volunteer with duties, an auditor, an administrator."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Availability, Person
from outreach.records.database import changed_records, office_records, open_database
from tests.databases import KINDS
from tests.office import small_office

NOW = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)
"""The Friday before the week."""


class At:
    """A clock that stands still."""

    def __init__(self, moment=NOW):
        self.moment = moment

    def now(self):
        return self.moment


def add_second_volunteer(cast, records):
    """V002, who is there whenever V001 is."""
    lin = records.get(Person, cast.people["V001"])
    second = records.add(Person(**lin.model_dump(exclude={"id", "version"}) | {"code": "V002", "name": "志工乙"}))
    records.session.flush()
    for row in records.all(Availability, Availability.person_id == lin.id):
        records.add(Availability(**row.model_dump(exclude={"id", "version"}) | {"person_id": second.id}))
    cast.people["V002"] = second.id


class Cast:
    """Who acts, on what, and how: `write()` is one transaction as a route opens it."""

    def __init__(self, engine, roster_id):
        self.engine, self.roster_id, self.writes = engine, roster_id, 0
        with office_records(engine) as records:
            self.office_id = records.office.id
            self.people = {person.code: person.id for person in records.all(Person)}

    def actor(self, role, code=None):
        return Actor(office_id=self.office_id, role=role, person_id=self.people[code] if code else None)

    @property
    def coordinator(self):
        return self.actor("coordinator")

    @property
    def lin(self):
        return self.actor("field", "V001")

    @property
    def zhou(self):
        return self.actor("field", "S001")

    @property
    def auditor(self):
        return self.actor("auditor")

    @contextmanager
    def write(self, verb="test"):
        self.writes += 1
        at = NOW + dt.timedelta(seconds=self.writes)
        with changed_records(self.engine, self.office_id, verb, account_id=None, now=at) as records:
            yield records

    def all(self, kind, *where):
        with office_records(self.engine, write=False) as records:
            return records.all(kind, *where)


@pytest.fixture(scope="session")
def office_file(tmp_path_factory):
    """The small office's database in a file, made once, and its roster."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    return path, _filled(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def office_template(postgres):
    """The small office's database on PostgreSQL, made once, and its roster."""
    return "with_office", _filled(postgres.make_database("with_office"))


def _filled(url):
    engine = open_database(url)
    roster_id = small_office(engine)
    engine.dispose()
    return roster_id


@pytest.fixture
def kind():
    """The kind of database. A test that is to run on each says `pytest.mark.parametrize("kind", KINDS)`."""
    return KINDS[0]


@pytest.fixture
def cast(kind, request, tmp_path):
    if kind == "sqlite":
        path, roster_id = request.getfixturevalue("office_file")
        (tmp_path / "office.db").write_bytes(path.read_bytes())
        url = f"sqlite:///{tmp_path}/office.db"
    else:
        template, roster_id = request.getfixturevalue("office_template")
        url = request.getfixturevalue("postgres").make_database(template=template)
    engine = open_database(url)
    yield Cast(engine, roster_id)
    engine.dispose()
