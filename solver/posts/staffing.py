"""Who has which roster, how many are at each post, and what one more person there would be worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.posts.layout import Layout
from solver.posts.rostering import plain_charge
from solver.posts.sheet import NEVER, WEEKEND, Ints

Key = tuple[int, int, int, int]


class Roster(NamedTuple):
    """One person's choices by day, the posts in them, and what they cost that person alone (hundredths of a second)."""

    choices: tuple[int, ...]
    posts: Ints
    cost: int


def roster_of(layout: Layout, person: int, choices: Sequence[int] | Ints) -> Roster:
    """The roster of these choices, one a day."""
    sheet = layout.sheets[person]
    chosen = np.asarray(choices, np.int64)
    posts = sheet.posts[chosen].ravel()
    cost = int(sheet.own[chosen].sum())
    for tally in range(sheet.amount.shape[1]):
        if tally != sheet.rules[WEEKEND]:
            sums = np.zeros(int(sheet.period[tally].max()) + 1, np.int64)
            np.add.at(sums, sheet.period[tally], sheet.amount[chosen, tally])
            cost += sum(int(plain_charge(sheet.terms, tally, period, value)) for period, value in enumerate(sums))
    return Roster(tuple(int(choice) for choice in chosen), posts[posts < len(layout.posts)], cost)


class Staffing:
    """Rosters of some or all persons. `counts[q]`: persons at post `q`; `mixed[m]`: those that a mix asks for."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rosters: list[Roster | None] = [None] * len(layout.sheets)
        self.counts = np.zeros(len(layout.posts), np.int64)
        self.mixed = np.zeros(len(layout.mixes), np.int64)
        self.saved = np.concatenate(
            [np.zeros((len(layout.posts), 1, 3), np.int64), np.cumsum(layout.savings, axis=1)], axis=1
        )

    def copy(self) -> Staffing:
        """The same staffing, to be changed on its own."""
        other = object.__new__(Staffing)
        other.layout, other.saved = self.layout, self.saved
        other.rosters, other.counts, other.mixed = self.rosters[:], self.counts.copy(), self.mixed.copy()
        return other

    def put(self, person: int, roster: Roster) -> None:
        """Give this person this roster instead of the present one."""
        self.take(person)
        self.rosters[person] = roster
        self._count(person, roster, 1)

    def take(self, person: int) -> Roster | None:
        """Take this person's roster away; returns it."""
        roster = self.rosters[person]
        if roster is not None:
            self.rosters[person] = None
            self._count(person, roster, -1)
        return roster

    def _count(self, person: int, roster: Roster, change: int) -> None:
        self.counts[roster.posts] += change
        if self.layout.mixes:
            for shift in self.layout.of_shift[roster.posts]:
                for number in self.layout.mixed.get(int(shift), ()):
                    self.mixed[number] += change * int(self.layout.mixes[number].counts[person])

    def staff(self) -> Ints:
        """Persons in each shift."""
        found = np.zeros(len(self.layout.problem.shifts), np.int64)
        np.add.at(found, self.layout.of_shift, self.counts)
        return found

    def without(self, persons: list[int]) -> Staffing:
        """The staffing of all other persons."""
        other = self.copy()
        for person in persons:
            other.take(person)
        return other

    def failing(self) -> set[int]:
        """Shifts that are staffed without the mix of roles that they need."""
        staff = self.staff() if self.layout.mixes else ()
        return {
            mix.shift for number, mix in enumerate(self.layout.mixes) if self._lack(number, int(staff[mix.shift]), 0)
        }

    def lacking(self) -> int:
        """Persons who lack in mixes of shifts that are staffed."""
        staff = self.staff() if self.layout.mixes else ()
        return sum(self._lack(number, int(staff[mix.shift]), 0) for number, mix in enumerate(self.layout.mixes))

    def key(self) -> Key:
        """What staffings are compared by: persons lacking in mixes, then the levels; constants are left out."""
        missed, left, cost = (-int(v) for v in self.saved[np.arange(len(self.counts)), self.counts].sum(axis=0))
        return self.lacking(), missed, left, cost + sum(roster.cost for roster in self.rosters if roster is not None)

    def prices(self, person: int, worth: Ints) -> Ints:
        """What each post costs this person, who has no roster now, when savings are worth `worth`; 0 for no post."""
        prices = np.zeros(len(self.counts) + 1, np.int64)
        prices[:-1] = -worth[np.arange(len(self.counts)), self.counts]
        if self.layout.mixes:
            staff = self.staff()
            lack = [self._lack(number, int(staff[mix.shift]), 0) for number, mix in enumerate(self.layout.mixes)]
            more = np.zeros(len(staff), np.int64)
            for number, mix in enumerate(self.layout.mixes):
                then = self._lack(number, int(staff[mix.shift]) + 1, int(mix.counts[person]))
                more[mix.shift] += (then - lack[number]) * self.layout.lack
            prices[:-1] += more[self.layout.of_shift]
        return np.minimum(prices, NEVER)

    def _lack(self, number: int, staff: int, more: int) -> int:
        return max(0, self.layout.mixes[number].least - int(self.mixed[number]) - more) if staff else 0
