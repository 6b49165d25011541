"""Two people changed the same record: both sides, field by field, and whose is to stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response

from api.language import language_of
from api.pages.keeping.form_page import Sheet
from api.pages.keeping.read_form import read_form
from api.pages.keeping.told import Told
from api.pages.keeping.typed import Typed, one
from api.pages.keeping.values import digests_of, seen_in
from api.pages.page import show
from outreach.usecases.keeping.kind_words import words_of_kind
from outreach.usecases.keeping.list_changes import LastChange

_OWN = ("csrf", "etag", "seen", "ask", "all", "unshown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record as it is now. `values`: of its form; `typed`: what the controls show; `last`: who changed it."""

    sheet: Sheet
    values: Mapping[str, Any]
    typed: Typed
    last: LastChange | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One field: what is kept now, and what was typed. `pick`: whose it is to be, `""` while nobody has said."""

    name: str
    label: str
    theirs: str
    mine: str
    pick: str


def answered(typed: Typed, theirs: Typed) -> Typed:
    """What was typed, with the other's values where they are to stay."""
    left = dict(typed)
    for name in _names(typed, "theirs"):
        for key in [key for key in left if _is_of(key, name)]:
            del left[key]
        left |= {key: values for key, values in theirs.items() if _is_of(key, name)}
    return left


def unanswered(typed: Typed) -> list[str]:
    """The fields of which nobody has said yet whose they are to be."""
    if one(typed, "all"):
        return []
    return [name for name in one(typed, "ask").split() if one(typed, f"pick.{name}") not in ("mine", "theirs")]


def conflict_page(request: Request, now: Opened, typed: Typed) -> Response:
    """Both sides. What only one of the two has changed is kept as that one has it."""
    sheet, language = now.sheet, language_of(request)
    options = sheet.options
    mine = read_form(sheet.shapes, typed, options).data
    theirs = read_form(sheet.shapes, now.typed, options).data
    names = {one.id: one.name for kind in options.of_kind.values() for one in kind}
    told = Told(sheet.kind.name, language, names)
    asked_again = unanswered(typed)
    seen = seen_in(typed)
    told_mine, told_theirs = digests_of(mine), digests_of(theirs)
    sides = []
    for shape in sheet.shapes:
        name = shape.name
        if name not in mine or name not in theirs or told_mine[name] == told_theirs[name]:
            continue
        pick = _pick(told_mine[name] != seen.get(name), told_theirs[name] != seen.get(name))
        pick = "" if name in asked_again else one(typed, f"pick.{name}") or pick
        sides.append(Side(name, told.label(name), told.tell(shape, theirs[name]), told.tell(shape, mine[name]), pick))
    return show(
        request,
        "data_conflict.html",
        status=409,
        kind=sheet.kind,
        words=words_of_kind(sheet.kind.name)[language == "en"],
        record_id=sheet.shown.id if sheet.shown else "",
        sides=sorted(sides, key=lambda side: side.pick != ""),
        asked_again=bool(asked_again),
        last=now.last,
        kept=[
            (name, value)
            for name, values in typed.items()
            if name not in _OWN and not name.startswith("pick.")
            for value in values
        ],
        etag=one(now.typed, "etag"),
        seen=one(now.typed, "seen"),
        unshown=one(typed, "unshown"),
    )


def _pick(mine_changed: bool, theirs_changed: bool) -> str:
    if mine_changed and theirs_changed:
        return ""
    return "mine" if mine_changed else "theirs"


def _names(typed: Typed, whose: str) -> list[str]:
    picked = {key.removeprefix("pick.") for key in typed if key.startswith("pick.") and one(typed, key) == whose}
    if one(typed, "all") in ("mine", "theirs"):
        asked = set(one(typed, "ask").split())
        picked = (picked - asked) | (asked if one(typed, "all") == whose else set())
    return sorted(picked)


def _is_of(key: str, name: str) -> bool:
    return key == name or key.startswith(f"{name}.")
