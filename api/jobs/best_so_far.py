"""What is told of the best plan so far: how it got better, and what it still leaves out. Figures and codes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach.planning.to_problem import Translation
from solver.plan import Cost, Plan

MOST_POINTS = 60
MOST_ITEMS = 20

Point = list[float]
"""Seconds searched, then mandatory seats missed, weight left, minutes."""


class Curve:
    """The moments at which the best plan got better. Of very many, every other one is let go."""

    def __init__(self, before: Sequence[Point] = ()) -> None:
        self.points: list[Point] = [list(point) for point in before]
        self._best: tuple[int, int, int] | None = None

    def add(self, seconds: float, cost: Cost) -> None:
        """So good is the best plan after so many seconds."""
        if self._best is not None and cost.key >= self._best:
            return
        self._best = cost.key
        self.points.append([round(seconds, 1), cost.missed, cost.left, round(cost.minutes, 1)])
        if len(self.points) > MOST_POINTS:
            # The first and the newest stay.
            self.points = [*self.points[:-1:2], self.points[-1]]


def left_out(translation: Translation, plan: Plan) -> dict[str, Any]:
    """Work that this plan leaves out, mandatory first: `items` (the first 20) as `[key, mandatory]`, and `more`."""
    problem, found = translation.problem, dict[tuple[str, int], bool]()
    for ref in plan.unserved:
        if ref.kind == "task":
            mandatory = problem.tasks[ref.item].mandatory
        else:
            mandatory = problem.shifts[ref.item].seats[ref.seat].required
        place = (ref.kind, ref.item)
        found[place] = found.get(place, False) or mandatory
    ordered = sorted(found.items(), key=lambda one: not one[1])
    items = [[_key(translation, kind, item), mandatory] for (kind, item), mandatory in ordered[:MOST_ITEMS]]
    return {"items": items, "more": max(0, len(ordered) - MOST_ITEMS)}


def _key(translation: Translation, kind: str, item: int) -> str:
    return translation.visits[item].key if kind == "task" else translation.posts[item].key
