"""From a form's fields to a record's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from outreach.forms.seat import SeatForm
from outreach.usecases.keeping.kind import Kind


def plain_values(kind: Kind, form: Any, names: Iterable[str]) -> dict[str, Any]:
    """The values that the record keeps for these fields of the form."""
    return {
        name: _kept(getattr(form, name)) for name in names if name in kind.record.model_fields and name != "corrected"
    }


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [one.model_dump(mode="json") if isinstance(one, SeatForm) else one for one in value]
    return value
