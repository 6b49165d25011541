"""One person's turns, week by week, beside the average of their role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from outreach.planning.turns_so_far import turns_so_far, week_by_week
from outreach.refusals import NotThere
from outreach.usecases.showing.people_rows import PersonEntry
from outreach.usecases.showing.person_rows import PersonRow, Turn
from outreach.usecases.showing.show_week import Board, WeekRows


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfTurn:
    """One kind: what the person had, week by week as in `PersonTurns.weeks`, and in this week. `average`: of the role.
    `told`: what the workbook says of the time before; `start`: what a newcomer begins at.
    """

    turn: Turn
    average: float
    told: int
    start: int
    by_week: tuple[int, ...]
    now: int

    @property
    def counts(self) -> tuple[int, ...]:
        """Week by week, this one last."""
        return (*self.by_week, self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTurns:
    """`weeks`: the Mondays of the remembered weeks, the oldest first. `rostered`: those with a published roster."""

    person: PersonEntry
    row: PersonRow
    weeks: tuple[dt.date, ...]
    rostered: frozenset[dt.date]
    kinds: tuple[KindOfTurn, ...]

    @property
    def most(self) -> int:
        """The most turns of a kind in one week, at least 1."""
        return max((count for kind in self.kinds for count in kind.counts), default=0) or 1


def person_turns(rows: WeekRows, board: Board, person_id: str) -> PersonTurns:
    """What the board says of this person's turns, and where it comes from.

    Raises `NotThere` for nobody of the office.
    """
    people, history = rows.people.people, rows.people.history
    person = next((one for one in people if one.id == person_id), None)
    if person is None:
        raise NotThere
    group = next(group for group in board.groups if group.role == person.role)
    row = next(one for one in (*group.busy, *group.idle) if one.person_id == person_id)
    averages, before = dict(group.averages), turns_so_far(people, history)[person_id]
    weeks: list[tuple[dt.date, Mapping[str, int]]] = list(week_by_week(history, person_id))
    return PersonTurns(
        person=person,
        row=row,
        weeks=tuple(monday for monday, _ in weeks),
        rostered=frozenset(history.weeks),
        kinds=tuple(
            KindOfTurn(
                turn=turn,
                average=averages[turn.kind],
                told=person.turns.get(turn.kind, 0),
                start=before.start.get(turn.kind, 0),
                by_week=tuple(counts.get(turn.kind, 0) for _, counts in weeks),
                now=turn.count - before.count(turn.kind),
            )
            for turn in row.turns
        ),
    )
