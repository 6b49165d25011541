"""Clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from outreach.forms.base import MOST_ROWS, Code, Form, Name, RecordId, ShortText, Shown, Text, Words, example, patch_of
from outreach.forms.person import Gender
from outreach.forms.place import PlaceForm, PlaceShown
from outreach.forms.sense import each_once
from outreach.refusals import Refusal

_EXAMPLE = {
    "code": "C0001",
    "name": "測試甲",
    "place": {"address": "育平路316號", "village": "育平里"},
    "need_grade": 3,
    "languages": ["閩南語"],
    "wishes": [{"person_id": "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081", "wish": "preferred"}],
}


class WishForm(Form):
    """What a client wishes about one person."""

    person_id: RecordId
    wish: Literal["preferred", "refused"]


class ClientForm(Form):
    """A person or household that is served. `need_grade`: 1 to 4, 0 when not graded."""

    model_config = example(_EXAMPLE)

    code: Code
    name: Name
    gender: Gender = ""
    birth_year: Annotated[int, Field(ge=1880, le=2100)] | None = None
    place: PlaceForm
    phone: Text = ""
    contact: ShortText = ""
    contact_phone: Text = ""
    need_grade: Annotated[int, Field(ge=0, le=4)] = 0
    groups: Words = Field(default_factory=list)
    languages: Words = Field(default_factory=list)
    companion: Literal["", "two_persons", "same_gender"] = ""
    note: Text = ""
    wishes: Annotated[list[WishForm], Field(max_length=MOST_ROWS)] = Field(default_factory=list)


class ClientShown(Shown):
    """A client as they are kept."""

    code: str
    name: str
    gender: str
    birth_year: int | None
    place: PlaceShown
    phone: str
    contact: str
    contact_phone: str
    need_grade: int
    groups: list[str]
    languages: list[str]
    companion: str
    note: str
    wishes: list[WishForm]


def sense(client: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    yield from each_once((one.person_id for one in client.wishes), "wishes")


ClientPatch = patch_of(ClientForm)
