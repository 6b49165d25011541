"""From the ways of an extract to streets between junctions: points that only bend a street are no junctions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from maps.travel.streets.extract import Extract, Street
from maps.travel.streets.profiles import Allowed

Nodes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A street from one junction to the next: its points, and who may use it."""

    nodes: Nodes
    allowed: Allowed

    def turned(self) -> Stretch:
        """The same, read from its other end."""
        return Stretch(self.nodes[::-1], Allowed(self.allowed.against, self.allowed.along))


def stretches(extract: Extract) -> list[Stretch]:
    """All streets between junctions that somebody may use.

    Two ways that meet where nothing else does are one street when the same may be done on both.
    """
    usable = [street for street in extract.streets if street.allowed is not None]
    hard = _junctions(extract, usable)
    pieces = [piece for street in usable for piece in _cut(street, hard)]
    return list(_joined(pieces, hard))


def _junctions(extract: Extract, usable: Sequence[Street]) -> npt.NDArray[np.bool_]:
    """Where a street must end: points where not exactly two stretches meet, lights, gates."""
    met = np.zeros(len(extract.lat), dtype=np.int32)
    for street in usable:
        np.add.at(met, street.nodes, 2)
        met[street.nodes[0]] -= 1
        met[street.nodes[-1]] -= 1
    hard: npt.NDArray[np.bool_] = met != 2
    hard[[*extract.signals, *extract.closed]] = True
    return hard


def _cut(street: Street, hard: npt.NDArray[np.bool_]) -> Iterator[Stretch]:
    assert street.allowed is not None
    inside = np.flatnonzero(hard[street.nodes[1:-1]]) + 1
    cuts = [0, *inside.tolist(), len(street.nodes) - 1]
    for begin, end in pairwise(cuts):
        yield Stretch(street.nodes[begin : end + 1], street.allowed)


def _joined(pieces: Sequence[Stretch], hard: npt.NDArray[np.bool_]) -> Iterator[Stretch]:
    """The pieces, with those that meet at a point which is no junction put together."""
    meeting: dict[int, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for node in (int(piece.nodes[0]), int(piece.nodes[-1])):
            if not hard[node]:
                meeting[node].append(number)
    done = np.zeros(len(pieces), dtype=bool)
    # First from their ends; what is left then is a ring, which is begun anywhere.
    for only_ends in (True, False):
        for number, piece in enumerate(pieces):
            if done[number]:
                continue
            if only_ends and not hard[piece.nodes[0]]:
                if not hard[piece.nodes[-1]]:
                    continue
                piece = piece.turned()
            done[number] = True
            yield _followed(piece, pieces, meeting, done)


def _followed(
    piece: Stretch, pieces: Sequence[Stretch], meeting: dict[int, list[int]], done: npt.NDArray[np.bool_]
) -> Stretch:
    """The piece with all that continues it at its end."""
    nodes = [piece.nodes]
    while True:
        here = int(nodes[-1][-1])
        onward = [number for number in meeting.get(here, ()) if not done[number]]
        if not onward:
            break
        after = pieces[onward[0]]
        if int(after.nodes[0]) != here:
            after = after.turned()
        if after.allowed != piece.allowed:
            break
        done[onward[0]] = True
        nodes.append(after.nodes[1:])
    return Stretch(np.concatenate(nodes), piece.allowed)
