"""Drills: doors that nobody opens, a clock that is moved, and a server that is killed and started again in between.

    python -m tests.proofs.ladder_drills --cases 100

`--cases`: drills on each kind of database. A drill is one unanswered door from its entry to its last step. They go in
waves: while the real server (`outreach serve`, which carries out jobs) and a worker beside it run on one database, the
clock is moved from step to step, and at moments drawn at random the server, the worker or both get SIGKILL and are
started again, in each wave at least once; sometimes the clock goes on while nobody runs. Then it is counted:

`ladder_missed`: steps that were not reached, or were before they were due, or of which nobody was told; alarms that
were not raised. `ladder_twice`: what was told twice, or reached the mail server more often than it was written down.
`late_s`: the longest time from the moment when everybody ran again until a step was reached, the start of processes on
a busy machine included. `unsure`: messages of which a kill leaves open whether they went out; they are not sent again,
and the next officer is told of a step that nobody takes. `kills`: how often a process was killed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col

from outreach.records import (
    Alarm,
    Client,
    Ladder,
    LadderSetting,
    LadderStep,
    Message,
    Office,
    Officer,
    Person,
)
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.usecases.ladders.pace import GRADES, STEP_KINDS
from tests.children.moved import MovedClock
from tests.databases import KINDS, postgres_server
from tests.ladders import door_of, note
from tests.office import small_office
from tests.proofs.kills import MailBox
from tests.proofs.tally import Tally

ROOT = Path(__file__).parents[2]
WAVE = 5
"""Doors that are drilled side by side."""
STEP, PATIENCE = 10, 4
"""Minutes between two steps, and until the next officer is told."""
WITHIN = 300.0
"""Real seconds after which something counts as missed; how long it really took, is told: `late_s`."""
OFFICERS = ("K001", "S001")


class LetterBox(MailBox):
    """A mail server that keeps what everybody gets, word for word."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep it: from here on the message is out."""
        told = message_from_bytes(envelope.content, policy=policy.default)
        part = told.get_body(("plain", "html"))
        assert part is not None
        self.letters[envelope.rcpt_tos[0], " ".join(part.get_content().split())] += 1
        return "250 OK"


class Running:
    """The processes of one office: the server that carries out jobs, and a worker beside it."""

    def __init__(self, database: str, messages: str, clock: MovedClock) -> None:
        self.database, self.messages, self.clock = database, messages, clock
        self.there: dict[str, subprocess.Popen[bytes]] = {}
        self.kills = 0

    def start(self) -> None:
        """Start whatever does not run."""
        for name in ("serve", "worker"):
            if name not in self.there:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", 0))
                    port = probe.getsockname()[1]
                more = ["--port", str(port)] if name == "serve" else []
                self.there[name] = subprocess.Popen(
                    [sys.executable, "-m", "api.cli", "--db", self.database, name, *more],
                    cwd=ROOT,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={**self.clock.environment(ROOT), "OUTREACH_MESSAGES": self.messages},
                )

    def kill(self, names: Sequence[str]) -> None:
        """As a power cut would."""
        for name in names:
            process = self.there.pop(name, None)
            if process is not None:
                process.kill()
                process.wait()
                self.kills += 1


@contextmanager
def drilled_office(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database with an office that has people, mail addresses and times of its own."""
    with ExitStack() as stack:
        if kind == "sqlite":
            database = f"sqlite:///{folder}/office.db"
        else:
            database = stack.enter_context(postgres_server()).make_database("drills")
        engine = open_database(database)
        small_office(engine, clients=WAVE)
        with office_records(engine) as records:
            _prepare(records)
        engine.dispose()
        yield database


def _prepare(records: OfficeRecords) -> None:
    office = records.session.get(Office, records.office.id)
    assert office is not None
    office.address = "https://roster.example.test"
    people = {one.code: one for one in records.all(Person)}
    for person in people.values():
        person.email = f"{person.code.lower()}@example.test"
    for rank, code in enumerate(OFFICERS, 1):
        records.add(Officer(office_id="", person_id=people[code].id, rank=rank))
    steps = [{"kind": kind, "minutes": STEP} for kind in STEP_KINDS]
    for grade in GRADES:
        records.add(LadderSetting(office_id="", need_grade=grade, steps=steps, patience=PATIENCE))


def until(holds: Callable[[], bool], within: float = WITHIN) -> bool:
    """Whether it holds before so many seconds are over."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


class Wave:
    """Some doors that stay shut at the same time, and a crew that does not come out of one."""

    def __init__(self, engine: Engine, number: int, doors: int, clock: MovedClock) -> None:
        self.engine, self.clock = engine, clock
        now = clock.now()
        with office_records(engine) as records:
            clients = sorted(records.all(Client), key=lambda one: one.code)[:doors]
            known = {one.id for one in records.all(Ladder)}
            for client in clients:
                log = door_of(records, "V001", client.code, key=f"wave{number}:{client.code}", date=now.date())
                note(records, log, "no_answer", now=now)
            ends = now + dt.timedelta(minutes=STEP) - dt.timedelta(minutes=30)
            pair = door_of(
                records,
                "V001",
                key=f"pair{number}",
                date=now.date(),
                planned_to=ends,
                crew=["周柏宇"],
            )
            pair.arrived = ends - dt.timedelta(minutes=5)
            self.pair = pair.item_key
            self.ladders = [one.id for one in records.all(Ladder) if one.id not in known]

    def reached(self, number: int) -> bool:
        """Whether every door is at this step, and the crew is looked for."""
        with office_records(self.engine, write=False) as records:
            ladders = records.all(Ladder, col(Ladder.id).in_(self.ladders))
            return all(one.number >= number for one in ladders) and bool(self._alarms(records))

    def over(self) -> bool:
        """Whether the last step's second officer has been told too."""
        with office_records(self.engine, write=False) as records:
            last = records.all(LadderStep, LadderStep.kind == "emergency", col(LadderStep.ladder_id).in_(self.ladders))
            return all(step.asked >= len(OFFICERS) for step in last)

    def close(self) -> None:
        """Somebody has seen them all: the next wave begins anew."""
        with office_records(self.engine) as records:
            for one in records.all(Ladder, col(Ladder.id).in_(self.ladders)):
                one.closed, one.open_key = self.clock.now(), None

    def wrong(self) -> list[str]:
        """What was missed, and what was told twice."""
        found = []
        with office_records(self.engine, write=False) as records:
            told = Counter(one.occasion for one in records.all(Message))
            for step in records.all(LadderStep, col(LadderStep.ladder_id).in_(self.ladders)):
                name = f"step {step.number}"
                if step.reached is None or step.reached < step.due:
                    found.append(f"missed: {name} reached {step.reached}, due {step.due}")
                occasions = [f"ladder:{step.id}:{number}" for number in range(1, step.asked + 1)]
                found += [f"missed: {name} was not told" for one in occasions or [""] if not told[one]]
                found += [f"twice: {name} told {told[one]} times" for one in occasions if told[one] > 1]
                beyond = sum(one.startswith(f"ladder:{step.id}:") for one in told) - len(occasions)
                if beyond > (step.number == 1):
                    found.append(f"twice: {name} told {beyond} times more than it says")
            alarms = self._alarms(records)
            if len(alarms) != 1 or told[f"alarm:{alarms[0].id}"] != 1:
                found.append(f"missed: {len(alarms)} alarms")
        return found

    def _alarms(self, records: OfficeRecords) -> Sequence[Alarm]:
        return records.all(Alarm, Alarm.item_key == self.pair)


def drill(running: Running, wave: Wave, chance: random.Random) -> tuple[list[str], float]:
    """Move the clock from step to step, with kills in between; what went wrong, and how late a step was at most."""
    wrong, late = [], 0.0
    certain = chance.randrange(len(STEP_KINDS))
    for number in range(1, len(STEP_KINDS) + 1):
        victims = chance.choice((["serve"], ["serve", "worker"], ["worker", "serve"], ["worker"]))
        how = chance.choice(("before", "after", "no", "no")) if number - 1 != certain else "after"
        if number - 1 == certain and "serve" not in victims:
            victims = ["serve"]
        if how == "before":
            running.kill(victims)
        running.clock.move(STEP)
        if how == "after":
            time.sleep(chance.uniform(0, 2.5))
            running.kill(victims)
        running.start()
        began = time.monotonic()
        if not until(lambda number=number: wave.reached(number)):  # type: ignore[misc]
            wrong.append(f"missed: step {number} not reached {WITHIN:.0f} s after the clock")
        late = max(late, time.monotonic() - began)
    running.clock.move(PATIENCE)
    if not until(wave.over):
        wrong.append("missed: the next officer was not told")
    wave.close()
    return wrong + wave.wrong(), late


def prove(tally: Tally, kind: str, cases: int, seed: int = 0) -> None:
    """So many drills on one kind of database, counted in the tally."""
    for name in ("ladder_missed", "ladder_twice", "unsure", "kills", "late_s"):
        tally.told.setdefault(name, 0)
    box = LetterBox()
    box.controller.start()
    with tempfile.TemporaryDirectory(prefix="drills") as folder, drilled_office(kind, Path(folder)) as database:
        clock, engine = MovedClock(Path(folder)), open_database(database)
        running = Running(database, box.address, clock)
        try:
            running.start()
            for number, first in enumerate(range(0, cases, WAVE)):
                doors = min(WAVE, cases - first)
                chance = random.Random(f"{seed} {kind} {number}")
                wrong, late = drill(running, Wave(engine, number, doors, clock), chance)
                tally.told["late_s"] = max(tally.told["late_s"], round(late, 1))
                _count(tally, f"{kind}, wave {number}", wrong)
                for _ in tally.over(range(doors)):
                    pass
            _count(tally, kind, _delivered(running, engine, box, tally))
            tally.told["kills"] += running.kills
        finally:
            running.kill(("serve", "worker"))
            engine.dispose()
            box.controller.stop()


def _count(tally: Tally, where: str, wrong: Sequence[str]) -> None:
    tally.check(not wrong, f"{where}: {wrong[:5]}")
    tally.told["ladder_missed"] += sum(one.startswith("missed") for one in wrong)
    tally.told["ladder_twice"] += sum(one.startswith("twice") for one in wrong)


def _delivered(running: Running, engine: Engine, box: LetterBox, tally: Tally) -> list[str]:
    """Once everything has gone out: whether somebody got something twice, or something that counts as sent has not
    arrived.
    """

    def quiet() -> bool:
        with office_records(engine, write=False) as records:
            return not records.all(Message, col(Message.status).in_(("waiting", "sending")))

    # A job that a kill has left is asked for anew after five minutes of the office's clock.
    running.clock.move(6)
    if not until(quiet):
        return ["missed: messages still wait"]
    with office_records(engine, write=False) as records:
        emails = {one.id: one.email for one in records.all(Person)}
        written = Counter((emails[one.person_id], " ".join(one.text.split())) for one in records.all(Message))
        sent = Counter(
            (emails[one.person_id], " ".join(one.text.split()))
            for one in records.all(Message, Message.status == "sent")
        )
        tally.told["unsure"] += len(records.all(Message, Message.status == "unsure"))
        failed = len(records.all(Message, col(Message.status).in_(("failed", "kept"))))
    wrong = [f"twice: {box.letters[one] - written[one]} letters too many" for one in box.letters - written]
    wrong += [f"missed: {number} letters that count as sent" for number in (sent - box.letters).values()]
    return wrong + ["missed: a message was not accepted"] * failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.ladder_drills")
    parser.add_argument("--cases", type=int, default=100, help="drills on each database")
    parser.add_argument("--first", type=int, default=0, help="the seed of the kills")
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=list(KINDS))
    chosen, tally = parser.parse_args(), Tally("ladder_drills")
    for database in chosen.databases:
        prove(tally, database, chosen.cases, chosen.first)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
