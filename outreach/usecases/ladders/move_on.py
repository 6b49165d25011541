"""The clock: reaches every step that is due, whoever is or is not there to look. Called by each round of jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, and_, or_
from sqlmodel import Session, col, select

from outreach.records import Ladder, LadderStep
from outreach.records.database import OfficeRecords, again_if_in_the_way, office_records
from outreach.usecases.ladders.lock_ladder import lock_ladder, step_on
from outreach.usecases.ladders.reach import reach
from outreach.usecases.ladders.tell_of_step import tell_of_step


@dataclass(slots=True)
class Moved:
    """What one round has done: steps reached, and further people told of a step that nobody has taken."""

    reached: int = 0
    told: int = 0


def move_on(engine: Engine, *, now: dt.datetime) -> Moved:
    """Reach what is due in every office, each step in a transaction of its own, exactly once whatever runs beside it:
    the ladder is locked, and looked at again, before anything is done.

    What goes wrong with one ladder keeps no other from moving on; the first such error is raised at the end.
    """
    moved, errors = Moved(), list[Exception]()
    for office_id, ladder_id in _due(engine, now):
        try:
            while again_if_in_the_way(lambda: _one_step(engine, office_id, ladder_id, now, moved)):  # noqa: B023
                pass
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return moved


def _due(engine: Engine, now: dt.datetime) -> Sequence[tuple[str, str]]:
    """Office and ladder of everything that is due, the longest overdue first."""
    following = and_(col(LadderStep.number) == Ladder.number + 1, col(LadderStep.due) <= now)
    asking = and_(col(LadderStep.number) == Ladder.number, col(LadderStep.ask_next) <= now)
    asked = (
        select(Ladder.office_id, Ladder.id)
        .join(LadderStep, col(LadderStep.ladder_id) == col(Ladder.id))
        .where(col(Ladder.closed).is_(None), or_(following, asking))
        .order_by(col(LadderStep.due))
    )
    with Session(engine.execution_options(writes=False)) as session:
        return list(dict.fromkeys((office_id, ladder_id) for office_id, ladder_id in session.exec(asked)))


def _one_step(engine: Engine, office_id: str, ladder_id: str, now: dt.datetime, moved: Moved) -> bool:
    """One thing that is due at this ladder, if there is any still; whether there was."""
    with office_records(engine, office_id=office_id) as records:
        do = _what_is_due(records, ladder_id, now, moved)
        if do is not None:
            do()
    return do is not None


def _what_is_due(records: OfficeRecords, ladder_id: str, now: dt.datetime, moved: Moved) -> Callable[[], None] | None:
    ladder, steps = lock_ladder(records, ladder_id)
    if ladder.closed is not None:
        return None
    if ladder.number < len(steps) and steps[ladder.number].due <= now:

        def go_on() -> None:
            reach(records, ladder, steps, ladder.number + 1, now=now)
            moved.reached += 1

        return go_on
    step = step_on(ladder, steps)
    if step.ask_next is not None and step.ask_next <= now:

        def ask() -> None:
            tell_of_step(records, ladder, step, now=now)
            moved.told += 1

        return ask
    return None
