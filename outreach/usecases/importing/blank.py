"""What a field of a new record holds when nothing is said about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from pydantic_core import PydanticUndefined

from outreach.records.base import KeptRecord

R = TypeVar("R", bound=KeptRecord)


def new_record(kind: type[R], /, **values: Any) -> R:
    """A new record with these values. It gets its office when it is kept."""
    return kind(**{**blank(kind), "office_id": "", **values})


def blank(kind: type[KeptRecord]) -> dict[str, Any]:
    """Every field of a new record that has a default, the identifier too.

    Made here because pydantic looks at a default's signature anew for each record: half the time of a large import.
    """
    return {name: make() for name, make in _makers(kind).items()}


@cache
def _makers(kind: type[KeptRecord]) -> dict[str, Callable[[], Any]]:
    makers: dict[str, Callable[[], Any]] = {}
    for name, field in kind.model_fields.items():
        if field.default_factory is not None:
            makers[name] = field.default_factory  # type: ignore[assignment]
        elif field.default is not PydanticUndefined:
            makers[name] = _same(field.default)
    return makers


def _same(value: Any) -> Callable[[], Any]:
    return lambda: value
