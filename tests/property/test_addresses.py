"""An address in its normal form is read back as the same parts, and no text makes the reader stumble."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maps.geocode.address.clean import LONGEST
from maps.geocode.address.parse import parse_address
from maps.geocode.address.shape import Address, AddressError
from maps.geocode.address.towns import towns
from maps.geocode.address.written import format_address

ROADS = [
    *("育平路", "中華西路", "建平十七街", "健康三街", "臺灣大道", "里仁路", "鎮南路", "市政路", "永華三街", "一心一路"),
    *("民生路", "安平社區", "四維新城", "建平路三民巷", "第一街", "區公所路", "臺十七線"),
]
ROADLESS = ["", "頂寮", "草湖"]
NUMBERS = st.integers(1, 99_999)
NUMBERED = st.lists(NUMBERS, min_size=1, max_size=3).map(tuple)
RESTS = st.sampled_from(["", "旁", "後棟 車庫", "管理室對面", "A棟"])


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """Any address that could stand on a door."""
    town = draw(st.sampled_from(towns()))
    village = draw(st.sampled_from(["", *sorted(town.villages)]))
    road = draw(st.sampled_from(ROADS if not village else ROADS + ROADLESS))
    section = draw(st.none() | st.integers(1, 99)) if road.endswith(("路", "大道", "街")) else None
    sometimes = st.just(()) | NUMBERED
    lane, alley = draw(sometimes), draw(sometimes)
    sublane = draw(sometimes)
    floor = draw(st.none() | st.integers(-9, 99).filter(bool))
    return Address(
        county=town.county,
        town=town.name,
        village=village,
        neighbourhood=draw(st.none() | st.integers(1, 99)) if village else None,
        road=road,
        section=section,
        lane=lane,
        alley=alley,
        sublane=sublane,
        kind=draw(st.sampled_from(["", "臨", "附", "特"])),
        number=draw(NUMBERED),
        floor=floor,
        unit=draw(sometimes) if floor else (),
        room=draw(st.sampled_from(["", "12", "A", "B3"])),
        rest=draw(RESTS),
    )


@given(addresses())
def test_the_normal_form_is_read_back_as_it_was(address: Address) -> None:
    assert parse_address(format_address(address)) == address


FULL_WIDTH = str.maketrans({digit: chr(ord(digit) + 0xFEE0) for digit in "0123456789"})


@given(addresses())
def test_width_of_digits_and_the_common_sign_make_no_difference(address: Address) -> None:
    text = format_address(address)

    assert parse_address(text.translate(FULL_WIDTH).replace("臺", "台")) == address


@given(addresses().filter(lambda one: len(one.number) > 1))
def test_what_follows_the_number_may_stand_behind_the_door(address: Address) -> None:
    inside = f"{address.number[0]}號" + "".join(f"之{part}" for part in address.number[1:]) + " "
    outside = "之".join(map(str, address.number)) + "號"

    assert parse_address(format_address(address).replace(outside, inside, 1)) == address


WORDS = [
    *("大道", "安平區", "育平里", "臺南市", "育平路", "新市區", "12", "708", "F1", "中華民國", "臺灣省"),
    *("\u200b", "線", "房"),
]
SIGNS = "臺台南市縣區鄉鎮里村鄰路街段巷弄衖號之樓室臨附地下BFA 一二十百廿０１２5９-－~（)、,\u3000"
PIECES = st.sampled_from([*SIGNS, *WORDS])


@given(st.lists(PIECES, max_size=24).map("".join))
def test_whatever_is_read_is_written_in_a_form_that_means_the_same(text: str) -> None:
    try:
        address = parse_address(text)
    except AddressError:
        return
    assert parse_address(format_address(address)) == address


@given(st.text(max_size=LONGEST + 50))
def test_no_text_raises_anything_but_a_refusal_with_a_code(text: str) -> None:
    try:
        parse_address(text)
    except AddressError as error:
        assert str(error) == error.code
