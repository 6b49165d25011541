"""From a finished draft to the plan that is handed out."""

from __future__ import annotations

from dataclasses import replace

from solver.plan import Duty, Plan, Stop
from solver.problem import Span
from solver.search.draft import Draft
from solver.search.timing import Timing
from solver.search.workday import Workday
from solver.telling import plan_of


def to_plan(draft: Draft, bound: tuple[int | None, int | None], iterations: int, seconds: float) -> Plan:
    """The draft as a plan: duties by person and day, unserved seats with mandatory ones first."""
    board = draft.board
    duties = tuple(
        _duty(draft, board_day, duty)
        for board_day, duty in zip(board.workdays, draft.duties, strict=True)
        if duty is not None and board_day is not None
    )
    return replace(plan_of(draft.problem, duties, iterations, seconds), bound=bound)


def _duty(draft: Draft, day: Workday, timing: Timing) -> Duty:
    board = draft.board
    stops = []
    for node, arrival, start in zip(timing.nodes, timing.arrivals, timing.starts, strict=True):
        if node < 0:
            place = -1 - node
            stops.append(
                Stop(
                    kind="reload",
                    ref=None,
                    place=place,
                    end_place=place,
                    arrival=arrival,
                    start=start,
                    end=start + board.reload_duration,
                )
            )
        else:
            ref = board.refs[node]
            stops.append(
                Stop(
                    kind=ref.kind,
                    ref=ref,
                    place=board.place_in[node],
                    end_place=board.place_out[node],
                    arrival=arrival,
                    start=start,
                    end=start + board.duration[node],
                )
            )
    lunch = None
    if timing.lunch is not None and day.meal is not None:
        lunch = Span(timing.lunch, timing.lunch + day.meal[2])
    return Duty(
        person=day.person,
        day=day.day,
        departure=timing.departure,
        arrival=timing.arrival,
        stops=tuple(stops),
        lunch=lunch,
    )
