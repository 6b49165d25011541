"""A roster problem laid out for search: posts, persons' sheets, and what a seat is worth in one number."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from solver.objective import turns
from solver.posts.choices import Chooser
from solver.posts.desks import CASE, Post, Saving, pinned_seats, posts_of
from solver.posts.sheet import NEVER, RISE, SHORT, SQUARE, STEEP, Ints, Sheet, sheet_of
from solver.problem import Problem
from solver.search.construction import PinsCannotHold

LEFT_MOST, ALL = 1 << 34, 1 << 57
ROUGH_LEFT, ROUGH_MISSED = 2_000 * CASE, 10


@dataclass(frozen=True, slots=True)
class Mix:
    """At least `least` persons of some roles in a shift that is staffed. `counts[p]`: 1 for persons of these roles."""

    shift: int
    least: int
    counts: Ints


@dataclass(frozen=True, slots=True)
class Layout:
    """All that a search looks up.

    `strict[q, k]`: what the k-th further person at post `q` saves, all levels in one number, a level above always more
    than all below; `rough[q, k]`: the same with levels that differ less, for linear programs. `NEVER` below nothing:
    there is no such seat. `of_shift[q]`: the post's shift. `lack`: what one person who lacks in a mix counts.
    """

    problem: Problem
    posts: list[Post]
    sheets: list[Sheet]
    strict: Ints
    rough: Ints
    savings: Ints
    of_shift: Ints
    mixes: list[Mix]
    mixed: dict[int, list[int]]
    lack: int

    @property
    def one_level(self) -> bool:
        """Whether all seats have a price, so that cost is all that plans differ in."""
        return not self.savings[:, :, :2].any()

    @property
    def grain(self) -> int:
        """Hundredths of a second of which every difference in cost is a multiple."""
        grain = gcd(*(int(value) for value in self.savings[:, :, 2].ravel()))
        for sheet in self.sheets:
            grain = gcd(grain, *(int(value) for value in sheet.own))
            grain = gcd(
                grain, *(int(value) for value in sheet.terms[:, :, [RISE + 1, STEEP + 1, SHORT + 1, SQUARE]].ravel())
            )
        return grain

    @property
    def tallies(self) -> int:
        """Most tallies that a sheet has."""
        return max((sheet.amount.shape[1] for sheet in self.sheets), default=1)


def layout_of(problem: Problem) -> Layout:
    """Lay a problem out. Raises `PinsCannotHold` when pins leave somebody no choice on a day."""
    posts = posts_of(problem)
    chooser = Chooser(problem, posts)
    shares = {kind: turns.fair_share(problem, kind) for kind in problem.turns} if problem.weights.turn else {}
    sheets = []
    for person in range(len(problem.persons)):
        days = [chooser.choices(person, day) for day in range(problem.days)]
        if not all(days):
            raise PinsCannotHold(pinned_seats(problem, person))
        sheets.append(sheet_of(problem, person, days, shares, len(posts)))
    optional = 1 + sum(saving[1] for post in posts for saving in post.savings)
    left = min(LEFT_MOST, ALL // (16 * optional * problem.days))
    heaviest = max((saving[1] for post in posts for saving in post.savings), default=1)
    savings = np.zeros((len(posts), max((len(post.seats) for post in posts), default=0), 3), np.int64)
    for number, post in enumerate(posts):
        savings[number, : len(post.savings)] = post.savings
    mixes = [
        Mix(item, mix.at_least, np.array([person.role in mix.roles for person in problem.persons], np.int64))
        for item, shift in enumerate(problem.shifts)
        for mix in shift.mix
    ]
    mixed: dict[int, list[int]] = {}
    for number, found in enumerate(mixes):
        mixed.setdefault(found.shift, []).append(number)
    return Layout(
        problem=problem,
        posts=posts,
        sheets=sheets,
        strict=_worth(posts, left * optional, left),
        rough=_worth(posts, ROUGH_LEFT * ROUGH_MISSED * max(1, heaviest), ROUGH_LEFT),
        savings=savings,
        of_shift=np.array([post.shift for post in posts], np.int64),
        mixes=mixes,
        mixed=mixed,
        lack=4 * left * optional,
    )


def _worth(posts: list[Post], missed: int, left: int) -> Ints:
    """Savings by post and number of persons there already; one column more than there are seats."""
    most = max((len(post.seats) for post in posts), default=0)
    worth = np.full((len(posts), most + 1), -NEVER, np.int64)
    for row, post in zip(worth, posts, strict=True):
        row[: len(post.seats)] = [_in_one(saving, missed, left) for saving in post.savings]
    return worth


def _in_one(saving: Saving, missed: int, left: int) -> int:
    return saving[0] * missed + saving[1] * left + saving[2]
