"""What volunteers' hours depend on: trainings, insurance, and how much training is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from outreach.forms.base import Form, RecordId, ShortText, Shown, example, patch_of
from outreach.forms.moments import Date
from outreach.forms.sense import in_order
from outreach.refusals import Refusal

TrainingKind = Literal["basic", "special"]
_Hours = Annotated[float, Field(ge=0, le=1000)]
_SomeHours = Annotated[float, Field(ge=0.1, le=1000)]

_PERSON = "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081"
_TRAINING = {"person_id": _PERSON, "kind": "special", "category": "社會福利", "hours": 6, "date": "2026-03-14"}
_INSURANCE = {"person_id": _PERSON, "start": "2026-01-01", "end": "2026-12-31", "policy": "團險"}
_RULE = {"kind": "special", "category": "社會福利", "hours": 6, "start": "2026-01-01"}


class TrainingForm(Form):
    """A training that a person has had. `category`: of a special one; basic training has none."""

    model_config = example(_TRAINING)

    person_id: RecordId
    kind: TrainingKind
    category: ShortText = ""
    hours: _SomeHours
    date: Date
    provider: ShortText = ""


class TrainingShown(Shown):
    """A training as it is kept."""

    person_id: str
    kind: str
    category: str
    hours: float
    date: Date
    provider: str


class InsuranceForm(Form):
    """A span in which a person is insured; `end` is the last day of it."""

    model_config = example(_INSURANCE)

    person_id: RecordId
    start: Date
    end: Date
    policy: ShortText = ""


class InsuranceShown(Shown):
    """An insurance as it is kept."""

    person_id: str
    start: Date
    end: Date
    policy: str


class TrainingRuleForm(Form):
    """How many hours of a training are asked from a date on; `0`: none."""

    model_config = example(_RULE)

    kind: TrainingKind
    category: ShortText = ""
    hours: _Hours
    start: Date


class TrainingRuleShown(Shown):
    """A rule as it is kept."""

    kind: str
    category: str
    hours: float
    start: Date


def sense_of_training(training: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    if training.kind == "special" and not training.category:
        yield Refusal(
            "category_missing",
            "特殊訓練要填類別，例：社會福利。",
            "Special training needs its category, such as 社會福利.",
            "category",
        )
    yield from no_category_of_basic(training)


def no_category_of_basic(training: Any) -> Iterator[Refusal]:
    """A refusal when basic training has a category."""
    if training.kind == "basic" and training.category:
        yield Refusal(
            "category_of_basic",
            "基礎訓練不分類別，請留空。",
            "Basic training has no category: leave it empty.",
            "category",
        )


def sense_of_insurance(insurance: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    yield from in_order(insurance.start, insurance.end, "end", same_is_right=True)


TrainingPatch = patch_of(TrainingForm)
InsurancePatch = patch_of(InsuranceForm)
TrainingRulePatch = patch_of(TrainingRuleForm)
