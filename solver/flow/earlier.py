"""An earlier plan as this search needs it: what stands behind what, and keys that rise along every duty."""

from __future__ import annotations

from bisect import bisect, insort
from collections import defaultdict

from solver.flow import columns as c
from solver.flow.packing import Packing
from solver.flow.tables import Tables
from solver.former import Former


class Earlier:
    """The units of an earlier plan that name a person with availability for each seat, by their first start."""

    def __init__(self, made: Packing, former: Former) -> None:
        route = {person: number for number, (person, _) in enumerate(made.workdays)}
        self.told: dict[int, tuple[int, int]] = {}
        for node, ref in enumerate(made.refs):
            person, _, start = former.get(ref, (-1, 0, 0))
            if person in route:
                self.told[node] = start, route[person]
        self.nodes: dict[int, list[int]] = {}
        node = 0
        for number, unit in enumerate(made.units):
            count = sum(len(made.problem.tasks[item].seats) for item in unit)
            nodes = list(range(node, node + count))
            node += count
            if all(each in self.told for each in nodes):
                self.nodes[number] = sorted(nodes, key=lambda each: (self.told[each][0], each))
        self.units = sorted(self.nodes, key=lambda number: (self.told[self.nodes[number][0]][0], number))
        self._standing: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._keys: dict[int, int] = {}

    def rows_of(self, number: int, w: Tables) -> tuple[int, list[tuple[int, int]]]:
        """How many crews the unit has; each with a key, then each node with what it stands behind."""
        crews = sorted({int(w.state[node, c.CREW]) for node in self.nodes[number]} - {c.NEVER})
        if not self._keys:
            self._keys = self._rising(w)
        rows = [(crew, self._keys[crew]) for crew in crews]
        lately: dict[int, int] = {}
        for node in self.nodes[number]:
            start, route = self.told[node]
            standing = self._standing[route]
            at = bisect(standing, (start, node))
            before = standing[at - 1] if at else (c.NEVER, int(w.tally[c.BEGIN0]) + route)
            last = lately.get(route, c.NEVER)
            if last >= 0 and (self.told[last][0], last) > before:
                before = self.told[last][0], last
            rows.append((node, before[1]))
            lately[route] = node
        return len(crews), rows

    def stands(self, number: int) -> None:
        """The unit stands now as it was told."""
        for node in self.nodes[number]:
            start, route = self.told[node]
            insort(self._standing[route], (start, node))

    def _rising(self, w: Tables) -> dict[int, int]:
        """A key for each crew: about its start, above those of the crews before it in the duties of its persons."""
        order: dict[int, list[int]] = defaultdict(list)
        members: dict[int, list[int]] = defaultdict(list)
        for node in sorted(self.told, key=lambda each: (self.told[each][0], each)):
            crew = int(w.state[node, c.CREW])
            if crew >= 0:
                order[self.told[node][1]].append(crew)
                members[crew].append(self.told[node][0])
        keys: dict[int, int] = {}
        waiting = {crew: sum(list_.count(crew) for list_ in order.values()) for crew in members}
        heads = dict.fromkeys(order, 0)
        while len(keys) < len(members):
            free = [
                crew
                for crew in members
                if crew not in keys
                and sum(heads[r] < len(order[r]) and order[r][heads[r]] == crew for r in order) == waiting[crew]
            ]
            crew = min(free or (crew for crew in members if crew not in keys), key=lambda one: (min(members[one]), one))
            floor = max((keys[order[r][heads[r] - 1]] for r in order if heads[r] and crew in order[r]), default=-1)
            keys[crew] = max(floor + 1, sum(members[crew]) // len(members[crew]) * 16384)
            for r, crews in order.items():
                while heads[r] < len(crews) and crews[heads[r]] in keys:
                    heads[r] += 1
        return keys
