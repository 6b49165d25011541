"""Jobs: a child that can be ended at any moment, and a plan that is kept whatever happens; on both databases."""

import datetime as dt
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, delete

from api.app import create_app
from api.clock import SystemClock
from api.jobs.order import Order
from api.jobs.report import Report, SupersededError
from api.jobs.settings import MEGABYTES, Settings
from api.jobs.supervise import Leaving, Supervisor
from outreach.records import (
    Absence,
    Availability,
    JobPlan,
    Office,
    Person,
    PersonSkill,
    Roster,
    RosterDuty,
    RosterStop,
    RosterUnserved,
)
from outreach.records.database import office_records, open_database
from outreach.usecases.importing.receive_file import receive_file
from outreach.usecases.jobs.ask_for_job import ask_for_import, ask_for_replan
from outreach.usecases.jobs.end_job import end_job
from tests.jobs import ENDED, ROOT, ask, coordinator, kill, look, until, worker
from tests.office import MONDAY, small_office
from tests.small_workbook import headings_of, small_workbook, write


@pytest.fixture
def office(database):
    """The address of a small office's database, of each kind."""
    engine = open_database(database)
    small_office(engine)
    engine.dispose()
    return database


@pytest.fixture
def on_sqlite(sqlite_with_tables, tmp_path):
    """The address of a small office's SQLite file."""
    shutil.copy(sqlite_with_tables, tmp_path / "office.db")
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    small_office(engine)
    engine.dispose()
    return f"sqlite:///{tmp_path}/office.db"


@pytest.fixture
def opened():
    """Opens databases, and closes them when the test is over."""
    engines = []

    def opening(address):
        engines.append(open_database(address))
        return engines[-1]

    yield opening
    for engine in engines:
        engine.dispose()


def supervisor(engine, address, **more):
    # Tests share the machine with other tests: a child that stood back would wait for all of them.
    return Supervisor(engine, SystemClock(), Settings(database=address, nice=0, **more))


def wish(engine, job, how):
    with office_records(engine) as records:
        end_job(records, coordinator(records.office.id), job_id=job.id, how=how, now=SystemClock().now())


def rosters(engine):
    """Every roster but the one that the office began with, and the plans that jobs have left behind."""
    with office_records(engine, write=False) as records:
        return records.all(Roster, Roster.revision > 1), records.all(JobPlan)


def in_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_for_plan(engine, within=60.0):
    end = time.monotonic() + within
    while time.monotonic() < end:
        with office_records(engine, write=False) as records:
            if records.all(JobPlan):
                return
        time.sleep(0.1)
    raise TimeoutError


def test_a_plan_is_made_and_kept_with_the_end_of_its_job(office, opened):
    engine = opened(office)
    job = ask(engine, seconds=2)
    assert supervisor(engine, office).run(job.office_id, job.id) == "settled"
    ended = look(engine, job.id)
    (roster,), plans = rosters(engine)
    assert (ended.status, ended.share, ended.attempts) == ("done", 1.0, 1)
    assert ended.result["roster_id"] == roster.id
    assert ended.told["missed"] == roster.missed
    assert plans == []


def test_carrying_out_a_job_twice_changes_nothing(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine, seconds=1)
    for _ in range(2):
        supervisor(engine, on_sqlite).run(job.office_id, job.id)
    assert len(rosters(engine)[0]) == 1
    assert look(engine, job.id).attempts == 1


def test_a_job_tells_how_far_it_is(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine, seconds=4)
    running = in_thread(lambda: supervisor(engine, on_sqlite).run(job.office_id, job.id))
    seen = set()
    while running.is_alive():
        now = look(engine, job.id)
        seen.add((now.stage, round(now.share, 2), now.told.get("missed")))
        time.sleep(0.2)
    shares = sorted(share for _, share, _ in seen)
    assert len({share for share in shares if 0 < share < 1}) >= 3
    assert any(stage == "search" and missed is not None for stage, _, missed in seen)


def test_a_cancelled_job_keeps_nothing(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine, seconds=60)
    running = in_thread(lambda: supervisor(engine, on_sqlite).run(job.office_id, job.id))
    wait_for_plan(engine)
    wish(engine, job, "cancel")
    running.join(5)
    assert not running.is_alive()
    assert look(engine, job.id).status == "cancelled"
    assert rosters(engine) == ([], [])


def test_a_stopped_job_keeps_the_best_so_far(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine, seconds=60)
    running = in_thread(lambda: supervisor(engine, on_sqlite).run(job.office_id, job.id))
    wait_for_plan(engine)
    wish(engine, job, "stop")
    running.join(15)
    assert not running.is_alive()
    ended = look(engine, job.id)
    (roster,), plans = rosters(engine)
    assert (ended.status, ended.result["roster_id"], ended.result["ended"]) == ("done", roster.id, "stop")
    assert plans == []


def test_a_job_that_waits_is_cancelled_at_once(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine)
    wish(engine, job, "stop")
    assert look(engine, job.id).status == "cancelled"
    assert supervisor(engine, on_sqlite).run(job.office_id, job.id) == "settled"
    assert rosters(engine)[0] == []


def test_a_child_that_never_comes_back_is_ended_at_the_deadline_and_its_plan_kept(office, opened):
    engine = opened(office)
    job = ask(engine, seconds=1)
    began = time.monotonic()
    supervisor(engine, office, child="tests.children.stuck", margin=14).run(job.office_id, job.id)
    assert 15 < time.monotonic() - began < 60
    ended = look(engine, job.id)
    (roster,), _ = rosters(engine)
    assert (ended.status, ended.result["roster_id"], ended.result["ended"]) == ("done", roster.id, "kept")


def test_a_child_that_eats_memory_is_ended_and_its_plan_kept(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine, seconds=20)
    supervisor(engine, on_sqlite, child="tests.children.hungry", megabytes={**MEGABYTES, "plan": 500}).run(
        job.office_id, job.id
    )
    ended = look(engine, job.id)
    (roster,), _ = rosters(engine)
    assert (ended.status, ended.result["roster_id"], ended.result["ended"]) == ("done", roster.id, "kept")


def test_too_little_memory_to_begin_with_is_a_clear_failure(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine)
    supervisor(engine, on_sqlite, megabytes={**MEGABYTES, "plan": 100}).run(job.office_id, job.id)
    ended = look(engine, job.id)
    assert (ended.status, ended.fault["code"] in ("memory", "crashed")) == ("failed", True)
    assert rosters(engine) == ([], [])


def test_a_child_that_crashes_is_a_clear_failure_and_the_last_roster_stays(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine)
    supervisor(engine, on_sqlite, child="tests.children.falling").run(job.office_id, job.id)
    ended = look(engine, job.id)
    assert (ended.status, ended.fault["code"]) == ("failed", "crashed")
    assert ended.fault["zh"] and ended.fault["en"]
    with office_records(engine, write=False) as records:
        assert len(records.all(Roster)) == 1


def test_what_a_coordinator_must_change_first_is_the_jobs_fault(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine)
    # Everybody is removed while the job waits: before, it would not have been made.
    with engine.begin() as connection:
        for kind in (RosterStop, RosterUnserved, RosterDuty, PersonSkill, Availability, Absence, Person):
            connection.execute(delete(kind.__table__))
    supervisor(engine, on_sqlite).run(job.office_id, job.id)
    ended = look(engine, job.id)
    assert (ended.status, ended.fault["code"]) == ("failed", "no_people")


def test_a_file_is_previewed_and_kept_by_jobs(sqlite_with_tables, tmp_path, opened):
    shutil.copy(sqlite_with_tables, tmp_path / "office.db")
    address = f"sqlite:///{tmp_path}/office.db"
    engine = opened(address)
    with Session(engine) as session, session.begin():
        session.add(Office(name="示範區公所"))
    file = write(tmp_path / "office.ods", headings_of(small_workbook()))
    with office_records(engine) as records:
        who = coordinator(records.office.id)
        run = receive_file(records, who, name=file.name, data=file.read_bytes(), now=SystemClock().now())
        records.session.flush()
    for keep, status in ((False, "preview"), (True, "kept")):
        with office_records(engine) as records:
            job = ask_for_import(records, who, run_id=run.id, keep=keep, now=SystemClock().now())
        supervisor(engine, address).run(job.office_id, job.id)
        ended = look(engine, job.id)
        assert (ended.status, ended.result["status"], ended.result["run_id"]) == ("done", status, run.id)
        with office_records(engine, write=False) as records:
            assert len(records.all(Person)) == (2 if keep else 0)


def test_a_roster_is_replanned_by_a_job(on_sqlite, opened):
    engine = opened(on_sqlite)
    first = ask(engine, seconds=1)
    supervisor(engine, on_sqlite).run(first.office_id, first.id)
    roster_id = look(engine, first.id).result["roster_id"]
    with office_records(engine) as records:
        job = ask_for_replan(
            records,
            coordinator(records.office.id),
            roster_id=roster_id,
            level="keep_people",
            seconds=1,
            seed=1,
            now=SystemClock().now(),
        )
    supervisor(engine, on_sqlite).run(job.office_id, job.id)
    ended = look(engine, job.id)
    assert (ended.status, ended.fault) == ("done", None)
    with office_records(engine, write=False) as records:
        assert records.get(Roster, ended.result["roster_id"]).base_id == roster_id


def test_an_attempt_that_somebody_else_has_replaced_keeps_nothing(on_sqlite, opened):
    """A worker that was only asleep: its child's plan is refused, the other's counts."""
    engine = opened(on_sqlite)
    job = ask(engine, seconds=3)
    asleep = supervisor(engine, on_sqlite)
    first = in_thread(lambda: asleep.run(job.office_id, job.id))
    while look(engine, job.id).status != "running":
        time.sleep(0.05)
    supervisor(engine, on_sqlite).run(job.office_id, job.id)
    first.join(20)
    ended = look(engine, job.id)
    (roster,), _ = rosters(engine)
    assert (ended.status, ended.attempts, ended.result["roster_id"]) == ("done", 2, roster.id)


def test_a_report_of_a_replaced_attempt_is_refused(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine)
    order = Order(
        database=on_sqlite,
        office_id=job.office_id,
        job_id=job.id,
        attempt=1,
        mode="run",
        megabytes=1,
        cpu_seconds=1,
        nice=0,
    )
    report = Report(engine, order, SystemClock())
    report.close()
    with pytest.raises(SupersededError):
        report._write()


def test_the_next_attempt_goes_on_from_what_was_left(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine, seconds=5)
    leaving = supervisor(engine, on_sqlite)

    def leave():
        with pytest.raises(Leaving):
            leaving.run(job.office_id, job.id)

    running = in_thread(leave)
    wait_for_plan(engine)
    with office_records(engine, write=False) as records:
        (left,) = records.all(JobPlan)
    leaving.stopping.set()
    running.join(5)
    assert look(engine, job.id).status == "running"
    supervisor(engine, on_sqlite).run(job.office_id, job.id)
    ended = look(engine, job.id)
    (roster,), _ = rosters(engine)
    assert (ended.status, ended.attempts) == ("done", 2)
    assert left.plan["spent"] < roster.seconds < 9


def test_a_week_that_changed_meanwhile_is_kept_as_it_is_now(on_sqlite, opened):
    """What was left behind no longer means the same people: it is mended, not kept."""
    engine = opened(on_sqlite)
    job = ask(engine, seconds=60)
    leaving = supervisor(engine, on_sqlite)

    def leave():
        with pytest.raises(Leaving):
            leaving.run(job.office_id, job.id)

    running = in_thread(leave)
    wait_for_plan(engine)
    leaving.stopping.set()
    running.join(5)
    with office_records(engine) as records:
        (zhou,) = records.all(Person, Person.code == "S001")
        for row in records.all(Availability, Availability.person_id == zhou.id):
            records.remove(row)
    wish(engine, job, "stop")
    supervisor(engine, on_sqlite).run(job.office_id, job.id)
    ended = look(engine, job.id)
    assert (ended.status, ended.result["ended"]) == ("done", "kept")
    with office_records(engine, write=False) as records:
        duties = records.all(RosterDuty, RosterDuty.roster_id == ended.result["roster_id"])
    assert zhou.id not in {duty.person_id for duty in duties}


def test_a_killed_worker_leaves_no_child_behind(on_sqlite, opened, tmp_path):
    engine = opened(on_sqlite)
    ask(engine, seconds=60)
    process = worker(on_sqlite)
    wait_for_plan(engine)
    assert len(children_on(tmp_path)) == 1
    kill(process)
    end = time.monotonic() + 5
    while children_on(tmp_path) and time.monotonic() < end:
        time.sleep(0.1)
    assert children_on(tmp_path) == []


def children_on(folder):
    """Processes that carry out jobs on this test's database: none of them names the job on its command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (entry / "cmdline").read_bytes()
            if b"api.jobs.child" in line and f"{folder}/office.db" in (entry / "maps").read_text():
                found.append(entry.name)
    return found


def test_another_worker_takes_over_from_one_that_never_comes_back(office, opened):
    engine = opened(office)
    # Longer than it takes to be taken over: the child of who is stopped goes on, and would bring it to its end.
    job = ask(engine, seconds=60)
    first = worker(office)
    second = None
    try:
        wait_for_plan(engine)
        second = worker(office)
        time.sleep(4)
        # Its process is there, and its child goes on: nobody can see that it will never come back.
        first.send_signal(signal.SIGSTOP)
        killed = time.monotonic()
        while look(engine, job.id).attempts < 2:
            assert time.monotonic() - killed < 30
            time.sleep(0.1)
        with office_records(engine) as records:
            end_job(records, coordinator(records.office.id), job_id=job.id, how="stop", now=SystemClock().now())
        assert until(engine, job.id, ENDED).status == "done"
        assert len(rosters(engine)[0]) == 1
    finally:
        for process in (first, second):
            if process is not None:
                kill(process)


def test_a_worker_that_is_told_to_go_goes_soon_and_the_next_one_goes_on(on_sqlite, opened):
    engine = opened(on_sqlite)
    job = ask(engine, seconds=5)
    first = worker(on_sqlite)
    wait_for_plan(engine)
    first.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert first.wait(10) == 0
    assert time.monotonic() - began < 5
    second = worker(on_sqlite)
    try:
        ended = until(engine, job.id, ENDED, 40)
    finally:
        kill(second)
    assert (ended.status, ended.attempts) == ("done", 2)


def test_two_workers_on_one_database_do_each_job_once(office, opened):
    engine = opened(office)
    weeks = [MONDAY.replace(day=2) + dt.timedelta(days=7 * number) for number in range(3)]
    jobs = [ask(engine, seconds=1, monday=week) for week in weeks]
    workers = [worker(office), worker(office)]
    try:
        ended = [until(engine, job.id, ENDED, 90) for job in jobs]
    finally:
        for process in workers:
            kill(process)
    assert {(job.status, job.attempts) for job in ended} == {("done", 1)}
    with office_records(engine, write=False) as records:
        assert sorted(roster.monday for roster in records.all(Roster, col(Roster.monday).in_(weeks))) == weeks


def test_the_web_process_carries_out_jobs_itself_while_it_is_up(on_sqlite, opened):
    engine = opened(on_sqlite)
    application = create_app(on_sqlite, jobs=True)
    with TestClient(application) as client:
        job = ask(engine, seconds=1)
        application.state.parts.jobs.hand_over(job.id)
        assert client.get("/healthz").json() == {"status": "ok"}
        assert until(engine, job.id, ENDED).status == "done"
    application.state.parts.engine.dispose()


def test_the_web_process_needs_no_search():
    """Loading the compiled searches would cost memory and time that belong to the children. Changes by hand are judged
    here, by what of the solver is plain Python.
    """
    told = "import sys, api.app, api.jobs.engine, api.cli; print(sorted({'numba', 'ortools'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
