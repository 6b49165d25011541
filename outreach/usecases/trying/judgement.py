"""What a change by hand comes to: what it breaks, what moves, what it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from outreach.refusals import Conflict, Refusal
from outreach.usecases.weeks.compare_rosters import PersonDay, Seat

Figure = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One rule that a change breaks and that was not broken before.

    `rule`: as `solver.rules.ORDER` calls it. `item_key`, `label`: the work it is about (`""`: a person's whole day or
    week). `person_id`: whom it is about (`""`: nobody in particular). `figures`: what its sentence needs, such as
    `skills`, `limit`, `over` (minutes), `other`, `from`, `until`; see `api/breaches.py`.
    """

    rule: str
    item_key: str = ""
    label: str = ""
    person_id: str = ""
    date: dt.date | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A change, judged. `ok`: it breaks nothing that was not broken before.

    `people`: every person's day that changes, as `compare_rosters` tells them. `unserved`, `served`: what nobody does
    any more, and what somebody does now (seat 0: a whole task). `missed`, `left`: change of levels 1 and 2; `minutes`:
    of the cost, below zero is better. `start`: when the seat begins. `names`: of the people named, by id.
    """

    ok: bool
    breaks: tuple[Break, ...]
    people: tuple[PersonDay, ...]
    unserved: tuple[Seat, ...]
    served: tuple[Seat, ...]
    missed: int
    left: int
    minutes: float
    start: dt.datetime | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A change that was kept. `roster_id`: the draft it is in now; `is_new`: made for it, from a published roster."""

    roster_id: str
    is_new: bool
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A change that was taken back: whose days are as they were before, and how many more can be."""

    roster_id: str
    cells: tuple[tuple[str, dt.date], ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way to fill one seat. `breaks`: none; or the one thing that stands in the way, of who only just fails.

    `minutes`: change of the cost; `travel`: more minutes on the way. `hours`: served by this person in the week with
    it, `target`: how many suit them (0: no target). `people`: whose days change, this person's first. `crew`: who else
    comes.
    """

    person_id: str
    name: str
    role: str
    item_key: str
    seat: int
    letter: str
    label: str
    date: dt.date
    start: dt.datetime
    end: dt.datetime
    missed: int
    left: int
    minutes: float
    travel: int
    hours: float
    target: float
    people: tuple[PersonDay, ...]
    crew: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether it breaks nothing."""
        return not self.breaks


class BreaksRules(Conflict):
    """A change was not kept, since it breaks rules. `judgement`: which."""

    def __init__(self, judgement: Judgement) -> None:
        number = len(judgement.breaks)
        super().__init__(
            Refusal(
                "breaks_rules",
                f"這樣排有 {number} 處不符規定，所以沒有存；請換人或換時間。",
                f"This breaks {number} rules and was not kept; choose somebody else or another time.",
            )
        )
        self.judgement = judgement
