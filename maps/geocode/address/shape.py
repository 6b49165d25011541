"""The parts of an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Code = Literal["empty", "too_long", "unreadable", "ambiguous", "several_numbers", "too_large"]
Numbered = tuple[int, ...]
"""A number and what follows it after 「之」: `(5, 1)` is 5之1; `()` is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of an address, texts with 「臺」 and without spaces; `""`, `()` and `None` where a part is not written.

    `road`: a road without its section, a named lane with its road, or the locality of a house without a road.
    `kind`: `臨`, `附` or `特` of a number of its own row. `floor`: negative under the ground. `rest`: words behind.
    """

    county: str = ""
    town: str = ""
    village: str = ""
    neighbourhood: int | None = None
    road: str = ""
    section: int | None = None
    lane: Numbered = ()
    alley: Numbered = ()
    sublane: Numbered = ()
    kind: str = ""
    number: Numbered = ()
    floor: int | None = None
    unit: Numbered = ()
    room: str = ""
    rest: str = ""


class AddressError(ValueError):
    """An address that cannot be read, and why; its text is not repeated."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code
