"""The clock behind a door: what begins, moves and ends it, and that nothing happens twice."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from outreach.calendar.dates import TAIPEI
from outreach.records import (
    Absence,
    Alarm,
    Client,
    Job,
    Ladder,
    LadderSetting,
    LadderStep,
    Message,
    Officer,
    Person,
    Roster,
    WatchSetting,
)
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.ladders.call_emergency_now import call_emergency_now
from outreach.usecases.ladders.close_seen import SEEN_BY, close_seen
from outreach.usecases.ladders.move_on import move_on
from outreach.usecases.ladders.pace import DEFAULTS, GRADES, STEP_KINDS
from outreach.usecases.ladders.raise_alarms import raise_alarms
from outreach.usecases.ladders.reach_crew import reach_crew
from outreach.usecases.ladders.take_step import take_step
from outreach.usecases.ladders.tick_off import tick_off
from tests.databases import KINDS
from tests.ladders import door_of, note, steps_of
from tests.signed_in import account_in

DOOR = dt.datetime(2026, 12, 2, 13, 52, tzinfo=TAIPEI)


def later(minutes: float) -> dt.datetime:
    return DOOR + dt.timedelta(minutes=minutes)


@pytest.fixture
def door(cast):
    """Nobody opened to 林秀琴 at 13:52 at C001, of grade 4; 郭育誠 is duty officer, 周柏宇 after him."""
    with cast.write() as records:
        records.all(Client, Client.code == "C001")[0].need_grade = 4
        for rank, code in enumerate(("K001", "S001"), 1):
            records.add(Officer(office_id="", person_id=cast.people[code], rank=rank))
        note(records, door_of(records, "V001", "C001"), "no_answer", seen=False, now=DOOR, remarks="按鈴、喊名")
    return cast


def ladder_of(cast) -> Ladder:
    (found,) = cast.all(Ladder)
    return found


def steps(cast) -> list[LadderStep]:
    return sorted(cast.all(LadderStep), key=lambda one: one.number)


def told(cast) -> list[tuple[str, str]]:
    """Who was told, and by which occasion, the first first."""
    codes = {person_id: code for code, person_id in cast.people.items()}
    numbers = {step.id: step.number for step in cast.all(LadderStep)}
    found = sorted(cast.all(Message), key=lambda one: (one.created, one.occasion))
    return [
        (codes[one.person_id], f"{numbers[one.occasion.split(':')[1]]}:{one.occasion.split(':')[2]}") for one in found
    ]


def test_an_unanswered_door_begins_a_ladder_in_the_same_transaction(door) -> None:
    ladder = ladder_of(door)
    assert (ladder.need_grade, ladder.number, ladder.opened, ladder.door_at) == (4, 0, DOOR, DOOR)
    assert ladder.open_key == ladder.client_id
    assert [one.kind for one in steps(door)] == list(STEP_KINDS)
    assert [one.due for one in steps(door)] == [later(minutes) for minutes in (15, 20, 30, 50, 70)]
    owners = [one.owner_id for one in steps(door)]
    assert owners == [door.people["V001"], *[door.people["K001"]] * 4]
    assert told(door) == [("K001", "1:0")]


def test_what_is_undone_leaves_no_ladder(cast) -> None:
    with pytest.raises(ZeroDivisionError), cast.write() as records:
        note(records, door_of(records, "V001", "C001"), "no_answer", now=DOOR)
        raise ZeroDivisionError
    assert not cast.all(Ladder)


@pytest.mark.parametrize("outcome", ["seen", "refused", "hospital", "moved", "other"])
def test_other_outcomes_begin_nothing(cast, outcome: str) -> None:
    with cast.write() as records:
        note(records, door_of(records, "V001", "C001"), outcome, now=DOOR)
        note(records, door_of(records, "V001", key="desk", kind="shift"), "no_answer", now=DOOR)
        note(records, door_of(records, "V001", "C002"), "", action="arrive", now=DOOR)
    assert not cast.all(Ladder)


def test_a_door_of_nobody_in_the_records_has_a_ladder_of_its_own(cast) -> None:
    with cast.write() as records:
        first, second = door_of(records, "V001", key="x"), door_of(records, "V001", key="y")
        for log in (first, second):
            note(records, log, "no_answer", now=DOOR)
        note(records, first, "handed_over", seen=True, now=later(2))
    assert sorted(one.open_key or "" for one in cast.all(Ladder)) == sorted(["", second.id])


def test_without_a_setting_grades_have_defaults_and_a_higher_grade_is_faster() -> None:
    totals = [sum(DEFAULTS[grade].minutes) for grade in GRADES[:4]]
    assert totals == sorted(totals)
    assert max(sum(pace.minutes) for pace in DEFAULTS.values()) <= 6 * 60
    assert DEFAULTS[0].minutes == DEFAULTS[2].minutes


def test_the_office_says_how_fast_it_is(cast) -> None:
    with cast.write() as records:
        set_so = [{"kind": kind, "minutes": 7} for kind in STEP_KINDS]
        records.add(LadderSetting(office_id="", need_grade=2, steps=set_so, patience=3))
        records.session.flush()
        note(records, door_of(records, "V001", "C001"), "no_answer", now=DOOR)
    assert [one.due for one in steps(cast)] == [later(7 * number) for number in range(1, 6)]


def test_who_was_graded_higher_since_that_roster_gets_the_faster_ladder(cast) -> None:
    with cast.write() as records:
        log = door_of(records, "V001", "C001")
        records.all(Client, Client.code == "C001")[0].need_grade = 4
        note(records, log, "no_answer", now=DOOR)
    assert ladder_of(cast).need_grade == 4


# What closes it, and what does not.


def test_it_closes_when_anybody_has_seen_the_person_at_any_door(door) -> None:
    with door.write() as records:
        note(records, door_of(records, "S001", "C001", key="meal"), "handed_over", seen=True, now=later(9))
    ladder = ladder_of(door)
    assert (ladder.closed, ladder.seen_by, ladder.closed_by, ladder.open_key) == (later(9), "entry", None, None)
    assert move_on(door.engine, now=later(500)).reached == 0


@pytest.mark.parametrize(
    ("outcome", "seen"), [("handed_over", False), ("hospital", None), ("no_answer", True), ("seen", False)]
)
def test_what_does_not_say_so_keeps_it_open(door, outcome: str, seen: bool | None) -> None:
    with door.write() as records:
        note(records, door_of(records, "V001", "C001"), outcome, seen=seen, now=later(2))
    assert ladder_of(door).closed is None


def test_a_wrong_press_closes_it_only_when_the_correction_says_that_the_person_was_seen(door) -> None:
    with door.write() as records:
        note(records, door_of(records, "V001", "C001"), "rescheduled", now=later(1))
    assert ladder_of(door).closed is None
    with door.write() as records:
        note(records, door_of(records, "V001", "C001"), "seen", now=later(2))
    assert ladder_of(door).closed == later(2)


def test_somebody_elses_client_closes_nothing(door) -> None:
    with door.write() as records:
        note(records, door_of(records, "V001", "C002"), "seen", seen=True, now=later(2))
    assert ladder_of(door).closed is None


def test_what_was_seen_before_that_door_and_sent_after_it_closes_nothing(door) -> None:
    with door.write() as records:
        log = door_of(records, "S001", "C001", key="meal")
        note(records, log, "seen", seen=True, now=later(9), device_at=later(-200))
    assert ladder_of(door).closed is None


def test_a_device_that_is_known_to_run_ahead_is_set_right(door) -> None:
    with door.write() as records:
        log = door_of(records, "S001", "C001", key="meal")
        log.clock_off = 4 * 3600
        note(records, log, "seen", seen=True, now=later(60), device_at=later(-200) + dt.timedelta(hours=4))
    assert ladder_of(door).closed is None


def test_what_one_device_says_is_in_its_own_order_however_wrong_its_clock(cast) -> None:
    yesterday = DOOR - dt.timedelta(days=1)
    account = account_in(cast.engine, "field", person="V001").id
    with cast.write() as records:
        log = door_of(records, "V001", "C001")
        note(records, log, "no_answer", now=DOOR, device_at=yesterday, account_id=account)
        # Another day's clock is not believed.
        assert records.all(Ladder)[0].door_at == DOOR
        earlier = yesterday - dt.timedelta(minutes=3)
        note(records, log, "seen", now=later(2), device_at=earlier, account_id=account)
        assert records.all(Ladder)[0].closed is None
        note(records, log, "seen", now=later(3), device_at=yesterday + dt.timedelta(minutes=2), account_id=account)
    assert ladder_of(cast).closed == later(3)


def test_a_coordinator_corrects_that_door_whatever_time_they_write(door) -> None:
    desk = account_in(door.engine, "coordinator").id
    with door.write() as records:
        note(
            records,
            door_of(records, "V001", "C001"),
            "seen",
            seen=True,
            now=later(30),
            device_at=later(-60),
            account_id=desk,
        )
    assert ladder_of(door).closed == later(30)


def test_after_it_has_closed_another_shut_door_begins_a_new_one(door) -> None:
    with door.write() as records:
        log = door_of(records, "V001", "C001")
        note(records, log, "seen", seen=True, now=later(5))
        note(records, log, "no_answer", now=later(90))
    assert sorted(one.closed is None for one in door.all(Ladder)) == [False, True]


# One ladder a client.


def test_two_at_the_same_door_begin_one_ladder_and_go_no_further(door) -> None:
    with door.write() as records:
        note(records, door_of(records, "S001", "C001"), "no_answer", now=later(1))
        note(records, door_of(records, "V001", "C001"), "no_answer", now=later(9))
    assert ladder_of(door).number == 0


@pytest.mark.parametrize("kind", KINDS)
def test_two_at_once_begin_one_ladder(cast) -> None:
    def press(code: str) -> None:
        with cast.write() as records:
            note(records, door_of(records, code, "C001"), "no_answer", now=DOOR)

    with ThreadPoolExecutor() as pool:
        list(pool.map(press, ["V001", "S001", "K001"]))
    assert len(cast.all(Ladder)) == 1


def test_a_second_vain_visit_is_the_first_step_and_the_next_is_on_at_once(door) -> None:
    with door.write() as records:
        note(records, door_of(records, "V001", "C001"), "no_answer", now=later(12))
    first, second, third, *_ = steps(door)
    assert (first.result, first.done, second.reached, second.due) == ("nobody", later(12), later(12), later(12))
    assert third.due == later(22)
    assert (ladder_of(door).number, ladder_of(door).door_at) == (2, later(12))
    assert told(door)[1:] == [("K001", "2:1")]
    with door.write() as records:
        # Once the telephone rings, going there is no step any more.
        note(records, door_of(records, "V001", "C001"), "no_answer", now=later(40))
    assert ladder_of(door).number == 2


# The clock.


@pytest.mark.parametrize("kind", KINDS)
def test_each_step_is_reached_when_it_is_due_and_its_owner_told_once(door) -> None:
    seen = []
    for minute in range(72):
        for _ in range(2):
            moved = move_on(door.engine, now=later(minute))
            if moved.reached:
                seen.append((minute, ladder_of(door).number, moved.reached))
    assert seen == [(15, 1, 1), (20, 2, 1), (30, 3, 1), (50, 4, 1), (70, 5, 1)]
    assert [one.reached for one in steps(door)] == [later(minutes) for minutes in (15, 20, 30, 50, 70)]
    firsts = [who for who, what in told(door) if what.endswith(":1")]
    assert firsts == ["V001", "K001", "K001", "K001", "K001"]
    assert len({(one.person_id, one.occasion) for one in door.all(Message)}) == len(door.all(Message))
    assert [job.kind for job in door.all(Job)] == ["messages"]


def test_after_a_long_standstill_every_step_is_reached_in_its_order_at_once(door) -> None:
    moved = move_on(door.engine, now=later(300))
    assert moved.reached == 5
    assert [one.reached for one in steps(door)] == [later(300)] * 5
    assert [one.due for one in steps(door)] == [later(minutes) for minutes in (15, 20, 30, 50, 70)]


def test_who_does_not_answer_is_followed_by_the_next_officer(door) -> None:
    move_on(door.engine, now=later(30))
    before = len(told(door))
    assert move_on(door.engine, now=later(34)).told == 0
    assert move_on(door.engine, now=later(35)).told == 1
    # Everybody knows now: the next step comes by itself.
    assert move_on(door.engine, now=later(49)).told == 0
    assert told(door)[before:] == [("S001", "3:2")]


def test_whoever_takes_a_step_is_the_last_who_is_told_of_it_and_goes_on_with_the_next(door) -> None:
    move_on(door.engine, now=later(30))
    me = account_in(door.engine, "coordinator", person="S001").id
    with door.write() as records:
        take_step(records, actor_of(door, me, "S001"), ladder_id=ladder_of(door).id, number=3, now=later(31))
    third = steps(door)[2]
    assert (third.taken, third.taken_by, third.ask_next) == (later(31), me, None)
    assert move_on(door.engine, now=later(49)).told == 0
    move_on(door.engine, now=later(50))
    assert steps(door)[3].owner_id == door.people["S001"]
    assert told(door)[-1] == ("S001", "4:1")


def actor_of(cast, account_id: str | None = None, person: str | None = None):
    coordinator = cast.actor("coordinator", person)
    return type(coordinator)(
        office_id=cast.office_id, role="coordinator", account_id=account_id, person_id=coordinator.person_id
    )


def test_a_step_in_which_nobody_was_reached_brings_the_next_at_once_and_all_after_it_sooner(door) -> None:
    move_on(door.engine, now=later(20))
    with door.write() as records:
        tick_off(records, door.coordinator, ladder_id=ladder_of(door).id, number=2, now=later(22))
    assert ladder_of(door).number == 3
    assert [one.due for one in steps(door)[2:]] == [later(22), later(42), later(62)]
    assert steps(door)[1].result == "nobody"
    assert told(door)[-1] == ("K001", "3:1")


def test_before_the_first_step_is_due_it_can_be_done(door) -> None:
    with door.write() as records:
        tick_off(records, door.coordinator, ladder_id=ladder_of(door).id, number=1, now=later(5))
    assert (ladder_of(door).number, steps(door)[0].reached, steps(door)[1].reached) == (2, later(5), later(5))


def test_two_who_press_the_same_button_move_it_on_once(door) -> None:
    move_on(door.engine, now=later(20))
    for minute, verb in ((21, tick_off), (22, tick_off), (23, take_step)):
        with door.write() as records:
            if minute == 21:
                verb(records, door.coordinator, ladder_id=ladder_of(door).id, number=2, now=later(minute))
            else:
                with pytest.raises(Conflict) as refused:
                    verb(records, door.coordinator, ladder_id=ladder_of(door).id, number=2, now=later(minute))
                assert refused.value.code == "step_moved_on"
    assert ladder_of(door).number == 3


def test_after_the_last_step_somebody_is_told_again_until_the_person_was_seen(door) -> None:
    with door.write() as records:
        records.add(WatchSetting(office_id="", remind=20))
    move_on(door.engine, now=later(70))
    with door.write() as records:
        tick_off(records, door.coordinator, ladder_id=ladder_of(door).id, number=5, now=later(71))
        tick_off(records, door.coordinator, ladder_id=ladder_of(door).id, number=5, now=later(72))
    assert (steps(door)[4].result, ladder_of(door).closed) == ("told", None)
    assert [move_on(door.engine, now=later(minute)).told for minute in (90, 91, 110, 111, 112, 131)] == [
        0,
        1,
        0,
        1,
        0,
        1,
    ]
    with door.write() as records:
        close_seen(records, door.coordinator, ladder_id=ladder_of(door).id, seen_by="rescue", now=later(140))
    assert move_on(door.engine, now=later(400)).told == 0
    assert (ladder_of(door).seen_by, ladder_of(door).open_key) == ("rescue", None)


def test_an_officer_jumps_to_the_last_step(door) -> None:
    for minute in (8, 9):
        with door.write() as records:
            call_emergency_now(records, door.coordinator, ladder_id=ladder_of(door).id, now=later(minute))
    assert ladder_of(door).number == 5
    assert [one.result for one in steps(door)] == ["skipped"] * 4 + [""]
    assert [one.reached for one in steps(door)] == [None] * 4 + [later(8)]
    assert [what for _, what in told(door)] == ["1:0", "5:1"]
    assert move_on(door.engine, now=later(37)).told == 0
    assert move_on(door.engine, now=later(38)).told == 1


def test_without_officers_coordinators_are_told_and_without_these_the_clock_goes_on(cast) -> None:
    with cast.write() as records:
        note(records, door_of(records, "V001", "C001"), "no_answer", now=DOOR)
    move_on(cast.engine, now=later(600))
    assert ladder_of(cast).number == 5
    assert {who for who, _ in told(cast)} == {"V001"}
    account_in(cast.engine, "coordinator", person="K001")
    move_on(cast.engine, now=later(700))
    assert told(cast)[-1][0] == "K001"


def test_an_officer_on_leave_is_told_last(cast) -> None:
    with cast.write() as records:
        for rank, code in enumerate(("K001", "S001"), 1):
            records.add(Officer(office_id="", person_id=cast.people[code], rank=rank))
        away = Absence(office_id="", person_id=cast.people["K001"], start=later(-600), end=later(600), by_hand=True)
        records.add(away)
        records.session.flush()
        note(records, door_of(records, "V001", "C001"), "no_answer", now=DOOR)
    assert told(cast) == [("S001", "1:0")]


def test_messages_say_when_and_what_and_never_whom(door) -> None:
    move_on(door.engine, now=later(300))
    with door.write() as records:
        secrets = [one for row in records.all(Client) for one in (row.name, row.phone)]
        secrets += [one for row in records.all(Person) for one in (row.name,)] + ["示範一路", "平安里"]
    for message in door.all(Message):
        assert "12/2（三） 13:52 的訪視問安，無人應門" in message.text
        assert not [one for one in secrets if one and one in message.text + message.subject]


@pytest.mark.parametrize("kind", KINDS)
def test_rounds_side_by_side_reach_each_step_once(door) -> None:
    with ThreadPoolExecutor() as pool:
        moved = list(pool.map(lambda _: move_on(door.engine, now=later(200)), range(4)))
    assert sum(one.reached for one in moved) == 5
    assert len([what for _, what in told(door) if what.endswith(":1")]) == 5


def test_what_goes_wrong_with_one_ladder_keeps_no_other_from_moving_on(door) -> None:
    with door.write() as records:
        note(records, door_of(records, "V001", "C002"), "no_answer", now=DOOR)
        broken = records.all(Ladder, Ladder.need_grade == 4)[0]
        steps_of(records, broken)[0].owner_id = None
        # A word that is there already stands in the way of the step's own.
        first = steps_of(records, broken)[0]
        occasion = f"ladder:{first.id}:1"
        records.add(
            Message(office_id="", person_id=door.people["K001"], occasion=occasion, subject="", text="", created=DOOR)
        )
    with pytest.raises(Exception, match="UNIQUE"):
        move_on(door.engine, now=later(130))
    numbers = {one.need_grade: one.number for one in door.all(Ladder)}
    assert numbers == {4: 0, 2: 1}


# Who may.


@pytest.mark.parametrize("role", ["auditor", "admin", "field"])
def test_only_coordinators_act(door, role: str) -> None:
    actor, given = door.actor(role, "V001" if role == "field" else None), {"ladder_id": ladder_of(door).id, "now": DOOR}
    with door.write() as records:
        for verb, more in (
            (take_step, {"number": 1}),
            (tick_off, {"number": 1}),
            (close_seen, {"seen_by": "family"}),
            (call_emergency_now, {}),
        ):
            with pytest.raises(NotAllowed):
                verb(records, actor, **given, **more)
        with pytest.raises(NotAllowed):
            reach_crew(records, actor, alarm_id="0" * 32, now=DOOR)


def test_who_has_seen_the_person_is_said_in_a_word_of_the_list(door) -> None:
    given = {"ladder_id": ladder_of(door).id, "now": later(5)}
    with door.write() as records:
        with pytest.raises(Invalid):
            close_seen(records, door.coordinator, seen_by="鄰居說的", **given)
        close_seen(records, door.coordinator, seen_by=SEEN_BY[0], **given)
    for verb, more in (
        (take_step, {"number": 1}),
        (tick_off, {"number": 1}),
        (close_seen, {"seen_by": "family"}),
        (call_emergency_now, {}),
    ):
        with door.write() as records, pytest.raises(Conflict) as refused:
            verb(records, door.coordinator, **given, **more)
        assert refused.value.code == "ladder_closed"
    with door.write() as records, pytest.raises(NotThere):
        take_step(records, door.coordinator, ladder_id="0" * 32, number=1, now=DOOR)


# Crews that have not said that they left.


@pytest.fixture
def pair(cast):
    """林秀琴 and 周柏宇 are to be at C004 from 15:00 to 15:20 on Wednesday."""
    with cast.write() as records:
        records.all(Roster)[0].status = "published"
    return cast


PAIR = {"key": "plan:P004:1", "planned_to": dt.datetime(2026, 12, 2, 15, 20, tzinfo=TAIPEI)}
END = PAIR["planned_to"]


def at_door(cast, code: str, *, arrived: bool = True, left: bool = False) -> None:
    with cast.write() as records:
        log = door_of(records, code, "C004", **PAIR, crew=["周柏宇" if code == "V001" else "林秀琴"])
        log.arrived = END - dt.timedelta(minutes=20) if arrived else None
        log.left = END if left else None


@pytest.mark.parametrize("kind", KINDS)
def test_a_crew_that_has_arrived_and_not_left_raises_one_alarm(pair) -> None:
    at_door(pair, "V001")
    grace = dt.timedelta(minutes=30)
    assert raise_alarms(pair.engine, now=END + grace - dt.timedelta(seconds=1)) == 0
    assert [raise_alarms(pair.engine, now=END + grace) for _ in range(2)] == [1, 0]
    (alarm,) = pair.all(Alarm)
    assert (alarm.kind, alarm.people, alarm.late_since) == ("not_checked_out", ["周柏宇", "林秀琴"], END)
    assert set(alarm.person_ids) == {pair.people["V001"], pair.people["S001"]}
    at_door(pair, "V001", left=True)
    with pair.write() as records:
        door_of(records, "V001", "C004", **PAIR).left = END + grace
    raise_alarms(pair.engine, now=END + grace * 2)
    (alarm,) = pair.all(Alarm)
    assert (alarm.closed, alarm.closed_by) == (END + grace * 2, None)


def test_rounds_side_by_side_raise_one_alarm_and_tell_once(pair) -> None:
    with pair.write() as records:
        records.add(Officer(office_id="", person_id=pair.people["K001"], rank=1))
    at_door(pair, "V001")
    with ThreadPoolExecutor() as pool:
        raised = list(pool.map(lambda _: raise_alarms(pair.engine, now=END + dt.timedelta(minutes=31)), range(4)))
    assert sum(raised) == 1
    (message,) = pair.all(Message)
    assert "15:20 應結束的 2 人同行勤務，還沒有回報離開" in message.text
    assert "林秀琴" not in message.text


def test_a_pair_of_whom_nothing_is_known_is_raised_too_and_closed_by_any_entry(pair) -> None:
    assert raise_alarms(pair.engine, now=END + dt.timedelta(minutes=30)) == 1
    (alarm,) = pair.all(Alarm)
    assert (alarm.kind, alarm.log_id, len(alarm.people)) == ("not_reported", None, 2)
    at_door(pair, "S001", arrived=False)
    raise_alarms(pair.engine, now=END + dt.timedelta(minutes=31))
    assert pair.all(Alarm)[0].closed is not None
    # What is a day old is somebody else's business.
    assert raise_alarms(pair.engine, now=END + dt.timedelta(days=2)) == 0


def test_whoever_goes_alone_raises_none_and_the_grace_is_a_setting(pair) -> None:
    with pair.write() as records:
        records.add(WatchSetting(office_id="", grace=90))
        alone = door_of(records, "V001", "C001", planned_to=END)
        alone.arrived = END
    at_door(pair, "V001")
    assert raise_alarms(pair.engine, now=END + dt.timedelta(minutes=89)) == 0
    assert raise_alarms(pair.engine, now=END + dt.timedelta(minutes=90)) == 1


def test_an_officer_has_reached_them(pair) -> None:
    at_door(pair, "V001")
    raise_alarms(pair.engine, now=END + dt.timedelta(minutes=30))
    me = account_in(pair.engine, "coordinator").id
    for minute in (40, 41):
        with pair.write() as records:
            alarm_id = records.all(Alarm)[0].id
            reach_crew(records, actor_of(pair, me), alarm_id=alarm_id, now=END + dt.timedelta(minutes=minute))
    (alarm,) = pair.all(Alarm)
    assert (alarm.closed, alarm.closed_by) == (END + dt.timedelta(minutes=40), me)
    assert raise_alarms(pair.engine, now=END + dt.timedelta(minutes=50)) == 0
    with pair.write() as records, pytest.raises(NotThere):
        reach_crew(records, pair.coordinator, alarm_id="0" * 32, now=END)
