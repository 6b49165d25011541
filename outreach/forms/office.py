"""The office's settings."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from outreach.forms.base import Form, Title, example, patch_of

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_SIGNS = re.compile(r"https?://[A-Za-z0-9.:-]+/?")
_PHONE = r"^$|^[+0-9(][0-9 ()#\-]{4,29}( ?(分機|轉|ext\.?) ?[0-9]{1,6})?$"
_EXAMPLE = {"name": "示範區公所", "address": "https://roster.example.gov.tw", "contact": "06-000-0100 分機 12"}


def _base_address(text: str) -> str:
    """`https://host` or `https://host:port`: no path, no name and password, no question."""
    if not text:
        return text
    try:
        parts = urlsplit(text if _SIGNS.fullmatch(text) else "")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise PydanticCustomError("bad_address", "not a base address") from None
    if not _HOST.fullmatch(host) or port == 0:
        raise PydanticCustomError("bad_address", "not a base address")
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")


Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=300),
    Field(json_schema_extra={"pattern": r"^$|^https?://[A-Za-z0-9.:\-]+/?$"}),
    AfterValidator(_base_address),
]
Contact = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=_PHONE)]


class OfficeForm(Form):
    """What the office is called, where this service is found from outside, and the phone that answers questions.

    `navigation`: the phones of the field may hand the place of a stop to a map service outside. `asks_outside`: whoever
    sets a pin may ask the geocoder outside where one address is.
    `insurance`: whether a roster is published that has volunteers on days without insurance: nobody asks, somebody has
    to insist (once any insurance is kept), never. `training_day_counts`: service on the day on which training was
    completed counts.
    """

    model_config = example(_EXAMPLE)

    name: Title
    address: Address = ""
    contact: Contact = ""
    navigation: bool = False
    asks_outside: bool = False
    insurance: Literal["off", "warn", "block"] = "warn"
    training_day_counts: bool = False


class OfficeShown(Form):
    """The office's settings as they are kept. `etag`: what `If-Match` wants when they are changed."""

    etag: str
    name: str
    address: str
    contact: str
    navigation: bool
    asks_outside: bool
    insurance: str
    training_day_counts: bool
    sample: bool


OfficePatch = patch_of(OfficeForm)
