"""One door to the database, and one to an office's records: no query can forget whose data it asks for."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import ColumnElement, Connection, Engine, ExceptionContext, Table, event, inspect
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlmodel import Session, SQLModel, col, create_engine, select

from outreach.records.base import OfficeRecord, record_kinds
from outreach.records.change import Change
from outreach.records.frozen import keep_published_rosters
from outreach.records.journal import Journal
from outreach.records.office import Office
from outreach.records.roster import Roster

R = TypeVar("R", bound=OfficeRecord)
T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7205759
"""What PostgreSQL calls the lock that a migration holds: any number that nothing else uses."""
PATIENCE = 12
"""After so many seconds PostgreSQL ends a transaction in which nothing happens: what it holds, others need."""
WAIT_SECONDS = 10
"""How long a write waits for another one before it gives up."""


def open_database(url: str, *, newest: bool = False, patience: int = PATIENCE) -> Engine:
    """The database at `url`, brought to the newest migration. `newest`: somebody has just done so.

    SQLite: `sqlite:///out/outreach.db`. PostgreSQL: `postgresql://user@host/name`. `patience`: after so many seconds
    PostgreSQL ends a transaction in which nothing happens.
    """
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.partition("://")[2]
    # Without their parameters, SQL errors hold no names or addresses.
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", partial(_prepare_postgres, patience))
    event.listen(engine, "handle_error", _without_values)
    if not newest:
        migrate(engine)
    return engine


def _without_values(told: ExceptionContext) -> None:
    """PostgreSQL adds the values that clash to what it says: only its first line goes on, which names the rule."""
    first, _, rest = str(told.original_exception).partition("\n")
    if rest:
        told.original_exception.args = (first,)
        if told.sqlalchemy_exception is not None:
            named = type(told.original_exception)
            told.sqlalchemy_exception.args = (f"({named.__module__}.{named.__name__}) {first}",)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # We say ourselves when a transaction begins: the driver would begin one only at the first write.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _prepare_postgres(patience: int, connection: Any, _record: object) -> None:
    connection.execute(f"SET idle_in_transaction_session_timeout = {patience * 1000}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # Two transactions that read before they write would both be refused; one that says so first just waits.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: Engine, revision: str = "head", *, down: bool = False) -> None:
    """Bring the database's tables up (or down) to `revision`. Two at once: the second waits for the first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection, _foreign_keys_aside(connection), connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        config.attributes["connection"] = connection
        if revision == "head" and not inspect(connection).has_table("alembic_version"):
            # A new database gets in one go what all the steps together would give it; a test compares the two.
            SQLModel.metadata.create_all(connection)
            command.stamp(config, revision)
        else:
            (command.downgrade if down else command.upgrade)(config, revision)
        if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            left = ValueError("a migration left a reference to nothing")
            raise IntegrityError("PRAGMA foreign_key_check", None, left)


@contextmanager
def _foreign_keys_aside(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and would refuse to drop the old one while others refer to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # To the driver itself: inside a transaction the setting cannot be changed.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


class OfficeRecords:
    """The records of one office, inside one transaction. The only way the use cases reach a table.

    Whatever is asked for through `session` is this office's too, and nothing of another office can be kept through it.
    """

    def __init__(self, session: Session, office: Office) -> None:
        self.session = session
        self.office = office
        self.journal = Journal(session)
        self.change: Change | None = None
        self.undone: Change | None = None
        self.is_noted = False
        self._sees_tries = False
        office_id = office.id
        keep_published_rosters(session)

        @event.listens_for(session, "do_orm_execute")
        def ask_for_this_office_only(state: ORMExecuteState) -> None:
            if state.is_select or state.is_update or state.is_delete:
                kinds = _kinds_in(state.statement)
                state.statement = state.statement.options(
                    *(
                        with_loader_criteria(kind, lambda named: named.office_id == office_id, include_aliases=True)
                        for kind in kinds
                    )
                )
                if Roster in kinds and not self._sees_tries:
                    state.statement = state.statement.options(
                        with_loader_criteria(Roster, lambda named: named.status != "trial", include_aliases=True)
                    )

        @event.listens_for(session, "before_flush")
        def keep_this_offices_only(flushed: Session, *_: object) -> None:
            for record in (*flushed.new, *flushed.dirty, *flushed.deleted):
                if isinstance(record, OfficeRecord) and record.office_id != office_id:
                    raise LookupError(type(record).__name__)

    @contextmanager
    def with_tries(self) -> Iterator[None]:
        """Inside the block, rosters that are only tries are there too. Nowhere else: whoever does not know of them
        cannot show one by mistake.
        """
        before, self._sees_tries = self._sees_tries, True
        try:
            yield
        finally:
            self._sees_tries = before

    def all(self, record: type[R], *where: ColumnElement[bool] | bool) -> Sequence[R]:
        """Every record of this kind that the office has and `where` admits, in the order of their identifiers."""
        asked = select(record).where(record.office_id == self.office.id, *where)
        return self.session.exec(asked.order_by(record.id)).all()

    def get(self, record: type[R], record_id: str, *, lock: bool = False) -> R | None:
        """The office's record with this identifier, or `None`: another office's record does not exist here.

        `lock`: nobody else changes it until this transaction ends; what is read is the newest.
        """
        asked = select(record).where(record.office_id == self.office.id, record.id == record_id)
        if lock:
            asked = asked.with_for_update().execution_options(populate_existing=True)
        return self.session.exec(asked).one_or_none()

    def add(self, record: R) -> R:
        """Keep a new record as this office's."""
        record.office_id = self.office.id
        self.session.add(record)
        return record

    def remove(self, record: R) -> None:
        """Delete one of this office's records. Raises `LookupError` for another office's."""
        if record.office_id != self.office.id:
            raise LookupError(type(record).__name__)
        self.session.delete(record)


@contextmanager
def office_records(
    engine: Engine, office_name: str | None = None, *, office_id: str | None = None, write: bool = True
) -> Iterator[OfficeRecords]:
    """One transaction on one office's records: committed when the block ends, undone when it raises.

    Without name and id the database's only office is meant. `write=False`: everything that is read is of one moment,
    no writer is kept waiting, and nothing can be written. Raises `LookupError` when there is no such office, or
    several.
    """
    wanted = _for_writing(engine) if write else _for_reading(engine)
    with Session(wanted, expire_on_commit=False) as session, session.begin():
        asked = select(Office)
        if office_id is not None:
            asked = asked.where(Office.id == office_id)
        elif office_name is not None:
            asked = asked.where(Office.name == office_name)
        offices = session.exec(asked.order_by(col(Office.id)).limit(2)).all()
        if len(offices) != 1:
            raise LookupError("no office" if not offices else "several offices")
        yield OfficeRecords(session, offices[0])


@contextmanager
def changed_records(
    engine: Engine, office_id: str, verb: str, *, account_id: str | None, now: dt.datetime
) -> Iterator[OfficeRecords]:
    """A transaction that writes, and keeps what it changed as one `Change` under the use case's name, to be undone.

    After the block `records.change` is that change, or `None` when no kept record changed, unless the use case set
    `records.is_noted`: then it stands there without steps, as what cannot be undone. Raises as `office_records`.
    """
    with office_records(engine, office_id=office_id) as records:
        yield records
        records.session.flush()
        steps = records.journal.steps()
        if steps or records.is_noted:
            records.change = records.add(
                Change(office_id=office_id, at=now, account_id=account_id, verb=verb, steps=steps)
            )
            if records.undone is not None:
                records.session.flush()
                records.undone.undone_id = records.change.id


def again_if_in_the_way(do: Callable[[], T], tries: int = 5) -> T:
    """What `do` gives. When the database ends its transaction because another one is in the way (a deadlock, one that
    cannot be put in order, a file that stays locked), it is done again: `do` opens its transaction itself.
    """
    for number in range(tries - 1):
        try:
            return do()
        except OperationalError as error:
            if not is_in_the_way(error):
                raise
            time.sleep(0.02 * 2**number * (1 + random.random()))  # noqa: S311
    return do()


def is_in_the_way(error: DBAPIError) -> bool:
    """Whether the database ended a transaction only because another one was in its way."""
    state = getattr(error.orig, "sqlstate", None)
    return state in ("40001", "40P01", "55P03") or "database is locked" in str(error.orig)


def _kinds_in(statement: Any) -> list[type[OfficeRecord]]:
    """The kinds of records that a statement names anywhere, in its joins and subqueries too."""
    named = {element.name for element in visitors.iterate(statement) if isinstance(element, Table)}
    return [kind for name, kind in record_kinds().items() if name in named]


def _for_reading(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(writes=False)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _for_writing(engine: Engine) -> Engine:
    return engine.execution_options(writes=True)
