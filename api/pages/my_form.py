"""A stop's form as its buttons mean it: which entries one press makes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from outreach.forms.entries import EntryForm

_TEXTS = ("items", "remarks", "witness")
_NUMBERS = ("satisfaction", "people_served", "forms_received")
_SEEN = {"yes": True, "no": False}

Typed = Mapping[str, Sequence[str]]


def entries_of(typed: Typed, now: dt.datetime) -> list[EntryForm]:
    """What this form says, in order: one press may mean that something came of the stop and that they have left.

    The button is called `do`: `arrive`, `leave`, `save`, `served`, or an outcome with whether somebody was seen
    (`handed_over/yes`). Raises `ValidationError`.
    """
    key, do = _one(typed, "key"), _one(typed, "do")
    given: list[dict[str, Any]] = []
    if do != "arrive":
        outcome, _, seen = do.partition("/")
        if do in ("leave", "save"):
            outcome, seen = _one(typed, "outcome"), ""
        if do == "leave" and not outcome and "people_served" in typed:
            outcome = "served"
        if outcome or do == "save":
            given.append({"key": key, "action": "result", "result": _result(typed, outcome, seen)})
    if do in ("arrive", "leave"):
        given.append({"key": _further(key, do) if given else key, "action": do})
    return [EntryForm.model_validate({"stop_id": _one(typed, "stop_id"), "at": now, **one}) for one in given]


def _result(typed: Typed, outcome: str, seen: str) -> dict[str, Any]:
    result: dict[str, Any] = {"outcome": outcome}
    chosen = _SEEN.get(seen or _one(typed, "seen"))
    if chosen is not None:
        result["seen"] = chosen
    if typed.get("condition"):
        result["condition"] = list(typed["condition"])
    result |= {name: " ".join(_one(typed, name).split()) for name in _TEXTS if _one(typed, name).strip()}
    result |= {name: _number(_one(typed, name)) for name in _NUMBERS if _one(typed, name).strip()}
    if _one(typed, "strokes"):
        result["strokes"] = json.loads(_one(typed, "strokes"))
    return result


def _number(text: str) -> int | str:
    """A whole number; anything else stays what it is, and is refused by the form."""
    return int(text) if text.isascii() and text.isdecimal() else text


def _one(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")


def _further(key: str, action: str) -> str:
    """The key of the entry that goes with the one of this key: the same whenever the form is sent again."""
    return hashlib.sha256(f"{key} {action}".encode()).hexdigest()[:32]
