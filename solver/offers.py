"""Who could take a seat, and what would suit a person: each way tried in the plan as it is, with its exact cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from solver.changes import assignments
from solver.plan import Plan
from solver.problem import Assignment, Problem, Ref
from solver.referee import cost_of
from solver.trial import Mark, Trial

Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One way to serve a seat. `crew`: every seat that is served with it, this one included.

    `missed`, `left`, `cost`: change of levels 1, 2 and of levels 3 and 4 (hundredths of a second) against the plan;
    below zero is better. `plan`: the plan with it.
    """

    ref: Ref
    person: int
    day: int
    start: int
    crew: tuple[Assignment, ...]
    missed: int
    left: int
    cost: int
    plan: Plan

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        """What offers are ranked by: levels, then person and start."""
        return self.missed, self.left, self.cost, self.person, self.start


def who_could(problem: Problem, plan: Plan, ref: Ref) -> tuple[Offer, ...]:
    """For each person who could take this seat beside all that they do, the cheapest way, cheapest person first.

    A seat that somebody holds is taken over: its crew stays, though their start may move. Nobody else's seats change.
    A pin on the seat does not count; a seat whose start is past has no offers.
    """
    free = replace(problem, pins=tuple(pin for pin in problem.pins if pin.ref != ref))
    trial = Trial(free, plan)
    mates, holder = trial.mates(ref), trial.holder(ref)
    has_it = {seat.person for seat in assignments(plan) if seat.ref == ref}
    crew = {mate: [now] for mate in mates if mate != ref and (now := trial.holder(mate)) is not None}
    rest = frozenset(held for held in trial.holdings() if held[0] not in mates)
    if holder is not None and not trial.remove(ref):
        return ()
    mark = trial.mark()
    best: dict[int, tuple[Key, Mark, int]] = {}
    for person, day in trial.could_stand(ref):
        if person in has_it:
            continue
        trial.restore(mark)
        if trial.stands(ref, {ref: [(person, day)], **crew}, rest):
            way = trial.key, trial.mark(), day
            best[person] = min(way, best.get(person, way), key=lambda each: each[0])
    return _ranked(problem, plan, trial, [(ref, mark, day) for _, mark, day in best.values()])


def what_suits(problem: Problem, plan: Plan, person: int, day: int) -> tuple[Offer, ...]:
    """Each unserved seat that this person could take that day beside all that they do, the most useful one first."""
    trial = Trial(problem, plan)
    mark, rest = trial.mark(), trial.holdings()
    found = []
    for ref in [mate for first in trial.unserved() for mate in trial.mates(first)]:
        trial.restore(mark)
        if (person, day) in trial.could_stand(ref) and trial.stands(ref, {ref: [(person, day)]}, rest):
            found.append((ref, trial.mark(), day))
    return _ranked(problem, plan, trial, found)


def _ranked(problem: Problem, plan: Plan, trial: Trial, ways: Iterable[tuple[Ref, Mark, int]]) -> tuple[Offer, ...]:
    """The ways as offers, with their exact cost, the best first; none that takes a seat from somebody else."""
    base = cost_of(problem, plan).key
    held = {seat.ref: seat.person for seat in assignments(plan)}
    offers = [offer for way in ways if (offer := _offer(trial, base, *way)) is not None and _leaves(held, offer)]
    return tuple(sorted(offers, key=lambda offer: offer.key))


def _leaves(held: Mapping[Ref, int], offer: Offer) -> bool:
    """Whether everybody else keeps their seats."""
    after = {seat.ref: seat.person for seat in assignments(offer.plan)}
    return all(after.get(ref) == person for ref, person in held.items() if ref != offer.ref)


def _offer(trial: Trial, base: Key, ref: Ref, mark: Mark, day: int) -> Offer | None:
    trial.restore(mark)
    found = trial.plan()
    if found is None:
        return None
    seats = {seat.ref: seat for seat in assignments(found)}
    missed, left, cost = (now - then for now, then in zip(found.cost.key, base, strict=True))
    return Offer(
        ref=ref,
        person=seats[ref].person,
        day=day,
        start=seats[ref].start,
        crew=tuple(seats[mate] for mate in trial.mates(ref)),
        missed=missed,
        left=left,
        cost=cost,
        plan=found,
    )
