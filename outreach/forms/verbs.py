"""What is handed in with the verbs of a week: plan, replan, publish, answer, undo, decide about an import."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from outreach.forms.base import Form, RecordId, ShortText, example

_Seconds = Annotated[float, Field(ge=1, le=600)]
_Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
_Entry = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class PlanForm(Form):
    """How long to search for a plan, in seconds, and with which seed."""

    model_config = example({"seconds": 30, "seed": 1})

    seconds: _Seconds = 30
    seed: _Seed = 1


class ReplanForm(PlanForm):
    """How gently to plan a roster again."""

    model_config = example({"level": "keep_people", "seconds": 30, "seed": 1})

    level: Literal["anything", "keep_people", "keep_routes"] = "keep_people"


class PublicationForm(Form):
    """`again`: publish a roster that is older than what holds now, or has held before."""

    model_config = example({"again": False})

    again: bool = False


class AnswerForm(Form):
    """What somebody says to a duty."""

    model_config = example({"answer": "declined", "reason": "要回診"})

    answer: Literal["accepted", "declined"]
    reason: ShortText = ""


class UndoForm(Form):
    """Which change to undo; without one, the last."""

    model_config = example({"change_id": None})

    change_id: RecordId | None = None


class DecisionsForm(Form):
    """What a coordinator says to a preview: which corrections the file may overwrite, and who is meant."""

    model_config = example({"overwrite": ["people:V001:phone"], "join": {}})

    overwrite: Annotated[list[_Entry], Field(max_length=20_000)] = Field(default_factory=list)
    join: Annotated[dict[_Entry, _Entry], Field(max_length=20_000)] = Field(default_factory=dict)
