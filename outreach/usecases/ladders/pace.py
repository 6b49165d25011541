"""How fast a ladder is: its steps with their minutes, by the client's need grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from outreach.records import LadderSetting, WatchSetting
from outreach.records.database import OfficeRecords

StepKind = Literal["again", "phone", "contact", "village_head", "emergency"]
STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)
"""In the order in which they follow each other."""
GRADES = (4, 3, 2, 1, 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """`minutes`: of each step of `STEP_KINDS`, from the one before; the first from the door. `patience`: minutes until
    the next officer is told of a step that nobody has taken.
    """

    minutes: tuple[int, ...]
    patience: int


DEFAULTS: Mapping[int, Pace] = {
    4: Pace((15, 5, 10, 20, 20), 5),
    3: Pace((120, 15, 30, 30, 30), 10),
    2: Pace((120, 30, 60, 60, 60), 15),
    1: Pace((180, 30, 60, 60, 30), 15),
    # Nobody has said how much they need: that is no reason to be slow.
    0: Pace((120, 30, 60, 60, 60), 15),
}
"""While the office has set nothing. None takes longer than the six hours after which a death was reported that an
earlier look would have prevented; with grade 4 the whole of it takes 70 minutes.
"""


def paces(records: OfficeRecords) -> dict[int, Pace]:
    """Of every need grade: as the office has set it, or the default."""
    return {**DEFAULTS, **{one.need_grade: _as_set(one) for one in records.all(LadderSetting)}}


def pace_of(records: OfficeRecords, need_grade: int) -> Pace:
    """Of one need grade."""
    found = records.all(LadderSetting, LadderSetting.need_grade == need_grade)
    return _as_set(found[0]) if found else DEFAULTS.get(need_grade, DEFAULTS[0])


def _as_set(setting: LadderSetting) -> Pace:
    minutes = {step["kind"]: int(step["minutes"]) for step in setting.steps}
    default = DEFAULTS.get(setting.need_grade, DEFAULTS[0])
    return Pace(
        tuple(minutes.get(kind, usual) for kind, usual in zip(STEP_KINDS, default.minutes, strict=True)),
        setting.patience,
    )


def watch_of(records: OfficeRecords) -> WatchSetting:
    """What the office has set about its clocks, or the defaults, which are not kept."""
    found = records.all(WatchSetting)
    return found[0] if found else WatchSetting(office_id=records.office.id)
