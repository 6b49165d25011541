"""What was typed into a form: text by the name of its field, as it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request

Lines = Mapping[str, Sequence[str]]


async def _typed(request: Request) -> Lines:
    form = await request.form()
    lines: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            lines.setdefault(name, []).append(value)
    return lines


Typed = Annotated[Lines, Depends(_typed)]


def sheet_of(typed: Lines, *names: str, many: Sequence[str] = (), ticks: Sequence[str] = ()) -> dict[str, Any]:
    """What a form model is made of: fields that stayed empty are not there. `many`: lists; `ticks`: yes or no."""
    given: dict[str, Any] = {}
    for name in names:
        value = typed.get(name, [""])[0].strip()
        if value:
            given[name] = value
    given |= {name: [value for value in typed.get(name, ()) if value] for name in many}
    return given | {name: name in typed for name in ticks}


def as_typed(typed: Lines, *names: str) -> dict[str, str]:
    """What stands in these fields, to be shown again."""
    return {name: typed.get(name, [""])[0] for name in names}
