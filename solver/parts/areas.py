"""Groups of work gathered into compact areas of like size, by the travel matrix alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from solver.parts.coupling import Group
from solver.parts.coverage import PER_STOP
from solver.problem import Problem, Ref

ROUNDS = 8
ROOM = 1.05
"""How much larger than the mean an area may become."""
SAMPLE = 150

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def areas(problem: Problem, gathered: Sequence[Group], count: int) -> list[list[Group]]:
    """The groups in up to `count` areas, none of them empty: seeds far apart, then the nearest area that has room,
    then each area's own middle as its seed, and again. The most compact of several rounds; no chance decides.
    """
    ground = _Ground(problem, gathered)
    best, least = [0] * len(gathered), np.inf
    seeds = ground.far_apart(count)
    for _ in range(ROUNDS if count > 1 else 0):
        distance = ground.distances(seeds)
        area = _with_room(distance, ground.weight)
        spread = float((distance[area, range(len(area))] * ground.weight).sum())
        if spread < least:
            best, least = area, spread
        moved = [ground.middle([g for g, its in enumerate(area) if its == a], seed) for a, seed in enumerate(seeds)]
        if moved == seeds:
            break
        seeds = moved
    found = [[group for group, its in zip(gathered, best, strict=True) if its == area] for area in range(count)]
    return [area for area in found if area]


def middle_of(problem: Problem, gathered: Sequence[Group]) -> int:
    """The place from which and to which all work of these groups is nearest."""
    return _Ground(problem, gathered).middle(range(len(gathered)), 0)


class _Ground:
    """Where the work of each group lies, and how much it is. `weight`: seconds by group."""

    def __init__(self, problem: Problem, gathered: Sequence[Group]) -> None:
        self.problem = problem
        rows = [row for number, group in enumerate(gathered) for row in _work(problem, number, group)]
        self.group, self.place, self.seconds = (
            np.asarray(column, dtype=np.int64) for column in zip(*rows, strict=True)
        )
        self.weight: Floats = np.bincount(self.group, self.seconds, len(gathered)).astype(np.float64)

    def distances(self, seeds: Sequence[int]) -> Floats:
        """Mean way to and from each seed's place by group, weighted; shape (seeds, groups), seconds over all modes."""
        rows = [np.bincount(self.group, self.seconds * self._ways(seed)[self.place]) / self.weight for seed in seeds]
        return np.asarray(rows)

    def _ways(self, place: int) -> Ints:
        ways = np.zeros(len(self.problem.travel[0]), dtype=np.int64)
        for matrix in self.problem.travel:
            ways += matrix[place, :]
            ways += matrix[:, place]
        return ways

    def far_apart(self, count: int) -> list[int]:
        """So many places of work, each as far as can be from those before it."""
        places = np.unique(self.place)
        nearest = self._ways(int(places[0]))[places]
        seeds = [int(places[np.argmax(nearest)])]
        nearest = self._ways(seeds[0])[places]
        while len(seeds) < count:
            seeds.append(int(places[np.argmax(nearest)]))
            nearest = np.minimum(nearest, self._ways(seeds[-1])[places])
        return seeds

    def middle(self, numbers: Sequence[int], otherwise: int) -> int:
        """The place of work with the shortest ways to all work of these groups, of a sample of places."""
        mine = np.isin(self.group, np.asarray(numbers, dtype=np.int64))
        if not mine.any():
            return otherwise
        amount = np.bincount(self.place[mine], self.seconds[mine])
        places = np.flatnonzero(amount)
        sample = places[:: -(-len(places) // SAMPLE)]
        ways = np.zeros(len(sample))
        for matrix in self.problem.travel:
            ways += matrix[np.ix_(sample, places)] @ amount[places]
            ways += amount[places] @ matrix[np.ix_(places, sample)]
        return int(sample[np.argmin(ways)])


def _work(problem: Problem, number: int, group: Group) -> list[tuple[int, int, int]]:
    """Group number, place and seconds of each task and shift."""
    rows = [(number, problem.tasks[item].place, Ref("task", item, 0)) for item in group.tasks]
    rows += [(number, problem.shifts[item].place, Ref("shift", item, 0)) for item in group.shifts]
    return [(number, place, PER_STOP + seat_seconds(problem, ref)) for number, place, ref in rows]


def seat_seconds(problem: Problem, ref: Ref) -> int:
    """Seconds of service at all seats of this task or shift."""
    items = problem.tasks if ref.kind == "task" else problem.shifts
    return sum(problem.duration_of(ref._replace(seat=seat)) for seat in range(len(items[ref.item].seats)))


def _with_room(distance: Floats, weight: Floats) -> list[int]:
    """The area of each group: the nearest with room; large groups choose first, then those that would lose most."""
    count = len(distance)
    cap = ROOM * weight.sum() / count
    ranked = np.sort(distance, axis=0)
    regret = ranked[1] - ranked[0]
    large = weight > cap / 4
    order = sorted(range(len(weight)), key=lambda g: (not large[g], -weight[g] if large[g] else -regret[g], g))
    area, load = [0] * len(weight), np.zeros(count)
    nearest = np.argsort(distance, axis=0, kind="stable")
    for group in order:
        room = [int(a) for a in nearest[:, group] if load[a] + weight[group] <= cap]
        area[group] = room[0] if room else int(np.argmin(load))
        load[area[group]] += weight[group]
    return area
