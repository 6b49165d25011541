"""What every form has in common: nothing unknown, nothing guessed, nothing beyond its bounds."""

from __future__ import annotations

import copy
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, create_model
from pydantic_core import PydanticCustomError, PydanticUndefined

LONGEST_TEXT = 1000
LONGEST_SHORT_TEXT = 200
LONGEST_CODE = 40
MOST_ROWS = 500

# Control characters: no screen shows them, and PostgreSQL keeps no NUL. Nor is there room for what turns a line of text
# round, or is not there at all: two names that look alike would be two people.
_UNSEEN = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\ufff0-\uffff"
_PLAIN = rf"^[^\u0000-\u001f\u007f-\u009f{_UNSEEN}]*$"
_IS_PLAIN = re.compile(_PLAIN)
_EMAIL = r"^$|^[^\s,;:@<>\"?&]+@[^\s,;:@<>\"?&]+$"
_CODE = r"^[\w.\-]+$"


class Form(BaseModel):
    """Something handed in. Unknown fields are refused; no field is turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Shown(Form):
    """What is shown of a kept record. `etag`: what `If-Match` wants when it is changed. `corrected`: fields that
    somebody corrected by hand, which an import leaves alone.
    """

    id: str
    etag: str = ""
    corrected: list[str] = Field(default_factory=list)


def is_plain(text: str) -> bool:
    """Whether a text holds no control characters, and nothing that cannot be seen."""
    return _IS_PLAIN.fullmatch(text) is not None


def is_one_address(text: str) -> bool:
    """Whether this is one mail address and nothing else."""
    return "@" in text and re.match(_EMAIL, text) is not None


def _without_control_characters(text: str) -> str:
    if not is_plain(text):
        raise PydanticCustomError("control_characters", "control characters")
    return text


def _each_once(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise PydanticCustomError("repeated", "a value stands twice")
    return values


def _words_of_code(text: str) -> str:
    if not all(sign.isalnum() or sign in "_.-" for sign in text):
        raise PydanticCustomError("bad_code", "not a code")
    return text


_NO_CONTROL = AfterValidator(_without_control_characters)
_SHOWN_AS_PLAIN = Field(json_schema_extra={"pattern": _PLAIN})

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT), _SHOWN_AS_PLAIN, _NO_CONTROL]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT), _SHOWN_AS_PLAIN, _NO_CONTROL
]
ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_SHORT_TEXT), _SHOWN_AS_PLAIN, _NO_CONTROL
]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), _SHOWN_AS_PLAIN, _NO_CONTROL
]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=_EMAIL)]
Letter = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1), _SHOWN_AS_PLAIN, _NO_CONTROL
]
Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_CODE),
    Field(json_schema_extra={"pattern": _CODE}),
    AfterValidator(_words_of_code),
]
RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Words = Annotated[
    list[Name],
    Field(max_length=MOST_ROWS, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_each_once),
]


def example(fields: Any) -> ConfigDict:
    """What a form's description shows as an example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


def patch_of(form: type[Form], *, without: tuple[str, ...] = ()) -> type[Form]:
    """The same fields, none of them required: those that stand in `model_fields_set` are to change."""
    fields: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        if name in without:
            continue
        optional = copy.copy(field)
        # A factory and not a default: the schema then says nothing of a value that is never kept.
        optional.default, optional.default_factory = PydanticUndefined, _nothing
        fields[name] = (field.annotation, optional)
    name = form.__name__.removesuffix("Form") + "Patch"
    examples = form.model_config.get("json_schema_extra")
    patch = create_model(name, __base__=Form, __doc__=f"What may be changed of a {form.__name__}.", **fields)
    if isinstance(examples, dict):
        patch.model_config["json_schema_extra"] = examples
        patch.model_rebuild(force=True)
    return patch


def _nothing() -> None:
    return None
