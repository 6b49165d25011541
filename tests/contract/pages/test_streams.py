"""Open pages are told what changes, by a real server: at once, only what has changed, and for no longer than needed."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from api import streams
from api.app import create_app
from api.serving import Server
from outreach.records import Account, Job, SignIn
from outreach.records.database import office_records, open_database
from tests.office import small_office
from tests.signed_in import CHEAP, PASSWORD, account_in
from tests.statements import statements_of

NOW = dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)


class Site:
    """A served office whose jobs go on as the tests say."""

    def __init__(self, url: str) -> None:
        engine = open_database(url)
        small_office(engine)
        account_in(engine)
        engine.dispose()
        app = create_app(url, passwords=CHEAP)
        self.watching = app.state.watching
        self.engine: Engine = app.state.parts.engine
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.server = Server(app, log_level="error")
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listening]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def leave(self) -> float:
        """Have the server leave; the seconds that it took."""
        began = time.monotonic()
        self.server.should_exit = True
        self.thread.join(30)
        return time.monotonic() - began

    @contextmanager
    def client(self) -> Iterator[httpx2.Client]:
        with httpx2.Client(base_url=self.address, timeout=10, headers={"Origin": self.address}) as client:
            told = client.post("/api/v1/sign-ins", json={"login": "coordinator", "password": PASSWORD})
            assert told.status_code == 201
            yield client

    def job(self) -> str:
        with office_records(self.engine) as records:
            given = {"monday": "2026-12-07", "seconds": 30, "seed": 1}
            job = records.add(Job(office_id="", kind="plan", created=NOW, deadline=NOW, started=NOW, given=given))
            job.status, job.stage = "running", "search"
            return job.id

    def change(self, job_id: str, **values: object) -> None:
        with office_records(self.engine) as records:
            job = records.get(Job, job_id)
            assert job is not None
            for name, value in values.items():
                setattr(job, name, value)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(f"sqlite:///{tmp_path / 'office.db'}")
    yield site
    site.leave()
    site.listening.close()
    site.engine.dispose()


class Told:
    """What a stream has said so far, read in a thread of its own."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer, self.text, self.ended = answer, "", threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            for piece in self.answer.iter_text():
                self.text += piece
        except httpx2.TransportError:
            pass
        self.ended.set()

    def wait(self, word: str, within: float = 10.0) -> None:
        end = time.monotonic() + within
        while word not in self.text:
            assert time.monotonic() < end, self.text
            time.sleep(0.02)

    @property
    def events(self) -> int:
        return self.text.count("event: progress\n")


@contextmanager
def watched(client: httpx2.Client, job_id: str) -> Iterator[Told]:
    with client.stream("GET", f"/jobs/{job_id}/events") as answer:
        assert answer.status_code == 200
        yield Told(answer)


def test_a_change_is_told_at_once_and_nothing_else(site: Site) -> None:
    job_id = site.job()
    with site.client() as client, watched(client, job_id) as told:
        told.wait('value="0"')
        site.change(job_id, share=0.4, told={"missed": 3, "left": 1, "minutes": 9.0})
        told.wait('value="40"', within=5)
        assert "必要名額未排" in told.text
        # Nothing has changed since: nothing is said.
        time.sleep(1.5)
        assert told.events == 2
        site.change(job_id, status="done", share=1.0, ended=NOW, result={"revision": 2, "missed": 0})
        assert told.ended.wait(5)
        assert told.events == 3 and 'data-job="done"' in told.text


def test_who_goes_away_is_no_longer_looked_for(site: Site) -> None:
    job_id = site.job()
    with site.client() as client:
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    asking = f"GET /jobs/{job_id}/events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n"
    with socket.create_connection(site.listening.getsockname()) as page, statements_of(site.engine) as while_open:
        page.sendall(asking.encode())
        got = b""
        while b"event: progress" not in got:
            got += page.recv(4096)
        while_open.clear()
        time.sleep(1.5)
        assert while_open
    time.sleep(1)
    with statements_of(site.engine) as afterwards:
        time.sleep(1.5)
    assert afterwards == []


def test_the_server_leaves_although_pages_are_open(site: Site) -> None:
    job_id = site.job()
    with site.client() as client, watched(client, job_id) as told:
        told.wait("event: progress")
        assert site.leave() < 5
        assert told.ended.wait(5)


def test_a_sign_in_that_has_ended_is_told_no_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SIGNED_IN_EVERY", 0.2)
    job_id = site.job()
    with site.client() as client, watched(client, job_id) as told:
        told.wait("event: progress")
        with office_records(site.engine) as records:
            for one in records.all(SignIn):
                one.ended = NOW
        assert told.ended.wait(5)
        assert client.get(f"/jobs/{job_id}/events", follow_redirects=False).status_code == 303


def test_whoever_has_another_role_by_now_is_told_no_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SIGNED_IN_EVERY", 0.2)
    with site.client() as client, watched(client, site.job()) as told:
        told.wait("event: progress")
        with office_records(site.engine) as records:
            for one in records.all(Account):
                one.role = "field"
        assert told.ended.wait(5)


def test_asking_for_what_is_not_there_leaves_nothing_behind(site: Site) -> None:
    with site.client() as client:
        for number in range(3):
            assert client.get(f"/jobs/{number:032}/events").status_code == 404
    assert site.watching._locks == {}


def test_silence_is_broken_now_and_then(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT", 0.3)
    with site.client() as client, watched(client, site.job()) as told:
        told.wait(": still here\n\n")


def test_a_stream_has_an_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST", 0.3)
    with site.client() as client, watched(client, site.job()) as told:
        assert told.ended.wait(5)


def test_a_job_that_is_removed_ends_its_stream(site: Site) -> None:
    job_id = site.job()
    with site.client() as client, watched(client, job_id) as told:
        told.wait("event: progress")
        with office_records(site.engine) as records:
            job = records.get(Job, job_id)
            assert job is not None
            records.remove(job)
        assert told.ended.wait(5)


def test_a_database_that_is_away_for_a_moment_ends_nothing(site: Site) -> None:
    job_id = site.job()
    with site.client() as client, watched(client, job_id) as told:
        told.wait("event: progress")
        with site.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE job RENAME TO away")
        time.sleep(1.2)
        with site.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO job")
        site.change(job_id, share=0.7)
        told.wait('value="70"')


def test_twenty_open_pages_hold_no_thread_and_no_connection(site: Site) -> None:
    jobs = [site.job() for _ in range(10)]
    with site.client() as client, ExitStack() as open_pages:
        many = httpx2.Client(
            base_url=site.address,
            cookies=client.cookies,
            timeout=30,
            limits=httpx2.Limits(max_connections=40),
        )
        open_pages.enter_context(many)
        told = [open_pages.enter_context(watched(many, jobs[number % 10])) for number in range(20)]
        for one in told:
            one.wait("event: progress")
        held = []
        for _ in range(40):
            held.append(site.engine.pool.checkedout())  # type: ignore[attr-defined]
            time.sleep(0.02)
        # Two threads look for all of them, each for a moment.
        assert max(held) <= streams.AT_ONCE and min(held) == 0
        assert client.get("/jobs").status_code == 200
        for number, job_id in enumerate(jobs):
            site.change(job_id, share=(number + 1) / 100)
        for number, one in enumerate(told):
            one.wait(f'value="{number % 10 + 1}"')
