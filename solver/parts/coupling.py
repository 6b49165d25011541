"""What cannot be torn apart: tasks of one series, precedence or bundle, what is pinned or past with its persons, short
kits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from solver.parts.kits import days_in_use, divisible
from solver.problem import Kind, Problem

Node = tuple[str, int]
Item = tuple[Kind, int]


class Group(NamedTuple):
    """Work that stays in one part, with the persons who are bound to it. Indexes of the whole, ascending."""

    tasks: tuple[int, ...]
    shifts: tuple[int, ...]
    persons: tuple[int, ...]


def groups(problem: Problem) -> tuple[Group, ...]:
    """All tasks and shifts, each in exactly one group; persons who are bound to nothing are in none."""
    joined = _Joined()
    for series in problem.series:
        joined.join(("task", item) for item in series.tasks)
    for rule in problem.precedences:
        joined.join((("task", rule.first), ("task", rule.second)))
    for bundle in problem.bundles:
        joined.join(("task", item) for item in bundle)
    held = held_items(problem)
    decided = [(pin.ref, pin.person) for pin in problem.pins]
    decided += [(seat.ref, seat.person) for seat in problem.baseline if seat.ref[:2] in held]
    for ref, person in decided:
        joined.join((ref[:2], ("person", person)))
    _join_users_of_short_kits(problem, held, joined)
    items: list[Node] = [("task", item) for item in range(len(problem.tasks))]
    items += [("shift", item) for item in range(len(problem.shifts))]
    found: dict[Node, list[Node]] = defaultdict(list)
    for node in [*items, *(("person", who) for who in sorted({person for _, person in decided}))]:
        found[joined.root(node)].append(node)
    return tuple(Group(*(_numbers(nodes, kind) for kind in ("task", "shift", "person"))) for nodes in found.values())


def held_items(problem: Problem) -> frozenset[Item]:
    """Tasks and shifts that must be served: pinned, begun in the past, or tied to one of these by a link or bundle."""
    held: set[Item] = {pin.ref[:2] for pin in problem.pins}
    held |= {seat.ref[:2] for seat in problem.baseline if seat.start < problem.frozen_until}
    links = [(rule.first, rule.second) for rule in problem.precedences]
    links += [pair for bundle in problem.bundles for pair in pairwise(bundle)]
    grown = True
    while grown:
        before = len(held)
        for first, second in links:
            if ("task", first) in held or ("task", second) in held:
                held |= {("task", first), ("task", second)}
        grown = len(held) > before
    return frozenset(held)


def _join_users_of_short_kits(problem: Problem, held: frozenset[Item], joined: _Joined) -> None:
    """Join those who need a kit in any case when one day may ask for more than there are.

    Then a division by days has enough of it for each part: see `kits.divided`.
    """
    for number, kit in enumerate(problem.kits):
        users: list[Item] = [("shift", item) for item, shift in enumerate(problem.shifts) if number in shift.kits]
        users += [("task", item) for item, task in enumerate(problem.tasks) if number in task.kits]
        if not divisible(kit):
            joined.join(users)
            continue
        sure = [item for item in users if item[0] == "shift" or item in held]
        by_day = Counter(day for item in sure for day in days_in_use(problem, kit, item))
        if max(by_day.values(), default=0) > kit.count:
            joined.join(sure)


def _numbers(nodes: list[Node], kind: str) -> tuple[int, ...]:
    return tuple(sorted(number for name, number in nodes if name == kind))


class _Joined:
    """Nodes that have been joined, directly or through others."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}

    def root(self, node: Node) -> Node:
        """The node that stands for all that are joined with this one."""
        while (above := self._above.get(node, node)) != node:
            self._above[node] = self._above.get(above, above)
            node = above
        return node

    def join(self, nodes: Iterable[Node]) -> None:
        """Join all of these."""
        first: Node | None = None
        for node in nodes:
            root = self.root(node)
            if first is None:
                first = root
            elif root != first:
                self._above[root] = first
