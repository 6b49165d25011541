"""The compiled search: from many places to many places."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np

from maps.travel.streets.doors import Doors
from maps.travel.streets.graph import Arcs, Ints

FAR = np.int32(2**31 - 1)
BLOCK = 32
"""Places that one thread searches from at a time."""


def search_all(arcs: Arcs, doors: Doors) -> tuple[Ints, Ints]:
    """As `search`, from every place, with all cores."""
    count = len(doors.street)
    blocks = [np.arange(low, min(low + BLOCK, count), dtype=np.int32) for low in range(0, count, BLOCK)]
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
        found = list(pool.map(lambda block: search(arcs, doors, block), blocks))
    tenths, metres10 = (np.concatenate([one[part] for one in found]) for part in (0, 1))
    return tenths, metres10


def search(arcs: Arcs, doors: Doors, sources: Ints) -> tuple[Ints, Ints]:
    """Tenths of seconds and decimetres from each of `sources` (places, as indexes) to every place; -1 without a way.
    Shapes (len(sources), places).

    Dijkstra (1959) with a ring of buckets, one a tenth of a second (Dial 1969), which ends when the junctions around
    all places are settled. Of equally quick ways the shortest.
    """
    count = len(doors.street)
    tenths = np.full((len(sources), count), -1, dtype=np.int32)
    metres10 = np.full((len(sources), count), -1, dtype=np.int32)
    longest = max(int(arcs.tenths.max(initial=1)), int(doors.leave.max(initial=1)))
    ring = 1 << (longest + 1).bit_length()
    _search(
        arcs.first,
        arcs.head,
        arcs.tenths,
        arcs.metres10,
        doors.node,
        doors.leave,
        doors.arrive,
        doors.metres10,
        sources,
        ring,
        tenths,
        metres10,
    )
    return tenths, metres10


@numba.njit(cache=True, nogil=True)
def _search(first, head, cost, length, node, leave, arrive, part, sources, ring, tenths, metres10):  # type: ignore[no-untyped-def]
    nodes = len(first) - 1
    # Every arc is looked at once, and is then at most one entry.
    dist, metres = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    queue = (np.full(ring, -1, np.int32), np.empty(len(head) + 2, np.int32), np.empty(len(head) + 2, np.int32))
    wanted = np.zeros(nodes, np.bool_)
    goals = _mark(wanted, node, arrive)
    for row in range(len(sources)):
        dist[:] = FAR
        used = _begin(dist, metres, queue, node[:, sources[row]], leave[:, sources[row]], part[:, sources[row]])
        _spread(dist, metres, queue, used, first, head, cost, length, wanted, goals)
        queue[0][:] = -1
        _arrive(dist, metres, node, arrive, part, tenths[row], metres10[row])


@numba.njit(cache=True, nogil=True)
def _mark(wanted, node, arrive):  # type: ignore[no-untyped-def]
    goals = 0
    for side in range(2):
        for place in range(node.shape[1]):
            if arrive[side, place] >= 0 and not wanted[node[side, place]]:
                wanted[node[side, place]] = True
                goals += 1
    return goals


@numba.njit(cache=True, nogil=True)
def _put(queue, used, node, tenths):  # type: ignore[no-untyped-def]
    bucket, entry_node, entry_next = queue
    slot = tenths & (len(bucket) - 1)
    entry_node[used], entry_next[used] = node, bucket[slot]
    bucket[slot] = used


@numba.njit(cache=True, nogil=True)
def _begin(dist, metres, queue, node, leave, part):  # type: ignore[no-untyped-def]
    used = 0
    for side in range(2):
        n = node[side]
        if leave[side] < 0 or leave[side] > dist[n] or (leave[side] == dist[n] and part[side] >= metres[n]):
            continue
        if leave[side] < dist[n]:
            _put(queue, used, n, leave[side])
            used += 1
        dist[n], metres[n] = leave[side], part[side]
    return used


@numba.njit(cache=True, nogil=True)
def _spread(dist, metres, queue, used, first, head, cost, length, wanted, goals):  # type: ignore[no-untyped-def]
    bucket, entry_node, entry_next = queue
    now, waiting, left = 0, used, goals
    while waiting > 0 and left > 0:
        entry = bucket[now & (len(bucket) - 1)]
        bucket[now & (len(bucket) - 1)] = -1
        while entry >= 0:
            waiting -= 1
            here = entry_node[entry]
            entry = entry_next[entry]
            if dist[here] != now:
                continue
            left -= wanted[here]
            for arc in range(first[here], first[here + 1]):
                onward, then, m = head[arc], now + cost[arc], metres[here] + length[arc]
                if then < dist[onward]:
                    _put(queue, used, onward, then)
                    used += 1
                    waiting += 1
                    dist[onward], metres[onward] = then, m
                elif then == dist[onward] and m < metres[onward]:
                    metres[onward] = m
        now += 1


@numba.njit(cache=True, nogil=True)
def _arrive(dist, metres, node, arrive, part, tenths, metres10):  # type: ignore[no-untyped-def]
    for side in range(2):
        for place in range(node.shape[1]):
            n = node[side, place]
            if arrive[side, place] < 0 or dist[n] == FAR:
                continue
            t, m = dist[n] + arrive[side, place], metres[n] + part[side, place]
            if tenths[place] < 0 or t < tenths[place] or (t == tenths[place] and m < metres10[place]):
                tenths[place], metres10[place] = t, m
