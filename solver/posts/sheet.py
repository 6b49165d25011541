"""One person's days, rules and prices as arrays, for the kernel that finds the best roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import gcd

import numpy as np
import numpy.typing as npt

from solver.posts.choices import Choice
from solver.posts.desks import CASE
from solver.problem import DAY, Person, Problem

Ints = npt.NDArray[np.int64]
NEVER = 1 << 60
MOST, RISE, STEEP, SHORT, SQUARE = 0, 1, 3, 5, 7
"""Columns of a tally's terms: the most; three pairs of a threshold and a rate, the last one for what is below it; the
square's rate and what is added before it is squared."""
TERMS = 9
OFF_LEAST, RUN_LENGTHS, RUN_MOST, RUN_LEAST, RUN_BEFORE, WEEKEND, KEY, UNIT, VALUES = range(9)
"""Entries of `Sheet.rules`; `WEEKEND`: the tally of weekends; `KEY`: the one that bounds look at, of so many `VALUES`
in units of `UNIT`; −1 for none."""
FEW = 64
"""Values that the key tally may have at most."""
WORK, END, BEGIN = range(3)
"""Columns of `Sheet.kind`."""


@dataclass(slots=True)
class Tally:
    """Something that is summed up over weeks, months or the horizon. `amount[k]`: what choice `k` adds."""

    period: list[int]
    amount: list[int]
    terms: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A person's choices `k`, numbered day by day; those of day `d` are `first[d] … first[d + 1] − 1`.

    `posts[k]`: post numbers, padded with the number of all posts. `own[k]`: cost of the choice itself, hundredths of a
    second. `kind[k]`: whether it is work, and its classes as the day before and the day after another; `may[end,
    begin]`: whether these may follow each other. `amount[k, t]`: what it adds to tally `t`, whose period on day `d` is
    `period[t, d]`, closes there or not (`closes`), can still grow by `spare[t, d]` after it, and whose terms are
    `terms[t, period]`. `rules`: see the columns above.
    """

    choices: tuple[Choice, ...]
    first: Ints
    posts: Ints
    own: Ints
    kind: Ints
    may: Ints
    amount: Ints
    period: Ints
    closes: Ints
    spare: Ints
    terms: Ints
    rules: Ints


def sheet_of(problem: Problem, number: int, days: list[list[Choice]], shares: dict[str, int], none: int) -> Sheet:
    """The sheet of person `number`. `shares`: fair share by turn kind; `none`: the number that pads lists of posts."""
    person, choices = problem.persons[number], [choice for found in days for choice in found]
    first = np.cumsum([0] + [len(found) for found in days])
    tallies = _Tallies(problem, person, choices, [len(found) for found in days])
    tallies.add_all(shares)
    longest = max((len(choice.posts) for choice in choices), default=0)
    posts = np.full((len(choices), max(1, longest)), none, np.int64)
    for row, choice in zip(posts, choices, strict=True):
        row[: len(choice.posts)] = choice.posts
    kind, may = _classes(problem, person, choices)
    most = NEVER if person.max_run is None else person.max_run
    lengths = max(1, person.min_run if person.max_run is None else person.max_run)
    rules = [max(1, person.min_run_off), lengths, most, person.min_run, person.run_before, tallies.weekend]
    rules += tallies.key()
    return Sheet(
        choices=tuple(choices),
        first=first.astype(np.int64),
        posts=posts,
        own=np.array([choice.cost for choice in choices], np.int64),
        kind=kind,
        may=may,
        rules=np.array(rules, np.int64),
        **tallies.packed(person),
    )


def _classes(problem: Problem, person: Person, choices: Sequence[Choice]) -> tuple[Ints, Ints]:
    """Choices that the same days may follow share a class, and so do those that may follow the same ones."""
    ends: dict[Edge, int] = {}
    begins: dict[Edge, int] = {}
    firsts, seconds = {a for a, _ in problem.not_next_day}, {b for _, b in problem.not_next_day}
    kind = np.zeros((len(choices), 3), np.int64)
    for row, choice in zip(kind, choices, strict=True):
        if choice.duty is None:
            continue
        kinds = {problem.shifts[stop.ref.item].turn or "" for stop in choice.duty.stops if stop.ref is not None}
        midnight = choice.duty.day * DAY
        arrival = max(choice.duty.arrival - midnight, DAY - person.min_rest) if person.min_rest else 0
        departure = min(choice.duty.departure - midnight, person.min_rest)
        row[WORK] = 1
        row[END] = ends.setdefault((arrival, frozenset(kinds & firsts)), len(ends))
        row[BEGIN] = begins.setdefault((departure, frozenset(kinds & seconds)), len(begins))
    may = np.ones((max(1, len(ends)), max(1, len(begins))), np.int64)
    banned = set(problem.not_next_day)
    for (arrival, before), last in ends.items():
        for (departure, after), first in begins.items():
            rested = not person.min_rest or DAY - arrival + departure >= person.min_rest
            may[last, first] = rested and not any((a, b) in banned for a in before for b in after)
    return kind, may


Edge = tuple[int, frozenset[str]]
"""A time of day at which a duty ends or begins, and its turn kinds that matter to the day after or before."""


class _Tallies:
    """What has to be summed up for one person; sums that can neither break a limit nor cost are left out."""

    def __init__(self, problem: Problem, person: Person, choices: list[Choice], sizes: list[int]) -> None:
        self.problem, self.person, self.choices, self.sizes = problem, person, choices, sizes
        self.days = problem.days
        self.found: list[Tally] = []
        self.weekend = -1

    def add_all(self, shares: dict[str, int]) -> None:
        problem, person, weights = self.problem, self.person, self.problem.weights
        weeks, months = _numbered(problem.weeks), _numbered(problem.months)
        least = [max(0, person.least_month - person.month_before.get(label, 0)) for label in _labels(problem.months)]
        most = [
            NEVER if person.max_month is None else max(0, person.max_month - person.month_before.get(label, 0))
            for label in _labels(problem.months)
        ]
        each = [choice.worked for choice in self.choices]
        self._add(weeks, [int(choice.duty is not None) for choice in self.choices], {MOST: person.max_days})
        norm = {RISE: person.norm_week, RISE + 1: weights.overtime} if weights.overtime else {}
        self._add(weeks, each, {MOST: NEVER if person.max_week is None else person.max_week, **norm})
        monthly: dict[int, int | list[int]] = {MOST: most, SHORT: least, SHORT + 1: weights.shortfall}
        self._add(months, each, monthly)
        self._add_target(weeks)
        for kind in sorted({shift.turn for shift in problem.shifts if shift.turn is not None}):
            had, terms = person.turns_before.get(kind, 0), {MOST: person.max_turns.get(kind, NEVER)}
            if weights.turn and kind in shares:
                terms |= {SQUARE: CASE * weights.turn, SQUARE + 1: had - shares[kind]}
            self._add([0] * self.days, [self._turns(choice, kind) for choice in self.choices], terms)
        if person.max_weekends is not None and problem.weekends:
            self.weekend = len(self.found)
            self.found.append(Tally(list(problem.weekends), [0] * len(self.choices), {}))

    def _add_target(self, weeks: list[int]) -> None:
        weights, target = self.problem.weights, self.person.target_week
        if target > 0:
            terms = {RISE: target, RISE + 1: weights.above_target}
            terms |= {STEEP: target * 5 // 4, STEEP + 1: weights.far_above_target}
            terms |= {SHORT: target // 2, SHORT + 1: weights.below_target}
            self._add(weeks, [choice.served for choice in self.choices], terms)

    def _turns(self, choice: Choice, kind: str) -> int:
        stops = () if choice.duty is None else choice.duty.stops
        return sum(stop.ref is not None and self.problem.shifts[stop.ref.item].turn == kind for stop in stops)

    def _add(self, period: list[int], amount: list[int], terms: Mapping[int, int | list[int]]) -> None:
        count = max(period) + 1
        rows = {column: list(value) if isinstance(value, list) else [value] * count for column, value in terms.items()}
        tally = Tally(period, amount, rows)
        if any(_matters(tally, number, top) for number, top in enumerate(self._tops(tally))):
            self.found.append(tally)

    def packed(self, person: Person) -> dict[str, Ints]:
        """The arrays of the sheet that tell of tallies."""
        count, periods = max(1, len(self.found)), max((max(tally.period) + 1 for tally in self.found), default=1)
        terms = np.zeros((count, max(1, periods), TERMS), np.int64)
        terms[:, :, [MOST, RISE, STEEP]] = NEVER
        packed = {
            "amount": np.zeros((len(self.choices), count), np.int64),
            "period": np.zeros((count, self.days), np.int64),
            "closes": np.zeros((count, self.days), np.int64),
            "spare": np.zeros((count, self.days), np.int64),
            "terms": terms,
        }
        for number, tally in enumerate(self.found):
            packed["amount"][:, number] = tally.amount
            packed["period"][number] = tally.period
            packed["closes"][number] = [
                day == self.days - 1 or tally.period[day + 1] != tally.period[day] for day in range(self.days)
            ]
            packed["spare"][number] = self._spare(tally, person)
            for column, values in tally.terms.items():
                terms[number, : len(values), column] = values
        if person.max_weekends is not None and self.weekend >= 0:
            terms[self.weekend, :, MOST] = person.max_weekends
            weekends = self.found[self.weekend].period
            packed["spare"][self.weekend] = [
                len({later for later in weekends[day + 1 :] if later >= 0}) for day in range(self.days)
            ]
        return packed

    def key(self) -> tuple[int, int, int]:
        """The tally over the longest time that is not too finely divided: its number, unit and how many values."""
        found = [(len(set(tally.period)), number) for number, tally in enumerate(self.found) if number != self.weekend]
        for _, number in sorted(found):
            tally = self.found[number]
            unit = gcd(*tally.amount)
            top = max(self._tops(tally))
            if MOST in tally.terms:
                top = min(top, max(tally.terms[MOST]))
            if unit and top // unit < FEW:
                return number, unit, top // unit + 1
        return -1, 1, 1

    def _tops(self, tally: Tally) -> list[int]:
        """The most that each period's sum can come to."""
        tops, place = [0] * (max(tally.period) + 1), 0
        for day, size in enumerate(self.sizes):
            tops[tally.period[day]] += max(tally.amount[place : place + size], default=0)
            place += size
        return tops

    def _spare(self, tally: Tally, person: Person) -> list[int]:
        """For each day, how much the tally can still grow after it in its period."""
        tops, place = [], 0
        for size in self.sizes:
            tops.append(max(tally.amount[place : place + size], default=0))
            place += size
        found = []
        for day in range(self.days):
            rest = [tops[later] for later in range(day + 1, self.days) if tally.period[later] == tally.period[day]]
            found.append(min(sum(rest), max(rest, default=0) * _most_days(person, len(rest))))
        return found


def _matters(tally: Tally, number: int, top: int) -> bool:
    """Whether a sum of up to `top` can break a limit or change a cost."""

    def term(column: int) -> int:
        return tally.terms[column][number] if column in tally.terms else 0

    limits = [tally.terms[column][number] for column in (MOST, RISE, STEEP) if column in tally.terms]
    below = term(SHORT + 1) > 0 and term(SHORT) > 0
    return below or any(top > limit for limit in limits) or (term(SQUARE) > 0 and top + term(SQUARE + 1) > 0)


def _most_days(person: Person, days: int) -> int:
    """Most days with a duty in so many days in succession."""
    if person.max_run is None:
        return days
    cycle = person.max_run + max(1, person.min_run_off)
    return days // cycle * person.max_run + min(days % cycle, person.max_run)


def _labels(labels: Sequence[str]) -> list[str]:
    return [label for label, _ in groupby(labels)]


def _numbered(labels: Sequence[str]) -> list[int]:
    """Each day's period, numbered from 0; labels lie together."""
    known = {label: number for number, label in enumerate(_labels(labels))}
    return [known[label] for label in labels]
