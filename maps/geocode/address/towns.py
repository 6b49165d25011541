"""The townships and districts of Taiwan with their 里 and 村, and the codes that door-plate files have for them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import StringIO


@dataclass(frozen=True, slots=True)
class Town:
    """A township or district. `code`: eight digits of the Ministry of the Interior."""

    code: str
    county: str
    name: str
    villages: frozenset[str]


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """All of them."""
    text = (files("maps.geocode.address") / "data" / "towns.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(StringIO(text))
    return tuple(Town(row["code"], row["county"], row["town"], frozenset(row["villages"].split())) for row in rows)


@lru_cache(maxsize=1)
def counties() -> frozenset[str]:
    """The names of all counties and cities."""
    return frozenset(town.county for town in towns())


@lru_cache(maxsize=1)
def by_code() -> dict[str, Town]:
    """Towns by their code."""
    return {town.code: town for town in towns()}


@lru_cache(maxsize=512)
def town_names(county: str) -> tuple[str, ...]:
    """The towns of this county, of all with `""`, the longest first."""
    names = {town.name for town in towns() if county in ("", town.county)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=1024)
def village_names(county: str, town: str) -> frozenset[str]:
    """The 里 and 村 of this town; of all towns where none is named."""
    found = (one.villages for one in towns() if town in ("", one.name) and county in ("", one.county))
    return frozenset().union(*found)
