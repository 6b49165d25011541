"""Addresses as clerks write them."""

from __future__ import annotations

import pytest

from maps.geocode.address.parse import parse_address
from maps.geocode.address.shape import AddressError
from maps.geocode.address.written import format_address

READ = {
    "育平路316號": "育平路316號",
    "臺南市安平區育平里3鄰育平路３１６巷５弄８號之１ 3樓之2": "臺南市安平區育平里3鄰育平路316巷5弄8之1號3樓之2",
    "708台南市安平區建平17街５-1號": "臺南市安平區建平十七街5之1號",
    "中華西路2段100號": "中華西路二段100號",
    "國平路十二號": "國平路12號",
    "中正路一百零五號": "中正路105號",
    "育平路 316 號": "育平路316號",
    "育平路316": "育平路316號",
    "育平路１２之３巷臨5號": "育平路12之3巷臨5號",
    "安平路121巷12弄3號B1": "安平路121巷12弄3號地下1樓",
    "育平里12號": "育平里12號",
    "高雄市前鎮區一心一路十一號A室": "高雄市前鎮區一心一路11號 A室",
    "臺中市后里區后里里后里路12號": "臺中市后里區后里里后里路12號",
    "新市區新市里中正路8號": "新市區新市里中正路8號",
    "大里路5號": "大里路5號",
    "安平社區12號": "安平社區12號",
    "育平路5號之1三樓": "育平路5之1號3樓",
    "育平路5號之1 3樓": "育平路5之1號3樓",
    "育平路（育平國小旁）": "育平路 育平國小旁",
    "育平路12號 (後棟)": "育平路12號 後棟",
    "安平區育平里": "安平區育平里",
}
REFUSED = {
    "": "empty",
    "　(　)": "empty",
    "育" * 201: "too_long",
    "\ufdfa" * 100: "too_long",
    "安平古堡": "unreadable",
    "育平路與建平路口": "unreadable",
    "育平路12 34號": "unreadable",
    "育平路0號": "unreadable",
    "育平路十百號": "unreadable",
    "<script>alert(1)</script>": "unreadable",
    "育平路5號之13樓": "ambiguous",
    "育平路12、14號": "several_numbers",
    "育平路100000號": "too_large",
    "育平路1200段3號": "too_large",
    "育平路" + "9" * 150 + "號": "too_large",
}


@pytest.mark.parametrize(("text", "normal"), READ.items())
def test_an_address_is_read_and_written_in_its_normal_form(text: str, normal: str) -> None:
    assert format_address(parse_address(text)) == normal


@pytest.mark.parametrize(("text", "code"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_has_no_single_meaning_is_refused_with_the_reason(text: str, code: str) -> None:
    with pytest.raises(AddressError) as refused:
        parse_address(text)
    assert refused.value.code == code


def test_the_part_behind_the_number_may_stand_before_or_behind_the_door() -> None:
    assert parse_address("5之1號") == parse_address("5號之1")
    assert parse_address("建平路5-1號") == parse_address("建平路５號－１")
