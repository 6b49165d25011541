"""Which workers are alive. Each counts up in a row of its own; one whose count stands still for long enough is dead.

No clock is compared between machines: everybody looks at the others' counts with a clock of their own. On the same
machine nobody waits so long: a process that is not there any more is dead.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, delete, event, insert, select, update
from sqlalchemy.schema import CreateSchema
from sqlmodel import create_engine

from api.jobs.settings import SCHEMA
from api.jobs.whereabouts import Whereabouts, here


def open_engine_records(address: str) -> Engine:
    """The database in which dbos keeps its records, and we the leases."""
    engine = create_engine(address, hide_parameters=True, pool_size=2)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout = 10000")
    # Kept in the file: readers and a writer do not wait for each other, dbos's own included.
    connection.execute("PRAGMA journal_mode = WAL")


class Leases:
    """The leases as one worker sees them. `patience`: seconds without a sign of life until somebody counts as dead."""

    def __init__(self, engine: Engine, worker: str, patience: float) -> None:
        self.engine, self.worker, self.patience = engine, worker, patience
        schema = None if engine.dialect.name == "sqlite" else SCHEMA
        self._table = Table(
            "worker_lease",
            MetaData(schema=schema),
            Column("worker", String(64), primary_key=True),
            Column("beat", Integer, nullable=False),
            Column("place", String(200), nullable=False),
            Column("process", String(64), nullable=False),
        )
        self._here = here()
        self._seen: dict[str, tuple[int, float]] = {}
        with engine.begin() as connection:
            if schema is not None:
                # Two workers that begin at once do not create it twice.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7205760)")
                connection.execute(CreateSchema(schema, if_not_exists=True))
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            self._table.metadata.create_all(connection)
        self.beat()

    def beat(self) -> None:
        """Show that this worker is alive."""
        mine = self._table.c.worker == self.worker
        with self.engine.begin() as connection:
            beaten = connection.execute(update(self._table).where(mine).values(beat=self._table.c.beat + 1))
            if not beaten.rowcount:
                connection.execute(
                    insert(self._table).values(
                        worker=self.worker, beat=1, place=self._here.place, process=self._here.process
                    )
                )

    def drop(self, worker: str | None = None) -> None:
        """Give up this worker's lease, or take away a dead one's."""
        with self.engine.begin() as connection:
            connection.execute(delete(self._table).where(self._table.c.worker == (worker or self.worker)))

    def dead(self, workers: Iterable[str]) -> list[str]:
        """Those of these workers who have no lease, or whose count has not moved for long enough."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(self._table)).all()
        beats = {row.worker: row.beat for row in rows}
        gone = {row.worker for row in rows if Whereabouts(row.place, row.process).is_surely_gone(self._here)}
        now = time.monotonic()
        for name, beat in beats.items():
            if self._seen.get(name, (-1, 0.0))[0] != beat:
                self._seen[name] = beat, now
        self._seen = {name: seen for name, seen in self._seen.items() if name in beats}
        for name, (_, since) in self._seen.items():
            if name != self.worker and now - since > 6 * self.patience:
                self.drop(name)
        return [
            one
            for one in set(workers)
            if one != self.worker and (one not in beats or one in gone or now - self._seen[one][1] > self.patience)
        ]
