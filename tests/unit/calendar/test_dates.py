"""Dates and times as the office writes and reads them."""

import datetime as dt

import pytest

from outreach.calendar.dates import (
    AmbiguousDateError,
    coming_monday,
    monday_of,
    parse_date,
    parse_time,
    roc,
    short,
)

WEDNESDAY = dt.date(2026, 12, 2)


def test_a_date_in_full_and_in_short() -> None:
    assert roc(WEDNESDAY) == "115年12月2日（三）"
    assert short(WEDNESDAY) == "12/2（三）"
    assert roc(WEDNESDAY, language="en") == "2 December 2026 (Wed)"
    assert short(WEDNESDAY, language="en") == "Wed 2 Dec"


def test_mondays() -> None:
    monday = dt.date(2026, 11, 30)
    assert [monday_of(monday + dt.timedelta(days=n)) for n in (0, 6, 7)] == [monday, monday, dt.date(2026, 12, 7)]
    assert [coming_monday(monday + dt.timedelta(days=n)) for n in (-1, 0, 6)] == [
        monday,
        dt.date(2026, 12, 7),
        dt.date(2026, 12, 7),
    ]


@pytest.mark.parametrize(
    "text",
    ["民國115年11月21日", "115/11/21", "115.11.21", "1151121", "１１５年１１月２１日", "中華民國 115 年 11 月 21 日",
     "20261121", "2026-11-21", "2026/11/21", "115/11/21（六）", "115年11月21日星期六", "0115-11-21"],
)  # fmt: skip
def test_the_ways_to_write_one_day(text: str) -> None:
    assert parse_date(text) == dt.date(2026, 11, 21)


def test_years_around_a_hundred() -> None:
    assert parse_date("0990228") == dt.date(2010, 2, 28)
    assert parse_date("民國99年2月28日") == dt.date(2010, 2, 28)
    assert parse_date("100/1/1") == dt.date(2011, 1, 1)
    assert parse_date("113/2/29") == dt.date(2024, 2, 29)


@pytest.mark.parametrize("text", ["99/2/28", "15/11/21", "9.1.1"])
def test_a_short_year_asks(text: str) -> None:
    with pytest.raises(AmbiguousDateError):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "114/2/29", "115/13/1", "115/0/1", "12/2", "115", "民國2026/1/1", "115/11/21（五）", "2026-11-21T08:00", "x"],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        parse_date(text)
    assert not isinstance(refused.value, AmbiguousDateError)


@pytest.mark.parametrize(
    ("text", "time"),
    [("8:30", dt.time(8, 30)), ("08:30", dt.time(8, 30)), ("0830", dt.time(8, 30)), ("830", dt.time(8, 30)),
     ("０８：３０", dt.time(8, 30)), ("08:30:00", dt.time(8, 30)), ("8時30分", dt.time(8, 30)), ("14點", dt.time(14)),
     ("下午2:05", dt.time(14, 5)), ("2:05 PM", dt.time(14, 5)), ("上午12:00", dt.time(0)), ("中午12:00", dt.time(12)),
     ("23:59", dt.time(23, 59)), ("0:00", dt.time(0))],
)  # fmt: skip
def test_the_ways_to_write_a_time(text: str, time: dt.time) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize("text", ["", "24:00", "25:00", "12:60", "8", "8:3", "下午13:00", "上午8:30 AM", "0.354", "x"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_time(text)
