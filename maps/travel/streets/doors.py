"""From a place on a street to the junctions at its ends: what a search begins and ends with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maps.travel.streets.graph import Ints, StreetGraph
from maps.travel.streets.snapping import Snapped


@dataclass(frozen=True, slots=True)
class Doors:
    """Of each place on a street, towards the street's begin (0) and its end (1), shape (2, n): the junction; tenths of
    seconds to leave for it (its own wait included) and to arrive from it, -1 where that is not allowed; decimetres.
    `tenths`: of the whole street along and against it, 0 where not allowed.
    """

    street: Ints
    node: Ints
    leave: Ints
    arrive: Ints
    metres10: Ints
    tenths: Ints


def doors_of(graph: StreetGraph, mode: int, places: Snapped) -> Doors:
    """The doors of places; those that are on no street have no way out or in."""
    street = np.maximum(places.street, 0)
    along, against = graph.along[mode][street], graph.against[mode][street]
    node = graph.ends[:, street]
    there = np.rint(places.share * along).astype(np.int32)
    back = np.rint((1 - places.share) * against).astype(np.int32)
    leave = np.stack(
        [
            _where(against, against - back + graph.wait[mode][node[0]]),
            _where(along, along - there + graph.wait[mode][node[1]]),
        ]
    )
    arrive = np.stack([_where(along, there), _where(against, back)])
    nowhere = places.street < 0
    leave[:, nowhere], arrive[:, nowhere] = -1, -1
    gone = np.rint(places.share * graph.metres10[street]).astype(np.int32)
    metres10 = np.stack([gone, graph.metres10[street] - gone])
    return Doors(places.street, node, leave, arrive, metres10, np.stack([along, against]))


def _where(allowed: Ints, tenths: Ints) -> Ints:
    return np.where(allowed > 0, tenths, -1).astype(np.int32)


def same_street(doors: Doors, a: int, b: int, shares: tuple[float, float]) -> tuple[int, int] | None:
    """From place a straight to place b on the same street: tenths of seconds and decimetres, `None` where it is against
    its direction. `shares`: where the two are on it.
    """
    forward = shares[1] >= shares[0]
    whole = int(doors.tenths[0 if forward else 1, a])
    if whole == 0 and shares[0] != shares[1]:
        return None
    metres10 = abs(int(doors.metres10[0, b]) - int(doors.metres10[0, a]))
    return int(np.rint(abs(shares[1] - shares[0]) * whole)), metres10
