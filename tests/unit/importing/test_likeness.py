"""Who is likely the same: two of name, address and phone, however they are written."""

from __future__ import annotations

import pytest

from outreach.usecases.importing.likeness import Likeness, plain_address, plain_name, plain_phones, traits

SAME_ADDRESSES = [
    ("臺南市安平區育平路316號", "育平路316號"),
    ("台南市 安平區 育平里 3鄰 育平路３１６號", "育平路316號"),
    ("708臺南市安平區育平路316號", "育平路 316 號"),
    ("永華路二段6號", "永華路2段6號"),
    ("示範路1-2號", "示範路1之2號"),
    ("示範路1號（後棟）", "示範路1號後棟"),
    ("國平里示範街2號", "示範街2號"),
]
OTHER_ADDRESSES = [
    ("育平路316號", "育平路31號"),
    ("永華路二段6號", "永華路一段6號"),
    ("示範街2號", "示範路2號"),
    ("示範路1號", "示範路1號2樓"),
]


@pytest.mark.parametrize(("one", "other"), SAME_ADDRESSES)
def test_one_address_written_in_two_ways(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHER_ADDRESSES)
def test_another_door(one: str, other: str) -> None:
    assert plain_address(one) != plain_address(other)


def test_a_place_without_a_street_is_compared_as_it_stands() -> None:
    assert plain_address("臺南市安平區") == "臺南市安平區"
    assert plain_address("示範國中") == "示範國中"
    assert plain_address("") == ""


@pytest.mark.parametrize(
    "text", ["06-1234567", "(06)123-4567", "０６ １２３ ４５６７", "+886-6-1234567", "06-1234567#12", "06-1234567轉9"]
)
def test_one_phone_written_in_many_ways(text: str) -> None:
    assert plain_phones(text) == {"061234567"}


def test_several_phones_and_none() -> None:
    assert plain_phones("06-1234567、0912-345-678") == {"061234567", "0912345678"}
    assert plain_phones("") == plain_phones("無") == plain_phones("1999") == set()


def test_names_without_spaces_and_dots() -> None:
    assert plain_name("王 小明") == plain_name("王小明") == plain_name("王小明　")
    assert plain_name("Anna‧Lee") == plain_name("ANNA LEE")
    assert plain_name("台生") == plain_name("臺生")
    assert plain_name("王小明") != plain_name("王大明")


def test_only_two_of_three_count() -> None:
    known = traits(key="C1", record_id="1", name="王小明", address="示範路1號", phone="06-1234567、0912345678")
    likeness = Likeness([known])
    for name, address, phone, agree in (
        ("王小明", "示範路1號", "", ["name", "address"]),
        ("王小明", "", "0912-345-678", ["name", "phone"]),
        ("別人", "示範路1號", "06-1234567", ["address", "phone"]),
        ("王小明", "示範路1號", "06-1234567", ["name", "address", "phone"]),
        ("王小明", "", "", []),
        ("別人", "示範路1號", "", []),
        ("", "", "06-1234567", []),
    ):
        one = traits(key="N", row=2, name=name, address=address, phone=phone)
        assert [one.agree(other) for other in likeness.others(one)] == ([agree] if agree else [])


def test_of_very_many_who_are_alike_three_are_told() -> None:
    everybody = [traits(key=f"C{n}", record_id=str(n), name="吳", address="同路1號", phone="") for n in range(500)]
    assert len(Likeness(everybody).others(everybody[-1])) == 3
