"""What is handed in from the field: one thing that happened at one stop or shift."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from outreach.forms.base import Form, RecordId, ShortText, Text, example
from outreach.forms.moments import Moment

Outcome = Literal[
    "seen", "handed_over", "served", "no_answer", "refused", "not_here", "hospital", "moved", "rescheduled", "other"
]
"""見到本人, 已交付, 已完成, 未遇（無人應門）, 不願受訪, 不住這裡, 住院中, 已搬走, 改期, 其他.
`served`: a shift or drive.
"""
Condition = Literal["well", "unwell", "fell", "low", "confused", "alone_worry", "home_unsafe", "needs_help"]
"""How the person was: 安好, 身體不適, 跌倒, 情緒低落, 意識或記憶混亂, 擔心獨處, 居家環境不安全, 需要協助."""
Action = Literal["arrive", "leave", "result"]

MOST_STROKES, MOST_POINTS = 60, 400
_Points = Annotated[list[Annotated[int, Field(ge=0, le=1000)]], Field(min_length=2, max_length=2 * MOST_POINTS)]
_Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
_Count = Annotated[int, Field(ge=0, le=100_000)]


class ResultForm(Form):
    """What came of a stop or a shift. `seen`: in person; has to be said of a delivery. `items`: what was handed over.
    `strokes`: the signature, polylines of x, y, x, y … from 0 to 1000.
    """

    outcome: Outcome
    seen: bool | None = None
    condition: Annotated[list[Condition], Field(max_length=8)] = Field(default_factory=list)
    items: ShortText = ""
    remarks: Text = ""
    strokes: Annotated[list[_Points], Field(max_length=MOST_STROKES)] = Field(default_factory=list)
    witness: ShortText = ""
    satisfaction: Annotated[int, Field(ge=1, le=5)] | None = None
    people_served: _Count | None = None
    forms_received: _Count | None = None


class EntryForm(Form):
    """One entry. `key`: made by the device, the same whenever it is sent again. `stop_id`: of the roster that
    the device knew. `at`: by the device's clock.
    """

    model_config = example(
        {
            "key": "0123456789abcdef0123456789abcdef",
            "stop_id": "0" * 32,
            "action": "result",
            "at": "2026-12-02T14:04:00+08:00",
            "result": {"outcome": "seen", "seen": True},
        }
    )

    key: _Key
    stop_id: RecordId
    action: Action
    at: Moment
    result: ResultForm | None = None

    @model_validator(mode="after")
    def _says_what_came_of_it(self) -> EntryForm:
        if (self.action == "result") != (self.result is not None):
            raise PydanticCustomError("result_missing", "result belongs to the action result")
        return self
