"""The child that is kept ready for who waits: used once, replaced when it is gone, never left behind."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from api.jobs.settings import Settings
from api.jobs.supervise import Supervisor
from outreach.records import Roster
from outreach.records.database import office_records, open_database
from outreach.usecases.jobs.ask_for_job import ask_for_try
from tests.children.at import children_at
from tests.jobs import ROOT, coordinator, look
from tests.office import at, small_office

FRIDAY = at(-3, "16:20")


class Friday:
    """A clock that stands still before the week."""

    def now(self):
        return FRIDAY


@pytest.fixture
def supervisor(tmp_path):
    address = f"sqlite:///{tmp_path}/office.db"
    engine = open_database(address)
    small_office(engine)
    supervisor = Supervisor(engine, Friday(), Settings(database=address, nice=0, warm_after=0))
    with children_at(FRIDAY):
        yield supervisor
    supervisor.stopping.set()
    supervisor.let_go()
    engine.dispose()


def tried(supervisor):
    """A try of the only roster, carried out."""
    with office_records(supervisor.engine) as records:
        roster, who = records.all(Roster)[0], coordinator(records.office.id)
        job = ask_for_try(
            records, who, roster_id=roster.id, level="keep_routes", seen=str(time.monotonic()), now=FRIDAY
        )
    supervisor.run(job.office_id, job.id)
    return look(supervisor.engine, job.id)


def is_there(pid):
    """Whether a process runs, dead ones that nobody has looked at yet apart."""
    with suppress(OSError), Path(f"/proc/{pid}/stat").open(encoding="utf-8") as told:
        return told.read().rpartition(")")[2].split()[0] not in "ZX"
    return False


def gone(pid, within=30.0):
    """Whether it ends in time."""
    end = time.monotonic() + within
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.1)
    return not is_there(pid)


def test_who_waits_gets_the_child_that_is_ready_and_another_is_made_ready(supervisor):
    supervisor.keep_warm()
    first = supervisor._spare
    supervisor.keep_warm()
    assert supervisor._spare is first
    assert tried(supervisor).status == "done"
    assert supervisor._spare is None and first.returncode == 0
    supervisor.keep_warm()
    assert supervisor._spare.pid != first.pid


def test_one_that_has_died_meanwhile_is_not_used(supervisor):
    supervisor.keep_warm()
    dead = supervisor._spare
    dead.kill()
    dead.wait()
    assert tried(supervisor).status == "done"
    supervisor.keep_warm()
    assert supervisor._spare.poll() is None


def test_it_goes_with_its_worker(supervisor):
    supervisor.keep_warm()
    pid = supervisor._spare.pid
    supervisor.stopping.set()
    supervisor.let_go()
    supervisor.keep_warm()
    assert gone(pid) and supervisor._spare is None


def test_it_ends_by_itself_when_its_worker_is_killed(tmp_path):
    program = (
        "import sys, time; from api.jobs.supervise import Supervisor; from api.jobs.settings import Settings\n"
        "one = Supervisor(None, None, Settings(database='sqlite://', warm_after=0)); one.keep_warm()\n"
        "print(one._spare.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONPATH": ROOT}, stdout=subprocess.PIPE
    ) as worker:
        pid = int(worker.stdout.readline())
        assert is_there(pid)
        worker.kill()
    assert gone(pid, within=60)
