"""What is handed in with fixes: how long to look for them, and that one of them has been agreed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from outreach.forms.base import Form, example
from outreach.forms.verbs import PlanForm


class LookingForm(PlanForm):
    """How long to look for fixes, in seconds, and with which seed."""

    model_config = example({"seconds": 20, "seed": 1})

    seconds: Annotated[float, Field(ge=1, le=600)] = 20


class ApplicationForm(Form):
    """`agreed`: whoever has to agree with the fix has."""

    model_config = example({"agreed": True})

    agreed: bool = False
