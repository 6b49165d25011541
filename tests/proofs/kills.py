"""kill -9 at random moments of a plan, an import and a publication, on SQLite and on PostgreSQL; and a worker that
never comes back.

    python -m tests.proofs.kills --cases 10

`--cases`: kills of each kind on each database. An office (`an_office.py`) is asked for something and killed at some
moment until it would be done; another is started, and within 60 s every job has ended; then it is counted what was
acknowledged and is lost, what is half there, and what was done or sent twice. `takeover_s`: the longest time from the
moment when one of two workers stopped for good until the other had begun with its job; at most 30.
`takeover_here_s`: the same where the other can see that the process is gone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlmodel import col, func, select

from api.clock import SystemClock
from maps.geocode.villages import VillageGeocoder
from maps.travel.estimate import EstimatedTravel
from outreach.records import (
    Change,
    Client,
    ImportRun,
    Job,
    JobPlan,
    Message,
    Person,
    Roster,
    RosterDuty,
    RosterStop,
    Upload,
    Week,
)
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.sample import write_sample
from outreach.usecases.importing.import_workbook import import_workbook
from outreach.usecases.weeks.make_roster import make_roster
from tests.databases import KINDS, postgres_server
from tests.proofs.tally import Tally

MONDAY = dt.date(2026, 11, 30)
ENDED = ("done", "failed", "cancelled")
ASKED_END, ASKED_TAKEOVER = 60.0, 30.0
MAILED = 8
SENDING = 0.15
"""Seconds that the mail server thinks about each message, so that many kills fall between handing over and noting."""
ROOT = Path(__file__).parents[2]


class MailBox:
    """A real mail server that counts what everybody gets."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Count, as soon as the last word was said: from here on the message is out."""
        self.got.update(envelope.rcpt_tos)
        time.sleep(SENDING)
        return "250 OK"

    @property
    def address(self) -> str:
        """What the office is told."""
        return f"mailto://127.0.0.1:{self.port}/?from=office@example.test&mode=insecure"


class Office:
    """An office's process, which is killed and started again."""

    def __init__(self, database: str, messages: str) -> None:
        self.settings = {"database": database, "messages": messages}
        self.told: list[dict[str, Any]] = []
        self.process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    def start(self) -> Office:
        """Start it and wait until it is there."""
        self.told = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.an_office"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self._say(self.settings)
        self._reader = threading.Thread(target=self._listen, args=(self.process, self.told), daemon=True)
        self._reader.start()
        self.answer(1)
        return self

    def ask(self, **given: Any) -> None:
        """Have something done; the answer comes when it is committed."""
        self._say(given)

    def answer(self, number: int, within: float = 60.0) -> dict[str, Any]:
        """The so-manieth answer. Raises `TimeoutError`."""
        end = time.monotonic() + within
        while len(self.told) < number:
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.02)
        return self.told[number - 1]

    def kill(self) -> None:
        """As a power cut would, with what was acknowledged until then."""
        assert self.process is not None
        assert self._reader is not None
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                pipe and pipe.close()

    def _say(self, told: dict[str, Any]) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(told).encode() + b"\n")
        self.process.stdin.flush()

    @staticmethod
    def _listen(process: subprocess.Popen[bytes], told: list[dict[str, Any]]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            # One after the other: others read along.
            told.append(json.loads(line))  # noqa: PERF401


@dataclass
class Ground:
    """A sample office with a draft, a file that changes much of it, and new databases with a copy of it."""

    file: Path
    copy: Callable[[], str]
    expected: dict[str, Any] = field(default_factory=dict)


@contextmanager
def ground(kind: str, folder: Path) -> Iterator[Ground]:
    """The ground on one kind of database."""
    with ExitStack() as stack:
        outlines = VillageGeocoder().outlines()
        first, second = folder / "first.ods", folder / "second.ods"
        for number, path in enumerate((first, second), 1):
            write_sample(path, MONDAY, outlines=outlines, seed=number)
        if kind == "sqlite":
            prepared = f"sqlite:///{folder}/prepared.db"
        else:
            server = stack.enter_context(postgres_server())
            prepared = server.make_database("prepared")
        _fill(prepared, first)
        numbers = iter(range(10**6))

        def copy() -> str:
            if kind != "sqlite":
                return server.make_database(template="prepared")
            path = folder / f"office{next(numbers)}.db"
            shutil.copy(folder / "prepared.db", path)
            return f"sqlite:///{path}"

        yield Ground(second, copy)


def _fill(database: str, file: Path) -> None:
    engine, clock = open_database(database), SystemClock()
    import_workbook(engine, file, geocoder=VillageGeocoder(), clock=clock)
    make_roster(engine, MONDAY, travel_times=EstimatedTravel(), clock=clock, seconds=3)
    with office_records(engine) as records:
        busy = {duty.person_id for duty in records.all(RosterDuty)}
        for person_id in sorted(busy)[:MAILED]:
            person = records.get(Person, person_id)
            assert person is not None
            person.email = f"{person.code.lower()}@example.test"
    engine.dispose()


Check = Callable[[OfficeRecords, Ground, MailBox, list[dict[str, Any]]], Sequence[str]]


@dataclass(frozen=True)
class Kind:
    """What is killed: how it is asked for, how often it is answered, and what must hold afterwards."""

    ask: Callable[[Office, Ground, Engine], None]
    check: Check


def ask_plan(office: Office, _ground: Ground, _engine: Engine) -> None:
    """A plan of three seconds."""
    office.ask(verb="plan", monday=MONDAY.isoformat(), seconds=3)


def check_plan(records: OfficeRecords, _ground: Ground, _box: MailBox, told: list[dict[str, Any]]) -> Sequence[str]:
    """One whole roster for each job that was acknowledged or kept; none without a job."""
    jobs = records.all(Job)
    rosters = records.all(Roster, Roster.revision > 1)
    wrong = [f"lost: job {one['job']}" for one in told if one["job"] not in {job.id for job in jobs}]
    wrong += [f"half: a job has ended {job.status}: {job.fault}" for job in jobs if job.status != "done"]
    results = [job.result["roster_id"] for job in jobs if job.result]
    if sorted(results) != sorted(roster.id for roster in rosters):
        wrong.append(f"twice: {len(rosters)} rosters of {len(jobs)} jobs")
    for roster in rosters:
        duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
        stops = {stop.duty_id for stop in records.all(RosterStop, RosterStop.roster_id == roster.id)}
        if not duties or stops != {duty.id for duty in duties}:
            wrong.append("half: a duty without stops")
    if records.all(JobPlan):
        wrong.append("half: a plan that no job needs any more")
    return wrong


def ask_import(office: Office, at: Ground, _engine: Engine) -> None:
    """A file, and, once it has been previewed, its import; whoever was killed in between asks again."""
    office.ask(verb="take", path=str(at.file))


def go_on_with_import(office: Office, told: list[dict[str, Any]]) -> None:
    """Ask for the preview to be kept."""
    office.ask(verb="keep", run=told[0]["run"])


def check_import(records: OfficeRecords, at: Ground, _box: MailBox, told: list[dict[str, Any]]) -> Sequence[str]:
    """The file was taken whole and once, as one change."""
    if not told:
        return [] if not records.all(Job) or records.all(Upload) else ["half: a job without its file"]
    run = records.get(ImportRun, told[0]["run"])
    if run is None:
        return ["lost: a file that was handed in"]
    wrong = [f"half: a job has ended {job.status}: {job.fault}" for job in records.all(Job) if job.status != "done"]
    counted = {
        "status": run.status,
        "added": run.added,
        "changed": run.changed,
        "changes": len(records.all(Change)),
        "people": _count(records, Person),
        "clients": _count(records, Client),
    }
    expected = at.expected.setdefault("import", counted)
    if counted != expected:
        wrong.append(f"half: {counted} where {expected} was expected")
    return wrong


def _count(records: OfficeRecords, kind: type[Any]) -> int:
    return records.session.exec(select(func.count(kind.id))).one()


def ask_publish(office: Office, _ground: Ground, engine: Engine) -> None:
    """The draft becomes what holds, and everybody whose time it is is told."""
    with office_records(engine, write=False) as records:
        (roster,) = records.all(Roster)
    office.ask(verb="publish", roster=roster.id)


def check_publish(records: OfficeRecords, _ground: Ground, box: MailBox, told: list[dict[str, Any]]) -> Sequence[str]:
    """Published whole or not at all; nobody got two messages; what counts as sent has arrived."""
    (roster,), weeks = records.all(Roster), records.all(Week)
    messages = records.all(Message)
    published = roster.status == "published"
    wrong = []
    if told and not published:
        wrong.append("lost: an acknowledged publication")
    if published != (bool(weeks) and weeks[0].published_id == roster.id) or published != bool(messages):
        wrong.append("half: a roster that is published in part")
    if told and len(messages) != told[0]["told"]:
        wrong.append(f"lost: {told[0]['told'] - len(messages)} messages")
    wrong += [f"half: a message is {one.status}" for one in messages if one.status in ("waiting", "sending")]
    wrong += [f"twice: {count} messages to one person" for count in box.got.values() if count > 1]
    emails = {person.id: person.email for person in records.all(Person)}
    for message in messages:
        if message.status == "sent" and not box.got[emails[message.person_id]]:
            wrong.append("lost: a message that counts as sent")
        if message.status == "failed":
            wrong.append("lost: a message that a healthy server refused")
    return wrong


SUBJECTS = {
    "plan": Kind(ask_plan, check_plan),
    "import": Kind(ask_import, check_import),
    "publish": Kind(ask_publish, check_publish),
}


def ended(engine: Engine, within: float = ASKED_END) -> float | None:
    """Seconds until every job has ended; `None` when they take longer."""
    began = time.monotonic()
    while time.monotonic() - began < within:
        with office_records(engine, write=False) as records:
            if not records.all(Job, col(Job.status).in_(("waiting", "running"))):
                return time.monotonic() - began
        time.sleep(0.1)
    return None


def run(at: Ground, subject: str, kill_after: float | None) -> tuple[list[str], float, float]:
    """One case: what is wrong, how long it took until the kill or the end, and from the restart to the end."""
    kind, box, database = SUBJECTS[subject], MailBox(), at.copy()
    engine = open_database(database)
    box.controller.start()
    office = Office(database, box.address).start()
    told: list[dict[str, Any]] = []
    wrong: list[str] = []
    until_end = 0.0
    try:
        began = time.monotonic()
        killer = threading.Timer(kill_after or 0.0, office.kill)
        if kill_after is not None:
            killer.start()
        kind.ask(office, at, engine)
        told = _follow(office, engine, subject, killer if kill_after is not None else None)
        took = time.monotonic() - began
        if kill_after is not None:
            killer.join()
            told = office.told[1:]
            restarted = time.monotonic()
            office = Office(database, box.address).start()
            told += _finish(office, engine, subject, told)
            if ended(engine) is None:
                wrong.append("late: a job had not ended 60 s after the restart")
                # What comes late is looked at all the same.
                ended(engine, 4 * ASKED_END)
            until_end = time.monotonic() - restarted
        with office_records(engine, write=False) as records:
            wrong += kind.check(records, at, box, told)
    finally:
        office.kill()
        box.controller.stop()
        engine.dispose()
    return wrong, took, until_end


def _follow(office: Office, engine: Engine, subject: str, killer: threading.Timer | None) -> list[dict[str, Any]]:
    """Wait for the answers and the end, as far as it comes to that."""
    answers = 2
    try:
        while killer is None or killer.is_alive():
            if len(office.told) < answers:
                time.sleep(0.05)
                continue
            if ended(engine, 120.0 if killer is None else 0.2) is None:
                continue
            if subject == "import" and answers == 2:
                answers = 3
                go_on_with_import(office, office.told[1:])
                continue
            break
    except BrokenPipeError:
        # It was killed just then.
        pass
    return office.told[1:]


def _finish(office: Office, engine: Engine, subject: str, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a coordinator would do next, once what was acknowledged has ended: import what they have previewed."""
    if subject != "import" or not told:
        return []
    ended(engine)
    with office_records(engine, write=False) as records:
        imported = records.get(ImportRun, told[0]["run"])
        again = imported is not None and imported.status == "preview"
    if again:
        go_on_with_import(office, told)
        return [office.answer(2)]
    return []


def take_over(at: Ground, end: signal.Signals) -> float:
    """Seconds from the end of one of two workers until the other has begun with its job. `SIGKILL`: it is gone;
    `SIGSTOP`: its process is there and never answers again, as on a machine that cannot be reached.
    """
    database = at.copy()
    engine = open_database(database)
    first = Office(database, "").start()
    second: Office | None = None
    try:
        # Longer than a takeover: the child of who is stopped goes on, and would bring the job to its end.
        first.ask(verb="plan", monday=MONDAY.isoformat(), seconds=120)
        first.answer(2)
        while not _job(engine).stage:
            time.sleep(0.1)
        second = Office(database, "").start()
        # Long enough for it to have seen the first alive.
        time.sleep(4)
        assert first.process is not None
        first.process.send_signal(end)
        killed = time.monotonic()
        while _job(engine).attempts < 2 and time.monotonic() - killed < 2 * ASKED_TAKEOVER:
            time.sleep(0.05)
        return time.monotonic() - killed
    finally:
        first.kill()
        if second is not None:
            second.kill()
        engine.dispose()


def _job(engine: Engine) -> Job:
    with office_records(engine, write=False) as records:
        return records.all(Job)[0]


def prove(tally: Tally, database: str, subjects: Sequence[str], cases: int, takeovers: int, seed: int) -> None:
    """All kills on one kind of database."""
    with tempfile.TemporaryDirectory(prefix="kills") as folder, ground(database, Path(folder)) as at:
        for subject in subjects:
            wrong, took, _ = run(at, subject, None)
            tally.check(not wrong, f"{database} {subject} without a kill: {wrong}")
            for number in tally.over(range(cases)):
                # One moment of each tenth of the whole, so that all of it is met.
                share = (number + random.Random(f"{seed} {subject} {number}").random()) / cases
                wrong, _, until_end = run(at, subject, share * took)
                tally.check(not wrong, f"{database} {subject} killed at {share * took:.2f} of {took:.2f} s: {wrong}")
                for word in ("lost", "half", "twice", "late"):
                    tally.told[word] = tally.told.get(word, 0) + sum(one.startswith(word) for one in wrong)
                tally.told["end_s"] = max(tally.told.get("end_s", 0.0), round(until_end, 1))
        for end in (signal.SIGSTOP, signal.SIGKILL) * takeovers:
            seconds = round(take_over(at, end), 1)
            tally.check(seconds <= ASKED_TAKEOVER, f"{database}: taken over from {end.name} after {seconds} s")
            word = "takeover_s" if end is signal.SIGSTOP else "takeover_here_s"
            tally.told[word] = max(tally.told.get(word, 0.0), seconds)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.kills")
    parser.add_argument("--cases", type=int, default=10)
    parser.add_argument("--takeovers", type=int, default=2, help="of each kind, on each database")
    parser.add_argument("--first", type=int, default=0, help="the seed of the moments")
    parser.add_argument("--subjects", nargs="+", choices=SUBJECTS, default=list(SUBJECTS))
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=list(KINDS))
    chosen, tally = parser.parse_args(), Tally("kills")
    for database in chosen.databases:
        prove(tally, database, chosen.subjects, chosen.cases, chosen.takeovers, chosen.first)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
