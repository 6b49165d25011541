"""How fast ladders are, who is told, and whom an officer may ask to look."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from outreach.forms.base import Form, RecordId, ShortText, example

_EXAMPLE = {
    "paces": [
        {
            "need_grade": 4,
            "again": 15,
            "phone": 15,
            "contact": 15,
            "village_head": 30,
            "emergency": 30,
            "patience": 10,
        }
    ],
    "officers": ["0" * 32],
    "grace": 30,
    "remind": 15,
    "heads": [{"village": "平通里", "name": "王里長", "phone": "06-000-0100"}],
}
MOST_OFFICERS, MOST_VILLAGES = 5, 200
_Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
_Short = Annotated[int, Field(ge=1, le=240)]


class PaceForm(Form):
    """Minutes of one need grade: of each step from the one before, and until the next officer is told."""

    need_grade: Annotated[int, Field(ge=0, le=4)]
    again: _Minutes
    phone: _Minutes
    contact: _Minutes
    village_head: _Minutes
    emergency: _Minutes
    patience: _Short


class VillageHeadForm(Form):
    """The 里長 of one 里."""

    village: ShortText
    name: ShortText = ""
    phone: ShortText = ""


class LadderSettingsForm(Form):
    """All that an office sets about its clocks. `officers`: persons in the order in which they are told. `grace`,
    `remind`: as `WatchSetting` has them.
    """

    model_config = example(_EXAMPLE)

    paces: Annotated[list[PaceForm], Field(max_length=5)]
    officers: Annotated[list[RecordId], Field(max_length=MOST_OFFICERS)]
    grace: Annotated[int, Field(ge=5, le=240)]
    remind: Annotated[int, Field(ge=5, le=240)]
    heads: Annotated[list[VillageHeadForm], Field(max_length=MOST_VILLAGES)] = Field(default_factory=list)
