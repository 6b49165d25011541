"""Care plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from outreach.forms.base import Code, Form, RecordId, Shown, Text, example, patch_of
from outreach.forms.moments import Date, Time, Weekdays
from outreach.forms.place import PlaceForm, PlaceShown
from outreach.forms.sense import starts_possible
from outreach.forms.service import Minutes
from outreach.refusals import Refusal

_WHENS = ("times_per_week", "every_days", "date", "deadline")
_EXAMPLE = {
    "code": "P0001",
    "client_id": "9a1b6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "service_id": "2c3d6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "times_per_week": 2,
    "weekdays": "135",
}


class CarePlanForm(Form):
    """What one client gets. Exactly one of `times_per_week`, `every_days`, `date` and `deadline` says when."""

    model_config = example(_EXAMPLE)

    code: Code
    client_id: RecordId
    service_id: RecordId
    times_per_week: Annotated[int, Field(ge=1, le=7)] | None = None
    every_days: Annotated[int, Field(ge=1, le=366)] | None = None
    last_visit: Date | None = None
    date: Date | None = None
    deadline: Date | None = None
    weekdays: Weekdays = "12345"
    earliest: Time | None = None
    latest: Time | None = None
    minutes: Minutes | None = None
    end_place: PlaceForm | None = None
    note: Text = ""


class CarePlanShown(Shown):
    """A care plan as it is kept."""

    code: str
    client_id: str
    service_id: str
    times_per_week: int | None
    every_days: int | None
    last_visit: Date | None
    date: Date | None
    deadline: Date | None
    weekdays: str
    earliest: Time | None
    latest: Time | None
    minutes: int | None
    end_place: PlaceShown | None
    note: str


def sense(plan: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    whens = [name for name in _WHENS if getattr(plan, name) is not None]
    if not whens:
        yield Refusal(
            "no_when",
            "每週次數、間隔天數、約定日期、期限要填一項。",
            "Say when: times a week, every so many days, a date or a deadline.",
            "times_per_week",
        )
    elif len(whens) > 1:
        yield Refusal(
            "several_whens",
            "每週次數、間隔天數、約定日期、期限只能填一項。",
            "Only one of times a week, every so many days, a date and a deadline.",
            whens[1],
        )
    if plan.times_per_week is not None and plan.times_per_week > len(plan.weekdays):
        yield Refusal(
            "no_weekday_left",
            f"可服務日只有 {len(plan.weekdays)} 天，排不下每週 {plan.times_per_week} 次。",
            f"{plan.times_per_week} times a week do not fit on {len(plan.weekdays)} weekdays.",
            "times_per_week",
        )
    yield from starts_possible(plan.earliest, plan.latest)


CarePlanPatch = patch_of(CarePlanForm)
