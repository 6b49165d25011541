"""Who is alive: by a count that moves, or by a process that is there."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import update

from api.jobs.leases import Leases, open_engine_records
from api.jobs.whereabouts import Whereabouts, here

PATIENCE = 0.3


@pytest.fixture
def engine(tmp_path):
    engine = open_engine_records(f"sqlite:///{tmp_path}/office.jobs.db")
    yield engine
    engine.dispose()


def elsewhere(leases):
    """As if this lease were another machine's."""
    with leases.engine.begin() as connection:
        row = update(leases._table).where(leases._table.c.worker == leases.worker)
        connection.execute(row.values(place="another machine"))


def test_a_worker_whose_count_stands_still_is_dead_and_one_that_counts_is_not(engine):
    mine, other = Leases(engine, "mine", PATIENCE), Leases(engine, "other", PATIENCE)
    elsewhere(other)
    assert mine.dead(["other"]) == []
    for _ in range(4):
        time.sleep(PATIENCE / 2)
        other.beat()
        assert mine.dead(["other"]) == []
    time.sleep(PATIENCE * 1.5)
    assert mine.dead(["other"]) == ["other"]


def test_who_has_no_lease_is_dead_and_nobody_counts_themselves_so(engine):
    mine, other = Leases(engine, "mine", PATIENCE), Leases(engine, "other", PATIENCE)
    other.drop()
    time.sleep(PATIENCE * 1.5)
    assert mine.dead(["mine", "other"]) == ["other"]


def test_a_lease_that_was_taken_away_by_mistake_is_taken_again(engine):
    mine, other = Leases(engine, "mine", PATIENCE), Leases(engine, "other", PATIENCE)
    mine.drop("other")
    other.beat()
    assert mine.dead(["other"]) == []


def test_a_process_of_this_machine_that_is_gone_is_dead_at_once():
    told = "from api.jobs.whereabouts import here; w = here(); print(w.place); print(w.process)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=Path.cwd())
    other = Whereabouts(*done.stdout.splitlines())
    assert other.is_surely_gone(here())
    assert not here().is_surely_gone(here())
    assert not Whereabouts("another machine", other.process).is_surely_gone(here())
    # The same number, used again by another process.
    assert Whereabouts(here().place, f"{os.getpid()}:1").is_surely_gone(here())


def test_where_the_system_does_not_tell_nobody_is_called_gone():
    assert not Whereabouts("", "").is_surely_gone(Whereabouts("", ""))
