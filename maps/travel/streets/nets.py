"""Which junctions can all be reached from each other: a place that is led into a trap could never be left."""

from __future__ import annotations

import numpy as np

from maps.travel.streets.graph import Arcs, Ints


def nets_of(arcs: Arcs) -> Ints:
    """By junction, the number of its net: within a net every junction can be reached from every other.

    Robert Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972), without recursion.
    """
    first, head = arcs.first.tolist(), arcs.head.tolist()
    count = len(first) - 1
    net, found, low = [-1] * count, [-1] * count, [0] * count
    after, open_, nets, clock = list(first[:-1]), list[int](), 0, 0
    for root in range(count):
        if found[root] >= 0:
            continue
        path = [root]
        while path:
            node = path[-1]
            if found[node] < 0:
                found[node] = low[node] = clock
                clock += 1
                open_.append(node)
            if after[node] < first[node + 1]:
                onward = head[after[node]]
                after[node] += 1
                if found[onward] < 0:
                    path.append(onward)
                elif net[onward] < 0:
                    low[node] = min(low[node], found[onward])
                continue
            path.pop()
            if path:
                low[path[-1]] = min(low[path[-1]], low[node])
            if low[node] == found[node]:
                while net[node] < 0:
                    net[open_.pop()] = nets
                nets += 1
    return np.array(net, dtype=np.int32)
