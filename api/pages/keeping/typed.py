"""What was typed into a form, by the names of its controls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request

Typed = Mapping[str, tuple[str, ...]]

_ROW = re.compile(r"(\d{1,5})(?:\.|$)")


async def typed_of(request: Request) -> Typed:
    """The fields of the form that was sent. Files are none of ours."""
    form = await request.form()
    found: dict[str, tuple[str, ...]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found[name] = (*found.get(name, ()), value)
    return found


AsTyped = Annotated[Typed, Depends(typed_of)]


def one(typed: Typed, name: str) -> str:
    """What was typed into a control, or nothing; on one line, without spaces around it."""
    return " ".join(next(iter(typed.get(name, ())), "").split("\n")).replace("\r", "").strip()


def rows_in(typed: Typed, name: str) -> list[int]:
    """The numbers of the rows that a list was sent with, in order."""
    start = f"{name}."
    found = (_ROW.match(key[len(start) :]) for key in typed if key.startswith(start))
    return sorted({int(number[1]) for number in found if number})


def without_row(typed: Typed, row: str) -> Typed:
    """The same without one row, such as `skills.2`."""
    return {name: values for name, values in typed.items() if name != row and not name.startswith(f"{row}.")}
