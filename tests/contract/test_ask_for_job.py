"""Asking for jobs, looking at them and ending them: who may, what is refused, and what nobody else sees."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from outreach.actor import ROLES, Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import ImportRun, Job, JobPlan, Message, Person, Roster
from outreach.records.database import office_records, open_database
from outreach.refusals import Busy, Conflict, Invalid, NotAllowed, NotThere, Refused
from outreach.usecases.jobs.ask_for_job import (
    MOST_WAITING,
    ask_for_import,
    ask_for_messages,
    ask_for_plan,
    ask_for_replan,
)
from outreach.usecases.jobs.end_job import end_job
from outreach.usecases.jobs.show_jobs import show_job, show_jobs
from tests.office import MONDAY, small_office

NOW = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


@pytest.fixture
def engine(database):
    engine = open_database(database)
    small_office(engine)
    yield engine
    engine.dispose()


def actor(records, role="coordinator"):
    return Actor(office_id=records.office.id, role=role)


def plan(records, role="coordinator", **more):
    given = {"monday": MONDAY, "seconds": 30.0, "seed": 1, "now": NOW, **more}
    return ask_for_plan(records, actor(records, role), **given)


def test_a_job_is_kept_with_the_request_or_not_at_all(engine):
    with pytest.raises(ZeroDivisionError), office_records(engine) as records:
        plan(records)
        raise ZeroDivisionError
    with office_records(engine) as records:
        assert records.all(Job) == []
        job = plan(records)
    with office_records(engine, write=False) as records:
        (kept,) = records.all(Job)
    assert (kept.id, kept.kind, kept.status) == (job.id, "plan", "waiting")
    assert kept.given == {"monday": "2026-11-30", "seconds": 30.0, "seed": 1}
    assert kept.deadline > NOW + dt.timedelta(seconds=30)


def test_a_week_is_planned_by_one_job_at_a_time(engine):
    with office_records(engine) as records:
        first = plan(records)
    for again in (plan, replan):
        with pytest.raises(Conflict) as refused, office_records(engine) as records:
            again(records)
        assert refused.value.code == "job_active"
        assert first.id in refused.value.refusals[0].zh
        assert first.id in refused.value.refusals[0].en
    with office_records(engine) as records:
        assert plan(records, monday=MONDAY + dt.timedelta(days=7)).id != first.id
        first = records.get(Job, first.id)
        first.status = "done"
        records.session.flush()
        assert plan(records).id


def replan(records, **more):
    (roster,) = records.all(Roster)
    given = {"roster_id": roster.id, "level": "keep_people", "seconds": 10.0, "seed": 1, "now": NOW, **more}
    return ask_for_replan(records, actor(records), **given)


def test_a_roster_is_planned_again(engine):
    with office_records(engine) as records:
        job = replan(records)
        assert (job.kind, job.given["level"], job.given["monday"]) == ("replan", "keep_people", "2026-11-30")


def test_of_many_at_once_who_ask_for_the_same_week_one_gets_it(engine):
    def one(_number):
        try:
            with office_records(engine) as records:
                return plan(records).id
        except Conflict:
            return None

    with ThreadPoolExecutor(8) as pool:
        got = [job for job in pool.map(one, range(8)) if job]
    assert len(got) == 1


def test_a_queue_that_is_full_says_so(engine):
    with office_records(engine) as records:
        for number in range(MOST_WAITING):
            plan(records, monday=MONDAY + dt.timedelta(days=7 * number))
    with pytest.raises(Busy) as refused, office_records(engine) as records:
        plan(records, monday=MONDAY - dt.timedelta(days=7))
    assert refused.value.code == "queue_full"
    with office_records(engine) as records:
        assert len(records.all(Job)) == MOST_WAITING
        records.all(Job)[0].status = "running"
        records.session.flush()
        assert plan(records, monday=MONDAY - dt.timedelta(days=7))


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"seconds": 0.5}, "seconds_out_of_range", "seconds"),
        ({"seconds": 601}, "seconds_out_of_range", "seconds"),
        ({"seconds": float("nan")}, "seconds_out_of_range", "seconds"),
        ({"seed": -1}, "seed_out_of_range", "seed"),
        ({"seed": 2**31}, "seed_out_of_range", "seed"),
        ({"monday": MONDAY + dt.timedelta(days=1)}, "not_a_monday", "monday"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_its_field(engine, given, code, field):
    with pytest.raises(Invalid) as refused, office_records(engine) as records:
        plan(records, **given)
    assert [(one.code, one.field) for one in refused.value.refusals] == [(code, field)]


def test_a_level_or_roster_that_is_not_there_is_refused(engine):
    with pytest.raises(Invalid), office_records(engine) as records:
        replan(records, level="upside_down")
    with pytest.raises(NotThere), office_records(engine) as records:
        replan(records, roster_id="0" * 32)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "coordinator"])
def test_only_coordinators_ask_for_work(engine, role):
    with pytest.raises(NotAllowed), office_records(engine) as records:
        plan(records, role)
    with pytest.raises(NotAllowed), office_records(engine) as records:
        ask_for_import(records, actor(records, role), run_id="x", keep=True, now=NOW)


def test_an_import_is_asked_for_once_at_a_time(engine):
    with office_records(engine) as records:
        run = records.add(ImportRun(office_id="", file_name="a.ods", at=NOW, status="reading"))
        records.session.flush()
        job = ask_for_import(records, actor(records), run_id=run.id, keep=False, now=NOW)
        assert job.given == {"run_id": run.id, "keep": False}
    with pytest.raises(Conflict), office_records(engine) as records:
        ask_for_import(records, actor(records), run_id=run.id, keep=True, now=NOW)
    with pytest.raises(NotThere), office_records(engine) as records:
        ask_for_import(records, actor(records), run_id="0" * 32, keep=True, now=NOW)


def message(records, occasion="publish:1"):
    person = records.all(Person)[0]
    return records.add(
        Message(
            office_id="", person_id=person.id, occasion=occasion, subject="勤務", text="12/2 08:30 服務台", created=NOW
        )
    )


def test_messages_are_asked_for_only_when_some_wait_and_no_job_will_take_them(engine):
    with office_records(engine) as records:
        assert ask_for_messages(records, account_id=None, now=NOW) is None
        message(records)
        job = ask_for_messages(records, account_id=None, now=NOW)
        assert job is not None
    with office_records(engine) as records:
        message(records, "publish:2")
        assert ask_for_messages(records, account_id=None, now=NOW) is None
    with office_records(engine) as records:
        records.get(Job, job.id).status = "running"
    with office_records(engine) as records:
        message(records, "publish:3")
        assert ask_for_messages(records, account_id=None, now=NOW) is not None


def test_who_sees_what_of_a_job(engine):
    with office_records(engine) as records:
        job = plan(records)
        job.status, job.told = "failed", {"missed": 3}
        job.fault = {"code": "crashed", "zh": "中斷", "en": "Broken off."}
        job.result = {"roster_id": "1" * 32, "missed": 3}
    with office_records(engine, write=False) as records:
        for role in ("coordinator", "auditor"):
            seen = show_job(records, actor(records, role), job.id)
            assert (seen.told, seen.result["roster_id"], seen.fault["en"]) == ({"missed": 3}, "1" * 32, "Broken off.")
        plain = show_job(records, actor(records, "admin"), job.id)
        assert (plain.kind, plain.status, plain.created) == ("plan", "failed", NOW)
        assert (plain.told, plain.given, plain.result, plain.fault) == ({}, {}, {"missed": 3}, {"code": "crashed"})
        with pytest.raises(NotThere):
            show_job(records, actor(records, "field"), job.id)
        with pytest.raises(NotThere):
            show_jobs(records, actor(records, "field"))
        with pytest.raises(NotThere):
            show_job(records, actor(records), "0" * 32)


def test_jobs_are_listed_newest_first(engine):
    with office_records(engine) as records:
        made = [
            plan(records, monday=MONDAY + dt.timedelta(days=7 * number), now=NOW + dt.timedelta(minutes=number)).id
            for number in range(3)
        ]
        records.get(Job, made[0]).status = "done"
    with office_records(engine, write=False) as records:
        who = actor(records)
        assert [job.id for job in show_jobs(records, who)] == made[::-1]
        assert [job.id for job in show_jobs(records, who, status="done")] == made[:1]
        assert [job.id for job in show_jobs(records, who, limit=1, offset=1)] == made[1:2]
        assert show_jobs(records, who, kind="import") == []


def test_ending_a_job(engine):
    with office_records(engine) as records:
        waiting = plan(records)
        running = plan(records, monday=MONDAY + dt.timedelta(days=7))
        running.status = "running"
        records.add(JobPlan(office_id="", job_id=running.id, at=NOW, plan={}))
    with office_records(engine) as records:
        ended = end_job(records, actor(records), job_id=waiting.id, how="cancel", now=NOW)
        assert (ended.status, ended.ended) == ("cancelled", NOW)
        ended = end_job(records, actor(records), job_id=running.id, how="stop", now=NOW)
        assert (ended.status, ended.cancel) == ("running", "stop")
        ended = end_job(records, actor(records), job_id=running.id, how="cancel", now=NOW)
        # Once cancelled, it is not kept after all.
        ended = end_job(records, actor(records), job_id=running.id, how="stop", now=NOW)
        assert (ended.status, ended.cancel) == ("running", "cancel")
    for role, expected in (
        ("field", NotThere),
        ("auditor", NotAllowed),
        ("admin", NotAllowed),
        ("coordinator", Conflict),
    ):
        with pytest.raises(Refused) as refused, office_records(engine) as records:
            end_job(records, actor(records, role), job_id=waiting.id, how="cancel", now=NOW)
        assert type(refused.value) is expected
