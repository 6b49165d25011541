"""From a finished draft to the duties that are handed out."""

from __future__ import annotations

from solver.plan import Duty, Stop
from solver.problem import Span
from solver.search.board import Board
from solver.search.draft import Draft
from solver.search.timing import Timing
from solver.search.workday import Workday


def duties_of(draft: Draft) -> tuple[Duty, ...]:
    """The draft's duties by person and day."""
    return tuple(
        duty_of(draft.board, day, duty)
        for day, duty in zip(draft.board.workdays, draft.duties, strict=True)
        if duty is not None and day is not None
    )


def duty_of(board: Board, day: Workday, timing: Timing) -> Duty:
    """One timed duty."""
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
