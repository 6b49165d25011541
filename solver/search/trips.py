"""Where a duty fills its load up when time is short: the rounds that end soonest, with the meal break and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from solver.rules import load_carried, travel_fits
from solver.search.board import Board
from solver.search.candidates import Slots
from solver.search.refills import reload_at
from solver.search.workday import Workday


class Trip(NamedTuple):
    """A way to have come so far: when it is done, whether the meal was had, what is left to hand over, the nodes."""

    clock: int
    hungry: bool
    spent: int
    nodes: tuple[int, ...]


def soonest(board: Board, day: Workday, seats: list[int], slots: Callable[[int], Slots]) -> list[list[int]]:
    """Nodes of rounds that serve the seats in this order, the soonest home first. `slots`: a seat's starts."""
    left = day.capacity if day.full else 0
    trips = [Trip(day.spans[0].start, day.meal is not None, day.capacity - left, ())]
    here = day.start_place
    for seat in seats:
        place, load = board.place_in[seat], board.load[seat]
        more: list[Trip] = []
        for trip in trips:
            for come in _ways(board, day, trip, here, place):
                spent = 0 if load_carried.refills_at(board.problem, place) else come.spent
                after = load_carried.left_after(day.capacity - spent, load)
                start = next((max(come.clock, a) for a, b, _ in slots(seat) if come.clock <= b), None)
                if after is not None and start is not None:
                    done = start + board.duration[seat]
                    more.append(Trip(done, come.hungry, day.capacity - after, (*come.nodes, seat)))
        trips = _kept(more)
        here = board.place_out[seat]
    ends = [end for trip in trips for end in _legs(day, trip, here, day.end_place)]
    found = (list(trip.nodes) for trip in _kept(ends) if trip.clock <= day.spans[-1].end)
    return [nodes for number, nodes in enumerate(found) if number < 2]


def _ways(board: Board, day: Workday, trip: Trip, here: int, there: int) -> Iterator[Trip]:
    """The way there, and the ways by a place of reload."""
    yield from _legs(day, trip, here, there)
    if board.problem.reload is None:
        return
    for place in sorted(board.problem.reload.places):
        for come in _legs(day, trip, here, place):
            begun = travel_fits.leave_from(day.spans, come.clock, board.reload_duration)
            if begun is not None:
                full = Trip(begun + board.reload_duration, come.hungry, 0, (*come.nodes, reload_at(place)))
                yield from _legs(day, full, place, there)


def _legs(day: Workday, trip: Trip, here: int, there: int) -> Iterator[Trip]:
    """One leg: without a meal, with one after it, with one before it."""
    leg = day.rows[here][there]
    come = travel_fits.leave_from(day.spans, trip.clock, leg) if leg else trip.clock
    if come is not None:
        yield trip._replace(clock=come + leg)
    if not trip.hungry or day.meal is None:
        return
    opening, closing, length = day.meal
    for before in (trip.clock, None if come is None else come + leg):
        pause = None if before is None else travel_fits.leave_from(day.spans, max(before, opening), length)
        if pause is None or pause + length > closing:
            continue
        ready: int | None = pause + length
        if before == trip.clock and leg:
            begun = travel_fits.leave_from(day.spans, pause + length, leg)
            ready = None if begun is None else begun + leg
        if ready is not None:
            yield trip._replace(clock=ready, hungry=False)


def _kept(trips: list[Trip]) -> list[Trip]:
    """The trips than which no other is as soon done, as well fed and as full, in order; of two alike the shorter."""
    kept: list[Trip] = []
    for trip in sorted(trips, key=lambda trip: (trip.clock, len(trip.nodes), trip.hungry, trip.spent, trip.nodes)):
        if not any(one.hungry <= trip.hungry and one.spent <= trip.spent for one in kept):
            kept.append(trip)
    return kept
