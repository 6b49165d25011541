"""Saves what was typed: checked control by control, in one transaction that is kept as one change."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from outreach.forms.base import Form
from outreach.records.database import OfficeRecords
from outreach.refusals import Refusal


def checked(
    request: Request, form: type[Form], data: Mapping[str, Any], unreadable: Mapping[str, Refusal]
) -> tuple[Form | None, Wrong]:
    """The form, or what is wrong with it: what cannot be read at all first."""
    english = language_of(request) == "en"
    fields = {path: refusal.en if english else refusal.zh for path, refusal in unreadable.items()}
    given = None
    try:
        given = form.model_validate_json(json.dumps(data))
    except ValidationError as error:
        # What cannot be read stands first: it is what is told where both are about one control.
        fields |= {path: said for path, said in wrong_of(request, error).fields.items() if path not in fields}
    if fields:
        return None, Wrong(422, fields)
    return given, NOTHING_WRONG


def saved(request: Request, verb: str, work: Callable[[OfficeRecords], str]) -> Response:
    """Do it, and lead to the address that `work` says, which then tells what was saved."""
    held: list[OfficeRecords] = []

    def do(records: OfficeRecords) -> str:
        held.append(records)
        return work(records)

    address = act(request, verb, do)
    change = held[-1].change
    return RedirectResponse(f"{address}?saved={change.id}" if change else f"{address}?same=1", status_code=303)
