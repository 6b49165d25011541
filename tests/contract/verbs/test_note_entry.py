"""Entries of the field: kept once, never changed, and the line of the visit log that they make."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import event

from outreach.calendar.dates import TAIPEI
from outreach.forms.entries import EntryForm
from outreach.records import Change, Client, Condition, Entry, Person, Place, Service, VisitLog
from outreach.records.base import new_id
from outreach.records.database import again_if_in_the_way, changed_records
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.noting.note_entry import note_entry
from outreach.usecases.weeks.lock_week import lock_week
from tests.contract.verbs.field import DAY, device_of, entry, note, publish, stop_id
from tests.databases import KINDS
from tests.office import MONDAY, at

BOTH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def published(cast):
    publish(cast)


def line(cast):
    (log,) = cast.all(VisitLog)
    return log


@BOTH
def test_the_first_entry_makes_the_line_as_it_is_that_day(cast):
    noted = note(cast, entry(stop_id(cast, position=4)))
    log = line(cast)
    assert (noted.known, noted.log.id, noted.entry.log_id) == (False, log.id, log.id)
    assert (log.date, log.person, log.role, log.unit) == (DAY, "林秀琴", "volunteer", "示範區公所")
    assert (log.client, log.need_grade, log.village, log.address) == ("測試丁", 2, "國平里", "示範一路993號")
    assert (log.service, log.letter, log.kind, log.crew) == ("訪視問安", "訪", "visit", ["周柏宇"])
    assert (log.planned_from, log.planned_to) == (at(2, "15:00"), at(2, "15:20"))
    assert (log.arrived, log.left, log.outcome, log.seen) == (at(2, "13:31"), None, "", None)


@BOTH
def test_what_a_client_becomes_later_does_not_alter_it(cast):
    note(cast, entry(stop_id(cast)))
    with cast.write() as records:
        (client,) = records.all(Client, Client.code == "C001")
        client.name, client.need_grade = "改名之後", 4
        records.get(Place, client.place_id).address = "別條路1號"
        records.get(Person, cast.people["V001"]).name = "改名志工"
    note(cast, entry(stop_id(cast), "leave", "13:50"), moment="13:50")
    log = line(cast)
    assert (log.client, log.need_grade, log.address, log.person) == ("測試甲", 2, "示範一路990號", "林秀琴")
    assert log.left == at(2, "13:50")


def test_the_category_of_a_service_is_frozen_for_the_hours(cast):
    with cast.write() as records:
        (greeting,) = records.all(Service, Service.name == "訪視問安")
        greeting.category = "社會福利"
    note(cast, entry(stop_id(cast)))
    note(cast, entry(stop_id(cast, position=0)))
    assert {log.kind: log.category for log in cast.all(VisitLog)} == {"visit": "社會福利", "shift": ""}


@BOTH
def test_a_repeated_entry_is_stored_once(cast):
    form = entry(stop_id(cast), "result", outcome="seen", condition=["well"])
    first, second = note(cast, form), note(cast, form, moment="15:00")
    assert (first.known, second.known) == (False, True)
    assert (second.entry.id, second.entry.at) == (first.entry.id, at(2, "13:32"))
    assert len(cast.all(Entry)) == len(cast.all(Condition)) == len(cast.all(VisitLog)) == 1


@BOTH
@pytest.mark.parametrize(
    ("position", "action", "moment"), [(1, "arrive", "13:40"), (1, "leave", "13:31"), (2, "arrive", "13:31")]
)
def test_a_known_key_with_another_content_is_refused(cast, position, action, moment):
    key = new_id()
    note(cast, entry(stop_id(cast), key=key))
    with pytest.raises(Conflict) as refused:
        note(cast, entry(stop_id(cast, position=position), action, moment, key=key))
    assert refused.value.code == "other_content"
    assert len(cast.all(Entry)) == 1


@BOTH
def test_the_same_key_at_once_from_several_connections_is_stored_once(cast):
    stop, start = stop_id(cast), Barrier(4)
    forms = [entry(stop, key=key) for key in [new_id()] * 2 + [new_id()] * 2]

    def send(form):
        def do():
            with changed_records(cast.engine, cast.office_id, "note", account_id=None, now=at(2, "13:32")) as records:
                return note_entry(records, cast.lin, form=form, now=at(2, "13:32")).known

        start.wait()
        return again_if_in_the_way(do)

    with ThreadPoolExecutor(4) as pool:
        known = list(pool.map(send, forms))
    assert sorted(known[:2]) == sorted(known[2:]) == [False, True]
    assert (len(cast.all(Entry)), len(cast.all(VisitLog))) == (2, 1)


@pytest.mark.parametrize("kind", ["postgresql"])
def test_the_same_key_at_once_for_two_stops_is_refused_for_one(cast):
    start, key = Barrier(2), new_id()
    forms = [entry(stop_id(cast, position=number), key=key) for number in (1, 2)]

    def send(form):
        start.wait()
        try:
            return note(cast, form).known
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(send, forms))) == ["False", "other_content"]
    assert len(cast.all(Entry)) == 1


@pytest.mark.parametrize("kind", ["postgresql"])
def test_whoever_decides_about_the_week_keeps_no_entry_waiting(cast):
    with cast.write() as records:
        lock_week(records, MONDAY)
        assert not note(cast, entry(stop_id(cast))).known


def test_the_newest_result_stands_and_the_earlier_one_is_kept(cast):
    stop = stop_id(cast)
    note(cast, entry(stop, "result", "13:40", outcome="no_answer", remarks="無人應門"), moment="13:41")
    note(cast, entry(stop, "result", "15:10", outcome="seen", remarks="在家"), moment="15:11")
    log = line(cast)
    assert (log.outcome, log.seen, log.remarks) == ("seen", True, "在家")
    outcomes = [one.content["outcome"] for one in sorted(cast.all(Entry), key=lambda one: one.at)]
    assert outcomes == ["no_answer", "seen"]


def test_an_older_entry_that_comes_in_later_does_not_undo_the_newer(cast):
    stop = stop_id(cast)
    note(cast, entry(stop, "result", "15:10", outcome="seen"), moment="15:11")
    note(cast, entry(stop, "result", "13:40", outcome="no_answer"), moment="15:12")
    assert line(cast).outcome == "seen"
    assert len(cast.all(Entry)) == 2


def test_a_coordinators_word_counts_from_when_it_was_kept(cast):
    stop = stop_id(cast)
    note(cast, entry(stop, "arrive", "13:35"), moment="13:36")
    note(cast, entry(stop, "arrive", "13:30"), cast.coordinator, moment="16:00")
    assert line(cast).arrived == at(2, "13:30")
    # Noted without signal before the correction, sent after it.
    note(cast, entry(stop, "arrive", "13:37"), moment="17:00")
    assert line(cast).arrived == at(2, "13:30")
    note(cast, entry(stop, "arrive", "17:01"), moment="17:02")
    assert line(cast).arrived == at(2, "17:01")


def test_a_correction_without_a_signature_leaves_it_there(cast):
    stop, strokes = stop_id(cast), [[0, 0, 500, 500, 1000, 1000]]
    note(cast, entry(stop, "result", outcome="refused", strokes=strokes))
    note(cast, entry(stop, "result", outcome="seen"), cast.coordinator, moment="16:00")
    assert (line(cast).outcome, line(cast).strokes) == ("seen", strokes)
    note(cast, entry(stop, "result", "16:10", outcome="seen", witness="里長"), moment="16:10")
    assert (line(cast).strokes, line(cast).witness) == ([], "里長")


@BOTH
@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_wrong_by_a_day_is_noted_and_not_refused(cast, days):
    wrong = at(2 + days, "13:31")
    noted = note(cast, entry(stop_id(cast), moment=wrong), device_of(cast))
    log = line(cast)
    assert (noted.entry.device_at, noted.entry.at) == (wrong, at(2, "13:32"))
    assert log.clock_off == days * 86400 - 60
    assert log.arrived == at(2, "13:32")


@BOTH
@pytest.mark.parametrize("year", [1912, 9998])
def test_no_clock_is_so_wrong_that_its_entry_is_lost(cast, year):
    noted = note(cast, entry(stop_id(cast), moment=dt.datetime(year, 1, 1, tzinfo=TAIPEI)))
    assert noted.entry.device_at.year == year
    assert (line(cast).arrived, abs(line(cast).clock_off)) == (at(2, "13:32"), 2_000_000_000)


def test_what_was_noted_without_signal_is_no_wrong_clock(cast):
    note(cast, entry(stop_id(cast)), moment="17:30")
    assert (line(cast).arrived, line(cast).clock_off) == (at(2, "13:31"), 0)


def test_a_device_that_tells_its_clock_is_put_right_though_it_was_offline(cast):
    note(cast, entry(stop_id(cast), moment=at(3, "13:31")), moment="17:30", sent=at(3, "17:30"))
    assert (line(cast).arrived, line(cast).clock_off) == (at(2, "13:31"), 86400)


def test_the_worst_difference_stays(cast):
    stop = stop_id(cast)
    note(cast, entry(stop, moment=at(3, "13:32")))
    note(cast, entry(stop, "leave", "13:50"), moment="13:50")
    assert (line(cast).clock_off, line(cast).left) == (86400, at(2, "13:50"))


def test_how_somebody_was_stands_in_its_own_table_only(cast):
    noted = note(cast, entry(stop_id(cast), "result", outcome="seen", condition=["fell", "low", "fell"]))
    (condition,) = cast.all(Condition)
    assert (condition.entry_id, condition.log_id, condition.codes) == (noted.entry.id, noted.log.id, ["fell", "low"])
    assert "fell" not in noted.entry.model_dump_json() + noted.log.model_dump_json()


@pytest.fixture
def gift(cast):
    """The first door gets a gift."""
    stop = stop_id(cast)
    with cast.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE rosterstop SET kind = 'delivery' WHERE id = '{stop}'")
    return stop


def test_a_delivery_says_whether_the_person_was_seen(cast, gift):
    with pytest.raises(Invalid) as refused:
        note(cast, entry(gift, "result", outcome="handed_over"))
    assert refused.value.refusals[0].field == "result.seen"
    assert cast.all(VisitLog) == cast.all(Entry) == []
    note(cast, entry(gift, "result", outcome="handed_over", seen=False))
    assert line(cast).seen is False


@pytest.mark.parametrize("outcome", ["no_answer", "not_here", "moved"])
def test_an_unanswered_door_lacks_nothing(cast, gift, outcome):
    note(cast, entry(gift, "result", outcome=outcome))
    assert line(cast).seen is False


@pytest.mark.parametrize(("outcome", "seen"), [("seen", False), ("no_answer", True)])
def test_an_outcome_that_contradicts_itself_is_refused(cast, outcome, seen):
    with pytest.raises(Invalid):
        note(cast, entry(stop_id(cast), "result", outcome=outcome, seen=seen))


@BOTH
def test_people_note_for_their_own_stops_only(cast):
    stop = stop_id(cast)
    tomorrow = DAY + dt.timedelta(days=1)
    others = (
        cast.zhou,
        device_of(cast, "S001"),
        device_of(cast, "S001", role="noting"),
        device_of(cast, date=tomorrow),
        device_of(cast, date=tomorrow, role="noting"),
        replace(cast.lin, person_id=None),
    )
    for actor in others:
        with pytest.raises(NotThere):
            note(cast, entry(stop), actor)
    assert cast.all(VisitLog) == []
    for actor in (cast.lin, device_of(cast), device_of(cast, role="noting"), cast.coordinator):
        assert note(cast, entry(stop), actor).entry.link_id == actor.link_id
    for role in ("auditor", "admin"):
        with pytest.raises(NotAllowed):
            note(cast, entry(stop), cast.actor(role, "V001"))


def test_a_foreign_key_says_nothing_of_itself(cast):
    form = entry(stop_id(cast))
    note(cast, form)
    with pytest.raises(NotThere):
        note(cast, form, cast.zhou)


def test_a_stop_that_is_not_there_or_has_not_been_published_is_no_stop(cast):
    with pytest.raises(NotThere):
        note(cast, entry("f" * 32))
    stop = stop_id(cast)
    with cast.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE roster SET status = 'draft'")
    with pytest.raises(NotThere):
        note(cast, entry(stop), cast.coordinator)


def test_a_frozen_revisions_stop_leads_to_the_same_line(cast):
    note(cast, entry(stop_id(cast)))
    with cast.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE roster SET status = 'frozen'")
    note(cast, entry(stop_id(cast), "leave", "13:50"), moment="13:50")
    assert line(cast).left == at(2, "13:50")


def test_a_stop_for_reloading_is_none(cast, gift):
    with cast.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE rosterstop SET kind = 'reload' WHERE id = '{gift}'")
    with pytest.raises(NotThere):
        note(cast, entry(gift))


def test_nothing_of_it_is_a_change_that_could_be_undone(cast):
    note(cast, entry(stop_id(cast), "result", outcome="seen"))
    assert cast.all(Change) == []


def test_an_entry_asks_few_questions(cast):
    def asked(form):
        statements = []

        def listen(*args):
            if not args[2].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA")):
                statements.append(args[2])

        event.listen(cast.engine, "before_cursor_execute", listen)
        note(cast, form)
        event.remove(cast.engine, "before_cursor_execute", listen)
        return len(statements)

    first, stop = entry(stop_id(cast, position=4)), stop_id(cast, position=4)
    assert asked(first) <= 15
    assert asked(entry(stop, "leave", "13:31")) <= 9
    assert asked(first) <= 3


def test_an_action_without_what_came_of_it_is_no_form():
    for action, result in (("result", None), ("arrive", {"outcome": "seen"})):
        with pytest.raises(ValueError, match="result"):
            EntryForm.model_validate(
                {"key": "a" * 32, "stop_id": "b" * 32, "action": action, "at": at(2, "13:31"), "result": result}
            )
