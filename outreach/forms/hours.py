"""What is handed in when hours are signed off, or that is taken back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from outreach.forms.base import MOST_ROWS, Form, RecordId, ShortText, example
from outreach.forms.moments import FIRST_YEAR, LAST_YEAR

_LOG = "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081"
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def read_month(given: Any) -> Any:
    """`2026-12` as the first day of that month."""
    if isinstance(given, str):
        if not _MONTH.fullmatch(given) or not FIRST_YEAR <= int(given[:4]) <= LAST_YEAR:
            raise PydanticCustomError("bad_month", "not a month")
        return dt.date(int(given[:4]), int(given[5:]), 1)
    return given


Month = Annotated[
    dt.date,
    BeforeValidator(read_month),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-12"]}),
]


class SignedRowForm(Form):
    """One row of the visit log, and the minutes that the registrar has seen there."""

    log_id: RecordId
    minutes: Annotated[int, Field(ge=1, le=24 * 60)]


class SignOffForm(Form):
    """The rows to be signed off: all of them or none."""

    model_config = example({"rows": [{"log_id": _LOG, "minutes": 45}]})

    rows: Annotated[list[SignedRowForm], Field(min_length=1, max_length=MOST_ROWS)]


class WithdrawalForm(Form):
    """Why a sign-off is taken back."""

    model_config = example({"reason": "時間記錯"})

    reason: ShortText = ""
