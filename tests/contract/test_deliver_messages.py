"""Messages go out by a real mail server, once at the most, and say nothing that is nobody's business."""

import datetime as dt
import socket
import time
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from fastapi.testclient import TestClient

from api.app import create_app
from api.clock import SystemClock
from api.jobs.engine import Jobs
from api.jobs.mail import mail_of
from api.jobs.settings import Settings
from api.jobs.supervise import Supervisor
from outreach.calendar.dates import TAIPEI
from outreach.records import Job, Message, Person, Roster
from outreach.records.database import office_records, open_database
from outreach.usecases.jobs.ask_for_job import ask_for_messages
from outreach.usecases.jobs.deliver_messages import deliver_messages
from outreach.usecases.weeks.lock_week import lock_week
from tests.office import small_office

# A part of apprise that nobody here uses looks for it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

NOW = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)
TEXT = "12/2（三）08:30 服務台\n請開啟 https://office.example.test/duty/1"


class Box:
    """What a mail server was handed; `refusing`: it takes nothing."""

    def __init__(self, refusing=False):
        self.got, self.refusing = [], refusing

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refusing:
            return "554 not today"
        self.got.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail():
    """A mail server that takes what it gets, and its address for the office."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, address(controller.port)
    controller.stop()


def address(port):
    return f"mailto://127.0.0.1:{port}/?from=office@example.test&mode=insecure"


@pytest.fixture
def engine(database):
    engine = open_database(database)
    small_office(engine)
    with office_records(engine) as records:
        people = sorted(records.all(Person), key=lambda person: person.code)
        for person in people[:2]:
            person.email = f"{person.code.lower()}@example.test"
        for person in people:
            records.add(
                Message(
                    office_id="", person_id=person.id, occasion="publish:1", subject="勤務公布", text=TEXT, created=NOW
                )
            )
    yield engine
    engine.dispose()


def office_of(engine):
    with office_records(engine, write=False) as records:
        return records.office.id


def deliver(engine, where, **more):
    return deliver_messages(engine, office_of(engine), messages=mail_of(where), clock=SystemClock(), **more)


def statuses(engine):
    with office_records(engine, write=False) as records:
        people = {person.id: person.code for person in records.all(Person)}
        return {people[one.person_id]: (one.status, one.fault) for one in records.all(Message)}


def test_each_message_reaches_its_person_and_nobody_else(engine, mail):
    box, where = mail
    told = deliver(engine, where)
    assert (told.sent, told.kept, told.failed) == (2, 1, 0)
    assert sorted(to for recipients, _ in box.got for to in recipients) == ["k001@example.test", "s001@example.test"]
    for _, content in box.got:
        message = message_from_bytes(content)
        assert str(make_header(decode_header(message["Subject"]))) == "勤務公布"
        (part,) = [part for part in message.walk() if part.get_content_type() == "text/plain"]
        assert part.get_payload(decode=True).decode().strip().splitlines() == TEXT.splitlines()
        assert "apprise" not in content.decode().lower().replace("x-application: apprise", "")
    assert statuses(engine) == {"K001": ("sent", ""), "S001": ("sent", ""), "V001": ("kept", "no_address")}


def test_delivering_again_sends_nothing_twice(engine, mail):
    box, where = mail
    for _ in range(2):
        deliver(engine, where)
    assert len(box.got) == 2


def test_without_a_way_messages_stay_in_the_application(engine):
    told = deliver(engine, "")
    assert (told.sent, told.kept) == (0, 3)
    assert set(statuses(engine).values()) == {("kept", "no_way")}


def test_what_the_server_refuses_has_failed(engine):
    controller = Controller(Box(refusing=True), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        told = deliver(engine, address(controller.port))
    finally:
        controller.stop()
    assert (told.sent, told.failed) == (0, 2)
    assert statuses(engine)["K001"] == ("failed", "not_accepted")


def test_a_server_that_is_not_there_is_a_failure_and_no_exception(engine):
    told = deliver(engine, address(free_port()))
    assert (told.sent, told.failed, told.kept) == (0, 2, 1)


def test_what_was_being_sent_when_the_machine_stopped_is_not_sent_again(engine, mail):
    box, where = mail
    with office_records(engine) as records:
        (person,) = records.all(Person, Person.code == "K001")
        (message,) = records.all(Message, Message.person_id == person.id)
        message.status = "sending"
    told = deliver(engine, where)
    assert (told.sent, told.unsure) == (1, 1)
    assert [recipients for recipients, _ in box.got] == [["s001@example.test"]]
    assert statuses(engine)["K001"] == ("unsure", "interrupted")


@pytest.fixture
def told_twice(engine):
    """A roster of which everybody was told, and one that has taken its place, of which only K001 was told."""
    with office_records(engine) as records:
        (first,) = records.all(Roster)
        second = records.add(Roster(**first.model_dump(exclude={"id", "version"}) | {"revision": 2}))
        records.session.flush()
        lock_week(records, first.monday).published_id = second.id
        for message in records.all(Message):
            message.occasion = f"publish:{first.id}"
        (person,) = records.all(Person, Person.code == "K001")
        more = {"person_id": person.id, "occasion": f"publish:{second.id}:7", "created": NOW + dt.timedelta(hours=1)}
        records.add(Message(office_id="", subject="勤務更動", text="12/3（四）09:30 服務台", **more))
        return first.id, second.id


def by_occasion(engine):
    with office_records(engine, write=False) as records:
        people = {person.id: person.code for person in records.all(Person)}
        return {
            (people[one.person_id], one.occasion.split(":")[1]): (one.status, one.fault) for one in records.all(Message)
        }


def test_of_a_roster_that_no_longer_holds_nobody_is_told_who_was_told_of_another(engine, mail, told_twice):
    box, where = mail
    first, second = told_twice
    told = deliver(engine, where)
    assert (told.sent, told.kept) == (2, 2)
    assert by_occasion(engine) == {
        ("K001", first): ("kept", "replaced"),
        ("K001", second): ("sent", ""),
        ("S001", first): ("sent", ""),
        ("V001", first): ("kept", "no_address"),
    }
    assert sorted(to for recipients, _ in box.got for to in recipients) == ["k001@example.test", "s001@example.test"]


def test_of_a_roster_that_holds_again_its_own_newest_message_is_sent(engine, mail, told_twice):
    _, where = mail
    first, second = told_twice
    with office_records(engine) as records:
        lock_week(records, records.get(Roster, first).monday).published_id = first
        newest = {"occasion": f"publish:{first}:9", "created": NOW + dt.timedelta(hours=2), "text": "12/2（三）"}
        (person,) = records.all(Person, Person.code == "K001")
        records.add(Message(office_id="", person_id=person.id, subject="勤務更動", **newest))
    deliver(engine, where)
    assert by_occasion(engine)["K001", second] == ("kept", "replaced")
    with office_records(engine, write=False) as records:
        own = records.all(Message, Message.person_id == person.id)
    assert {one.occasion: one.status for one in own} == {
        f"publish:{first}": "kept",
        f"publish:{second}:7": "kept",
        f"publish:{first}:9": "sent",
    }


class Falling:
    """A way that the machine does not survive."""

    def send(self, address, subject, text):
        raise KeyboardInterrupt


def test_a_crash_between_handing_over_and_noting_it_leaves_it_unsure(engine, mail):
    box, where = mail
    with pytest.raises(KeyboardInterrupt):
        deliver_messages(engine, office_of(engine), messages=Falling(), clock=SystemClock())
    assert sorted(status for status, _ in statuses(engine).values()).count("sending") == 1
    told = deliver(engine, where)
    assert told.unsure == 1
    assert len(box.got) == 2 - 1


def test_a_job_delivers_in_a_process_of_its_own(engine, mail, database):
    box, where = mail
    with office_records(engine) as records:
        job = ask_for_messages(records, account_id=None, now=SystemClock().now())
    worker = Supervisor(engine, SystemClock(), Settings(database=database, messages=where))
    assert worker.run(job.office_id, job.id) == "settled"
    with office_records(engine, write=False) as records:
        ended = records.get(Job, job.id)
    assert (ended.status, ended.result) == ("done", {"sent": 2, "failed": 0, "kept": 1, "unsure": 0})
    assert len(box.got) == 2


def test_messages_that_waited_too_long_for_their_turn_go_out_all_the_same(engine, mail, database):
    box, where = mail
    with office_records(engine) as records:
        job = ask_for_messages(records, account_id=None, now=SystemClock().now() - dt.timedelta(days=2))
    worker = Supervisor(engine, SystemClock(), Settings(database=database, messages=where, nice=0))
    assert worker.run(job.office_id, job.id) == "settled"
    with office_records(engine, write=False) as records:
        assert records.get(Job, job.id).status == "done"
    assert len(box.got) == 2


def messages_jobs(engine):
    with office_records(engine, write=False) as records:
        return records.all(Job, Job.kind == "messages")


@pytest.mark.parametrize("left", ["nobody", "failed"])
def test_messages_that_nobody_is_at_are_asked_for_by_the_next_round(engine, database, left):
    if left == "failed":
        with office_records(engine) as records:
            job = ask_for_messages(records, account_id=None, now=NOW)
            job.status, job.ended = "failed", SystemClock().now() - dt.timedelta(hours=1)
    application = create_app(database, jobs=True)
    with TestClient(application):
        until = time.monotonic() + 40
        while time.monotonic() < until and not any(job.status == "done" for job in messages_jobs(engine)):
            time.sleep(0.1)
    application.state.parts.engine.dispose()
    assert "waiting" not in {status for status, _ in statuses(engine).values()}
    assert sorted(job.status for job in messages_jobs(engine)) == (["done"] if left == "nobody" else ["done", "failed"])


@pytest.mark.parametrize("left", ["waiting", "running", "just failed"])
def test_messages_that_somebody_is_at_are_not_asked_for_again(engine, database, left):
    with office_records(engine) as records:
        job = ask_for_messages(records, account_id=None, now=NOW)
        job.status = left.split()[-1]
        job.ended = SystemClock().now() if left == "just failed" else None
    jobs = Jobs(Settings(database=database))
    jobs._records = engine
    jobs._ask_again()
    assert len(messages_jobs(engine)) == 1


def test_other_ways_than_mail_are_refused():
    with pytest.raises(ValueError, match="mailto"):
        mail_of("https://example.test/hook")
