"""People and clients who are likely the same: two of name, address and phone agree, spellings apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from outreach.calendar.dates import half_width

MOST_OTHERS = 3
_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_BEFORE_STREET = re.compile(
    r"^(?:[0-9]{3,6})?(?:(?:臺灣|中華民國)(?:省)?)?(?:[^縣市路街段]{2}[縣市])?(?:[^鄉鎮市區路街段里]{1,3}[鄉鎮市區])?"
    r"(?:[^里路街段]{1,4}里)?(?:[0-9]{1,3}鄰)?"
)


@dataclass(frozen=True, slots=True)
class Traits:
    """Whose: the code, the record's identifier where it has one, the row where it is of the file; and what tells."""

    key: str
    record_id: str
    row: int
    name: str
    address: str
    phones: frozenset[str]

    def agree(self, other: Traits) -> list[str]:
        """In which of the three these two are alike."""
        return [
            *(["name"] if self.name and self.name == other.name else []),
            *(["address"] if self.address and self.address == other.address else []),
            *(["phone"] if self.phones & other.phones else []),
        ]


def traits(*, key: str, record_id: str = "", row: int = 0, name: str, address: str, phone: str) -> Traits:
    """What tells somebody apart, spellings levelled."""
    return Traits(key, record_id, row, plain_name(name), plain_address(address), plain_phones(phone))


class Likeness:
    """Finds who is like whom without comparing everybody with everybody."""

    def __init__(self, known: Iterable[Traits]) -> None:
        self._pairs: dict[tuple[str, ...], list[Traits]] = {}
        for one in known:
            self.add(one)

    def add(self, one: Traits) -> None:
        """From now on this one can be found. Of many that are all alike, the first few are enough."""
        for pair in _pairs(one):
            together = self._pairs.setdefault(pair, [])
            if len(together) < MOST_OTHERS:
                together.append(one)

    def others(self, one: Traits) -> list[Traits]:
        """At most three who agree with this one in two of the three."""
        found = {(other.key, other.row): other for pair in _pairs(one) for other in self._pairs.get(pair, ())}
        return list(found.values())[:MOST_OTHERS]


def plain_name(text: str) -> str:
    """Without spaces and dots, half-width, in small letters."""
    return re.sub(r"[\s.·‧・]+", "", half_width(text)).lower().replace("台", "臺")


def plain_address(text: str) -> str:
    """From the street on, without spaces and signs, digits for the numerals."""
    plain = re.sub(r"[\s,，、.．()（）]+", "", half_width(text)).lower().replace("台", "臺")
    plain = re.sub(r"(?<=[0-9])[-–—~～](?=[0-9])", "之", plain)
    street = _BEFORE_STREET.sub("", plain, count=1) or plain
    return re.sub(r"[〇一二三四五六七八九](?=[段鄰])", lambda found: found[0].translate(_DIGITS), street)


def plain_phones(text: str) -> frozenset[str]:
    """The numbers in a cell, digits only, without extension, from the trunk zero on."""
    return frozenset(number for piece in re.split(r"[、,/;]", half_width(text)) if (number := _phone(piece)))


def _phone(text: str) -> str:
    digits = re.sub(r"[^0-9+]", "", re.split(r"#|轉|分機|ext", text, maxsplit=1, flags=re.IGNORECASE)[0])
    if digits.startswith(("+886", "886")):
        digits = "0" + digits.removeprefix("+").removeprefix("886").lstrip("0")
    return digits if len(digits) >= 7 else ""


def _pairs(one: Traits) -> Iterator[tuple[str, ...]]:
    for phone in ("", *sorted(one.phones)):
        told = [("name", one.name), ("address", one.address), ("phone", phone)]
        for (first, mine), (second, other) in combinations([(kind, text) for kind, text in told if text], 2):
            yield first, mine, second, other
