"""One door to the database, and one to an office's records: no query can forget whose data it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import ColumnElement, Engine, event
from sqlmodel import Session, create_engine, select

from outreach.records.base import OfficeRecord
from outreach.records.office import Office

R = TypeVar("R", bound=OfficeRecord)


def open_database(url: str) -> Engine:
    """The database at `url`, brought to the newest migration. SQLite: `sqlite:///out/outreach.db`."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    # Without their parameters, SQL errors hold no names or addresses.
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _obey_foreign_keys)
    migrate(engine)
    return engine


def _obey_foreign_keys(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA busy_timeout = 5000")


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database's tables to `revision`, up or down."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        if revision == "base" or revision.startswith("-"):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


class OfficeRecords:
    """The records of one office, inside one transaction. The only way the use cases reach a table."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session = session
        self.office = office

    def all(self, record: type[R], *where: ColumnElement[bool] | bool) -> Sequence[R]:
        """Every record of this kind that the office has and `where` admits, in the order of their identifiers."""
        asked = select(record).where(record.office_id == self.office.id, *where)
        return self.session.exec(asked.order_by(record.id)).all()

    def get(self, record: type[R], record_id: str) -> R | None:
        """The office's record with this identifier, or `None`: another office's record does not exist here."""
        found = self.session.get(record, record_id)
        return found if found is not None and found.office_id == self.office.id else None

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
def office_records(engine: Engine, office_name: str | None = None) -> Iterator[OfficeRecords]:
    """One transaction on one office's records: committed when the block ends, undone when it raises.

    Without a name the database's only office is meant. Raises `LookupError` when there is no such office, or several.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        asked = select(Office) if office_name is None else select(Office).where(Office.name == office_name)
        offices = session.exec(asked).all()
        if len(offices) != 1:
            raise LookupError("no office" if not offices else "several offices")
        yield OfficeRecords(session, offices[0])
