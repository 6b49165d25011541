"""Planning again after something happened, as gently as the coordinator wants it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum

from solver.changes import Change, apply, assignments
from solver.plan import Plan, Progress
from solver.problem import DAY, Pin, Problem, Ref, Span, Task, Window
from solver.solve import Budget, PinsCannotHold, solve
from solver.trial import Days, Mark, Trial, settled

FILLING = 0.3
"""Share of the seconds for filling the gaps alone; the rest goes to the whole search."""

FIRST = Budget(iterations=300)
"""What the search may spend on a first answer, where the board has none."""


class Level(Enum):
    """How much may change. What is past or under way never does.

    `ANYTHING`: everything may change, at its cost. `KEEP_PEOPLE`: each stop stays with its person on its day, and what
    is open is fitted in; times and order may move. `KEEP_ROUTES`: whoever has a duty on a day keeps just that; what is
    open goes to persons who are free that day or have new time.
    """

    ANYTHING = "anything"
    KEEP_PEOPLE = "keep_people"
    KEEP_ROUTES = "keep_routes"


def replan(
    problem: Problem,
    plan: Plan,
    changes: Sequence[Change],
    level: Level,
    budget: Budget,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """A plan for `remaining(problem, plan, changes)`, with what is lost given to others as gently as `level` asks.

    A first answer comes greedily; the budget improves it (a budget of 0 iterations: the first answer as it is). With a
    budget of iterations alone, the same input gives the same plan. No answer of a level serves less than the first
    answers of the gentler levels. `on_progress`, `stop`: as in `solve`.

    Raises what `remaining` raises.
    """
    began = time.monotonic()
    after, trial = _laid_out(problem, plan, changes, seed)
    kept, laid = trial.kept(), trial.mark()

    def more(rounds: int) -> bool:
        if stop is not None and stop():
            return False
        share = 1.0 if level is Level.KEEP_ROUTES else FILLING
        in_time = budget.seconds is None or time.monotonic() - began < share * budget.seconds
        return in_time and (budget.iterations is None or rounds <= budget.iterations)

    trial.fill(_free(problem, after, trial), more if level is Level.KEEP_ROUTES else _once)
    if level is not Level.KEEP_ROUTES:
        _widen(trial, laid, more)
    found = trial.plan() or _by_search(after, plan, kept, level, seed)
    if level is not Level.KEEP_ROUTES:
        rest = None if budget.seconds is None else max(0.0, budget.seconds - (time.monotonic() - began))
        if budget.iterations != 0 and rest != 0.0:
            spend = Budget(seconds=rest, iterations=budget.iterations)
            goal = after if level is Level.ANYTHING else held(after, plan, kept)
            better = _improved(after, goal, plan, found, spend, seed, on_progress, stop)
            if level is Level.ANYTHING or _holds(plan, kept, better):
                found = min(found, better, key=_key)
    return replace(found, seconds=time.monotonic() - began)


def _by_search(after: Problem, plan: Plan, kept: frozenset[Ref], level: Level, seed: int) -> Plan:
    """A first answer of the search, which knows the rules over several days that the board does not."""
    goal = after if level is Level.ANYTHING else held(after, plan, kept)
    try:
        found = solve(goal, FIRST, seed=seed, start=plan)
    except PinsCannotHold:
        found = solve(after, FIRST, seed=seed, start=plan)
    return settled(after, plan, found)


def remaining(problem: Problem, plan: Plan, changes: Sequence[Change]) -> Problem:
    """What is left to plan: `apply`, without the pins that only together leave no plan any more.

    Raises what `apply` raises, and `PinsCannotHold` when not even the work under way leaves one.
    """
    return _laid_out(problem, plan, changes, 0)[0]


def _laid_out(problem: Problem, plan: Plan, changes: Sequence[Change], seed: int) -> tuple[Problem, Trial]:
    """What is left to plan, and the plan laid out in it."""
    after = apply(problem, plan, changes)
    try:
        return after, Trial(after, plan, seed)
    except PinsCannotHold:
        begun = {seat.ref[:2] for seat in after.baseline if seat.start < after.frozen_until}
    firm = tuple(pin for pin in after.pins if pin.ref[:2] in begun)
    bare = replace(after, pins=firm)
    kept = Trial(bare, plan, seed).kept()
    doubtful = [pin for pin in after.pins if pin not in firm]
    likely = tuple(pin for pin in doubtful if pin.ref in kept)
    laid = _with_pins(bare, plan, likely, seed) or (bare, Trial(bare, plan, seed))
    for pin in doubtful:
        if pin not in laid[0].pins:
            laid = _with_pins(laid[0], plan, (pin,), seed) or laid
    return laid


def _with_pins(problem: Problem, plan: Plan, pins: tuple[Pin, ...], seed: int) -> tuple[Problem, Trial] | None:
    more = replace(problem, pins=(*problem.pins, *pins))
    try:
        return more, Trial(more, plan, seed)
    except PinsCannotHold:
        return None


def unforced_changes(problem: Problem, before: Plan, after: Plan) -> int:
    """Seats of the earlier plan that changed without need: another person has them now, or nobody.

    `problem`: what is left (see `remaining`). A change is forced when the earlier plan, laid out in it in the order of
    its starts, leaves its person no way to the seat on its day, or the shift's mix of roles no way to be staffed.
    """
    trial = Trial(problem, before)
    kept = trial.kept()
    now = {seat.ref: seat.person for seat in assignments(after)}
    return sum(
        now.get(seat.ref) != seat.person
        and not (seat.ref.kind == "shift" and seat.ref not in now and trial.short_of_mix(seat.ref.item))
        for seat in assignments(before)
        if seat.ref in kept
    )


def held(problem: Problem, plan: Plan, kept: frozenset[Ref]) -> Problem:
    """The problem in which these seats of the plan are for their persons alone, on their days; times may move.

    Shifts and crews are pinned. A task for one person is not, so that a search may take it out and put it elsewhere in
    the same duty; it is mandatory instead.
    """
    tasks = list(problem.tasks)
    decided = {pin.ref for pin in problem.pins}
    pins = [*problem.pins]
    for seat in assignments(plan):
        if seat.ref not in kept:
            continue
        alone = seat.ref.kind == "task" and len(tasks[seat.ref.item].seats) == 1
        if not alone and seat.ref not in decided and seat.start >= problem.frozen_until:
            pins.append(Pin(ref=seat.ref, person=seat.person))
        if seat.ref.kind == "task" and seat.ref.seat == 0:
            task = _on_day(tasks[seat.ref.item], seat.start // DAY)
            own = {"required": frozenset((seat.person,)), "mandatory": True} if alone else {}
            tasks[seat.ref.item] = replace(task, **own)  # type: ignore[arg-type]
    for bundle in problem.bundles:
        if any(tasks[item].mandatory for item in bundle):
            for item in bundle:
                tasks[item] = replace(tasks[item], mandatory=True)
    return replace(problem, tasks=tuple(tasks), pins=tuple(pins))


def _on_day(task: Task, day: int) -> Task:
    first, last = day * DAY, (day + 1) * DAY - 1
    windows = []
    for window in task.windows:
        until = window.latest if window.late_until is None else window.late_until
        if window.earliest <= last and until >= first and window.latest >= first:
            latest = min(window.latest, last)
            windows.append(
                Window(
                    earliest=max(window.earliest, first),
                    latest=latest,
                    late_until=max(latest, min(until, last)) if window.late_until is not None else None,
                )
            )
    return replace(task, windows=tuple(windows)) if windows else task


def _free(problem: Problem, after: Problem, trial: Trial) -> Days:
    """Persons' days without a duty, or with time that was not known before."""
    busy = trial.busy()
    known = {
        (number, entry.day): entry.spans
        for number, person in enumerate(problem.persons)
        for entry in person.availability
    }
    return frozenset(
        (number, entry.day)
        for number, person in enumerate(after.persons)
        for entry in person.availability
        if (number, entry.day) not in busy or _has_more(known.get((number, entry.day), ()), entry.spans)
    )


def _has_more(before: Sequence[Span], after: Sequence[Span]) -> bool:
    return not all(any(old.start <= new.start and new.end <= old.end for old in before) for new in after)


def _holds(plan: Plan, kept: frozenset[Ref], after: Plan) -> bool:
    """Whether all these seats of the plan have the same persons after."""
    now = {seat.ref: seat.person for seat in assignments(after)}
    return all(now.get(seat.ref) == seat.person for seat in assignments(plan) if seat.ref in kept)


def _once(rounds: int) -> bool:
    return rounds < 1


def _widen(trial: Trial, laid: Mark, more: Callable[[int], bool]) -> None:
    """Leave the best of three: what was found for free people, that filled up, and all filled from the start."""
    ways = [trial.mark()]
    trial.fill(None, _once)
    ways.append(trial.mark())
    trial.restore(laid)
    trial.fill(None, more)
    trial.restore(min([*ways, trial.mark()], key=lambda way: way.key))


def _improved(
    after: Problem,
    goal: Problem,
    before: Plan,
    start: Plan,
    budget: Budget,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> Plan:
    """What the whole search makes of the start, read in the problem `after`; the start where it finds nothing."""
    try:
        found = solve(goal, budget, seed, start, on_progress, stop)
    except PinsCannotHold:
        return start
    return settled(after, before, found)


def _key(plan: Plan) -> tuple[int, int, int]:
    return plan.cost.key
