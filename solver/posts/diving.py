"""Diving: rosters of some persons made anew at once, by column generation and rounding.

The linear program over known rosters gives prices; at these each person's best roster is looked for and added, until
none is cheaper. Then the roster with the greatest share is given to its person for good, and so on. What comes out
is compared with what was there before.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator

import numpy as np

from solver.posts.annealing import anneal
from solver.posts.layout import Layout
from solver.posts.master import Duals, Master
from solver.posts.rostering import WIDTH, Rostering
from solver.posts.sheet import NEVER, Ints
from solver.posts.staffing import Roster, Staffing, roster_of

WORTH_IT = 20
"""Hundredths of a second by which a roster has to be cheaper to be looked at."""
ROUNDING = 20
"""Hundredths of a second that rounded prices may be wrong by, for one roster."""
WHOLE = 0.999
ROUNDS_AFTER = 6
"""Rounds of pricing after each roster that is fixed."""
EACH = 4
"""Rosters that one pricing may give."""
NEW = 60
"""Known rosters of a person that a dive begins with."""
REMEMBERED = 1000
SWEEPS = 400
"""Times that everybody's roster is made anew in the first annealing, on average."""
FREED = (3, 12)
"""Least and most persons whose rosters are made anew at once."""


class Diver:
    """Searches around one staffing, with random numbers of its own.

    `best`: the best staffing so far. `dived`: everybody's rosters have been made anew at once; `proved`: none is
    better; `exact`: no search for a roster was cut short.
    """

    def __init__(self, layout: Layout, seed: int) -> None:
        self.layout, self.random = layout, random.Random(seed)  # noqa: S311
        self.kernel = Rostering(layout.problem.weekends, layout.problem.days, layout.tallies)
        self.best = Staffing(layout)
        self.known: list[dict[tuple[int, ...], Roster]] = [{} for _ in layout.sheets]
        self.dived = self.proved = False
        self.exact = True
        self.bound: float | None = None

    # -- one person at a time -----------------------------------------------------------------------------------------

    def adopt(self, person: int, wanted: Collection[int]) -> None:
        """Give this person the roster of the best staffing with as many of these posts, and no others, as can be."""
        prices = np.full(len(self.layout.posts) + 1, NEVER, np.int64)
        prices[-1] = 0
        for post in wanted:
            if self.best.counts[post] < len(self.layout.posts[post].seats):
                prices[post] = -self.layout.lack
        self._give(self.best, person, prices, NEVER // 2, WIDTH)

    def reroster(self, staffing: Staffing, person: int, shut: Ints | None = None, *, quickly: bool = False) -> bool:
        """Give one person the best roster beside all others, without the posts `shut`; whether that changed it."""
        old = staffing.take(person)
        prices = staffing.prices(person, self.layout.strict)
        limit = NEVER // 2 if old is None or shut is not None else old.cost + int(prices[old.posts].sum())
        if shut is not None:
            prices[shut] = NEVER
        changed = self._give(staffing, person, prices, limit, WIDTH // 10 if quickly else WIDTH)
        if not changed and old is not None:
            staffing.put(person, old)
        return changed

    def _give(self, staffing: Staffing, person: int, prices: Ints, limit: int, width: int) -> bool:
        found = self.kernel.best(self.layout.sheets[person], prices, limit, 1, width)
        if len(found.rosters):
            staffing.put(person, roster_of(self.layout, person, found.rosters[0]))
        return len(found.rosters) > 0

    def settle(self, staffing: Staffing) -> Iterator[None]:
        """Reroster one by one until nobody can do better alone; then leave shifts whose mix of roles does not hold."""
        people = list(range(len(self.layout.sheets)))
        changed = True
        while changed:
            self.random.shuffle(people)
            changed = False
            for person in people:
                changed |= self.reroster(staffing, person)
                yield
        self.tidy(staffing)

    def tidy(self, staffing: Staffing) -> None:
        """Take everybody out of shifts whose mix of roles does not hold."""
        shut: set[int] = set()
        while failing := staffing.failing() - shut:
            shut |= failing
            posts = np.flatnonzero(np.isin(self.layout.of_shift, sorted(shut)))
            for person, roster in enumerate(staffing.rosters):
                if roster is not None and np.isin(roster.posts, posts).any():
                    self.reroster(staffing, person, posts)

    # -- several at once ----------------------------------------------------------------------------------------------

    def search(self) -> Iterator[None]:
        """Dive without end: with everybody first, then with a few persons after the other.

        While the plan is more than a seat's worth above the bound, anneal instead, each time longer.
        """
        people = list(range(len(self.layout.sheets)))
        yield from self.dive(people)
        self.dived = True
        sweeps = SWEEPS
        while True:
            if self._far():
                yield from anneal(self, sweeps)
                sweeps += SWEEPS
            least, most = (min(len(people), number) for number in FREED)
            yield
            yield from self.dive(self._together(self.random.randint(least, most)))

    def _together(self, size: int) -> list[int]:
        """Persons to make rosters anew for."""
        return sorted(self.random.sample(range(len(self.layout.sheets)), size))

    def dive(self, free: list[int]) -> Iterator[None]:
        """Make the rosters of these persons anew; the best staffing is replaced by one that is no worse."""
        others = self.best.copy()
        master = Master(self.layout, free, others.without(free))
        for person in free:
            self._add_known(master, person, self.best.rosters[person])
            others.take(person)
        open_, duals = list(free), master.solve()
        limit, first = (0.0 if duals is None else duals.cost), True
        while open_ and duals is not None:
            for _ in range(REMEMBERED if first else ROUNDS_AFTER):
                added = self._price(master, duals, open_, 2 * len(open_) // 3 if first else len(self.layout.posts))
                yield
                duals = master.solve() if added else duals
                if not added or duals is None:
                    break
            if duals is None or (first and self._hopeless(duals, limit, free)):
                return
            first = False
            for person, number in self._chosen(duals, open_):
                master.fix(person, number)
                others.put(person, master.rosters[person][number])
                open_.remove(person)
            duals = master.solve()
        if not open_:
            yield from self.settle(others)
            if others.key() <= self.best.key():
                self.best = others
                self._compare()

    def _hopeless(self, duals: Duals, limit: float, free: list[int]) -> bool:
        """Whether even rosters shared out in parts cost as much as what is there; the bound of the whole is kept."""
        if len(free) == len(self.layout.sheets) and self.bound is None:
            self.bound = duals.cost - (WORTH_IT + ROUNDING) * len(free)
            self._compare()
        return duals.cost > limit - WORTH_IT

    def _far(self) -> bool:
        """Whether the best staffing costs more than the bound by what the dearest seat saves, or more."""
        if self.bound is None or not self.layout.one_level or self.layout.mixes:
            return False
        return self.best.key()[-1] - self.bound > int(self.layout.savings[:, :, 2].max(initial=0))

    def _compare(self) -> None:
        """See whether the best staffing is as good as the bound."""
        if self.bound is not None and self.exact and self.layout.one_level and not self.best.lacking():
            self.proved = self.best.key()[-1] - self.bound < self.layout.grain

    def _add_known(self, master: Master, person: int, roster: Roster | None) -> None:
        known = self.known[person]
        if roster is not None:
            known.pop(roster.choices, None)
            known[roster.choices] = roster
        for choices in list(known)[:-REMEMBERED]:
            del known[choices]
        for one in list(known.values())[-NEW:]:
            master.add(person, one)

    def _price(self, master: Master, duals: Duals, people: list[int], enough: int) -> int:
        """Add persons' cheapest rosters at these prices, until there are enough of them; how many there were."""
        added = 0
        for person in people[:]:
            if added > enough:
                break
            people.append(people.pop(0))
            prices = duals.prices[person]
            found = self.kernel.best(self.layout.sheets[person], prices, duals.worth[person] - WORTH_IT, EACH)
            self.exact &= found.exact
            for choices in found.rosters:
                roster = roster_of(self.layout, person, choices)
                self.known[person][roster.choices] = roster
                master.add(person, roster)
                added += 1
        return added

    def _chosen(self, duals: Duals, people: list[int]) -> list[tuple[int, int]]:
        """Persons and their rosters that are settled by the program, or the most settled one."""
        top = {person: max(range(len(duals.values[person])), key=duals.values[person].__getitem__) for person in people}
        whole = [(person, top[person]) for person in people if duals.values[person][top[person]] >= WHOLE]
        if whole:
            return whole
        person = max(people, key=lambda one: duals.values[one][top[one]] + self.random.random() / 5)
        return [(person, top[person])]
