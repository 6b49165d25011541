"""The sample office's week as a problem: what each record turns into."""

import datetime as dt

import pytest

from maps.geocode.villages import VillageGeocoder
from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.planning.decisions import PinsLostError
from outreach.planning.office_week import read_week
from outreach.planning.to_problem import to_problem
from outreach.records import Absence, Availability, CarePlan, Client, Person, PersonSkill, Pin, Service
from outreach.records.database import office_records, open_database
from outreach.sample import write_sample
from outreach.usecases.importing.import_workbook import import_workbook
from solver.problem import DAY, HOUR, ProblemError, Ref

MONDAY = dt.date(2026, 11, 30)


class FixedClock:
    def now(self):
        return dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The file of a database that holds the sample office."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder / "sample.ods", MONDAY, outlines=VillageGeocoder().outlines())
    engine = open_database(f"sqlite:///{folder}/office.db")
    report = import_workbook(engine, folder / "sample.ods", geocoder=VillageGeocoder(), clock=FixedClock())
    assert report.faults == ()
    engine.dispose()
    return folder / "office.db"


@pytest.fixture
def records(sample, tmp_path):
    """A copy of the sample office's records that a test may change."""
    (tmp_path / "office.db").write_bytes(sample.read_bytes())
    engine = open_database(f"sqlite:///{tmp_path}/office.db")
    with office_records(engine) as records:
        yield records
    engine.dispose()


def translated(records):
    records.session.flush()
    return to_problem(read_week(records, MONDAY), EstimatedTravel())


def by_code(records, record, code):
    return next(one for one in records.all(record) if one.code == code)


def index_of(translation, code):
    return [person.code for person in translation.people].index(code)


def test_the_whole_office_is_one_problem(records):
    translation = translated(records)
    problem = translation.problem
    assert len(problem.persons) == 110
    assert len(problem.tasks) == len(translation.visits) == 151
    assert sum(len(shift.seats) for shift in problem.shifts) == 92
    assert problem.travel[0].shape == (len(translation.place_ids),) * 2


def test_a_skill_that_expires_in_the_week_ends_after_its_last_day(records):
    person = by_code(records, Person, "A01")
    records.add(PersonSkill(office_id="", person_id=person.id, skill="試驗", expires=MONDAY + dt.timedelta(days=2)))
    translation = translated(records)
    made = translation.problem.persons[index_of(translation, person.code)]
    assert made.skill_ends["試驗"] == 3 * DAY


def test_a_skill_that_expired_before_the_week_is_not_held(records):
    person = by_code(records, Person, "A01")
    records.add(PersonSkill(office_id="", person_id=person.id, skill="試驗", expires=MONDAY - dt.timedelta(days=1)))
    translation = translated(records)
    assert "試驗" not in translation.problem.persons[index_of(translation, person.code)].skills


def test_absence_cuts_availability_in_two(records):
    person = by_code(records, Person, "A01")
    for row in records.all(Availability, Availability.person_id == person.id):
        records.remove(row)
    for row in records.all(Absence, Absence.person_id == person.id):
        records.remove(row)
    tuesday = MONDAY + dt.timedelta(days=1)
    records.add(Availability(office_id="", person_id=person.id, weekday=2, start=dt.time(8), end=dt.time(17)))
    records.add(
        Absence(
            office_id="",
            person_id=person.id,
            start=dt.datetime.combine(tuesday, dt.time(10), TAIPEI),
            end=dt.datetime.combine(tuesday, dt.time(11, 30), TAIPEI),
        )
    )
    translation = translated(records)
    (day,) = translation.problem.persons[index_of(translation, person.code)].availability
    assert day.day == 1
    assert [(span.start - DAY, span.end - DAY) for span in day.spans] == [
        (8 * HOUR, 10 * HOUR),
        (int(11.5 * HOUR), 17 * HOUR),
    ]


def test_a_seat_of_the_registration_office_needs_its_clerk(records):
    problem = translated(records).problem
    registrations = [task for task in problem.tasks if task.service == "到府戶籍登記"]
    assert registrations
    unit = "unit 示範戶政事務所"
    assert all(unit in task.seats[0].skills for task in registrations)
    clerks = [person for person in problem.persons if person.role == "staff" and unit in person.skills]
    assert len(clerks) == 14


def test_a_newcomer_visit_belongs_to_the_villages_own_officer(records):
    translation = translated(records)
    owned = [task for task in translation.problem.tasks if any(s.startswith("owns ") for s in task.seats[0].skills)]
    assert owned
    for task in owned:
        (skill,) = (skill for skill in task.seats[0].skills if skill.startswith("owns "))
        officers = [person for person in translation.people if skill[5:] in person.villages]
        assert officers
        assert all(officer.role == "staff" for officer in officers)


def test_language_is_asked_of_the_first_seat(records):
    (service,) = records.all(Service, Service.speaks_language)
    plans = records.all(CarePlan, CarePlan.service_id == service.id)
    plan = min((one for one in plans if one.every_days), key=lambda one: one.code)
    plan.every_days, plan.last_visit = None, None
    plan.times_per_week = 1
    records.get(Client, plan.client_id).languages = ["越南語", "印尼語"]
    translation = translated(records)
    task = next(task for task in translation.problem.tasks if task.id == f"plan:{plan.code}:1")
    assert "speaks 越南語/印尼語" in task.seats[0].skills
    speakers = [p for p in translation.problem.persons if "speaks 越南語/印尼語" in p.skills]
    expected = [p for p in translation.people if {"越南語", "印尼語"} & set(p.languages)]
    assert len(speakers) == len(expected) > 0


def test_the_drives_kit_is_set_aside(records):
    problem = translated(records).problem
    assert [shift.kits for shift in problem.shifts if shift.id.startswith("drive:")] == [(0,)]


@pytest.mark.parametrize("never", [False, True])
def test_a_pin_or_bar_names_person_and_seat(records, never):
    for pin in records.all(Pin):
        records.remove(pin)
    person = by_code(records, Person, "S01")
    plans = sorted(records.all(CarePlan, CarePlan.times_per_week == 2), key=lambda one: one.code)
    plan = next(one for one in plans if "國語" in records.get(Client, one.client_id).languages)
    tuesday = MONDAY + dt.timedelta(days=1)
    records.add(Pin(office_id="", item=plan.code, date=tuesday, seat=1, person_id=person.id, never=never))
    problem = translated(records).problem
    decided = problem.bars if never else problem.pins
    assert {problem.persons[one.person].id for one in decided} == {"S01"}
    tasks = [problem.tasks[one.item if never else one.ref.item].id for one in decided]
    assert tasks == [f"plan:{plan.code}:{number}" for number in ((1, 2) if never else (1,))]


def test_a_pin_on_a_day_without_that_work_is_named(records):
    person = by_code(records, Person, "A01")
    records.add(Pin(office_id="", item="D01", date=MONDAY + dt.timedelta(days=6), person_id=person.id))
    with pytest.raises(PinsLostError, match="D01 2026-12-06"):
        translated(records)


def test_contradictory_pins_name_both(records):
    pin = next(one for one in records.all(Pin) if not one.never and one.item.startswith("D"))
    role = records.get(Person, pin.person_id).role
    fellows = records.all(Person, Person.id != pin.person_id, Person.role == role)
    fellow = min(fellows, key=lambda one: one.code)
    records.add(Pin(office_id="", item=pin.item, date=pin.date, seat=pin.seat, person_id=fellow.id))
    with pytest.raises(ProblemError) as caught:
        translated(records)
    clash = next(fault for fault in caught.value.faults if fault.code == "pins_clash")
    assert len(set(clash.refs)) == 1
    assert isinstance(clash.refs[0], Ref)
    assert records.get(Person, pin.person_id).code in clash.where
    assert fellow.code in clash.where
