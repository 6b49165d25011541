"""The database, on SQLite and PostgreSQL: moments with their zone, versions, and no query that forgets the office."""

import datetime as dt
import traceback

import pytest
from sqlalchemy import delete, event, func, update
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError, StatementError
from sqlalchemy.orm import aliased
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, SQLModel, select

from outreach.calendar.dates import TAIPEI
from outreach.records import Client, ImportRun, Office, Person, PersonSkill, Place
from outreach.records.base import record_kinds
from outreach.records.database import office_records, open_database
from tests.office import NAME, small_office


@pytest.fixture
def engine(database):
    engine = open_database(database)
    yield engine
    engine.dispose()


def test_opening_twice_keeps_the_data(engine, database):
    small_office(engine)
    again = open_database(database)
    with office_records(again) as records:
        assert len(records.all(Person)) == 3
    again.dispose()


def test_every_table_belongs_to_an_office():
    for table in SQLModel.metadata.tables.values():
        # A failed attempt to sign in is of nobody yet, and keeps nothing but a hash and a number; the secret behind the
        # hash is the database's.
        if table.name not in ("office", "secret", "signinfailure"):
            column = table.columns["office_id"]
            assert not column.nullable, table.name
            assert {key.target_fullname for key in column.foreign_keys} == {"office.id"}, table.name


def test_another_offices_records_do_not_exist(engine):
    small_office(engine)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.add(Office(name="別的機關"))
        theirs = session.exec(select(Client)).first()
    with office_records(engine, "別的機關") as mine:
        assert mine.all(Client) == []
        assert mine.get(Client, theirs.id) is None
        with pytest.raises(LookupError):
            mine.remove(theirs)


NAMING_NO_OFFICE = {
    "a record": select(Client),
    "a column": select(Client.name),
    "a count": select(func.count(Client.id)),
    "a sum over a subquery": select(func.count()).select_from(select(Client.id).subquery()),
    "the right side of a join": select(Office.id, Client.id).join(Client, Client.office_id != Office.id),
    "an alias": select(aliased(Client, name="somebody")),
    "an inner query": select(Office.id).where(select(Client.id).exists()),
}


@pytest.mark.parametrize("asked", NAMING_NO_OFFICE.values(), ids=NAMING_NO_OFFICE)
def test_a_query_that_forgets_the_office_still_asks_for_its_own_records_only(engine, asked):
    small_office(engine)
    with Session(engine) as session, session.begin():
        session.add(Office(name="別的機關"))
        assert session.exec(asked).first() not in (None, 0)
    with office_records(engine, "別的機關") as mine:
        assert mine.session.exec(asked).first() in (None, 0)


@pytest.mark.parametrize("kind", record_kinds().values(), ids=record_kinds())
def test_every_kind_of_record_is_asked_for_with_its_office(engine, kind):
    """The statement that reaches the database names this office, though the one that was written does not."""
    small_office(engine)
    statements = []
    with office_records(engine) as records:
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append((args[2], args[3])))
        records.session.exec(select(kind)).all()
    (said, given) = statements[0]
    assert f"{kind.__tablename__}.office_id = " in said
    assert records.office.id in (given if isinstance(given, tuple) else given.values())


def test_a_bulk_change_reaches_this_offices_records_only(engine):
    small_office(engine)
    with Session(engine) as session, session.begin():
        session.add(Office(name="別的機關"))
    with office_records(engine, "別的機關") as mine:
        assert mine.session.exec(update(Client).values(name="x")).rowcount == 0
        assert mine.session.exec(delete(PersonSkill)).rowcount == 0


def test_nothing_is_kept_as_another_offices(engine):
    small_office(engine)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        stranger = Office(name="別的機關")
        session.add(stranger)
    with pytest.raises(LookupError), office_records(engine, NAME) as records:
        records.session.add(Place(office_id=stranger.id, lat=23.0, lon=120.2))


def test_a_transaction_that_only_reads_cannot_write(engine):
    small_office(engine)
    with pytest.raises((OperationalError, InternalError)), office_records(engine, write=False) as records:
        records.add(Place(office_id="", lat=23.0, lon=120.2))


def test_the_later_of_two_edits_of_one_version_fails(engine):
    small_office(engine)
    with office_records(engine) as records:
        mine = records.all(Client)[0]
        behind_our_back = update(Client).where(Client.id == mine.id).values(version=2, name="別人改的")
        records.session.exec(behind_our_back.execution_options(synchronize_session=False))
        mine.name = "我改的"
        with pytest.raises(StaleDataError):
            records.session.flush()
        records.session.rollback()


def test_a_record_is_added_as_this_offices(engine):
    small_office(engine)
    with office_records(engine) as records:
        place = records.add(Place(office_id="somebody else", lat=23.0, lon=120.2))
        assert place.office_id == records.office.id


def test_two_offices_need_a_name(engine):
    small_office(engine)
    with Session(engine) as session, session.begin():
        session.add(Office(name="別的機關"))
    with pytest.raises(LookupError, match="several"), office_records(engine):
        pass
    with office_records(engine, "別的機關") as records:
        assert records.all(Person) == []


def test_an_error_undoes_the_whole_transaction(engine):
    small_office(engine)
    with pytest.raises(ZeroDivisionError), office_records(engine) as records:
        records.add(Place(office_id="", lat=23.0, lon=120.2, address="不該留下"))
        records.session.flush()
        raise ZeroDivisionError
    with office_records(engine) as records:
        assert not records.all(Place, Place.address == "不該留下")


def test_foreign_keys_are_obeyed(engine):
    small_office(engine)
    with pytest.raises(IntegrityError), office_records(engine) as records:
        records.add(Client(office_id="", code="C999", name="測試", place_id="nowhere"))


def test_moments_come_back_in_taipei_time(engine):
    small_office(engine)
    moment = dt.datetime(2026, 12, 1, 0, 30, tzinfo=dt.UTC)
    with office_records(engine) as records:
        records.add(ImportRun(office_id="", file_name="a.ods", at=moment))
    with office_records(engine) as records:
        (run,) = records.all(ImportRun)
    assert run.at == moment
    assert run.at.tzinfo is TAIPEI
    assert run.at.hour == 8


def test_a_moment_without_a_zone_is_refused(engine):
    small_office(engine)
    with pytest.raises(StatementError), office_records(engine) as records:
        records.add(ImportRun(office_id="", file_name="a.ods", at=dt.datetime(2026, 12, 1)))  # noqa: DTZ001


def test_an_error_of_the_database_holds_no_values(engine):
    small_office(engine)
    with office_records(engine) as records:
        (known,) = records.all(Person, Person.code == "V001")
    with pytest.raises(IntegrityError) as caught, office_records(engine) as records:
        records.add(Person(**known.model_dump(exclude={"id", "name"}), name="秘密"))
    said = "".join(traceback.format_exception(caught.value))
    assert "V001" not in said and "秘密" not in said
    assert "person" in said
