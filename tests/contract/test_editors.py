"""Four editors on one week at once: nothing lost, nobody booked twice."""

import threading

import pytest

from outreach.records import Person, Pin
from outreach.records.database import again_if_in_the_way, changed_records, office_records, open_database
from outreach.refusals import Conflict
from outreach.usecases.weeks.pin_seat import pin_seat
from tests.databases import KINDS
from tests.editors import NOW, Editors, crowded_office, run
from tests.office import MONDAY


@pytest.fixture
def engine(database):
    engine = open_database(database)
    yield engine
    engine.dispose()


@pytest.fixture
def office_id(engine):
    return crowded_office(engine)


def test_nothing_is_lost_and_nobody_is_booked_twice(engine, office_id):
    edits = 500 if engine.dialect.name == "postgresql" else 120
    found = run(engine, office_id, edits=edits, editors=4, seed=1)
    assert (found["lost"], found["booked_twice"], found["failed"]) == (0, 0, 0)
    # Enough came about to mean something.
    assert found["changes"] >= edits / 4
    assert found["conflicts"] >= edits / 10
    assert found["published"] >= 3


@pytest.mark.parametrize("database", KINDS[:1], indirect=True)
def test_the_check_finds_what_is_wrong(engine, office_id):
    """A pin that nobody acknowledged, on a seat that somebody has, at a time at which they are elsewhere."""
    told = Editors(engine, office_id)
    given = {"item": "E1", "date": MONDAY, "seat": 1, "person_id": told.people[0], "start": None}
    told.transaction("pin", given, 0)
    assert (told.lost(), told.booked_twice()) == (0, 0)
    with office_records(engine) as records:
        records.add(Pin(office_id="", item="E1", date=MONDAY, seat=1, person_id=told.people[1], by_hand=True))
        records.add(Pin(office_id="", item="E2", date=MONDAY, seat=1, person_id=told.people[0], by_hand=True))
    assert (told.lost(), told.booked_twice()) == (2, 2)
    with office_records(engine) as records:
        for pin in records.all(Pin):
            records.remove(pin)
    assert (told.lost(), told.booked_twice()) == (1, 0)


@pytest.mark.parametrize("database", KINDS[1:], indirect=True)
def test_what_another_transaction_is_in_the_way_of_is_done_again(engine, office_id):
    """Two transactions that lock two people in opposite order: one is ended by the database, and done again."""
    with office_records(engine) as records:
        first, second = (person.id for person in records.all(Person)[:2])
    both, tries = threading.Barrier(2, timeout=10), []

    def lock(one, other):
        def once():
            tries.append(one)
            with office_records(engine, office_id=office_id) as records:
                records.get(Person, one, lock=True)
                if len(tries) <= 2:
                    both.wait()
                records.get(Person, other, lock=True)

        again_if_in_the_way(once)

    threads = [threading.Thread(target=lock, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(tries) in (sorted([first, first, second]), sorted([first, second, second]))


def test_the_second_of_two_waits_for_the_first_and_is_told(engine, office_id):
    """While one editor's pin is not kept yet, another's on the same person's time waits, and then contradicts it."""
    told = Editors(engine, office_id)
    first, second = (
        {"item": item, "date": MONDAY, "seat": 1, "person_id": told.people[0], "start": None} for item in ("E1", "E2")
    )
    refused = []

    def pin_second():
        try:
            told.transaction("pin", second, 0)
        except Conflict as error:
            refused.append(error.code)

    with changed_records(engine, office_id, "pin_seat", account_id=None, now=NOW) as records:
        pin_seat(records, told.actor, now=NOW, **first)
        records.session.flush()
        waiting = threading.Thread(target=pin_second)
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
    waiting.join(10)
    assert refused == ["booked_twice"]
    with office_records(engine) as records:
        assert [pin.item for pin in records.all(Pin)] == ["E1"]
