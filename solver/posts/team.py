"""One or several searches of the same roster problem at once, which exchange their best plans at fixed moments."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from solver.former import Former
from solver.plan import Cost, Duty, Plan
from solver.posts.desks import pinned_seats, seated
from solver.posts.diving import Diver
from solver.posts.exact import improved
from solver.posts.layout import Layout, layout_of
from solver.posts.staffing import Staffing
from solver.problem import Problem, Ref
from solver.search.construction import PinsCannotHold
from solver.search.pace import Pace
from solver.telling import cost_of_duties, plan_of

EXCHANGE = 40
"""Rounds between two exchanges."""
CHUNK_SECONDS = 0.1


class Team:
    """The searches. All of them begin with the same first plan; each goes on with its own random numbers."""

    def __init__(self, problem: Problem, seed: int, workers: int) -> None:
        self.problem, self.seed = problem, seed
        self.layout: Layout = layout_of(problem)
        self.divers = [Diver(self.layout, seed + 7919 * number) for number in range(workers)]
        self._told: tuple[Staffing, Cost] | None = None

    @property
    def best(self) -> Staffing:
        """The best rosters of all searches."""
        return min((diver.best for diver in self.divers), key=Staffing.key)

    def first_plan(self, former: Former, pace: Pace) -> None:
        """Take over an earlier plan as far as it is possible, and give everybody a roster. Raises `PinsCannotHold`."""
        first = self.divers[0]
        wanted = self._posts_of(former)
        for person in range(len(self.layout.sheets)):
            if former:
                first.adopt(person, wanted.get(person, set()))
            if first.best.rosters[person] is None and not first.reroster(first.best, person, quickly=True):
                first.reroster(first.best, person)
            if first.best.rosters[person] is None:
                raise PinsCannotHold(pinned_seats(self.problem, person))
        for _ in first.settle(first.best):
            if pace.late():
                break
        for diver in self.divers[1:]:
            diver.best = first.best.copy()

    def _posts_of(self, former: Former) -> dict[int, set[int]]:
        post_of = {(post.shift, seat): number for number, post in enumerate(self.layout.posts) for seat in post.seats}
        found: dict[int, set[int]] = {}
        for ref, (person, _, _) in former.items():
            if (ref.item, ref.seat) in post_of:
                found.setdefault(person, set()).add(post_of[ref.item, ref.seat])
        return found

    def improve(self, pace: Pace) -> None:
        """Search until the budget is spent, or the plan is proved to be the best."""
        ways = [diver.search() for diver in self.divers]
        total, done, chunk, tried = pace.budget.iterations, 0, 1, False
        with ThreadPoolExecutor(len(ways)) as pool:
            while not pace.over() and not any(diver.proved for diver in self.divers):
                some = min(chunk, EXCHANGE - done % EXCHANGE)
                some = some if total is None else min(some, total - done)
                began = time.monotonic()
                list(pool.map(lambda way, n=some: _advance(way, n), ways))
                if pace.budget.seconds is not None:
                    chunk = 2 * chunk if time.monotonic() - began < CHUNK_SECONDS / 2 else max(1, chunk // 2)
                done += some
                pace.iterations = done
                if done % EXCHANGE == 0:
                    self.exchange()
                if not tried and self.divers[0].dived and not any(diver.proved for diver in self.divers):
                    tried = True
                    self._prove(pace)
                pace.beat(self.cost)

    def _prove(self, pace: Pace) -> None:
        """Let CP-SAT improve on the best plan, or prove that nobody can."""
        first = self.divers[0]
        first.best = self.best
        found, proved = improved(self.layout, first.best, self.seed, pace, self.cost)
        first.best, first.proved = min(found, first.best, key=Staffing.key), proved

    def exchange(self) -> None:
        """Let every search whose best plan is worse go on from the best of all."""
        best = self.best
        for diver in self.divers:
            if diver.best.key() > best.key():
                diver.best = best.copy()

    def cost(self) -> Cost:
        """Cost of the best plan."""
        best = self.best
        if self._told is None or self._told[0] is not best:
            self._told = best, cost_of_duties(self.problem, duties_of(self.layout, best))
        return self._told[1]

    def plan(self, iterations: int, seconds: float) -> Plan:
        """The best plan."""
        return plan_of(self.problem, duties_of(self.layout, self.best), iterations, seconds)


def _advance(way: Iterator[None], rounds: int) -> None:
    for _ in range(rounds):
        next(way)


def duties_of(layout: Layout, staffing: Staffing) -> tuple[Duty, ...]:
    """The duties of everybody's roster, each person on a seat of their own; shifts whose mix does not hold are left."""
    people: list[list[int]] = [[] for _ in layout.posts]
    for person, roster in enumerate(staffing.rosters):
        for post in roster.posts if roster is not None else ():
            people[post].append(person)
    seats = seated(layout.problem, layout.posts, people)
    found: list[Duty] = []
    for person, roster in enumerate(staffing.rosters):
        for number in roster.choices if roster is not None else ():
            choice = layout.sheets[person].choices[number]
            if choice.duty is not None:
                stops = tuple(
                    replace(stop, ref=Ref("shift", layout.posts[post].shift, seats[post, person]))
                    for stop, post in zip(choice.duty.stops, choice.posts, strict=True)
                )
                found.append(replace(choice.duty, stops=stops))
    return tuple(found)
