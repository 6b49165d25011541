"""Several editors at once on one week: random edits through the use cases, and whether all that was said to be done is
there afterwards, once.

`python -m tests.editors URL --edits 500 --editors 4` prints one line of JSON. The database must be empty.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import random
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import (
    Absence,
    CarePlan,
    Change,
    Desk,
    Message,
    Person,
    Pin,
    Roster,
    RosterDuty,
    RosterStop,
    Week,
)
from outreach.records.database import again_if_in_the_way, changed_records, office_records, open_database
from outreach.refusals import Conflict, Refused
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.assign_seat import assign_seat
from outreach.usecases.weeks.lock_week import lock_week
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.publish_roster import publish_roster
from outreach.usecases.weeks.remove_from_seat import remove_from_seat
from outreach.usecases.weeks.report_absence import report_absence
from outreach.usecases.weeks.unpin_seat import unpin_seat
from outreach.usecases.weeks.withdraw_absence import withdraw_absence
from tests.office import MONDAY, at, small_office

NOW = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)
PEOPLE, DESKS, DRAFTS = 5, 5, 12
SHARES = {"pin": 30, "assign": 20, "remove": 8, "unpin": 18, "absence": 10, "withdraw": 4, "publish": 8, "undo": 6}
STARTS = (None, dt.time(8, 40), dt.time(9), dt.time(9, 15), dt.time(11, 50), dt.time(13), dt.time(14))


def crowded_office(engine: Engine) -> str:
    """An office in which few people can have many seats at the same time; its id."""
    roster_id = small_office(engine, clients=6)
    with office_records(engine) as records:
        lock_week(records, MONDAY)
        first = records.get(Roster, roster_id)
        model, desk = records.all(Person)[0], records.all(Desk)[0]
        for number in range(PEOPLE):
            copy = {"code": f"E{number}", "name": f"志工{number}", "role": "volunteer"}
            records.add(Person(**model.model_dump(exclude={"id", "version"}) | copy))
        seats = [{"roles": ["volunteer"], "unit": "", "skills": []}] * 2
        for number in range(DESKS):
            hours = {"start": dt.time(8 + number), "end": dt.time(10 + number), "weekdays": "12345"}
            copy = {"code": f"E{number}", "required": seats, **hours}
            records.add(Desk(**desk.model_dump(exclude={"id", "version"}) | copy))
        for draft in range(DRAFTS):
            fields = first.model_dump(exclude={"id", "version"}) | {"revision": 2 + draft}
            roster = records.add(Roster(**fields))
            records.session.flush()
            for duty in records.all(RosterDuty, RosterDuty.roster_id == first.id):
                copy = records.add(RosterDuty(**duty.model_dump(exclude={"id", "version"}) | {"roster_id": roster.id}))
                copy.arrival += dt.timedelta(minutes=draft)
                records.session.flush()
                for stop in records.all(RosterStop, RosterStop.duty_id == duty.id):
                    values = {"roster_id": roster.id, "duty_id": copy.id}
                    records.add(RosterStop(**stop.model_dump(exclude={"id", "version"}) | values))
        return records.office.id


class Editors:
    """What the editors do and what was acknowledged, in the order in which it held the week."""

    def __init__(self, engine: Engine, office_id: str) -> None:
        self.engine, self.office_id = engine, office_id
        self.actor = Actor(office_id=office_id, role="coordinator")
        self.order, self.mutex = itertools.count(), threading.Lock()
        self.done: list[tuple[int, str, list, str | None, int, str | None]] = []
        self.counts: Counter[str] = Counter()
        with office_records(engine, office_id=office_id, write=False) as records:
            self.people = [person.id for person in records.all(Person)]
            self.desks = {desk.code: desk for desk in records.all(Desk)}
            self.minutes = {plan.code: 20 for plan in records.all(CarePlan)}
            self.rosters = [roster.id for roster in records.all(Roster)]
            self.at_first = [("Absence", absence.id) for absence in records.all(Absence)]

    def edit(self, rng: random.Random) -> None:
        """One edit, done again where the database asks for it."""
        verb = rng.choices(list(SHARES), list(SHARES.values()))[0]
        given, pause = self.given(verb, rng), rng.random() * 0.002
        tries = itertools.count()

        def once() -> None:
            if next(tries):
                self.counts["deadlocks"] += 1
            self.transaction(verb, given, pause)

        try:
            again_if_in_the_way(once)
        except Refused as refused:
            self.counts["conflicts" if isinstance(refused, Conflict) else "refused"] += 1
        except (IntegrityError, OperationalError, StaleDataError):
            self.counts["failed"] += 1

    def transaction(self, verb: str, given: dict, pause: float) -> None:
        with changed_records(self.engine, self.office_id, verb, account_id=None, now=NOW) as records:
            published, told = None, 0
            if verb == "publish":
                done = publish_roster(records, self.actor, now=NOW, **given)
                published, told = done.roster.id, len(done.told)
            elif verb == "undo":
                undo_change(records, **given)
            else:
                VERBS[verb](records, self.actor, now=NOW, **given)
            # The week is ours until the transaction ends, so this number is our place in the order of all edits.
            with self.mutex:
                place = next(self.order)
            time.sleep(pause)
        steps, change = (records.change.steps, records.change.id) if records.change else ([], None)
        with self.mutex:
            self.done.append((place, verb, steps, published, told, change))

    def given(self, verb: str, rng: random.Random) -> dict:
        """What one edit is about."""
        if verb == "publish":
            return {"roster_id": rng.choice(self.rosters), "again": rng.random() < 0.5}
        if verb == "absence":
            start = at(rng.randrange(7), f"{rng.randrange(24):02}:00")
            end = start + dt.timedelta(hours=rng.randint(1, 30))
            return {"person_id": rng.choice(self.people), "start": start, "end": end}
        if verb == "undo":
            with self.mutex:
                known = [change for *_, change in self.done if change]
            return {"change_id": rng.choice(known)} if known else {}
        if verb in ("unpin", "withdraw"):
            kind = Pin if verb == "unpin" else Absence
            with office_records(self.engine, office_id=self.office_id, write=False) as records:
                there = [record.id for record in records.all(kind)]
            return {"pin_id" if verb == "unpin" else "absence_id": rng.choice(there) if there else "f" * 32}
        item = rng.choice([*self.desks, *self.minutes])
        start = rng.choice(STARTS) if item in self.minutes and verb != "remove" else None
        given = {
            "item": item,
            "date": MONDAY + dt.timedelta(days=rng.randrange(2)),
            "seat": rng.randint(1, 2) if item in self.desks else 1,
            "person_id": rng.choice(self.people),
        }
        return given if verb == "remove" else given | {"start": start}

    # -- afterwards ---------------------------------------------------------------------------------------------------

    def lost(self) -> int:
        """Acknowledged edits that are not there, or not once, or that went out from something that was not so."""
        kept: dict[tuple[str, str], dict] = {key: {} for key in self.at_first}
        with office_records(self.engine, office_id=self.office_id, write=False) as records:
            changes, messages = len(records.all(Change)), len(records.all(Message))
            rows = {("Pin", pin.id): pin for pin in records.all(Pin)}
            rows |= {("Absence", absence.id): absence for absence in records.all(Absence)}
            rosters, (week,) = records.all(Roster), records.all(Week)
        wrong, published, told, said = 0, None, 0, 0
        for _, _, steps, roster_id, count, change in sorted(self.done, key=lambda one: one[0]):
            said += change is not None
            for step in steps:
                # A withdrawn absence of the workbook is noted with its person too.
                wrong += step["kind"] != "Person" and not self.apply(kept, step)
            if roster_id is not None:
                published, told = roster_id, told + count
        wrong += len(set(kept) ^ set(rows))
        for key, values in kept.items():
            if key in rows:
                found = json.loads(rows[key].model_dump_json())
                wrong += any(found[name] != value for name, value in values.items() if name not in ("start", "end"))
        wrong += abs(changes - said) + abs(messages - told)
        wrong += week.published_id != published
        wrong += [roster.id for roster in rosters if roster.status == "published"] != [published] * bool(published)
        return wrong

    @staticmethod
    def apply(kept: dict[tuple[str, str], dict], step: dict) -> bool:
        """Do one step again; whether it went out from what was there."""
        key = step["kind"], step["id"]
        before, after = step["before"], step["after"]
        known = kept.get(key)
        right = (known is None) == (before is None)
        if known is not None and before is not None:
            right &= all(known.get(name, value) == value for name, value in before.items())
        if after is None:
            kept.pop(key, None)
        else:
            kept[key] = (known or {}) | after
        return right

    def booked_twice(self) -> int:
        """Seats pinned to two people, and people pinned to two things at once."""
        with office_records(self.engine, office_id=self.office_id, write=False) as records:
            pins = [pin for pin in records.all(Pin) if not pin.never]
        seats = Counter((pin.item, pin.date, pin.seat) for pin in pins)
        wrong = sum(count - 1 for count in seats.values())
        spans = defaultdict(list)
        for pin in pins:
            span = self.span(pin)
            if span is not None:
                spans[pin.person_id, pin.date].append(span)
        for some in spans.values():
            wrong += sum(a[0] < b[1] and b[0] < a[1] for a, b in combinations(some, 2))
        return wrong

    def span(self, pin: Pin) -> tuple[int, int] | None:
        """Minutes of the day, told without the use cases' own reckoning."""
        desk = self.desks.get(pin.item)
        if desk is not None:
            return desk.start.hour * 60 + desk.start.minute, desk.end.hour * 60 + desk.end.minute
        if pin.start is None:
            return None
        minute = pin.start.hour * 60 + pin.start.minute
        return minute, minute + self.minutes[pin.item]


VERBS = {
    "pin": pin_seat,
    "assign": assign_seat,
    "remove": remove_from_seat,
    "unpin": unpin_seat,
    "absence": report_absence,
    "withdraw": withdraw_absence,
}


def run(engine: Engine, office_id: str, edits: int, editors: int, seed: int) -> dict[str, int]:
    """So many edits by so many editors at once; what went wrong, and how much of it came about."""
    told = Editors(engine, office_id)

    def work(editor: int) -> None:
        rng = random.Random(f"{seed}/{editor}")
        for _ in range(edits // editors):
            told.edit(rng)

    with ThreadPoolExecutor(editors) as pool:
        list(pool.map(work, range(editors)))
    return {
        "lost": told.lost(),
        "booked_twice": told.booked_twice(),
        "deadlocks": told.counts["deadlocks"],
        "conflicts": told.counts["conflicts"],
        "refused": told.counts["refused"],
        "failed": told.counts["failed"],
        "done": len(told.done),
        "changes": sum(bool(steps) for _, _, steps, *_ in told.done),
        "published": sum(published is not None for _, _, _, published, *_ in told.done),
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--editors", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    engine = open_database(given.url)
    office_id = crowded_office(engine)
    began = time.monotonic()
    found = run(engine, office_id, given.edits, given.editors, given.seed)
    print(json.dumps(found | {"seconds": round(time.monotonic() - began, 1)}))


if __name__ == "__main__":
    main()
