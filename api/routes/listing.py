"""What a list can be asked with, made from what its kind of record says."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from outreach.forms.base import Form, RecordId, ShortText, example
from outreach.forms.moments import Date
from outreach.usecases.keeping.kind import Filter, Kind
from outreach.usecases.keeping.list_records import MOST_ON_A_PAGE


def _read_truth(given: Any) -> Any:
    if given not in ("true", "false"):
        raise PydanticCustomError("bool_type", "neither true nor false")
    return given == "true"


_Truth = Annotated[bool, BeforeValidator(_read_truth), WithJsonSchema({"type": "boolean"})]
_Number = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]


_Limit = Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE, examples=[50])]
_Cursor = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[A-Za-z0-9_-]*$")]


class Listing(Form):
    """A page of a list: at most `limit` records behind the cursor `after`; `q`: a word that they must hold."""

    model_config = ConfigDict(strict=False)

    limit: _Limit = 50
    after: _Cursor = ""
    q: ShortText = ""
    lang: ShortText = ""


class Search(Form):
    """A word to be looked for, in names, phones and notes too; paging as in a list."""

    model_config = example({"q": "秀琴", "limit": 20})

    q: Annotated[ShortText, StringConstraints(min_length=1)]
    limit: _Limit = 50
    after: _Cursor = ""


def listing_of(kind: Kind) -> type[Listing]:
    """The query parameters of this kind's list."""
    fields: dict[str, Any] = {name: (_type_of(kind, one) | None, None) for name, one in kind.filters.items()}
    return create_model(f"{kind.record.__name__}Listing", __base__=Listing, **fields)


def _type_of(kind: Kind, one: Filter) -> Any:
    if one.field.endswith("_id"):
        return RecordId
    annotation: Any = kind.record.model_fields[one.field].annotation
    return {bool: _Truth, int: _Number, dt.date: Date}.get(annotation, ShortText)
