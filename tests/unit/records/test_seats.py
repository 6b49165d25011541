"""How seats are written in one cell."""

import pytest

from outreach.records.seats import MOST_SEATS, SeatSpec, read_seats


def test_roles_unit_skills_and_count():
    assert read_seats("職員@示範戶政事務所:戶籍登記、印鑑 + 志工/替代役×2") == (
        SeatSpec(("staff",), "示範戶政事務所", ("戶籍登記", "印鑑")),
        SeatSpec(("volunteer", "substitute")),
        SeatSpec(("volunteer", "substitute")),
    )


@pytest.mark.parametrize("text", ["志工＋職員", "志工 + 職員", "volunteer+staff"])
def test_full_width_signs_and_english_roles(text):
    assert [seat.roles for seat in read_seats(text)] == [("volunteer",), ("staff",)]


@pytest.mark.parametrize("text", ["志工x2", "志工 × 2", "志工*2", "志工Ｘ2"])
def test_ways_to_write_a_count(text):
    assert len(read_seats(text)) == 2


def test_an_x_in_a_skill_is_no_count():
    assert read_seats("職員:Excel") == (SeatSpec(("staff",), "", ("Excel",)),)


@pytest.mark.parametrize("text", ["里長", "志工×2×3", ":戶籍登記", f"志工×{MOST_SEATS + 1}", "志工×99999999"])
def test_what_is_not_understood_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        read_seats(text)


def test_nothing_is_no_seat():
    assert read_seats(" ") == ()


def test_json_and_back():
    seat = SeatSpec(("staff",), "示範戶政事務所", ("戶籍登記",))
    assert SeatSpec.from_json(seat.as_json()) == seat
