"""What a coordinator types about one visit: from paper, after a call, or to put right what was noted."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, StringConstraints

from outreach.forms.base import Form, ShortText, Text
from outreach.forms.entries import Condition, Outcome
from outreach.forms.moments import Time

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
"""In the order in which they are offered."""


def _whole_number(given: Any) -> Any:
    return int(given) if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 9 else given


_Count = Annotated[int, BeforeValidator(_whole_number), Field(ge=0, le=100_000)]
Once = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class VisitSheet(Form):
    """One visit as it is to stand in the log. `once`: given with the form, so that sending it twice notes it once.
    What stays empty says nothing: of the times nothing changes, and without an outcome nothing of a result.
    """

    once: Once
    arrived: Time | None = None
    left: Time | None = None
    outcome: Outcome | None = None
    seen: Literal["yes", "no"] | None = None
    condition: list[Condition] = Field(default_factory=list, max_length=8)
    items: ShortText = ""
    remarks: Text = ""
    witness: ShortText = ""
    satisfaction: Annotated[int, BeforeValidator(_whole_number), Field(ge=1, le=5)] | None = None
    people_served: _Count | None = None
    forms_received: _Count | None = None
