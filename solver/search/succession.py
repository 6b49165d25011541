"""Whether one more seat would keep the rules on a person's turns and days, and on bundles, in a draft as it is."""

from __future__ import annotations

from solver.problem import DAY, Ref
from solver.rules import bundle_whole, max_turns, runs_long_enough, turn_order, weekends_off
from solver.search.draft import Draft


def turn_of(draft: Draft, seat: int) -> str | None:
    """The turn kind that a seat counts as."""
    ref = draft.board.refs[seat]
    return draft.problem.shifts[ref.item].turn if ref.kind == "shift" else None


def turns_allow(draft: Draft, seat: int, person: int) -> bool:
    """Whether the person may have one more turn of the seat's kind."""
    kind = turn_of(draft, seat)
    if kind is None:
        return True
    given = draft.given[person * len(draft.problem.turns) + draft.problem.turns.index(kind)]
    return max_turns.allows(draft.problem.persons[person], kind, given + 1)


def order_allows(draft: Draft, seat: int, person: int) -> bool:
    """Whether the person's turns on the day before and the day after go with the seat's kind."""
    kind = turn_of(draft, seat)
    if kind is None or not draft.problem.not_next_day:
        return True
    held: dict[int, set[str]] = {}
    for ref, pd in zip(draft.board.refs, draft.holder, strict=True):
        other = draft.problem.shifts[ref.item].turn if ref.kind == "shift" and pd // draft.days == person else None
        if other is not None:
            held.setdefault(pd % draft.days, set()).add(other)
    day = draft.problem.shifts[draft.board.refs[seat].item].start // DAY
    before, after = held.get(day - 1, set()), held.get(day + 1, set())
    return turn_order.allows(draft.problem, before, {kind}) and turn_order.allows(draft.problem, {kind}, after)


def runs_allow(draft: Draft, person: int, days: set[int]) -> bool:
    """Whether no run of days with a duty, and none of days off, would be too short."""
    return runs_long_enough.allows(draft.problem.persons[person], days, draft.days)


def weekends_allow(draft: Draft, person: int, days: set[int]) -> bool:
    """Whether the person may have a duty on the weekends of these days."""
    found = weekends_off.weekends_of(draft.problem, days)
    return weekends_off.allows(draft.problem.persons[person], len(found))


def bundle_allows(draft: Draft, task: int | None) -> bool:
    """Whether the other tasks of the task's bundle are served, so that this one may be."""
    for bundle in draft.problem.bundles:
        if task in bundle:
            seats = [draft.board.number[Ref("task", item, 0)] for item in bundle if item != task]
            return bundle_whole.allows([True, *(draft.holder[seat] >= 0 for seat in seats)])
    return True
