"""The first step of whoever changes a ladder: nobody else does until this transaction ends."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import select

from outreach.records import Ladder, LadderStep
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal

_CLOSED = Refusal(
    "ladder_closed",
    "已經有人見到本人，這件未遇處理關閉了。",
    "Somebody has seen the person meanwhile; this is closed.",
)
_MOVED = Refusal(
    "step_moved_on",
    "已經到下一步了，請看最新的狀況再按。",
    "It has moved on to the next step; look at how it is now.",
)


def lock_ladder(records: OfficeRecords, ladder_id: str) -> tuple[Ladder, Sequence[LadderStep]]:
    """The ladder as it is now, and its steps in order. Raises `NotThere`."""
    asked = select(Ladder).where(Ladder.id == ladder_id).with_for_update(key_share=True)
    ladder = records.session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if ladder is None:
        raise NotThere
    steps = select(LadderStep).where(LadderStep.ladder_id == ladder_id).execution_options(populate_existing=True)
    return ladder, sorted(records.session.exec(steps).all(), key=lambda step: step.number)


def lock_step(records: OfficeRecords, ladder_id: str, number: int) -> tuple[Ladder, LadderStep, Sequence[LadderStep]]:
    """An open ladder, the step that is on, and all steps. `number`: of the step that somebody has seen as the one that
    is on. Raises `NotThere`, and `Conflict`: `ladder_closed`, `step_moved_on`.
    """
    ladder, steps = lock_ladder(records, ladder_id)
    if ladder.closed is not None:
        raise Conflict(_CLOSED)
    step = step_on(ladder, steps)
    if step.number != number:
        raise Conflict(_MOVED)
    return ladder, step, steps


def step_on(ladder: Ladder, steps: Sequence[LadderStep]) -> LadderStep:
    """The step that somebody can do something about: before the first is reached, that one."""
    return steps[max(0, ladder.number - 1)]
