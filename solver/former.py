"""The seats of an earlier plan: who had each, on which day, and when it started."""

from __future__ import annotations

from collections.abc import Mapping

from solver.plan import Plan
from solver.problem import DAY, Problem, Ref

Former = Mapping[Ref, tuple[int, int, int]]
"""Seat → person, day and start."""


def former_of(problem: Problem, start: Plan | None) -> Former:
    """The seats of `start`, or else of the problem's own earlier plan."""
    if start is None:
        return {seat.ref: (seat.person, seat.start // DAY, seat.start) for seat in problem.baseline}
    return {
        stop.ref: (duty.person, duty.day, stop.start)
        for duty in start.duties
        for stop in duty.stops
        if stop.ref is not None
    }
