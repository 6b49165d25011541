"""The smallest changes that would serve what is unserved, each made and verified before it is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from solver.changes import (
    Change,
    PersonThere,
    RolesOpened,
    SeatDropped,
    SkillsGranted,
    TaskMoved,
    apply,
    assignments,
)
from solver.excess import raised_limits, without_limits
from solver.offers import who_could
from solver.plan import Duty, Plan
from solver.problem import DAY, Assignment, Problem, Ref, Span, Window
from solver.referee import cost_of
from solver.replan import Level, replan
from solver.rules import gender_fits, not_refused, role_fits, skills_suffice, windows_hold
from solver.solve import Budget
from solver.swaps import swaps
from solver.trial import Trial
from solver.undisturbed import undisturbed

FixKind = Literal[
    "take",
    "other_time",
    "more_time",
    "more_hours",
    "training",
    "other_role",
    "fewer_seats",
    "swap",
    "new_order",
    "rearrange",
]
KEPT = 3
"""Fixes kept of each kind."""
STEP, MINUTE = 300, 60
"""Seconds to which times are rounded that people are asked for, at best and at the least."""
VERIFIED = 6
"""Candidates verified of each kind, at most."""
Days = Mapping[Ref, Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One way that was tried to serve what is unserved.

    - `changes`: what has to be agreed first (with the client, the person, the office); empty: only the plan changes.
    - `plan`: the verified plan in `apply(problem, plan, changes)`; `None`: tried, and not possible.
    - `takes`: who serves the seats then. `persons`: those whose other seats change, or whose times do without
      that they take one; `seats`: the other seats that have another person.
    - `missed`, `left`, `cost`: change of levels 1 and 2, and of levels 3 and 4 in hundredths of a second.
    - `asked`: persons whom the changes are about, or, of a way that is not possible, those who were tried.
    """

    kind: FixKind
    ref: Ref
    changes: tuple[Change, ...] = ()
    plan: Plan | None = None
    takes: tuple[Assignment, ...] = ()
    persons: tuple[int, ...] = ()
    seats: tuple[Ref, ...] = ()
    missed: int = 0
    left: int = 0
    cost: int = 0
    asked: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[bool, int, int, int, int]:
        """What fixes are ranked by: possible ones first, fewest persons changed, then the levels."""
        return self.plan is None, len(self.persons), self.missed, self.left, self.cost


def smallest_fix(
    problem: Problem,
    plan: Plan,
    ref: Ref,
    budget: Budget,
    seed: int = 0,
    *,
    not_asked: Collection[tuple[int, int]] = (),
    on_progress: Callable[[float, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> tuple[Fix, ...]:
    """Verified ways to serve this seat (with its whole crew), best first, then those that were tried in vain.

    A way counts only when nothing else that the plan serves gets lost. Kinds are tried in the order of `FixKind`, by
    rising size, each with its share of the seconds that are left: when that is over, no further candidate is tried. The
    two kinds of the whole search have the budget's iterations, if any. With iterations alone, the same input gives the
    same fixes.

    `not_asked`: persons and days on which nobody asks them to come beside their time. `on_progress`: told the share of
    the kinds that are done, and how many ways work so far. `stop`: asked often; once it says so, what has been found is
    all.

    Raises `ValueError` when the plan serves the seat.
    """
    if ref not in plan.unserved:
        raise ValueError(f"{ref.kind} {ref.item} seat {ref.seat} is not unserved")
    began = time.monotonic()
    search = _Search(apply(problem, plan, ()), plan, ref, seed, frozenset(not_asked), stop)
    found: list[Fix] = []
    for number, kind in enumerate(KINDS):
        if on_progress is not None:
            on_progress(number / len(KINDS), sum(fix.plan is not None for fix in found))
        if search.stopped:
            break
        left = None if budget.seconds is None else budget.seconds - (time.monotonic() - began)
        if left is not None and left <= 0:
            break
        share = None if left is None else left / (len(KINDS) - number)
        search.spend(Budget(seconds=share, iterations=budget.iterations))
        found += kind(search)
    return tuple(sorted(found, key=lambda fix: fix.key))


class _Search:
    """One seat, and what is tried for it. `problem` has the plan as its earlier plan."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        ref: Ref,
        seed: int,
        not_asked: frozenset[tuple[int, int]] = frozenset(),
        stop: Callable[[], bool] | None = None,
    ) -> None:
        self.problem, self.plan, self.ref, self.seed = problem, plan, ref, seed
        self.not_asked, self.stop = not_asked, stop
        self.spend(Budget(iterations=0))
        self.base = cost_of(problem, plan).key
        self.served = frozenset(seat.ref for seat in assignments(plan))
        self.days = [day for day in range(problem.days) if windows_hold.slots_on(problem, ref, day)]
        self.task = problem.tasks[ref.item] if ref.kind == "task" else None

    def spend(self, budget: Budget) -> None:
        """What the next kind may spend."""
        self.budget, self._began = budget, time.monotonic()

    @property
    def stopped(self) -> bool:
        """Whether somebody wants no more."""
        return self.stop is not None and self.stop()

    @property
    def late(self) -> bool:
        """Whether the seconds of this kind are over, or somebody wants no more."""
        if self.stopped:
            return True
        return self.budget.seconds is not None and time.monotonic() - self._began > self.budget.seconds

    def screen(self, problem: Problem, persons: Iterable[int] | None = None) -> list[tuple[int, int, Plan]]:
        """Ways in a problem that allows more: person, day and plan, one for each person and day, the cheapest first."""
        trial = Trial(problem, self.plan, self.seed)
        mark, rest = trial.mark(), trial.holdings()
        found = []
        for person, day in trial.could_stand(self.ref):
            if self.late:
                break
            trial.restore(mark)
            if persons is not None and person not in persons:
                continue
            if trial.stands(self.ref, {self.ref: [(person, day)]}, rest):
                found.append((trial.key, person, day, trial.mark()))
        ways = []
        for _, person, day, stood in sorted(found, key=lambda way: way[:3])[:VERIFIED]:
            trial.restore(stood)
            plan = trial.plan()
            if plan is not None:
                ways.append((person, day, plan))
        return ways

    def verify(
        self, kind: FixKind, changes: Sequence[Change], only: Days | None = None, asked: Sequence[int] = ()
    ) -> Fix:
        """Make the changes, serve the seat with everybody else where they are, and see."""
        ref = self.ref
        if any(isinstance(change, SeatDropped) for change in changes):
            ref = Ref(ref.kind, ref.item, 0)
        tried = Fix(kind=kind, ref=self.ref, changes=tuple(changes), asked=tuple(asked))
        changed = apply(self.problem, self.plan, changes)
        trial = Trial(changed, self.plan, self.seed)
        if not trial.stands(ref, only or {}, trial.holdings()):
            return tried
        return self.judged(tried, trial.plan(), changed)

    def judged(self, tried: Fix, plan: Plan | None, problem: Problem | None = None) -> Fix:
        """The fix with its plan, if that serves the seat and all that was served. Whom it does not concern keep their
        times. `problem`: the one with its changes.
        """
        if plan is None:
            return tried
        plan = undisturbed(self.problem if problem is None else problem, self.plan, plan)
        after = assignments(plan)
        now = {seat.ref: seat.person for seat in after}
        served = {ref for ref in now if ref[:2] == self.ref[:2] and (ref.kind == "task" or ref == self.ref)}
        if not served or not self.served <= set(now):
            return tried
        before = {seat.ref: seat for seat in assignments(self.plan)}
        held = {ref: seat.person for ref, seat in before.items()}
        seats = tuple(ref for ref in sorted(now) if ref not in served and held.get(ref) != now[ref])
        takers = {now[ref] for ref in served}
        persons = {now[ref] for ref in seats} | {held[ref] for ref in seats if ref in held}
        persons |= {seat.person for seat in after if seat.ref in before and seat != before[seat.ref]} - takers
        missed, left, cost = (new - old for new, old in zip(plan.cost.key, self.base, strict=True))
        return replace(
            tried,
            plan=plan,
            takes=tuple(seat for seat in sorted(after, key=lambda seat: seat.ref) if seat.ref in served),
            persons=tuple(sorted(persons)),
            seats=seats,
            missed=missed,
            left=left,
            cost=cost,
        )

    def verified(self, fixes: Iterable[Fix]) -> list[Fix]:
        """Of what is tried in this order: the first few that work; and those in vain before them."""
        tried: list[Fix] = []
        for fix in islice(fixes, VERIFIED):
            tried.append(fix)
            if self.late or sum(each.plan is not None for each in tried) >= KEPT:
                break
        return tried

    def outcome(self, kind: FixKind, fixes: Iterable[Fix], asked: Iterable[int] = ()) -> list[Fix]:
        """What `verified` tells, or else that the kind as a whole was tried in vain."""
        return self.verified(fixes) or [Fix(kind=kind, ref=self.ref, asked=tuple(asked))]

    def fitting(self, *, trained: bool) -> list[int]:
        """Persons with the role, whom client and coordinator accept, and with the skills, or without."""
        rules = (role_fits.allows, not_refused.allows, gender_fits.allows)
        return [
            person
            for person in range(len(self.problem.persons))
            if all(rule(self.problem, person, self.ref, 0) for rule in rules)
            and skills_suffice.held(self.problem, person, self.ref) == trained
        ]


def _take(search: _Search) -> list[Fix]:
    """Somebody has room as it is."""
    offers = who_could(search.problem, search.plan, search.ref)[:KEPT]
    return [search.judged(Fix(kind="take", ref=search.ref), offer.plan) for offer in offers]


def _other_time(search: _Search) -> list[Fix]:
    """Another day or hour, whenever somebody is there: on each day the cheapest."""
    first = search.problem.frozen_until
    if search.task is None or first >= search.problem.horizon:
        return []
    days = [(max(first, day * DAY), (day + 1) * DAY - 1) for day in range(search.problem.days)]
    wide = tuple(Window(earliest=start, latest=end) for start, end in days if start <= end)
    ways = search.screen(apply(search.problem, search.plan, [TaskMoved(search.ref.item, wide)]))

    def fixes() -> Iterator[Fix]:
        known: set[int] = set()
        for person, day, plan in ways:
            if day not in known:
                known.add(day)
                start = next(seat.start for seat in assignments(plan) if seat.ref == search.ref._replace(seat=0))
                yield _near(search, start, person, day)

    return search.outcome("other_time", fixes())


def _near(search: _Search, start: int, person: int, day: int) -> Fix:
    """At a time that can be told somebody: every five minutes at best, in whole minutes at the least."""
    times = [-(-start // step) * step + more for step in (STEP, MINUTE) for more in (0, -step)]
    tried = _at(search, times[0], person, day)
    for time_ in times[1:]:
        if tried.plan is not None or search.late:
            break
        if search.problem.frozen_until <= time_:
            tried = _at(search, time_, person, day)
    return tried


def _at(search: _Search, start: int, person: int, day: int) -> Fix:
    start = min(start, (day + 1) * DAY - 1)
    change = TaskMoved(search.ref.item, (Window(earliest=start, latest=start),))
    return search.verify("other_time", [change], {search.ref: [(person, day)]})


def _more_time(search: _Search) -> list[Fix]:
    """One person comes when they did not mean to: just as long as the duty then takes."""
    persons = search.fitting(trained=True)
    wide = [
        change
        for who in persons
        for day in search.days
        if (who, day) not in search.not_asked
        for change in _longer(search.problem, search.ref, who, day)
    ]
    ways = search.screen(apply(search.problem, search.plan, wide), persons)

    def fixes() -> Iterator[Fix]:
        for person, day, plan in ways:
            duty = next(duty for duty in plan.duties if (duty.person, duty.day) == (person, day))
            change = PersonThere(person, _rounded(duty, search.problem.frozen_until))
            yield search.verify("more_time", [change], {search.ref: [(person, day)]}, [person])

    return search.outcome("more_time", fixes(), persons)


def _rounded(duty: Duty, first: int) -> Span:
    """The duty's span in whole steps of the clock, inside its day and not before `first`."""
    start, end = duty.departure // STEP * STEP, -(-duty.arrival // STEP) * STEP
    return Span(min(max(start, first), duty.departure), min(end, (duty.day + 1) * DAY))


def _longer(problem: Problem, ref: Ref, person: int, day: int) -> Iterator[PersonThere]:
    """The time that this person would need at most, if they have a day from which to know where they start."""
    availability = problem.persons[person].availability
    if not availability:
        return
    entry = next((entry for entry in availability if entry.day == day), availability[0])
    ways, (place, end_place) = problem.travel[problem.persons[person].mode], problem.places_of(ref)
    slots = windows_hold.slots_on(problem, ref, day)
    first = slots[0].earliest - int(ways[entry.start_place, place])
    last = max(slot.latest for slot in slots) + problem.duration_of(ref) + int(ways[end_place, entry.end_place])
    yield PersonThere(person, Span(max(problem.frozen_until, day * DAY, first), min((day + 1) * DAY, last)))


def _more_hours(search: _Search) -> list[Fix]:
    """One person works longer, or on more days, than their limit."""
    persons = search.fitting(trained=True)
    ways = search.screen(without_limits(search.problem, persons), persons)

    def fixes() -> Iterator[Fix]:
        for person, day, plan in ways:
            changes = raised_limits(search.problem, plan, person)
            yield search.verify("more_hours", changes, {search.ref: [(person, day)]}, [person])

    return search.outcome("more_hours", fixes(), persons)


def _training(search: _Search) -> list[Fix]:
    """One person is trained, or their certificate renewed."""
    wanted = search.problem.seat(search.ref).skills
    ending = {who for who in search.fitting(trained=True) if wanted & set(search.problem.persons[who].skill_ends)}
    persons = sorted(ending | set(search.fitting(trained=False))) if wanted else []
    if not persons:
        return []
    ways = search.screen(apply(search.problem, search.plan, [SkillsGranted(who, wanted) for who in persons]), persons)
    fixes = (
        search.verify("training", [SkillsGranted(person, wanted)], {search.ref: [(person, day)]}, [person])
        for person, day, _ in ways
    )
    return search.outcome("training", fixes, persons)


def _other_role(search: _Search) -> list[Fix]:
    """The seat is opened to one more role."""
    roles = search.problem.seat(search.ref).roles
    others = sorted({person.role for person in search.problem.persons} - roles) if roles else []
    return [search.verify("other_role", [RolesOpened(search.ref, frozenset((role,)))]) for role in others]


def _fewer_seats(search: _Search) -> list[Fix]:
    """The crew comes without its last seat."""
    if search.task is None or len(search.task.seats) < 2:
        return []
    return [search.verify("fewer_seats", [SeatDropped(search.ref.item)])]


def _swap(search: _Search) -> list[Fix]:
    """Others make way: sets of seats that change hands, as the model proposes them."""
    trial = Trial(search.problem, search.plan, search.seed)
    mark, rest, mates = trial.mark(), trial.holdings(), tuple(trial.mates(search.ref))

    def fixes() -> Iterator[Fix]:
        for swap in swaps(search.problem, search.plan, mates, search.seed):
            trial.restore(mark)
            tried = Fix(kind="swap", ref=search.ref, asked=tuple(sorted({who for who, _ in swap.takes.values()})))
            yield search.judged(tried, trial.plan()) if _swapped(trial, swap.takes, swap.moves, rest) else tried

    return search.outcome("swap", fixes())


def _swapped(
    trial: Trial,
    takes: Mapping[Ref, tuple[int, int]],
    moves: Mapping[Ref, tuple[int, int]],
    rest: frozenset[tuple[Ref, tuple[int, int]]],
) -> bool:
    """Make a swap; whether it works, with all the rest where it was."""
    held = dict(rest)
    goals = {mate: moves.get(mate, held.get(mate)) for ref in moves for mate in trial.mates(ref)}
    if not all(trial.remove(ref) for ref in moves if trial.holder(ref) is not None):
        return False
    stays = frozenset((ref, by) for ref, by in rest if ref not in moves)
    todo = [next(iter(takes)), *moves]
    limits = {ref: [by] for ref, by in {**goals, **takes}.items() if by is not None}
    for ref in todo:
        mates = trial.mates(ref)
        if trial.holder(ref) is None and not trial.put(ref, {mate: limits[mate] for mate in mates}):
            return False
    return trial.stands_with(stays)


def _new_order(search: _Search) -> list[Fix]:
    """Everybody keeps their seats; the order and the times of their stops may change."""
    return [_searched(search, "new_order", Level.KEEP_PEOPLE)]


def _rearrange(search: _Search) -> list[Fix]:
    """Anything may change."""
    return [_searched(search, "rearrange", Level.ANYTHING)]


def _searched(search: _Search, kind: FixKind, level: Level) -> Fix:
    plan = replan(search.problem, search.plan, (), level, search.budget, search.seed, stop=search.stop)
    return search.judged(Fix(kind=kind, ref=search.ref), plan)


KINDS: tuple[Callable[[_Search], list[Fix]], ...] = (
    _take,
    _other_time,
    _more_time,
    _more_hours,
    _training,
    _other_role,
    _fewer_seats,
    _swap,
    _new_order,
    _rearrange,
)
