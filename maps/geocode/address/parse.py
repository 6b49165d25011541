"""From the text of an address to its parts."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from maps.geocode.address.clean import cleaned, joined
from maps.geocode.address.numerals import NUMBER, number_of, spoken
from maps.geocode.address.shape import Address, AddressError, Numbered
from maps.geocode.address.towns import counties, town_names, village_names

_SUBS = rf"(?:之{NUMBER})*+"
_NUMBERED = rf"{NUMBER}{_SUBS}"
_WORD = r"A-Z\u3007\u3400-\u9fff\U00020000-\U0003ffff·"
_ROAD = rf"(?:[{_WORD}]|[0-9]++(?=街|路|大道|線))"
_WAY = (
    rf"(?:(?P<section>{NUMBER})段)?(?:(?P<lane>{_NUMBERED})巷)?(?:(?P<alley>{_NUMBERED})弄)?"
    rf"(?:(?P<sublane>{_NUMBERED})衖)?"
)
_DOOR = re.compile(
    rf"(?P<road>{_ROAD}*?){_WAY}(?P<kind>臨|附|特)?(?P<number>{_NUMBERED})號(?P<subs>(?: ?之{NUMBER})*+)(?P<behind>.*)"
)
_NO_DOOR = re.compile(
    rf"(?P<road>{_ROAD}*?(?:路|街|大道|線|巷|弄)|(?=[0-9{_WORD}]*[巷弄衖])){_WAY}(?P<number>[0-9]++(?:之[0-9]++)*+)?"
)
_BEHIND = re.compile(
    rf" ?(?:(?:地下(?P<deep>{NUMBER})?[樓F層]|B(?P<cellar>[0-9]++)(?![室房])[樓F層]?|(?P<floor>{NUMBER})[樓F層])"
    rf"(?P<unit>(?: ?之{NUMBER})*+))?"
    r" ?(?:(?P<room>[0-9A-Z]{1,6})(?:室|房))?(?P<rest>.*)"
)
_POSTCODE = re.compile(r"[0-9]{3}(?:[0-9]{2,3})? ?(?![0-9])")
_STATE = re.compile(r"(?:中華民國)?(?:臺灣省?)?")
_VILLAGE = re.compile(r"[^0-9 路街巷弄號段鄰之]{1,4}?[里村]+")
_NEIGHBOURHOOD = re.compile(rf"({NUMBER})鄰")
# What comes next shows that 「大里」 belongs to a road, 「大里路」, and is no 里.
_NO_VILLAGE = re.compile(rf"[巷弄號]|{NUMBER}?(?:路|街|大道|段)")
_SAFE = re.compile(rf"[0-9{_WORD} ]*")
_SEVERAL = re.compile(r"[0-9]號?(?:之[0-9]+)? ?[、/&及和] ?[0-9]")


def parse_address(text: str) -> Address:
    """The parts of an address as anybody writes it. Raises `AddressError` for what cannot be read in one way only."""
    plain = cleaned(text)
    if _SEVERAL.search(plain):
        raise AddressError("several_numbers")
    if not _SAFE.fullmatch(plain):
        raise AddressError("unreadable")
    try:
        return _read(plain)
    except AddressError:
        # What stands apart behind a road is a word about it: 育平路（國小旁）.
        for gap in () if "號" in plain else re.finditer(" ", plain):
            with suppress(AddressError):
                return replace(_read(plain[: gap.start()]), rest=plain[gap.end() :])
        raise


def _read(plain: str) -> Address:
    parts, street = _area(plain)
    if street:
        parts |= _street(street)
    elif not parts:
        raise AddressError("unreadable")
    return Address(**parts)


def _area(text: str) -> tuple[dict[str, Any], str]:
    """County, town, 里 and 鄰 from the front, and what is left."""
    code = _POSTCODE.match(text)
    parts, head, behind = _county_and_town(text[code.end() :] if code else text)
    if code and not parts:
        # 100巷 is no postal code.
        parts, head, behind = _county_and_town(text)
    village = _village(head, parts.get("county", ""), parts.get("town", ""))
    if village:
        parts["village"], head = village, head[len(village) :]
    lot = _NEIGHBOURHOOD.match(head)
    if lot:
        parts["neighbourhood"], head = number_of(lot[1]), head[lot.end() :]
    return parts, (head + behind).strip()


def _county_and_town(text: str) -> tuple[dict[str, Any], str, str]:
    parts: dict[str, Any] = {}
    head, behind = _cut(text)
    state = _STATE.match(head)
    assert state is not None, "may be empty"
    bare = head[state.end() :]
    if bare[:3] in counties():
        parts["county"], head = bare[:3], bare[3:]
    for name in town_names(parts.get("county", "")):
        # 「新市區新市里」, but not 「東區路」.
        if head.startswith(name) and not _NO_VILLAGE.match(head[len(name) :]):
            return parts | {"town": name}, head[len(name) :], behind
    return parts, head, behind


def _cut(text: str) -> tuple[str, str]:
    """The text up to its first 號 without spaces, and what stands behind it; without one, up to nothing."""
    before, door, behind = text.partition("號")
    return (joined(before) + door, behind) if door else (joined(text), "")


def _village(head: str, county: str, town: str) -> str:
    known = village_names(county, town)
    for length in range(min(5, len(head)), 1, -1):
        if head[:length] in known and not _NO_VILLAGE.match(head[length:]):
            return head[:length]
    found = _VILLAGE.match(head)
    return found[0] if found and not _NO_VILLAGE.match(head[found.end() :]) else ""


def _street(text: str) -> dict[str, Any]:
    found = _DOOR.fullmatch(text)
    if found:
        return _with_door(found)
    return _without_door(text)


def _with_door(found: re.Match[str]) -> dict[str, Any]:
    number = _numbered(found["number"]) + _numbered(found["subs"])
    if found["subs"] and found["behind"][:1] in tuple("樓F層"):
        # 5號之13樓: 5之1號 on the third floor, or 5之13號?
        raise AddressError("ambiguous")
    behind = _BEHIND.fullmatch(found["behind"])
    assert behind is not None, "every part of it may be empty"
    parts = _way(found) | {"kind": found["kind"] or "", "number": number}
    if behind["unit"] is not None:
        floor = number_of(behind["floor"]) if behind["floor"] else -number_of(behind["deep"] or behind["cellar"] or "1")
        parts |= {"floor": floor, "unit": _numbered(behind["unit"])}
    return parts | {"room": behind["room"] or "", "rest": behind["rest"].strip()}


def _without_door(text: str) -> dict[str, Any]:
    found = _NO_DOOR.fullmatch(text)
    if found is None:
        raise AddressError("unreadable")
    return _way(found) | {"number": _numbered(found["number"])}


def _way(found: re.Match[str]) -> dict[str, Any]:
    road = re.sub(r"[0-9]+", lambda digits: _as_spoken(digits[0]), found["road"])
    section = number_of(found["section"]) if found["section"] else None
    if section is not None and section > 99:
        raise AddressError("too_large")
    return {"road": road, "section": section} | {name: _numbered(found[name]) for name in ("lane", "alley", "sublane")}


def _as_spoken(digits: str) -> str:
    value = number_of(digits)
    return spoken(value) if value < 1000 else digits


def _numbered(text: str | None) -> Numbered:
    return tuple(number_of(part) for part in (text or "").replace(" ", "").split("之") if part)
