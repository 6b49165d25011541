"""Faults of bundles, of turns that must not follow each other, of wishes and weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from solver.faults.shape import outside
from solver.problem import Fault, Problem


def faults_of_bundles(problem: Problem) -> Iterator[Fault]:
    """Known tasks, each in one bundle and once, and in a bundle either all mandatory or none."""
    count = len(problem.tasks)
    times = Counter(item for bundle in problem.bundles for item in bundle)
    for number, bundle in enumerate(problem.bundles):
        where = f"bundle {number}"
        known = [item for item in bundle if not outside(item, count)]
        if len(known) < len(bundle):
            yield Fault("task_unknown", where, f"tasks {bundle}")
        for item in sorted(set(known)):
            if times[item] > 1:
                yield Fault("task_twice", where, f"task {problem.tasks[item].id} is in bundles {times[item]} times")
        if len({problem.tasks[item].mandatory for item in known}) > 1:
            yield Fault("bundle_mixed", where, "some of its tasks are mandatory, others are not")


def faults_of_not_next_day(problem: Problem) -> Iterator[Fault]:
    """Known turn kinds."""
    for kind in sorted({kind for pair in problem.not_next_day for kind in pair} - set(problem.turns)):
        yield Fault("turn_unknown", "not_next_day", f"turn kind {kind}")


def faults_of_wishes(problem: Problem) -> Iterator[Fault]:
    """Known shifts and persons, costs that are none below zero, and one wish for each person and shift."""
    times = Counter((wish.shift, wish.person) for wish in problem.wishes)
    for number, wish in enumerate(problem.wishes):
        where = f"wish {number}"
        if outside(wish.shift, len(problem.shifts)):
            yield Fault("shift_unknown", where, f"shift {wish.shift}")
        if outside(wish.person, len(problem.persons)):
            yield Fault("person_unknown", where, f"person {wish.person}")
        if wish.cost < 0:
            yield Fault("negative", where, f"cost is {wish.cost}")
    for (shift, person), number in times.items():
        if number > 1:
            yield Fault("wish_twice", f"wish of person {person}", f"{number} wishes about shift {shift}")


def faults_of_weights(problem: Problem) -> Iterator[Fault]:
    """No weight below zero, and a step of at least a second."""
    for each in fields(problem.weights):
        if getattr(problem.weights, each.name) < 0:
            yield Fault("negative", "weights", f"{each.name} is {getattr(problem.weights, each.name)}")
    if problem.weights.imbalance_step == 0:
        yield Fault("imbalance_step", "weights", "imbalance_step is 0")
