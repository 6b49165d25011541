"""An office in a process of its own that can be killed: carries out jobs, and does what it reads, line by line.

    python -m tests.proofs.an_office

The first line is `{"database", "messages"}`; each further one something to do, which is answered by one line of JSON
after its commit: whatever has been answered must never be lost.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from api.clock import SystemClock
from api.jobs.engine import Jobs
from api.jobs.settings import Settings
from outreach.actor import Actor
from outreach.records import ImportRun
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.usecases.importing.receive_file import receive_file
from outreach.usecases.jobs.ask_for_job import ask_for_import
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.jobs import ask_in_time

Told = dict[str, Any]


def plan(records: OfficeRecords, actor: Actor, *, monday: str, seconds: float) -> Told:
    """Ask for a plan."""
    return {"job": ask_in_time(records, actor, monday=dt.date.fromisoformat(monday), seconds=seconds).id}


def take(records: OfficeRecords, actor: Actor, *, path: str) -> Told:
    """Hand a file in and ask for its preview."""
    now, file = SystemClock().now(), Path(path)
    run = receive_file(records, actor, name=file.name, data=file.read_bytes(), now=now)
    records.session.flush()
    return {"run": run.id, "job": ask_for_import(records, actor, run_id=run.id, keep=False, now=now).id}


def keep(records: OfficeRecords, actor: Actor, *, run: str) -> Told:
    """Ask for what was previewed to be kept."""
    assert records.get(ImportRun, run) is not None
    return {"job": ask_for_import(records, actor, run_id=run, keep=True, now=SystemClock().now()).id}


def publish(records: OfficeRecords, actor: Actor, *, roster: str) -> Told:
    """Publish a roster; whoever it concerns is told."""
    published = publish_roster(records, actor, roster_id=roster, now=SystemClock().now())
    return {"job": published.job.id if published.job else None, "told": len(published.told)}


VERBS = {"plan": plan, "take": take, "keep": keep, "publish": publish}


def say(told: Told) -> None:
    """One line, at once."""
    print(json.dumps(told), flush=True)


def main() -> None:
    # Nothing but offices runs here: standing back would only measure what else the machine does.
    settings = Settings(**json.loads(sys.stdin.readline()), nice=0)
    engine = open_database(settings.database)
    jobs = Jobs(settings)
    jobs.start()
    say({"ready": True})
    for line in sys.stdin:
        given = json.loads(line)
        verb = VERBS[given.pop("verb")]
        with office_records(engine) as records:
            told = verb(records, Actor(office_id=records.office.id, role="coordinator"), **given)
        say(told)
        jobs.hand_over(told["job"])
    jobs.stop()


if __name__ == "__main__":
    main()
