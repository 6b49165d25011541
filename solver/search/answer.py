"""From a finished draft to the plan that is handed out."""

from __future__ import annotations

from solver.plan import Duty, Plan, Stop
from solver.problem import Ref, ShiftSeat, Span
from solver.search.draft import Draft
from solver.search.terms import cost_of_state
from solver.search.timing import Timing
from solver.search.workday import Workday


def to_plan(draft: Draft, bound: tuple[int | None, int | None], iterations: int, seconds: float) -> Plan:
    """The draft as a plan: duties by person and day, unserved seats with mandatory ones first."""
    board = draft.board
    duties = tuple(
        _duty(draft, board_day, duty)
        for board_day, duty in zip(board.workdays, draft.duties, strict=True)
        if duty is not None and board_day is not None
    )
    open_ = [ref for seat, ref in enumerate(board.refs) if draft.holder[seat] < 0]
    return Plan(
        duties=duties,
        unserved=tuple(sorted(open_, key=lambda ref: not _mandatory(draft, ref))),
        cost=cost_of_state(draft, draft.state()),
        bound=bound,
        iterations=iterations,
        seconds=seconds,
    )


def _mandatory(draft: Draft, ref: Ref) -> bool:
    seat = draft.problem.seat(ref)
    return seat.required if isinstance(seat, ShiftSeat) else draft.problem.tasks[ref.item].mandatory


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
