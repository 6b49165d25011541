"""Where in a duty a seat could go: each leg with the starts that it leaves, the meal break left out of account."""

from __future__ import annotations

from typing import NamedTuple

from solver.search.board import Board
from solver.search.candidates import Slots
from solver.search.timing import MOMENT, SHIFT, Timing
from solver.search.workday import Workday


class Opening(NamedTuple):
    """A way to put a seat in: extra seconds of travel, entry of the order it goes before, earliest and latest start."""

    way: int
    entry: int
    earliest: int
    latest: int


def openings(board: Board, day: Workday, duty: Timing | None, seat: int, slots: Slots) -> list[Opening]:
    """All openings for the seat in this duty (`None`: a day without one)."""
    place, out, took = board.place_in[seat], board.place_out[seat], board.duration[seat]
    rows, found = day.rows, []
    onward = rows[out]
    first, last = slots[0][0], max(slot[1] for slot in slots)
    if duty is None:
        there, back = rows[day.start_place][place], onward[day.end_place]
        ready, due = [day.spans[0].start], [day.spans[-1].end]
        befores, afters, legs, steps = [day.start_place], [day.end_place], [rows[day.start_place][day.end_place]], [0]
        if len(slots) == 1:
            earliest = max(slots[0][0], ready[0] + there)
            latest = min(slots[0][1], due[0] - back - took)
            return [Opening(there + back, 0, earliest, latest)] if earliest <= latest else []
    else:
        if not duty.latest:
            look_ahead(board, day, duty)
        ready, due, legs, steps = duty.ready, duty.latest, duty.legs, duty.steps
        befores, afters = duty.places_out, duty.places_in
    for k, clock in enumerate(ready):
        if clock > last:
            break
        if due[k] < first:
            continue
        there, back = rows[befores[k]][place], onward[afters[k]]
        clock += there
        limit = due[k] - back - took
        for a, b, _ in slots:
            earliest, latest = max(a, clock), min(b, limit)
            if earliest <= latest:
                found.append(Opening(there + back - legs[k], steps[k], earliest, latest))
                break
    return found


def look_ahead(board: Board, day: Workday, duty: Timing) -> None:
    """Fill in the duty's latest starts and the places around each leg."""
    moments = {entry >> SHIFT: (entry & MOMENT) - 1 for entry in duty.order}
    limit = day.spans[-1].end
    latest = [limit]
    after = day.end_place
    afters = [after]
    for node in reversed(duty.nodes):
        moment = -1
        if node < 0:
            out, after = -1 - node, -1 - node
            limit -= day.rows[out][afters[-1]] + board.reload_duration
        else:
            out, after = board.place_out[node], board.place_in[node]
            limit -= day.rows[out][afters[-1]] + board.duration[node]
            moment = moments[node]
            limit = _latest(board.slots(node, day.pd), limit) if moment < 0 else moment
        latest.append(limit)
        afters.append(after)
    duty.places_out = [day.start_place, *(-1 - node if node < 0 else board.place_out[node] for node in duty.nodes)]
    duty.places_in, duty.latest = afters[::-1], latest[::-1]
    duty.steps, step = [0], 0
    for node in duty.nodes:
        step += node >= 0
        duty.steps.append(step)


def _latest(slots: Slots, limit: int) -> int:
    return max((min(b, limit) for a, b, _ in slots if a <= limit), default=slots[0][0])
