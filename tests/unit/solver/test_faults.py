"""Each fault is found, told with its code and where it is; and a problem without faults is built."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.problem import (
    Assignment,
    Bar,
    DayAvailability,
    Fault,
    Kit,
    Lunch,
    Pin,
    Precedence,
    Problem,
    ProblemError,
    Ref,
    Reload,
    Series,
    Span,
    Weights,
    Window,
    Wish,
)
from tests.builders import (
    at,
    hours,
    minutes,
    mix,
    person,
    pin,
    problem,
    seat,
    shift,
    shift_ref,
    shift_seat,
    task,
    task_ref,
    window,
)

ANN = person("Ann", skills=["care"], skill_ends={"care": at(15)}, gender="f", day_spans={0: [(8, 12), (13, 18)]})
BEN = person("Ben", role="staff", gender="m")


def faults_in(**parts: object) -> tuple[Fault, ...]:
    """Faults of a problem of Ann and Ben with these parts."""
    with pytest.raises(ProblemError) as caught:
        problem(**{"persons": (ANN, BEN), "turns": ("noon",), **parts})  # type: ignore[arg-type]
    return caught.value.faults


def codes_in(**parts: object) -> list[str]:
    return [fault.code for fault in faults_in(**parts)]


def test_a_problem_that_uses_everything_has_no_fault() -> None:
    made = problem(
        (ANN, replace(BEN, lunch=Lunch(earliest_start=at(11), latest_end=at(13), duration=minutes(30)))),
        (
            task("T0", 1, window(9, 10), seats=(seat(), seat(gap=(0, 10))), kits=(0,), load=1, deadline=12),
            task("T1", 2, window(13, 14, late=15), preferred=[0], required=[0, 1], refused=[1], end_place=3),
        ),
        (shift("S0", 15, 17, turn="noon", seats=(shift_seat(),) * 2, mix=(mix(1, "staff"),)),),
        series=(Series(id="s", tasks=(0, 1), last_day=-3),),
        precedences=(Precedence(first=0, second=1, gap_max=hours(6)),),
        kits=(Kit(id="k", count=1),),
        turns=("noon",),
        reload=Reload(places=frozenset((0,)), duration=0),
        pins=(pin(task_ref(0), 0, at(9)), pin(task_ref(0, 1), 1, at(9.1)), pin(shift_ref(0), 0)),
        bars=(Bar(kind="shift", item=0, person=1),),
        baseline=(Assignment(ref=task_ref(0), person=0, start=at(9)),),
        frozen_until=at(9),
    )
    assert made.weeks == ("week 0",)
    assert made.months == ("month 0",)


def test_all_faults_are_listed_and_told_by_id_in_one_sentence_each() -> None:
    with pytest.raises(ProblemError, match=r"window_outside at task T0: .*; turn_unknown at shift S0: ") as caught:
        problem((ANN,), (task("T0", 1, window(9, 30)),), (shift("S0", turn="night"),))
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        ("window_outside", "task T0"),
        ("turn_unknown", "shift S0"),
    ]


def test_horizon() -> None:
    assert "days" in codes_in(days=0)
    assert codes_in(weeks=("a", "b")) == ["labels"]
    assert codes_in(months=("a", "b")) == ["labels"]
    assert codes_in(frozen_until=-1) == ["frozen_until"]
    assert codes_in(frozen_until=at(24) + 1) == ["frozen_until"]
    assert codes_in(turns=("noon", "noon")) == ["id_twice"]


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        (np.zeros((4, 3), np.int32), "matrix_shape"),
        (np.zeros((4, 4, 1), np.int32), "matrix_shape"),
        (np.zeros((4, 4), np.int64), "matrix_dtype"),
        (np.full((4, 4), -1, np.int32), "matrix_negative"),
    ],
)
def test_travel_matrix(matrix: np.ndarray, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        Problem(days=1, modes=("good", "bad"), travel=(np.zeros((4, 4), np.int32), matrix), persons=())
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [(code, "mode bad")]


def test_one_travel_matrix_per_mode() -> None:
    with pytest.raises(ProblemError) as caught:
        Problem(days=1, modes=("foot", "car"), travel=(np.zeros((4, 4), np.int32),), persons=())
    assert [fault.code for fault in caught.value.faults] == ["modes"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": 1}, "mode_unknown"),
        ({"mode": -1}, "mode_unknown"),
        ({"capacity": -1}, "negative"),
        ({"max_day": -1}, "negative"),
        ({"max_week": -1}, "negative"),
        ({"month_before": {"May": -1}}, "negative"),
        ({"turns_before": {"noon": -1}}, "negative"),
        ({"max_turns": {"noon": -1}}, "negative"),
        ({"max_turns": {"night": 1}}, "turn_unknown"),
        ({"min_run": -1}, "negative"),
        ({"min_run_off": -1}, "negative"),
        ({"max_weekends": -1}, "negative"),
        ({"least_month": -1}, "negative"),
        ({"last_end": 1}, "last_end"),
        ({"exempt": frozenset(("night",))}, "turn_unknown"),
        ({"turns_before": {"night": 1}}, "turn_unknown"),
        ({"id": "Ben"}, "id_twice"),
        ({"lunch": Lunch(earliest_start=at(12), latest_end=at(12.5), duration=minutes(31))}, "lunch"),
        ({"lunch": Lunch(earliest_start=at(12), latest_end=at(13), duration=0)}, "lunch"),
        ({"lunch": Lunch(earliest_start=at(23), latest_end=at(25), duration=minutes(30))}, "lunch"),
    ],
)
def test_persons(change: dict[str, object], code: str) -> None:
    assert codes_in(persons=(replace(ANN, **change), BEN)) == [code]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "spans", "places", "code"),
    [
        (1, (Span(at(32), at(34)),), (0, 0), "day_unknown"),
        (0, (Span(at(8), at(12)),), (4, 0), "place_unknown"),
        (0, (Span(at(8), at(12)),), (0, -1), "place_unknown"),
        (0, (), (0, 0), "spans"),
        (0, (Span(at(8), at(8)),), (0, 0), "spans"),
        (0, (Span(at(13), at(14)), Span(at(8), at(12))), (0, 0), "spans"),
        (0, (Span(at(8), at(12)), Span(at(11), at(14))), (0, 0), "spans"),
        (0, (Span(at(22), at(25)),), (0, 0), "spans"),
        (0, (Span(-1, at(8)),), (0, 0), "spans"),
    ],
)
def test_availability(day: int, spans: tuple[Span, ...], places: tuple[int, int], code: str) -> None:
    entry = DayAvailability(day=day, spans=spans, start_place=places[0], end_place=places[1])
    assert codes_in(persons=(ANN, replace(BEN, availability=(entry,)))) == [code]


@pytest.mark.parametrize(("due", "codes"), [(at(8), []), (at(18), []), (at(18) + 1, ["due"]), (at(8) - 1, ["due"])])
def test_a_duty_is_due_while_the_day_is_open(due: int, codes: list[str]) -> None:
    entry = replace(BEN.availability[0], due=due)
    if codes:
        assert codes_in(persons=(ANN, replace(BEN, availability=(entry,)))) == codes
    else:
        problem((replace(BEN, availability=(entry,)),))


def test_a_day_is_given_once() -> None:
    assert codes_in(persons=(replace(ANN, availability=ANN.availability * 2),)) == ["day_twice"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "T1"}, "id_twice"),
        ({"place": 4}, "place_unknown"),
        ({"end_place": -1}, "place_unknown"),
        ({"kits": (1,)}, "kit_unknown"),
        ({"kits": (0, 0)}, "kit_twice"),
        ({"preferred": frozenset((2,))}, "person_unknown"),
        ({"required": frozenset((2,))}, "person_unknown"),
        ({"refused": frozenset((-1,))}, "person_unknown"),
        ({"unwanted": frozenset((2,))}, "person_unknown"),
        ({"duration": -1}, "negative"),
        ({"weight": -1}, "negative"),
        ({"left_cost": -1}, "negative"),
        ({"load": -1}, "negative"),
        ({"load": 1}, "reload_missing"),
        ({"windows": ()}, "windows_missing"),
        ({"windows": (window(10, 9),)}, "window"),
        ({"windows": (window(9, 10, late=9.5),)}, "window"),
        ({"windows": (window(10, 9, late=9.5),)}, "window"),
        ({"seats": (replace(seat(), windows=(window(10, 9),)),)}, "window"),
        ({"seats": (replace(seat(), windows=(window(10, 25),)),)}, "window_outside"),
        ({"windows": (window(9, 25),)}, "window_outside"),
        ({"windows": (window(9, 10, late=25),)}, "window_outside"),
        ({"windows": (Window(earliest=-1, latest=at(9)),)}, "window_outside"),
        ({"windows": (window(9, 10), window(12, 13)), "deadline": at(8)}, "deadline"),
        ({"seats": ()}, "seats_missing"),
        ({"seats": (seat(), seat(gap=(10, 5)))}, "gap"),
        ({"seats": (seat(), seat(gap=(-10, 5)))}, "gap"),
        ({"seats": (seat(duration=-1),)}, "negative"),
    ],
)
def test_tasks(change: dict[str, object], code: str) -> None:
    tasks = (replace(task("T0"), **change), task("T1"))  # type: ignore[arg-type]
    assert codes_in(tasks=tasks, kits=(Kit(id="k", count=1),)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "S1"}, "id_twice"),
        ({"place": 4}, "place_unknown"),
        ({"end": at(9)}, "shift_span"),
        ({"start": at(-1)}, "shift_span"),
        ({"start": at(20), "end": at(25)}, "shift_span"),
        ({"seats": ()}, "seats_missing"),
        ({"seats": (shift_seat(weight=-1),)}, "negative"),
        ({"seats": (replace(shift_seat(), left_cost=-1),)}, "negative"),
        ({"seats": (replace(shift_seat(), filled_cost=-1),)}, "negative"),
        ({"mix": (mix(-1, "staff"),)}, "negative"),
        ({"turn": "night"}, "turn_unknown"),
        ({"refused": frozenset((2,))}, "person_unknown"),
    ],
)
def test_shifts(change: dict[str, object], code: str) -> None:
    shifts = (replace(shift("S0"), **change), shift("S1"))  # type: ignore[arg-type]
    assert codes_in(shifts=shifts) == [code]


def test_a_soft_window_may_end_before_it_begins() -> None:
    assert problem((), (task("T", 1, window(10, 9, late=10)),)).tasks[0].windows[0].late_until == at(10)


@pytest.mark.parametrize("weekends", [(0, 0), (-2,)])
def test_weekends(weekends: tuple[int, ...]) -> None:
    assert codes_in(weekends=weekends) == ["labels"]


@pytest.mark.parametrize(
    ("bundles", "codes"),
    [
        (((0, 3),), ["task_unknown"]),
        (((0, 0),), ["task_twice"]),
        (((0, 1), (1, 0)), ["task_twice"] * 4),
        (((0, 2),), ["bundle_mixed"]),
    ],
)
def test_bundles(bundles: tuple[tuple[int, ...], ...], codes: list[str]) -> None:
    assert codes_in(tasks=(task("T0"), task("T1"), task("T2", mandatory=False)), bundles=bundles) == codes


def test_turns_that_must_not_follow_each_other_are_known() -> None:
    assert codes_in(not_next_day=(("noon", "night"), ("dusk", "noon"))) == ["turn_unknown"] * 2


@pytest.mark.parametrize(
    ("wishes", "codes"),
    [
        ([Wish(shift=1, person=0, wanted=True, cost=1)], ["shift_unknown"]),
        ([Wish(shift=0, person=2, wanted=True, cost=1)], ["person_unknown"]),
        ([Wish(shift=0, person=0, wanted=True, cost=-1)], ["negative"]),
        ([Wish(shift=0, person=0, wanted=wanted, cost=1) for wanted in (True, False)], ["wish_twice"]),
    ],
)
def test_wishes(wishes: list[Wish], codes: list[str]) -> None:
    assert codes_in(shifts=(shift("S"),), wishes=wishes) == codes


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        (Weights(travel=-1), "negative"),
        (Weights(imbalance=-1), "negative"),
        (Weights(imbalance_step=0), "imbalance_step"),
    ],
)
def test_weights(weights: Weights, code: str) -> None:
    assert codes_in(weights=weights) == [code]


def test_a_shift_may_end_at_midnight_but_not_cross_it() -> None:
    late = problem((), (), (shift("S0", 20, 24),), days=2)
    assert late.shifts[0].end == at(24)
    assert codes_in(shifts=(shift("S0", 20, 24.5),), days=2) == ["shift_span"]


@pytest.mark.parametrize(
    ("series", "codes"),
    [
        (Series(id="s", tasks=(0, 2)), ["task_unknown"]),
        (Series(id="s", tasks=(0, 0)), ["task_twice"]),
        (Series(id="s", tasks=(0,), gap_days=-1), ["negative"]),
        (Series(id="s", tasks=(0,), last_day=0), ["last_day"]),
    ],
)
def test_series(series: Series, codes: list[str]) -> None:
    assert codes_in(tasks=(task("T0"), task("T1")), series=(series,)) == codes
    assert "id_twice" in codes_in(tasks=(task("T0"),), series=(Series(id="s", tasks=(0,)),) * 2)


@pytest.mark.parametrize(
    ("precedences", "codes"),
    [
        ([Precedence(first=0, second=9)], ["task_unknown"]),
        ([Precedence(first=0, second=1, gap_min=2, gap_max=1)], ["gap"]),
        ([Precedence(first=0, second=1, gap_min=-1)], ["gap"]),
        ([Precedence(first=0, second=0)], ["precedence_circle"]),
        ([Precedence(first=a, second=b) for a, b in ((0, 1), (1, 2), (2, 0))], ["precedence_circle"]),
    ],
)
def test_precedences(precedences: list[Precedence], codes: list[str]) -> None:
    assert codes_in(tasks=(task("T0"), task("T1"), task("T2")), precedences=tuple(precedences)) == codes


def test_kits_and_reload() -> None:
    assert codes_in(kits=(Kit(id="k", count=-1),)) == ["negative"]
    assert codes_in(kits=(Kit(id="k", count=1, turnaround=-1),)) == ["negative"]
    assert codes_in(kits=(Kit(id="k", count=1),) * 2) == ["id_twice"]


def test_kits_of_shifts() -> None:
    def parts(count: int, *kits: tuple[int, ...], last: float = 12) -> dict[str, object]:
        shifts = tuple(
            shift(f"S{number}", 9 + 3 * number, last + number, kits=each) for number, each in enumerate(kits)
        )
        return {"shifts": shifts, "kits": (Kit(id="k", count=count),)}

    for fitting in (parts(1, (0,)), parts(1, (0,), (0,)), parts(2, (0,), (0,), last=13), parts(1, (0,), (), last=13)):
        assert problem((ANN, BEN), **fitting).kits
    assert codes_in(**parts(1, (1,))) == ["kit_unknown"]
    assert codes_in(**parts(1, (0,), (0,), last=13)) == ["kit_overbooked"]


@pytest.mark.parametrize(
    "ref", [task_ref(1), task_ref(0, 1), task_ref(-1), shift_ref(1), shift_ref(0, 1), Ref("visit", 0, 0)]
)  # type: ignore[arg-type]
def test_pins_and_the_earlier_plan_name_seats_that_exist(ref: Ref) -> None:
    parts = {"tasks": (task("T0"),), "shifts": (shift("S0"),)}
    assert codes_in(**parts, pins=(pin(ref, 0),)) == ["seat_unknown"]
    assert codes_in(**parts, baseline=(Assignment(ref=ref, person=0, start=at(9)),)) == ["seat_unknown"]


def test_pins_bars_and_the_earlier_plan_name_persons_that_exist() -> None:
    parts = {"tasks": (task("T0"),)}
    assert codes_in(**parts, pins=(pin(task_ref(0), 2),)) == ["person_unknown"]
    assert codes_in(**parts, bars=(Bar(kind="task", item=0, person=2),)) == ["bar_unknown"]
    assert codes_in(**parts, bars=(Bar(kind="shift", item=0, person=0),)) == ["bar_unknown"]
    assert codes_in(**parts, baseline=(Assignment(ref=task_ref(0), person=-1, start=0),)) == ["person_unknown"]
    twice = (Assignment(ref=task_ref(0), person=0, start=0), Assignment(ref=task_ref(0), person=1, start=0))
    assert codes_in(**parts, baseline=twice) == ["seat_twice"]


WORK = {
    "tasks": (
        task("T0", 1, window(9, 11), seats=(seat(), seat(gap=(0, 10)))),
        task("T1", 3, window(9, 11), duration=60),
    ),
    "shifts": (shift("S0", 9, 11, seats=(shift_seat(),) * 2), shift("S1", 10, 12)),
}


@pytest.mark.parametrize(
    ("pins", "text"),
    [
        ((pin(task_ref(0), 0), pin(task_ref(0), 1)), "two persons on one seat"),
        ((pin(task_ref(0), 0, at(9)), pin(task_ref(0), 0, at(10))), "one seat at two starts"),
        ((pin(task_ref(0), 0), pin(task_ref(0, 1), 0)), "one person on two seats"),
        ((pin(shift_ref(0), 0), pin(shift_ref(0, 1), 0)), "one person on two seats"),
        ((pin(task_ref(0), 0, at(9)), pin(task_ref(0, 1), 1, at(9.5))), "starts of one crew"),
        ((pin(shift_ref(0), 0), pin(shift_ref(1), 0)), "two times that overlap"),
        ((pin(task_ref(0), 0, at(9)), pin(task_ref(1), 0, at(9.25))), "two times that overlap"),
        # 20 minutes on the way from T0 to T1, which leaves 10 too few
        ((pin(task_ref(0), 0, at(9)), pin(task_ref(1), 0, at(9.75))), "no time to travel"),
        ((pin(task_ref(1), 1, at(9)), pin(shift_ref(1), 1)), "two times that overlap"),
    ],
)
def test_pins_that_contradict_each_other_name_both(pins: tuple[Pin, Pin], text: str) -> None:
    (fault,) = faults_in(**WORK, pins=pins)
    assert fault.code == "pins_clash"
    assert text in fault.text
    assert fault.refs == (pins[0].ref, pins[1].ref)
    assert fault.persons == (pins[0].person, pins[1].person)


@pytest.mark.parametrize(
    "pins",
    [
        (pin(task_ref(0), 0), pin(task_ref(0), 0, at(9))),
        (pin(task_ref(0), 0, at(9)), pin(task_ref(0, 1), 1, at(9) + minutes(10))),
        (pin(task_ref(0), 0, at(9)), pin(task_ref(1), 0, at(9) + minutes(50))),
        (pin(task_ref(0), 0), pin(shift_ref(1), 0)),
    ],
)
def test_pins_that_just_agree(pins: tuple[Pin, ...]) -> None:
    assert problem((ANN, BEN), **WORK, pins=pins).pins == pins  # type: ignore[arg-type]


def test_an_escort_may_bring_a_person_where_no_leg_would_in_time() -> None:
    pins = (pin(task_ref(0), 0, at(9)), pin(task_ref(1), 0, at(9.75)))
    short = task("T2", 1, end_place=3, duration=10, mandatory=False)
    assert problem((ANN, BEN), (*WORK["tasks"], short), pins=pins).pins == pins  # type: ignore[arg-type]
    long = replace(short, duration=minutes(16))
    assert codes_in(tasks=(*WORK["tasks"], long), pins=pins) == ["pins_clash"]  # type: ignore[misc]


def test_a_pin_against_a_bar() -> None:
    bars = (Bar(kind="shift", item=0, person=1),)
    (fault,) = faults_in(**WORK, bars=bars, pins=(pin(shift_ref(0), 1),))
    assert (fault.code, fault.refs, fault.persons) == ("pin_barred", (shift_ref(0),), (1,))


@pytest.mark.parametrize(("number", "start"), [(0, at(8.9)), (0, at(11.1)), (1, at(11.2)), (1, at(8.9))])
def test_a_pin_outside_the_windows(number: int, start: int) -> None:
    assert codes_in(**WORK, pins=(pin(task_ref(0, number), 0, start),)) == ["pin_start"]


def test_a_pin_on_a_shift_at_another_time_or_after_the_deadline() -> None:
    assert codes_in(**WORK, pins=(pin(shift_ref(0), 0, at(9.5)),)) == ["pin_start"]
    tasks = (task("T0", 1, window(9, 11), deadline=10, duration=30),)
    assert problem((ANN,), tasks, pins=(pin(task_ref(0), 0, at(9.5)),))
    assert codes_in(tasks=tasks, pins=(pin(task_ref(0), 0, at(9.6)),)) == ["pin_start"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"seats": (seat(roles=["staff"]),)}, "role_fits"),
        ({"seats": (seat(skills=["first aid"]),)}, "skills_suffice"),
        ({"refused": frozenset((0,))}, "not_refused"),
        ({"required": frozenset((1,))}, "not_refused"),
        ({"gender": "m", "gender_required": True}, "gender_fits"),
        ({"windows": (window(18, 20),)}, "available_that_day"),
        ({"windows": (window(11.9, 12.9),)}, "available_that_day"),
        ({"seats": (seat(skills=["care"]),), "windows": (window(14.6, 15),)}, "available_that_day"),
    ],
)
def test_a_pin_of_somebody_who_may_not_or_cannot(change: dict[str, object], rule: str) -> None:
    tasks = (replace(task("T0", 1, window(9, 10)), **change),)  # type: ignore[arg-type]
    (fault,) = faults_in(tasks=tasks, pins=(pin(task_ref(0), 0),))
    assert (fault.code, fault.text, fault.persons) == ("pin_impossible", rule, (0,))


@pytest.mark.parametrize(
    "change",
    [
        {"seats": (seat(roles=["staff", "volunteer"], skills=["care"]),), "windows": (window(14.5, 15),)},
        {"gender": "m"},
        {"windows": (window(11.5, 12.9),)},
        {"required": frozenset((0,)), "refused": frozenset((1,))},
    ],
)
def test_a_pin_of_somebody_who_just_may_and_can(change: dict[str, object]) -> None:
    tasks = (replace(task("T0", 1, window(9, 10)), **change),)  # type: ignore[arg-type]
    assert problem((ANN, BEN), tasks, pins=(pin(task_ref(0), 0),)).pins


def test_a_pin_on_a_shift_refused_exempt_or_away() -> None:
    pins = (pin(shift_ref(0), 0),)
    assert codes_in(shifts=(shift("S0", refused=[0]),), pins=pins) == ["pin_impossible"]
    assert codes_in(shifts=(shift("S0", 11, 13),), pins=pins) == ["pin_impossible"]
    exempt = replace(ANN, exempt=frozenset(("noon",)))
    assert codes_in(persons=(exempt,), shifts=(shift("S0", turn="noon"),), pins=pins) == ["pin_impossible"]


PAST = {"baseline": (Assignment(ref=task_ref(1), person=0, start=at(9)),), "frozen_until": at(10)}


def test_decisions_against_the_past() -> None:
    assert codes_in(**WORK, **PAST, pins=(pin(task_ref(1), 1),)) == ["frozen_clash"]
    assert codes_in(**WORK, **PAST, pins=(pin(task_ref(1), 0, at(10)),)) == ["frozen_clash"]
    assert codes_in(**WORK, **PAST, pins=(pin(shift_ref(1), 0),)) == ["frozen_clash"]
    assert codes_in(**WORK, **PAST, pins=(pin(task_ref(0), 1, at(9.5)),)) == ["frozen_clash"]
    assert codes_in(**WORK, **PAST, pins=(pin(shift_ref(0), 1),)) == ["frozen_clash"]
    assert codes_in(**WORK, **PAST, bars=(Bar(kind="task", item=1, person=0),)) == ["frozen_clash"]


def test_a_past_that_its_own_person_could_not_have_had() -> None:
    tasks = (WORK["tasks"][0], replace(task("T1", 3, window(9, 11)), refused=frozenset((0,))))
    assert codes_in(tasks=tasks, **PAST) == ["frozen_impossible"]


def test_decisions_that_agree_with_the_past() -> None:
    pins = (pin(task_ref(1), 0, at(9)), pin(task_ref(0), 1, at(10)), pin(shift_ref(1), 1))
    assert problem((ANN, BEN), **WORK, **PAST, pins=pins[:2]).frozen_until == at(10)  # type: ignore[arg-type]
    assert problem((ANN, BEN), **WORK, **PAST, pins=pins[::2]).frozen_until == at(10)  # type: ignore[arg-type]
