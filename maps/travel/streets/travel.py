"""Travel times on the streets of an extract; where they lead nowhere, the estimate, and told so."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np

from maps.travel.estimate import PACES, EstimatedTravel
from maps.travel.streets.doors import Doors, doors_of, same_street
from maps.travel.streets.graph import Arcs, Floats, Ints, StreetGraph, arcs_of
from maps.travel.streets.profiles import MODES
from maps.travel.streets.snapping import Snapped, Snapper
from maps.travel.streets.ways import Net, find_way, line_of
from outreach.ports import Point, TravelMatrix, Way

ON_FOOT = PACES["walk"].metres_a_minute / 60
"""Metres a second from the street to the door, whatever somebody came by."""


Search = Callable[[Sequence[tuple[Arcs, Doors]]], list[tuple[Ints, Ints]]]
"""Tenths of seconds and decimetres between all places, -1 without a way, for each net and its places."""
REMEMBERED, CELLS = 16, 8_000_000
"""Matrices that are kept, and their cells together; but always those asked last."""


def search_here(questions: Sequence[tuple[Arcs, Doors]]) -> list[tuple[Ints, Ints]]:
    """The search in this process."""
    # Its compiler takes memory and a second: only who needs a matrix waits for it.
    from maps.travel.streets.kernel import search_all  # noqa: PLC0415

    return [search_all(arcs, doors) for arcs, doors in questions]


class Streets:
    """A street graph with what is derived from it, each when it is first needed."""

    def __init__(self, graph: StreetGraph) -> None:
        self.graph = graph
        self.arcs = lru_cache(lambda mode: arcs_of(graph, mode))
        self.net = lru_cache(lambda mode: Net(graph, self.arcs(mode)))
        self.way = lru_cache(4096)(self._way)
        # One matrix at a time: who asks for the same meanwhile gets it then.
        self.lock, self.matrices = Lock(), OrderedDict[tuple[tuple[Point, ...], str], TravelMatrix]()

    @cached_property
    def snapper(self) -> Snapper:
        """Finds the nearest street."""
        return Snapper(self.graph)

    def placed(self, points: Sequence[Point], mode: int) -> tuple[Snapped, Doors]:
        """The points on the streets of the mode."""
        places = self.snapper.snap(points, self.graph.snaps[mode])
        return places, doors_of(self.graph, mode, places)

    def _way(self, start: Point, end: Point, mode: int) -> Way | None:
        places, doors = self.placed((start, end), mode)
        found = find_way(self.net(mode), doors, places)
        if found is None:
            return None
        off = places.metres
        seconds, metres = _whole(np.array(found.tenths), np.array(found.metres10), off[0] + off[1], MODES[mode])
        line = [start, *line_of(self.graph, self.snapper.before, found.streets), end]
        once = [point for number, point in enumerate(line) if number == 0 or point != line[number - 1]]
        return Way(int(seconds), int(metres), tuple(once), "street")


class StreetTravel:
    """`TravelTimes` on streets, asked for when they are needed. Without streets, and between places that no way joins,
    the estimate stands in. `search`: who looks for the ways of a matrix; `together`: it is asked for all modes at once,
    as the others are needed next.
    """

    def __init__(
        self, graph: Callable[[], StreetGraph | None], search: Search = search_here, *, together: bool = False
    ) -> None:
        self._graph, self._search, self._together = graph, search, together
        self._estimate = EstimatedTravel()
        self._streets: Streets | None = None

    def modes(self) -> tuple[str, ...]:
        """The travel modes that are known."""
        return MODES

    def matrix(self, points: Sequence[Point], mode: str) -> TravelMatrix:
        """Travel between all points: whole seconds and metres, both rounded up, parking and the way on foot between
        street and door included. Raises `ValueError` for an unknown mode.
        """
        streets = self.streets()
        if streets is None or not points or mode not in MODES:
            return self._estimate.matrix(points, mode)
        asked = tuple(points)
        with streets.lock:
            if (asked, mode) not in streets.matrices:
                self._look(streets, asked, MODES if self._together else (mode,))
            streets.matrices.move_to_end((asked, mode))
            return streets.matrices[asked, mode]

    def _look(self, streets: Streets, points: tuple[Point, ...], modes: Sequence[str]) -> None:
        """Search for the matrices of these modes, and keep them."""
        placed = [streets.placed(points, MODES.index(mode)) for mode in modes]
        nets = [streets.arcs(MODES.index(mode)) for mode in modes]
        found = self._search([(arcs, doors) for arcs, (_, doors) in zip(nets, placed, strict=True)])
        kept = streets.matrices
        for mode, (places, doors), (tenths, metres10) in zip(modes, placed, found, strict=True):
            straight_along(places, doors, tenths, metres10)
            kept[points, mode] = self._matrix(points, mode, places, tenths, metres10)
        while len(kept) > len(modes) and (
            len(kept) > REMEMBERED or sum(one.seconds.size for one in kept.values()) > CELLS
        ):
            kept.popitem(last=False)

    def _matrix(
        self, points: Sequence[Point], mode: str, places: Snapped, tenths: Ints, metres10: Ints
    ) -> TravelMatrix:
        guess = self._estimate.matrix(points, mode)
        apart = guess.metres > 0
        guessed = apart & (tenths < 0)
        off = np.nan_to_num(places.metres)
        seconds, metres = _whole(tenths, metres10, off[:, None] + off[None, :], mode)
        return TravelMatrix(
            np.where(guessed, guess.seconds, np.where(apart, seconds, 0)).astype(np.int32),
            np.where(guessed, guess.metres, np.where(apart, metres, 0)).astype(np.int32),
            "street",
            guessed,
            places.metres,
        )

    def way(self, start: Point, end: Point, mode: str) -> Way:
        """The leg from `start` to `end`, with the same figures as in the matrix. Raises `ValueError` likewise."""
        guess = self._estimate.way(start, end, mode)
        streets = self.streets()
        if streets is None or guess.metres == 0:
            return guess
        return streets.way(start, end, MODES.index(mode)) or guess

    def streets(self) -> Streets | None:
        """The streets as they are now."""
        graph = self._graph()
        held = self._streets
        if held is None or held.graph is not graph:
            held = self._streets = None if graph is None else Streets(graph)
        return held


def _whole(tenths: Ints, metres10: Ints, off: Floats, mode: str) -> tuple[Ints, Ints]:
    """Whole seconds and metres, rounded up, with the ways between street and door."""
    seconds = np.ceil(tenths / 10 + off / ON_FOOT) + PACES[mode].parking
    return seconds.astype(np.int32), np.ceil(metres10 / 10 + off).astype(np.int32)


def straight_along(places: Snapped, doors: Doors, tenths: Ints, metres10: Ints) -> None:
    """Between places on one street, the way along it, where it is quicker than all around."""
    order = np.argsort(places.street, kind="stable")
    streets, begins = np.unique(places.street[order], return_index=True)
    for street, here in zip(streets, np.split(order, begins[1:]), strict=True):
        if street < 0 or len(here) < 2:
            continue
        for a in here.tolist():
            for b in here.tolist():
                straight = same_street(doors, a, b, (float(places.share[a]), float(places.share[b])))
                round_about = (int(tenths[a, b]), int(metres10[a, b]))
                if straight is not None and (round_about[0] < 0 or straight < round_about):
                    tenths[a, b], metres10[a, b] = straight
