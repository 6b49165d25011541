"""The normal form of an address."""

from __future__ import annotations

from maps.geocode.address.numerals import spoken
from maps.geocode.address.shape import Address, Numbered


def format_address(address: Address) -> str:
    """The one way to write it: 臺南市安平區育平里3鄰中華西路二段12巷5之1號3樓之2. Reading it gives the same parts."""
    lot = "" if address.neighbourhood is None else f"{address.neighbourhood}鄰"
    area = f"{address.county}{address.town}{address.village}{lot}"
    return area + way_of(address) + door_of(address) + _inside(address) + (f" {address.rest}" if address.rest else "")


def street_of(address: Address) -> str:
    """The road with its section."""
    return address.road + (f"{spoken(address.section)}段" if address.section else "")


def way_of(address: Address) -> str:
    """The road with its section, lane and alley."""
    parts = (address.lane, "巷"), (address.alley, "弄"), (address.sublane, "衖")
    return street_of(address) + "".join(written(number) + word for number, word in parts if number)


def door_of(address: Address) -> str:
    """The number of the door: 5之1號."""
    return f"{address.kind}{written(address.number)}號" if address.number else ""


def written(number: Numbered) -> str:
    """A number with what follows it: 5之1."""
    return "之".join(map(str, number))


def _inside(address: Address) -> str:
    text = ""
    if address.floor is not None:
        text = f"{'地下' if address.floor < 0 else ''}{abs(address.floor)}樓"
        text += "".join(f"之{part}" for part in address.unit)
    return text + (f" {address.room}室" if address.room else "")
