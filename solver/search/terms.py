"""The cost of a draft's state, term by term, from its holders and timings."""

from __future__ import annotations

from solver.objective import (
    changes,
    further_person,
    gender_mismatch,
    lateness,
    not_preferred,
    overtime,
    target,
    travel,
    turns,
    waiting,
)
from solver.plan import Cost
from solver.search.board import Board
from solver.search.draft import Draft, State
from solver.search.timing import Timing


def cost_of_state(draft: Draft, state: State) -> Cost:
    """All levels and terms of a state; hundredths of a second. `draft` only lends its board."""
    board, weights = draft.board, draft.problem.weights
    duties = [(pd // draft.days, duty) for pd, duty in enumerate(state.duties) if duty is not None]
    terms = {
        "travel": sum(travel.cost(weights, duty.travel) for _, duty in duties),
        "waiting": sum(waiting.cost(weights, duty.waiting) for _, duty in duties),
        "overtime": sum(overtime.of_day(weights, draft.problem.persons[who], duty.worked) for who, duty in duties),
        "target": 0,
        "lateness": sum(_lateness(board, duty) for _, duty in duties),
    }
    for pw, (worked, served) in enumerate(zip(state.worked, state.served, strict=True)):
        person = draft.problem.persons[pw // draft.weeks]
        terms["overtime"] += overtime.of_week(weights, person, worked)
        terms["target"] += target.cost(weights, person, served) if draft.counts[pw] else 0
    terms |= _of_people(draft, state)
    starts = {
        node: start for _, duty in duties for node, start in zip(duty.nodes, duty.starts, strict=True) if node >= 0
    }
    terms["changes"] = sum(
        changes.cost(weights, earlier, holder // draft.days if holder >= 0 else None, starts.get(seat, 0))
        for ref, earlier in board.earlier.items()
        for seat in [board.number[ref]]
        for holder in [state.holder[seat]]
    )
    return Cost(missed=state.missed, left=state.left, terms=terms)


def _lateness(board: Board, duty: Timing) -> int:
    return sum(
        lateness.cost(board.problem.weights, lateness.seconds(board.problem.tasks[board.refs[node].item], start))
        for node, start in zip(duty.nodes, duty.starts, strict=True)
        if node >= 0 and board.may_be_late[node]
    )


def _of_people(draft: Draft, state: State) -> dict[str, int]:
    board, problem, weights = draft.board, draft.problem, draft.problem.weights
    crews = {
        unit.task: [state.holder[seat] // draft.days for seat in unit.seats]
        for unit in board.units
        if unit.task is not None and state.day[unit.number] >= 0
    }
    kinds = len(problem.turns)
    return {
        "not_preferred": sum(not_preferred.cost(weights, problem.tasks[item], crew) for item, crew in crews.items()),
        "gender_mismatch": sum(
            gender_mismatch.cost(weights, problem.tasks[item], problem.persons[person])
            for item, crew in crews.items()
            for person in crew
        ),
        "further_person": sum(
            further_person.cost(weights, [crews[item][0] for item in series.tasks if item in crews])
            for series in problem.series
        ),
        "turns": sum(
            turns.cost(
                weights,
                problem.persons[number // kinds],
                problem.turns[number % kinds],
                given,
                board.shares[problem.turns[number % kinds]],
            )
            for number, given in enumerate(state.given)
        ),
    }
