"""What pages with forms have in common: one transaction for what is done, and the sentences beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import Request
from pydantic import ValidationError

from api.doors.gate import actor_of
from api.language import language_of
from api.pages.page import parts_of
from api.problems import problem_of
from api.wrong_fields import wrong_fields
from outreach.records.database import OfficeRecords, again_if_in_the_way, changed_records
from outreach.refusals import Refused

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form. `fields`: a sentence by the name of the field; `others`: about none of them.
    `differences`: where somebody else has changed the same meanwhile, as `api.problems.Problem` has them.
    """

    status: int = 200
    fields: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    differences: tuple[dict[str, Any], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.fields or self.others or self.differences)


NOTHING_WRONG = Wrong()


def act(request: Request, verb: str, work: Callable[[OfficeRecords], T]) -> T:
    """Do it for the visitor in one transaction, kept as one change; again when another transaction was in the way."""
    parts, actor = parts_of(request), actor_of(request)

    def do() -> T:
        now = parts.clock.now()
        with changed_records(parts.engine, actor.office_id, verb, account_id=actor.account_id, now=now) as records:
            return work(records)

    return again_if_in_the_way(do)


def wrong_of(request: Request, error: Refused | ValidationError) -> Wrong:
    """What is wrong, in the visitor's language: each sentence at its field as far as it names one."""
    english = language_of(request) == "en"
    if isinstance(error, ValidationError):
        told = wrong_fields([{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)])
        fields: dict[str, str] = {}
        for one in told:
            fields.setdefault(one.field, one.en if english else one.zh)
        return Wrong(422, fields)
    problem = problem_of(error, parts_of(request).clock.now())
    fields, others = {}, []
    for refusal in problem.refusals:
        sentence = refusal.en if english else refusal.zh
        if refusal.field and refusal.field not in fields:
            fields[refusal.field] = sentence
        else:
            others.append(sentence)
    return Wrong(problem.status, fields, tuple(others), problem.differences, problem.headers)
