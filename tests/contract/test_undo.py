"""What somebody changed can be taken back, on SQLite and PostgreSQL."""

import datetime as dt

import pytest

from outreach.calendar.dates import TAIPEI
from outreach.records import Absence, Change, Client, ClosedDay, Person, PersonSkill, Pin, Place
from outreach.records.database import changed_records, office_records, open_database
from outreach.refusals import Conflict, InUse, NotThere
from outreach.usecases.keeping.undo_change import undo_change
from tests.office import MONDAY, at, small_office

NOW = dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


@pytest.fixture
def engine(database):
    engine = open_database(database)
    small_office(engine)
    yield engine
    engine.dispose()


class Office:
    """One office, whose every transaction is a minute later than the one before."""

    def __init__(self, engine):
        self.engine, self.now = engine, NOW
        with office_records(engine) as records:
            self.id = records.office.id

    def changing(self, verb="edit"):
        self.now += dt.timedelta(minutes=1)
        return changed_records(self.engine, self.id, verb, account_id=None, now=self.now)

    def undo(self, change_id=None):
        with self.changing("undo") as records:
            undo_change(records, change_id)
        return records.change

    def client(self):
        with office_records(self.engine, write=False) as records:
            return records.all(Client)[0]


@pytest.fixture
def office(engine):
    return Office(engine)


def rename(office, name):
    with office.changing() as records:
        records.all(Client)[0].name = name
    return records.change


def test_an_edit_says_what_it_was_before_and_after(office):
    before = office.client()
    change = rename(office, "新名字")
    assert change.verb == "edit"
    assert change.steps == [
        {
            "kind": "Client",
            "id": before.id,
            "before": {"name": before.name, "version": 1},
            "after": {"name": "新名字", "version": 2},
        }
    ]


def test_nothing_changed_is_no_change(office):
    assert rename(office, office.client().name) is None


def test_an_edit_is_taken_back(office):
    before = office.client()
    rename(office, "新名字")
    office.undo()
    after = office.client()
    assert (after.name, after.version) == (before.name, 3)


def test_several_are_taken_back_one_after_the_other(office):
    first = office.client().name
    rename(office, "一")
    rename(office, "二")
    office.undo()
    assert office.client().name == "一"
    office.undo()
    assert office.client().name == first
    with pytest.raises(NotThere, match="nothing_to_undo"):
        office.undo()


def test_an_undoing_can_be_undone(office):
    rename(office, "新名字")
    undoing = office.undo()
    office.undo(undoing.id)
    assert office.client().name == "新名字"


def test_what_was_added_goes_and_what_was_removed_comes_back_as_it_was(office):
    with office_records(office.engine) as records:
        (skill,) = records.all(PersonSkill)
        (absence,) = records.all(Absence)
        old = absence.model_dump(), skill.model_dump()
    with office.changing() as records:
        records.remove(records.get(Absence, absence.id))
        records.remove(records.get(PersonSkill, skill.id))
        records.add(ClosedDay(office_id="", date=MONDAY, villages=["育平里"], reason="颱風"))
        person = records.all(Person)[0]
        records.add(Pin(office_id="", item="D01", date=MONDAY, person_id=person.id, start=dt.time(8, 30)))
    office.undo()
    with office_records(office.engine, write=False) as records:
        assert records.all(ClosedDay) == [] == records.all(Pin)
        (skill,), (absence,) = records.all(PersonSkill), records.all(Absence)
    assert absence.start == at(1, "00:00")
    assert [{**absence.model_dump(), "version": 1}, {**skill.model_dump(), "version": 1}] == list(old)


def test_what_refers_to_each_other_comes_back_in_order(office):
    with office.changing() as records:
        place = records.add(Place(office_id="", lat=23, lon=120))
        records.session.flush()
        records.add(Client(office_id="", code="C900", name="示範", place_id=place.id))
    undoing = office.undo()
    office.undo(undoing.id)
    with office_records(office.engine, write=False) as records:
        (client,) = records.all(Client, Client.code == "C900")
        assert records.get(Place, client.place_id) is not None


def test_what_somebody_changed_since_is_left_alone(office):
    change = rename(office, "一")
    rename(office, "二")
    with pytest.raises(Conflict, match="changed_since"):
        office.undo(change.id)
    assert office.client().name == "二"


def test_what_is_needed_by_now_stays(office):
    with office.changing() as records:
        place = records.add(Place(office_id="", lat=23, lon=120))
    added = records.change
    with office.changing() as records:
        records.add(Client(office_id="", code="C900", name="示範", place_id=place.id))
    with pytest.raises(InUse):
        office.undo(added.id)


def test_nothing_is_undone_twice(office):
    change = rename(office, "新名字")
    office.undo(change.id)
    with pytest.raises(NotThere):
        office.undo(change.id)


def test_a_transaction_that_fails_leaves_no_change(office):
    with pytest.raises(ZeroDivisionError), office.changing() as records:
        records.all(Client)[0].name = "新名字"
        raise ZeroDivisionError
    with office_records(office.engine, write=False) as records:
        assert records.all(Change) == []


def test_only_fields_that_changed_are_kept(office):
    with office.changing() as records:
        client = records.all(Client)[0]
        client.name, client.note = "一", "二"
        records.session.flush()
        client.name = "三"
    (step,) = records.change.steps
    assert step["after"] == {"name": "三", "note": "二", "version": 3}
    assert set(step["before"]) == {"name", "note", "version"}
