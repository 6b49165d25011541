"""A duty in chips: shifts stand alone, stops between them are one outing, lunch divides."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.dates import TAIPEI
from outreach.records import RosterDuty, RosterStop
from outreach.usecases.showing.duty_chips import Chip, chips_of


def at(text: str) -> dt.datetime:
    return dt.datetime.combine(dt.date(2026, 12, 2), dt.time.fromisoformat(text), TAIPEI)


def stop(
    start: str, end: str, letter: str = "訪", kind: str = "visit", key: str = "", *, pinned: bool = False
) -> RosterStop:
    return RosterStop(
        office_id="",
        duty_id="duty",
        roster_id="roster",
        position=0,
        kind=kind,
        item_key=key or f"{letter}{start}",
        letter=letter,
        label=f"word of {letter}",
        place_id="",
        end_place_id="",
        arrival=at(start),
        start=at(start),
        end=at(end),
        pinned=pinned,
    )


def chips(*stops: RosterStop, lunch: str = "", beside: RosterStop | None = None) -> list[Chip]:
    """The chips of one duty with these stops; `beside` belongs to somebody else's."""
    for position, one in enumerate(stops):
        one.position = position
    duty = RosterDuty(
        id="duty",
        office_id="",
        roster_id="roster",
        person_id="",
        date=dt.date(2026, 12, 2),
        departure=at("08:00"),
        arrival=at("18:00"),
        lunch_start=at(lunch) if lunch else None,
        lunch_end=at(lunch) + dt.timedelta(minutes=45) if lunch else None,
        start_place_id="",
        end_place_id="",
    )
    # The database may hand stops over in any order.
    return list(chips_of([duty], {"duty": list(reversed(stops)), "other": [beside] if beside else []})["duty"])


def test_a_shift_and_an_outing() -> None:
    shift, outing = chips(
        stop("08:30", "12:00", "台", "shift"), stop("13:30", "13:50"), stop("14:00", "14:20"), stop("15:00", "15:20")
    )
    assert (shift.kind, shift.letter, shift.start, shift.end, shift.number) == (
        "shift",
        "台",
        at("08:30"),
        at("12:00"),
        1,
    )
    assert (outing.kind, outing.letter, outing.start, outing.end) == ("outing", "訪", at("13:30"), at("15:20"))
    assert (outing.number, outing.stops, outing.people) == (2, 3, 1)


def test_two_shifts_in_a_row_stay_two() -> None:
    assert [
        chip.letter for chip in chips(stop("08:30", "12:00", "台", "shift"), stop("12:00", "13:30", "午", "shift"))
    ] == [
        "台",
        "午",
    ]


def test_lunch_divides_an_outing() -> None:
    pieces = chips(stop("09:00", "09:20"), stop("11:30", "12:00"), stop("13:30", "14:00"), lunch="12:15")
    assert [(chip.number, chip.stops) for chip in pieces] == [(1, 2), (3, 1)]


def test_lunch_after_the_last_stop_divides_nothing() -> None:
    assert len(chips(stop("09:00", "09:20"), stop("11:30", "12:00"), lunch="12:00")) == 1


def test_the_most_frequent_service_gives_the_letter_and_all_give_the_words() -> None:
    (outing,) = chips(stop("09:00", "09:20", "掃"), stop("10:00", "10:20"), stop("11:00", "11:20"))
    assert (outing.letter, outing.words) == ("訪", ("word of 掃", "word of 訪"))


def test_the_first_service_gives_the_letter_when_they_are_equal() -> None:
    (outing,) = chips(stop("09:00", "09:20", "掃"), stop("10:00", "10:20", "訪"))
    assert outing.letter == "掃"


def test_one_stop_served_by_two_says_so() -> None:
    (outing,) = chips(stop("09:00", "11:00", "掃", key="same"), beside=stop("09:00", "11:00", "掃", key="same"))
    assert (outing.stops, outing.people) == (1, 2)


def test_a_reload_is_no_stop() -> None:
    (outing,) = chips(
        stop("08:30", "08:40", "", "reload"),
        stop("09:00", "09:05", "送", "delivery"),
        stop("09:10", "09:15", "送", "delivery"),
    )
    assert (outing.letter, outing.stops, outing.number, outing.start) == ("送", 2, 2, at("09:00"))


def test_a_pin_shows() -> None:
    assert [chip.pinned for chip in chips(stop("09:00", "09:20"), stop("10:00", "10:20", pinned=True))] == [True]
    assert [chip.pinned for chip in chips(stop("09:00", "09:20"))] == [False]
