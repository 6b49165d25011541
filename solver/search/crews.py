"""The cheapest way to serve a task whose starts must be fixed: a crew, a precedence, a kit, or a start to be kept."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from solver.problem import DAY, Span, Task
from solver.rules import crew_together, kits_suffice, precedence_holds
from solver.search.board import Unit
from solver.search.draft import Draft, Held, Move, with_seat

KEPT = 14
CREWS = 24
ENOUGH = 3

Option = tuple[int, int, int, int, int]
"""Estimated cost, duty, entry, earliest and latest start of seat 0 that it allows."""
Crew = tuple[int, int, int, list[Option]]
"""Estimated cost, earliest and latest start of seat 0, one option for each seat."""
Limits = Mapping[int, Collection[int]]
"""Seat → the only duties (as `pd`) that it may go to, for seats that have such a limit."""
NO_LIMITS: Limits = MappingProxyType({})


def crew_ways(
    draft: Draft,
    unit: Unit,
    rng: random.Random,
    blink: float,
    only: Limits,
) -> tuple[int, list[Move]] | None:
    """Cost and moves of the cheapest way found; `None` when there is none."""
    assert unit.task is not None
    best: tuple[int, list[Move]] | None = None
    task = draft.problem.tasks[unit.task]
    crews: list[Crew] = []
    for day in range(draft.days):
        bounds = _bounds(draft, unit.task, day) if draft.series_allows(unit, day) else None
        if bounds is not None:
            options = [_options(draft, unit, seat, day, bounds, only.get(seat)) for seat in unit.seats]
            crews += islice(_crews(options, bounds), CREWS)
    crews.sort(key=lambda crew: crew[0])
    found = 0
    for crew in crews[: 2 * CREWS]:
        if found >= ENOUGH or (best is not None and crew[0] >= best[0] + 60_000):
            break
        if blink and rng.random() < blink:
            continue
        ways = [way for start in _starts(draft, unit.task, task, crew) if (way := _try(draft, unit, crew, start))]
        found += bool(ways)
        best = min([*ways, *([best] if best else [])], key=lambda way: way[0], default=None)
    return best


def _bounds(draft: Draft, item: int, day: int) -> tuple[int, int] | None:
    """Earliest and latest start of seat 0 that the tasks before it leave on that day."""
    first, last = day * DAY, (day + 1) * DAY
    for link in draft.board.preceding[item]:
        bounds = precedence_holds.starts_for(link, draft.end_of(link.first))
        if bounds is None:
            return None
        first = max(first, bounds[0])
        last = last if bounds[1] is None else min(last, bounds[1])
    return (first, last) if first <= last else None


def _options(
    draft: Draft,
    unit: Unit,
    seat: int,
    day: int,
    bounds: tuple[int, int],
    only: Collection[int] | None,
) -> list[Option]:
    board, weights = draft.board, draft.problem.weights
    assert unit.task is not None
    shortest, longest = crew_together.starts_for(draft.problem.tasks[unit.task], board.refs[seat].seat, 0)
    found: list[Option] = []
    for pd in board.candidates.on_day(seat, day):
        workday, duty = board.workdays[pd], draft.duties[pd]
        if workday is None or (only is not None and pd not in only) or (duty is None and not draft.may_open(pd)):
            continue
        extra = draft.surcharge(seat, pd // draft.days)
        for way in draft.openings(seat, workday):
            earliest, latest = max(bounds[0], way.earliest - longest), min(bounds[1], way.latest - shortest)
            if earliest <= latest:
                found.append((extra + weights.travel * way.way, pd, way.entry, earliest, latest))
    found.sort()
    return found


def _crews(options: list[list[Option]], bounds: tuple[int, int]) -> Iterator[Crew]:
    """Crews of different persons who can meet, roughly the cheapest first."""
    partial: list[Crew] = [(0, bounds[0], bounds[1], [])]
    for seat in options:
        longer = []
        for cost, first, last, chosen in partial:
            taken = {option[1] for option in chosen}
            matches = 0
            for option in seat:
                earliest, latest = max(first, option[3]), min(last, option[4])
                if earliest <= latest and option[1] not in taken:
                    longer.append((cost + option[0], earliest, latest, [*chosen, option]))
                    matches += 1
                    if matches >= KEPT:
                        break
        partial = sorted(longer, key=lambda crew: crew[0])[: KEPT * KEPT]
    yield from partial


def _starts(draft: Draft, item: int, task: Task, crew: Crew) -> list[int]:
    """Starts of seat 0 worth trying: early, late, after the meal, beside users of the same kits, and the former one."""
    _, first, last, chosen = crew
    wanted = {first, last, min(last, -(-first // 300) * 300)}
    earlier = draft.board.earlier.get(draft.board.refs[draft.board.units[item].seats[0]])
    if earlier is not None:
        wanted.add(earlier.start)
    for option in chosen:
        workday = draft.board.workdays[option[1]]
        if workday is not None and workday.meal is not None:
            opening, _, length = workday.meal
            wanted.add(opening + length)
    took = _end(draft, item, 0)
    for kit in task.kits:
        turnaround = 2 * draft.problem.kits[kit].turnaround
        for span in _users(draft, item, kit):
            wanted |= {span.end + turnaround, span.start - turnaround - took}
    return sorted(start for start in wanted if first <= start <= last)


def _users(draft: Draft, item: int, kit: int) -> list[Span]:
    """When other tasks and shifts use such a kit."""
    spans = list(draft.board.set_aside[kit])
    for other in draft.board.users_of[kit]:
        end = draft.end_of(other) if other != item else None
        if end is not None:
            spans.append(Span(draft.moment[draft.board.units[other].seats[0]], end))
    return spans


def _end(draft: Draft, item: int, start: int) -> int:
    """End of the last seat when seat 0 starts at `start` and every seat as early as its gap allows."""
    task, board = draft.problem.tasks[item], draft.board
    return max(
        crew_together.starts_for(task, k, start)[0] + board.duration[seat]
        for k, seat in enumerate(board.units[item].seats)
    )


def meets(draft: Draft, unit: Unit, case: tuple[int, int], *, precedence: bool, kits: bool) -> bool:
    """Whether this seat in this duty (`case`) finds partners at a common start; `precedence`, `kits`: whether these
    count.
    """
    assert unit.task is not None
    seat, pd = case
    task, day = draft.problem.tasks[unit.task], pd % draft.days
    bounds = _bounds(draft, unit.task, day) if precedence else (day * DAY, (day + 1) * DAY)
    if bounds is None:
        return False
    options = [_options(draft, unit, other, day, bounds, (pd,) if other == seat else None) for other in unit.seats]
    return any(
        _moves(draft, unit, crew, start, precedence=precedence, kits=kits)
        for crew in _crews(options, bounds)
        for start in _starts(draft, unit.task, task, crew)
    )


def _try(draft: Draft, unit: Unit, crew: Crew, start: int) -> tuple[int, list[Move]] | None:
    """Cost and moves of this crew at this start; `None` when it does not work."""
    moves = _moves(draft, unit, crew, start)
    if moves is None:
        return None
    cost = sum(
        draft.duty_delta(pd, timing) + draft.surcharge(seat, pd // draft.days, moment)
        for seat, pd, moment, timing in moves
    )
    return cost + draft.crew_surcharge(unit, [pd // draft.days for _, pd, _, _ in moves]), moves


def _moves(
    draft: Draft, unit: Unit, crew: Crew, start: int, *, precedence: bool = True, kits: bool = True
) -> list[Move] | None:
    assert unit.task is not None
    task = draft.problem.tasks[unit.task]
    moves: list[Move] = []
    for seat, (_, pd, entry, _, _) in zip(unit.seats, crew[3], strict=True):
        duty = draft.duties[pd]
        moment = _moment(draft, task, seat, pd, start)
        if moment is None:
            return None
        timing = draft.timing(pd, with_seat(duty.order if duty else (), entry, seat, moment))
        if timing is None or not draft.fits(pd, timing):
            return None
        moves.append((seat, pd, moment, timing))
    held = [move[:3] for move in moves]
    return moves if together(draft, unit, held, precedence=precedence, kits=kits) else None


def together(draft: Draft, unit: Unit, held: Sequence[Held], *, precedence: bool = True, kits: bool = True) -> bool:
    """Whether crew, kits and what comes before allow this, one for each seat of the task, at their starts."""
    assert unit.task is not None
    task, start = draft.problem.tasks[unit.task], held[0][2]
    persons = [pd // draft.days for _, pd, _ in held]
    if not crew_together.allows(task, persons, [moment for _, _, moment in held]):
        return False
    links = draft.board.preceding[unit.task] if precedence else ()
    if not all(precedence_holds.allows(link, draft.end_of(link.first), start) for link in links):
        return False
    end = max(moment + draft.board.duration[seat] for seat, _, moment in held)
    return all(
        kits_suffice.allows(draft.problem.kits[kit], _users(draft, unit.task, kit), start, end)
        for kit in (task.kits if kits else ())
    )


def _moment(draft: Draft, task: Task, seat: int, pd: int, start: int) -> int | None:
    """The seat's own start, as early as its gap and its slots allow."""
    first, last = crew_together.starts_for(task, draft.board.refs[seat].seat, start)
    for earliest, latest, _ in draft.board.slots(seat, pd):
        if max(first, earliest) <= min(last, latest):
            return max(first, earliest)
    return None
