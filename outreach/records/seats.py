"""How a coordinator writes seats in one cell, and the plain form in which they are kept.

Seats are joined by `+`; each has roles joined by `/`, then, where needed, `@` a unit, `:` skills joined by `、`, and
`×` how many alike: `職員@示範戶政事務所:戶籍登記 + 志工/替代役×2`.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

ROLES = {
    "志工": "volunteer",
    "替代役": "substitute",
    "職員": "staff",
    "volunteer": "volunteer",
    "substitute": "substitute",
    "staff": "staff",
}

_SEAT = re.compile(r"(?P<roles>[^@:×]*)(?:@(?P<unit>[^:×]+))?(?::(?P<skills>[^×]*))?(?:×(?P<count>\d+))?")
_HALF_WIDTH = str.maketrans("＋：／＠＊Ｘ", "+:/@*x")
MOST_SEATS = 12


@dataclass(frozen=True, slots=True)
class SeatSpec:
    """One seat: roles that may take it, the unit its person belongs to (`""`: any), and all skills needed."""

    roles: tuple[str, ...]
    unit: str = ""
    skills: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The form that a record keeps."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @staticmethod
    def from_json(data: dict[str, Any]) -> SeatSpec:
        """The seat that a record keeps."""
        return SeatSpec(tuple(data["roles"]), data.get("unit", ""), tuple(data.get("skills", ())))


COMPANION = SeatSpec(roles=("volunteer", "substitute", "staff"))


def with_companion(crew: tuple[SeatSpec, ...], companion: str) -> tuple[SeatSpec, ...]:
    """A service's seats at a client's door: one more where the client is never visited by one person alone."""
    return (*crew, COMPANION) if companion == "two_persons" and len(crew) == 1 else crew


def read_seats(text: str) -> tuple[SeatSpec, ...]:
    """The seats that a cell describes, none for an empty one. Raises `ValueError` with the part not understood."""
    plain = re.sub(r"\s*[x*×](?=\s*\d)\s*", "×", text.translate(_HALF_WIDTH))
    seats: list[SeatSpec] = []
    for part in filter(None, (piece.strip() for piece in plain.split("+"))):
        found = _SEAT.fullmatch(part)
        roles = [role.strip() for role in found["roles"].split("/")] if found else []
        if found is None or not roles or any(role not in ROLES for role in roles):
            raise ValueError(part)
        skills = tuple(filter(None, (skill.strip() for skill in re.split("[、,，]", found["skills"] or ""))))
        seat = SeatSpec(tuple(ROLES[role] for role in roles), (found["unit"] or "").strip(), skills)
        seats += [seat] * min(int(found["count"] or 1), MOST_SEATS + 1)
    if len(seats) > MOST_SEATS:
        raise ValueError(text)
    return tuple(seats)
