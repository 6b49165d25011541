"""Where a duty fills its load up: as late as the load allows, at the step of the round where the way is shortest."""

from __future__ import annotations

from solver.rules import load_carried
from solver.search.board import Board
from solver.search.workday import Workday


def reload_at(place: int) -> int:
    """A reload as a node of a duty: a negative number that names its place."""
    return -1 - place


def with_refills(board: Board, day: Workday, seats: list[int]) -> list[int] | None:
    """The duty's nodes: its seats with reloads between them; `None` when the load cannot be carried."""
    if not any(board.load[seat] for seat in seats):
        return seats
    nodes = list(seats)
    left = day.capacity if day.full else 0
    since, position = 0, 0
    while position < len(nodes):
        node = nodes[position]
        if node < 0 or load_carried.refills_at(board.problem, board.place_in[node]):
            left = day.capacity
            since = position + (node < 0)
        load = 0 if node < 0 else board.load[node]
        after = load_carried.left_after(left, load)
        if after is None:
            at = _best_step(board, day, nodes, since, position)
            if at is None or load > day.capacity:
                return None
            nodes.insert(at[0], reload_at(at[1]))
            position, left = at[0], 0
            continue
        left = after
        position += 1
    return nodes


def _best_step(board: Board, day: Workday, nodes: list[int], since: int, position: int) -> tuple[int, int] | None:
    """Step of the round (within the last third of the load) and place of reload with the smallest detour."""
    if board.problem.reload is None:
        return None
    first = max(since + 1, position - max(1, (position - since) // 3)) if position > since else position
    best: tuple[int, int, int] | None = None
    for at in range(first, position + 1):
        before = day.start_place if at == 0 else _place_out(board, nodes[at - 1])
        after = board.place_in[nodes[at]]
        for place in sorted(board.problem.reload.places):
            way = day.rows[before][place] + day.rows[place][after] - day.rows[before][after]
            if best is None or way < best[0]:
                best = (way, at, place)
    return None if best is None else best[1:]


def _place_out(board: Board, node: int) -> int:
    return -1 - node if node < 0 else board.place_out[node]
