"""Which minutes count, and why not: the rules V1, V2, V3, V4 and V5, on their edges."""

from __future__ import annotations

import datetime as dt

import pytest

from outreach.usecases.hours.credit import Standing, credit
from outreach.usecases.hours.credit_rows import credit_rows
from tests.unit.hours.people import DAY, WELFARE, at, basic, insured, row, rule, special, standing

BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
EARLY = DAY - dt.timedelta(days=30)
OURS = standing()


def codes(found) -> list[str]:
    return [one.code for one in found]


# When basic and special training were complete, whether training counts on its own day, and whether hours count.
DATES = [
    (EARLY, EARLY, False, True),
    (BEFORE, EARLY, False, True),
    (EARLY, BEFORE, False, True),
    (DAY, EARLY, False, False),
    (EARLY, DAY, False, False),
    (DAY, DAY, False, False),
    (DAY, EARLY, True, True),
    (EARLY, DAY, True, True),
    (DAY, DAY, True, True),
    (AFTER, EARLY, True, False),
    (EARLY, AFTER, True, False),
    (AFTER, AFTER, False, False),
]


@pytest.mark.parametrize(("first", "second", "same_day", "counts"), DATES)
def test_hours_before_the_later_of_both_trainings_are_none(
    first: dt.date, second: dt.date, same_day: bool, counts: bool
) -> None:
    found = credit(row(), standing(basic(first), special(second), same_day=same_day))
    assert found.minutes == (60 if counts else 0)
    assert found.served == 60
    late = DAY if same_day else BEFORE
    expected = ["no_basic_training"] * (first > late) + ["no_special_training"] * (second > late)
    assert codes(found.reasons) == expected


def test_neither_training_alone_is_enough() -> None:
    assert codes(credit(row(), standing(basic(EARLY))).reasons) == ["no_special_training"]
    assert codes(credit(row(), standing(special(EARLY))).reasons) == ["no_basic_training"]


def test_another_category_asks_for_its_own_training() -> None:
    elsewhere = row(category="環保")
    assert codes(credit(elsewhere, OURS).reasons) == ["no_special_training"]
    both = standing(basic(EARLY), special(EARLY), special(EARLY, 2, "環保"))
    assert credit(elsewhere, both).minutes == 60
    named = credit(elsewhere, OURS).reasons[0]
    assert "環保" in named.zh
    assert "環保" in named.en


def test_a_service_without_a_category_takes_the_training_of_any() -> None:
    anything = row(category="")
    assert credit(anything, OURS).minutes == 60
    assert codes(credit(anything, standing(basic(EARLY))).reasons) == ["no_special_training"]
    assert codes(credit(anything, standing(basic(EARLY), special(EARLY, 5))).reasons) == ["no_special_training"]
    assert credit(anything, standing(basic(EARLY), special(EARLY, 1, "環保"))).minutes == 60


def test_a_rule_may_say_that_basic_training_is_enough() -> None:
    enough = standing(basic(EARLY), rules=(rule(EARLY, 0, "special"),))
    assert credit(row(category=""), enough).minutes == 60
    assert credit(row(category=WELFARE), enough).minutes == 0


def test_training_in_parts_counts_from_the_last_one_needed() -> None:
    parts = [basic(EARLY, 2.3), basic(EARLY, 0.7), special(EARLY)]
    assert credit(row(), standing(*parts)).minutes == 0
    assert credit(row(), standing(*parts, basic(BEFORE, 3))).minutes == 60
    assert credit(row(), standing(*parts, basic(DAY, 3))).minutes == 0
    reason = credit(row(), standing(*parts)).reasons[0]
    assert "要 6 小時，已有 3" in reason.zh


def test_a_rule_that_asks_for_less_from_a_date_on_leaves_the_past_alone() -> None:
    four = standing(basic(EARLY, 4), special(EARLY), rules=(rule(DAY, 4),))
    assert credit(row(date=BEFORE), four).minutes == 0
    assert credit(row(date=DAY), four).minutes == 60
    assert credit(row(date=AFTER), four).minutes == 60


def test_a_rule_that_asks_for_more_leaves_those_alone_who_have_finished() -> None:
    more = (rule(dt.date(2026, 1, 1), 6), rule(DAY, 8))
    assert credit(row(date=AFTER), standing(basic(EARLY, 6), special(EARLY), rules=more)).minutes == 60
    late = standing(basic(DAY, 6), special(EARLY), rules=more)
    assert codes(credit(row(date=AFTER), late).reasons) == ["no_basic_training"]


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [(DAY, DAY, True), (EARLY, DAY, True), (DAY, AFTER, True), (EARLY, BEFORE, False), (AFTER, AFTER, False)],
)
def test_only_insured_days_count(start: dt.date, end: dt.date, counts: bool) -> None:
    found = credit(row(), standing(insurances=(insured(start, end),)))
    assert (found.minutes, codes(found.reasons)) == ((60, []) if counts else (0, ["not_insured"]))


def test_whoever_has_nothing_is_told_everything() -> None:
    found = credit(row(None, None), Standing())
    assert codes(found.reasons) == ["no_basic_training", "no_special_training", "not_insured", "no_times"]


@pytest.mark.parametrize("role", ["staff", "substitute"])
def test_only_volunteers_have_hours(role: str) -> None:
    assert codes(credit(row(role=role), OURS).reasons) == ["not_a_volunteer"]


@pytest.mark.parametrize(
    ("arrived", "left", "minutes", "reason"),
    [
        ("09:00", "10:00", 60, []),
        ("09:00:59", "10:00:01", 60, []),
        ("09:00:10", "09:00:50", 0, ["under_a_minute"]),
        ("10:00", "09:00", 0, ["left_before_arrived"]),
        (None, "10:00", 0, ["no_times"]),
        ("09:00", None, 0, ["no_times"]),
        ("06:00", "22:00", 960, []),
        ("06:00", "22:01", 0, ["too_long"]),
    ],
)
def test_the_minutes_between_two_times(arrived: str, left: str, minutes: int, reason: list[str]) -> None:
    found = credit(row(arrived, left), OURS)
    assert (found.minutes, codes(found.reasons)) == (minutes, reason)


def test_an_evening_may_go_over_midnight() -> None:
    late = row("22:00", at("00:30", AFTER), planned=("22:00", "23:59"))
    assert credit(late, OURS).minutes == 150
    new_year = dt.date(2026, 12, 31)
    late = row("23:00", at("01:00", new_year + dt.timedelta(days=1)), new_year)
    assert credit(late, OURS).minutes == 120


def test_five_stops_with_fifty_minutes_of_travel_in_between() -> None:
    """V5: 3 h 10 min from the first door to the last, 50 min of it on the way."""
    times = [("09:00", "09:30"), ("09:40", "10:05"), ("10:20", "10:50"), ("11:00", "11:25"), ("11:40", "12:10")]
    rows = [row(*one, item_key=f"plan:P{number}:1") for number, one in enumerate(times)]
    assert (rows[-1].left - rows[0].arrived).total_seconds() == 190 * 60
    assert sum(one.minutes for one in credit_rows(rows, OURS).values()) == 140


def test_what_overlaps_counts_once() -> None:
    rows = [row("09:00", "10:00"), row("09:30", "11:00"), row("09:10", "09:50"), row("11:00", "11:10")]
    found = credit_rows(rows, OURS)
    assert [found[one.id].minutes for one in rows] == [60, 60, 0, 10]
    assert [codes(found[one.id].reasons) for one in rows] == [[], ["overlap"], ["overlap"], []]


def test_what_does_not_count_takes_nothing_from_what_does() -> None:
    rows = [row("09:00", "10:00", category="環保"), row("09:00", "10:00")]
    found = credit_rows(rows, OURS)
    assert [found[one.id].minutes for one in rows] == [0, 60]


def test_what_is_signed_off_keeps_its_minutes() -> None:
    signed = row("09:30", "10:30", registered=at("17:00"), credited=60)
    late = row("09:00", "10:00")
    found = credit_rows([late, signed], OURS)
    assert (found[signed.id].minutes, found[late.id].minutes) == (60, 30)


def test_much_longer_than_planned_counts_and_is_looked_at() -> None:
    assert codes(credit(row("09:00", "11:00"), OURS).doubts) == []
    found = credit(row("09:00", "11:01"), OURS)
    assert (found.minutes, codes(found.doubts)) == (121, ["longer_than_planned"])
    short = ("09:00", "09:20")
    assert codes(credit(row("09:00", "10:20", planned=short), OURS).doubts) == []
    assert codes(credit(row("09:00", "10:21", planned=short), OURS).doubts) == ["longer_than_planned"]


@pytest.mark.parametrize(("seconds", "doubts"), [(300, []), (-300, []), (301, ["clock_off"]), (-301, ["clock_off"])])
def test_a_clock_that_was_off_is_looked_at_and_not_corrected_twice(seconds: int, doubts: list[str]) -> None:
    found = credit(row(clock_off=seconds), OURS)
    assert (found.minutes, codes(found.doubts)) == (60, doubts)
    assert (found.span.start, found.span.end) == (at("09:00"), at("10:00"))
