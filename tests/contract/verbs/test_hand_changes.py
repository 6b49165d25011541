"""Changes by hand: tried, kept, refused, taken back, on each kind of database and by two coordinators at once."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col

from api.breaches import breaches
from maps.travel.estimate import EstimatedTravel
from outreach.actor import Actor
from outreach.planning.loaded_week import load_week
from outreach.records import (
    Absence,
    Availability,
    DraftStep,
    Person,
    PersonSkill,
    Pin,
    Roster,
    RosterDuty,
    RosterStop,
    RosterUnserved,
    Week,
)
from outreach.records.database import again_if_in_the_way, changed_records, office_records
from outreach.refusals import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.trying.cell_etag import cell_etag, read_cell
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judge_change import judge_change
from outreach.usecases.trying.judgement import BreaksRules
from outreach.usecases.trying.keep_change import keep_change
from outreach.usecases.trying.undo_step import undo_step
from outreach.usecases.trying.week_stamp import week_stamp
from outreach.usecases.trying.what_suits import what_suits
from outreach.usecases.trying.who_could import who_could
from outreach.usecases.weeks.discard_roster import discard_roster
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.publish_roster import publish_roster
from outreach.usecases.weeks.unpin_seat import unpin_seat
from tests.contract.verbs.conftest import NOW, At
from tests.databases import KINDS
from tests.office import MONDAY, at
from tests.statements import statements_of

WEDNESDAY = MONDAY + dt.timedelta(days=2)
THURSDAY = MONDAY + dt.timedelta(days=3)
ROWS = (RosterDuty, RosterStop, RosterUnserved)


class Office:
    """The small office with a second volunteer, and a desk on which its week is worked on."""

    def __init__(self, cast):
        self.cast = cast
        with cast.write() as records:
            lin = records.get(Person, cast.people["V001"])
            chen = records.add(
                Person(**lin.model_dump(exclude={"id"}) | {"code": "V002", "name": "陳美玉", "turns": {}})
            )
            records.session.flush()
            for weekday in range(1, 6):
                free = {"weekday": weekday, "start": dt.time(8), "end": dt.time(17, 30)}
                records.add(Availability(office_id="", person_id=chen.id, **free))
            # Her lunch is as long as the rules want it, so that nothing is broken to begin with.
            (duty,) = (row for row in records.all(RosterDuty) if row.person_id == lin.id)
            duty.lunch_end = at(2, "13:00")
            duty.worked_seconds -= 15 * 60
            first = next(row for row in records.all(RosterStop) if row.item_key == "plan:P001:1")
            first.arrival = at(2, "13:30")
            cast.people["V002"] = chen.id
        self.desks = self.another_process()

    def another_process(self):
        return Desks(self.cast.engine, EstimatedTravel(), At())

    def change(self, kind="assign", item="plan:P001:1", code="V002", date=WEDNESDAY, seat=1, start=None, seen=()):
        return HandChange(
            kind=kind,
            item_key=item,
            seat=seat,
            person_id=self.cast.people.get(code, code),
            date=date,
            start=start,
            seen=dict(seen),
        )

    def judge(self, *, desks=None, now=NOW, roster_id=None, actor=None, **change):
        with office_records(self.cast.engine, write=False) as records:
            return judge_change(
                records,
                actor or self.cast.coordinator,
                desks or self.desks,
                roster_id=roster_id or self.cast.roster_id,
                change=self.change(**change),
                now=now,
            )

    def keep(self, *, desks=None, now=NOW, roster_id=None, **change):
        with self.cast.write("change by hand") as records:
            return keep_change(
                records,
                self.cast.coordinator,
                desks or self.desks,
                roster_id=roster_id or self.cast.roster_id,
                change=self.change(**change),
                now=now,
            )

    def pin(self, item, start=None):
        with self.cast.write() as records:
            given = {"item": item, "date": WEDNESDAY, "seat": 1, "person_id": self.cast.people["V001"], "now": NOW}
            return pin_seat(records, self.cast.coordinator, **given, start=start)

    def undo(self, *, now=NOW, roster_id=None, **meant):
        with self.cast.write("undo by hand") as records:
            wanted = roster_id or self.cast.roster_id
            return undo_step(records, self.cast.coordinator, self.desks, roster_id=wanted, now=now, **meant)

    def rows(self, roster_id=None):
        roster_id = roster_id or self.cast.roster_id
        with office_records(self.cast.engine, write=False) as records:
            rows = {
                row.id: row.model_dump(exclude={"version"})
                for kind in ROWS
                for row in records.all(kind, kind.roster_id == roster_id)
            }
            roster = records.get(Roster, roster_id)
            return rows, (roster.missed, roster.left, roster.terms)

    def pins(self):
        return {pin.id: pin.model_dump(exclude={"version"}) for pin in self.cast.all(Pin)}

    def holder(self, item, roster_id=None):
        stops = self.cast.all(
            RosterStop, RosterStop.item_key == item, RosterStop.roster_id == (roster_id or self.cast.roster_id)
        )
        duties = {duty.id: duty for duty in self.cast.all(RosterDuty)}
        names = {person_id: code for code, person_id in self.cast.people.items()}
        return {(names[duties[stop.duty_id].person_id], stop.start) for stop in stops if stop.seat == 1}


@pytest.fixture
def office(cast):
    return Office(cast)


@pytest.mark.parametrize("kind", KINDS)
def test_a_visit_goes_to_somebody_else_with_a_pin_and_comes_back(office):
    before, pins = office.rows(), office.pins()
    judged = office.judge()
    assert judged.ok and judged.breaks == ()
    assert {(day.person_id, day.date) for day in judged.people} == {
        (office.cast.people["V001"], WEDNESDAY),
        (office.cast.people["V002"], WEDNESDAY),
    }
    assert judged.served == judged.unserved == ()
    assert office.rows() == before, "judging keeps nothing"
    kept = office.keep()
    assert (kept.roster_id, kept.is_new) == (office.cast.roster_id, False)
    assert {code for code, _ in office.holder("plan:P001:1")} == {"V002"}
    (pin,) = office.cast.all(Pin)
    assert (pin.item, pin.date, pin.person_id, pin.never) == ("P001", WEDNESDAY, office.cast.people["V002"], False)
    assert office.rows() != before
    undone = office.undo()
    assert undone.left == 0 and len(undone.cells) == 2
    assert (office.rows(), office.pins()) == (before, pins)
    with pytest.raises(Conflict) as nothing:
        office.undo()
    assert nothing.value.code == "nothing_to_undo"


def test_only_the_step_that_is_meant_is_taken_back(office):
    office.keep()
    (meant,) = office.cast.all(DraftStep)
    office.keep(kind="retime", start=dt.time(9, 30), item="plan:P001:1")
    after = office.rows()
    for step_id in (meant.id, ""):
        with pytest.raises(Conflict) as another:
            office.undo(step_id=step_id)
        assert another.value.code == "another_step" and office.rows() == after
    newest = max(office.cast.all(DraftStep), key=lambda step: step.number)
    assert office.undo(step_id=newest.id).left == 1


def test_several_changes_are_taken_back_one_by_one(office):
    states = [office.rows()]
    for change in (
        {},
        {"kind": "retime", "start": dt.time(9, 30), "item": "plan:P001:1"},
        {"kind": "remove", "item": "plan:P002:1", "code": "V001"},
        {"item": "plan:P002:1", "date": THURSDAY},
    ):
        office.keep(**change)
        states.append(office.rows())
    assert office.holder("plan:P001:1") == {("V002", at(2, "09:30"))}
    assert {code for code, _ in office.holder("plan:P002:1")} == {"V002"}
    for state in states[-2::-1]:
        office.undo()
        assert office.rows() == state
    assert office.cast.all(DraftStep) == office.cast.all(Pin) == []


def test_what_is_removed_is_told_as_unserved_and_barred(office):
    judged = office.judge(kind="remove", code="V001")
    assert judged.ok and judged.unserved == (("plan:P001:1", 0),)
    office.keep(kind="remove", code="V001")
    assert office.holder("plan:P001:1") == set()
    left = [row for row in office.cast.all(RosterUnserved) if row.item_key == "plan:P001:1"]
    assert len(left) == 1 and left[0].label == "訪視問安"
    (bar,) = office.cast.all(Pin)
    assert bar.never and bar.person_id == office.cast.people["V001"]


def test_what_breaks_a_rule_is_told_and_not_kept(office):
    before = office.rows()
    judged = office.judge(item="desk:D02:2026-12-04", date=MONDAY + dt.timedelta(days=4))
    assert not judged.ok
    assert {one.rule for one in judged.breaks} == {"role_fits", "travel_fits"}
    sentences = breaches(judged, "zh")
    assert "「夜間市民卡」這個名額限職員，陳美玉是志工；請改找職員。" in sentences
    assert any("可服勤的時間是 08:00–17:30" in sentence for sentence in sentences)
    with pytest.raises(BreaksRules) as refused:
        office.keep(item="desk:D02:2026-12-04", date=MONDAY + dt.timedelta(days=4))
    assert refused.value.judgement.breaks == judged.breaks
    assert office.rows() == before and office.cast.all(DraftStep) == office.cast.all(Pin) == []


def test_two_things_at_once_are_told_with_their_times(office):
    moved = office.judge(kind="retime", item="plan:P002:1", code="V001", start=dt.time(13, 30))
    (day,) = moved.people
    assert moved.ok and {one.before.item_key for one in day.moved} > {"plan:P002:1"}, "others make room"
    office.pin("P001", start=dt.time(13, 30))
    judged = office.judge(kind="retime", item="plan:P002:1", code="V001", start=dt.time(13, 30))
    (clash,) = (one for one in judged.breaks if one.figures.get("kind") == "clash")
    assert (clash.figures["from"], clash.figures["until"]) == ("13:30", "13:50")
    assert "林秀琴 12/2（三） 13:30–13:50 已經有別的勤務：訪視問安；請改時間，或找別人。" in breaches(judged, "zh")


def test_nobody_is_accused_of_what_was_broken_before(office):
    with office.cast.write() as records:
        away = {"start": at(2, "00:00"), "end": at(3, "00:00")}
        records.add(Absence(office_id="", person_id=office.cast.people["V001"], **away))
    judged = office.judge()
    assert judged.ok, judged.breaks
    office.keep()
    back = office.judge(code="V001")
    assert {one.rule for one in back.breaks} == {"available_that_day"}
    assert breaches(back, "zh") == ("林秀琴在12/2（三）請假；請改找別人，或改到別天。",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stale_cell_shows_both_sides(office):
    with office_records(office.cast.engine, write=False) as records:
        seen = read_cell(records, office.cast.roster_id, office.cast.people["V002"], WEDNESDAY)
    assert seen == cell_etag()
    cell = (office.cast.people["V002"], WEDNESDAY)
    office.keep(seen={cell: seen})
    with pytest.raises(ChangedMeanwhile) as late:
        office.keep(item="plan:P002:1", seen={cell: seen})
    (difference,) = late.value.differences
    assert difference.field == f"{cell[0]}/{WEDNESDAY}"
    assert ["P001:1" in line for line in difference.kept] == [True]
    assert sorted("P002:1" in line for line in difference.given) == [False, True]
    with office_records(office.cast.engine, write=False) as records:
        newest = read_cell(records, office.cast.roster_id, *cell)
    assert late.value.etag == newest
    office.keep(item="plan:P002:1", seen={cell: newest})


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_is_left_alone(office):
    with office.cast.write() as records:
        publish_roster(records, office.cast.coordinator, roster_id=office.cast.roster_id, now=NOW)
    before = office.rows()
    kept = office.keep()
    assert kept.is_new and kept.roster_id != office.cast.roster_id
    assert office.rows() == before
    (draft,) = (one for one in office.cast.all(Roster) if one.id == kept.roster_id)
    assert (draft.status, draft.revision, draft.base_id) == ("draft", 2, office.cast.roster_id)
    assert {code for code, _ in office.holder("plan:P001:1", kept.roster_id)} == {"V002"}
    assert {code for code, _ in office.holder("plan:P002:1", kept.roster_id)} == {"V001"}
    with office.cast.write() as records:
        discard_roster(records, office.cast.coordinator, roster_id=kept.roster_id)
    assert office.cast.all(DraftStep) == []


def test_what_has_begun_is_not_touched_and_the_rest_is(office):
    now = at(2, "13:40")
    office.desks.clock.moment = now
    with pytest.raises(Conflict) as begun:
        office.judge(now=now)
    assert begun.value.code == "begun"
    judged = office.judge(item="plan:P003:1", now=now)
    assert judged.ok and judged.start >= now
    early = office.judge(item="plan:P003:1", start=dt.time(9), now=now)
    assert "past_frozen" in {one.rule for one in early.breaks}
    with pytest.raises(Invalid) as past:
        office.judge(item="plan:P003:1", date=MONDAY, now=now)
    assert past.value.code == "past"
    with pytest.raises(Conflict) as over:
        office.judge(now=at(8, "09:00"))
    assert over.value.code == "past"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"item": "plan:P999:1"}, "no_such_seat"),
        ({"item": "plan:P001:1", "seat": 9}, "no_such_seat"),
        ({"code": "0" * 32}, "no_such_person"),
        ({"kind": "retime", "code": "V001"}, "no_start"),
        ({"kind": "retime", "code": "V001", "item": "desk:D01:2026-12-02", "start": dt.time(9)}, "shift_has_hours"),
        ({"kind": "remove", "item": "desk:D02:2026-12-04"}, "not_held"),
        ({"date": MONDAY + dt.timedelta(days=9)}, "not_that_week"),
    ],
)
def test_what_there_is_not_is_refused(office, change, code):
    with pytest.raises(Invalid) as refused:
        office.judge(**change)
    assert refused.value.code == code


def test_who_may(office):
    with pytest.raises(NotThere):
        office.judge(roster_id="0" * 32)
    for role in ("auditor", "field", "admin"):
        with pytest.raises(NotAllowed):
            office.judge(actor=office.cast.actor(role))
    with office_records(office.cast.engine, write=False) as records:
        asked = {"roster_id": office.cast.roster_id, "item_key": "plan:P001:1", "seat": 1, "now": NOW}
        assert who_could(records, office.cast.auditor, office.desks, **asked)
        with pytest.raises(NotAllowed):
            who_could(records, office.cast.lin, office.desks, **asked)


def test_who_could_is_ranked_and_tells_who_only_just_fails(office):
    office.keep(date=THURSDAY)
    with office_records(office.cast.engine, write=False) as records:
        asked = {"roster_id": office.cast.roster_id, "item_key": "plan:P002:1", "seat": 1, "now": NOW}
        found = who_could(records, office.cast.coordinator, office.desks, **asked)
    assert [one.name for one in found if one.fits] == ["陳美玉"]
    (chen,) = found
    judged = office.judge(item="plan:P002:1", date=chen.date)
    assert (judged.minutes, judged.start) == (chen.minutes, chen.start)
    assert (chen.hours, chen.target) == (0.67, 8.0)
    assert [day.person_id for day in chen.people] == [office.cast.people["V002"], office.cast.people["V001"]]
    with office.cast.write() as records:
        chen_now = records.get(Person, office.cast.people["V002"])
        chen_now.max_week_hours = 0.1
    with office_records(office.cast.engine, write=False) as records:
        (close,) = who_could(records, office.cast.coordinator, office.desks, **asked)
    assert not close.fits and [one.rule for one in close.breaks] == ["week_hours"]


def test_what_suits_a_free_person(office):
    office.keep(kind="remove", code="V001")
    with office_records(office.cast.engine, write=False) as records:
        asked = {"roster_id": office.cast.roster_id, "person_id": office.cast.people["V002"], "now": NOW}
        (visit,) = (
            one
            for one in what_suits(records, office.cast.coordinator, office.desks, date=THURSDAY, **asked)
            if one.item_key == "plan:P001:1"
        )
        barred = asked | {"person_id": office.cast.people["V001"]}
        others = what_suits(records, office.cast.coordinator, office.desks, date=WEDNESDAY, **barred)
    assert visit.fits and (visit.date, visit.left < 0) == (THURSDAY, True)
    assert "plan:P001:1" not in {one.item_key for one in others}


@pytest.mark.parametrize("kind", KINDS)
def test_a_desk_knows_what_anybody_has_changed(office):
    """By another process: its own desks, and whatever else may be edited."""
    elsewhere = office.another_process()
    assert office.judge().ok and office.judge(desks=elsewhere).ok
    office.keep(desks=elsewhere)
    with pytest.raises(Conflict):
        office.judge(kind="remove", code="V001")
    with office.cast.write() as records:
        for row in records.all(Availability, col(Availability.person_id) == office.cast.people["V002"]):
            records.remove(row)
    assert {one.rule for one in office.judge(item="plan:P002:1").breaks} == {"available_that_day"}


def test_a_pin_that_goes_and_one_that_comes_do_not_cancel_out(office):
    first = office.pin("P002")
    kept = office.judge(item="plan:P003:1")
    with office.cast.write() as records:
        unpin_seat(records, office.cast.coordinator, pin_id=first.id, now=NOW)
        records.add(PersonSkill(office_id="", person_id=office.cast.people["V002"], skill="急救"))
    office.pin("P004")
    with office_records(office.cast.engine, write=False) as records:
        roster = records.get(Roster, office.cast.roster_id)
        with office.desks.at(records, roster) as (_, week):
            assert {week.source(each.ref).key for each in week.bench.problem.pins} == {"plan:P004:1"}
            assert [each.item for each in week.pins] == ["P004"]
    assert kept.ok


def test_the_stamp_looks_at_every_table_that_a_loaded_week_is_made_from(office):
    with office_records(office.cast.engine, write=False) as records:
        roster = records.get(Roster, office.cast.roster_id)
        with statements_of(office.cast.engine) as read:
            load_week(records, roster, EstimatedTravel(), 0)
            load_week(records, roster, EstimatedTravel(), 3 * 86_400)
        with statements_of(office.cast.engine) as stamped:
            week_stamp(records, MONDAY, roster.id)
    tables = [set(re.findall(r"(?:FROM|JOIN) \"?(\w+)", " ".join(some))) for some in (read, stamped)]
    assert len(stamped) == 1 and len(tables[0]) > 20
    assert tables[0] <= tables[1]


@pytest.mark.parametrize("kind", KINDS)
def test_two_coordinators_at_once(office):
    """On different cells both are kept; of two who want the same one, the later is shown what the first has done."""
    engine, cast = office.cast.engine, office.cast
    with cast.write() as records:
        records.add(Week(office_id="", monday=MONDAY))
    cells = {(cast.people["V002"], WEDNESDAY): cell_etag()}
    wanted = [
        office.change(item=f"plan:P00{number}:1", date=date, seen=seen)
        for number, date, seen in ((1, THURSDAY, {}), (2, MONDAY, {}), (3, WEDNESDAY, cells), (4, WEDNESDAY, cells))
    ]

    def keep(change):
        desks = office.another_process()

        def work():
            with changed_records(engine, cast.office_id, "change by hand", account_id=None, now=NOW) as records:
                keep_change(records, cast.coordinator, desks, roster_id=cast.roster_id, change=change, now=NOW)

        try:
            again_if_in_the_way(work)
        except ChangedMeanwhile:
            return "stale"
        return "kept"

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(keep, wanted))
    assert said[:2] == ["kept", "kept"] and sorted(said[2:]) == ["kept", "stale"]
    assert sorted(step.number for step in cast.all(DraftStep)) == [1, 2, 3]
    assert {code for code, _ in office.holder("plan:P001:1") | office.holder("plan:P002:1")} == {"V002"}
    for _ in range(3):
        office.undo()
    assert cast.all(DraftStep) == cast.all(Pin) == []


def test_a_week_is_loaded_ahead(office):
    desks = Desks(office.cast.engine, EstimatedTravel(), At(), warms=True)
    desks.warm(office.cast.office_id, office.cast.roster_id)
    desks.warm(office.cast.office_id, "0" * 32)
    desks.close()
    with office.cast.write() as records:
        roster = records.get(Roster, office.cast.roster_id)
        desk = desks._desk((office.cast.office_id, roster.id))
        loaded = desk.week
        assert loaded is not None
        with desks.at(records, roster) as (_, week):
            assert week is loaded


def test_somebody_from_another_office_sees_no_roster(office):
    with pytest.raises(NotThere):
        office.judge(roster_id="f" * 32, actor=Actor(office_id=office.cast.office_id, role="coordinator"))
