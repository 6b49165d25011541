"""Faults of what ties things together: series, precedences, kits, reload, the earlier plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from solver.faults.shape import outside, place_count, repeated
from solver.problem import Fault, Problem, Ref


def faults_of_series(problem: Problem) -> Iterator[Fault]:
    """Known tasks, each once; gaps and history that can be."""
    for name in repeated(series.id for series in problem.series):
        yield Fault("id_twice", f"series {name}", "named more than once")
    for series in problem.series:
        where = f"series {series.id}"
        for task in series.tasks:
            if outside(task, len(problem.tasks)):
                yield Fault("task_unknown", where, f"task {task}")
        for task, times in Counter(series.tasks).items():
            if times > 1:
                yield Fault("task_twice", where, f"task {task} is in it {times} times")
        if series.gap_days < 0:
            yield Fault("negative", where, f"gap_days is {series.gap_days}")
        if series.last_day is not None and series.last_day >= 0:
            yield Fault("last_day", where, f"day {series.last_day} is not before the horizon")


def faults_of_precedences(problem: Problem) -> Iterator[Fault]:
    """Known tasks, gaps in order, no circle."""
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for rule in problem.precedences:
        if outside(rule.first, len(problem.tasks)) or outside(rule.second, len(problem.tasks)):
            yield Fault("task_unknown", "precedence", f"task {rule.first} or {rule.second}")
            continue
        where = f"precedence {problem.tasks[rule.first].id} before {problem.tasks[rule.second].id}"
        if rule.gap_min < 0 or (rule.gap_max is not None and rule.gap_max < rule.gap_min):
            yield Fault("gap", where, f"a gap of {rule.gap_min} to {rule.gap_max}")
        sorter.add(rule.second, rule.first)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " before ".join(problem.tasks[task].id for task in error.args[1])
        yield Fault("precedence_circle", f"task {problem.tasks[error.args[1][0]].id}", circle)


def faults_of_kits(problem: Problem) -> Iterator[Fault]:
    """Ids and figures of kits."""
    for name in repeated(kit.id for kit in problem.kits):
        yield Fault("id_twice", f"kit {name}", "named more than once")
    for kit in problem.kits:
        if kit.count < 0 or kit.turnaround < 0:
            yield Fault("negative", f"kit {kit.id}", f"count {kit.count}, turnaround {kit.turnaround}")
    for number, kit in enumerate(problem.kits):
        away = [shift for shift in problem.shifts if number in shift.kits]
        for one in away:
            first, last = one.start - kit.turnaround, one.end + kit.turnaround
            others = [shift.id for shift in away if shift.start - kit.turnaround <= first < shift.end + kit.turnaround]
            if len(others) > kit.count and first < last:
                yield Fault("kit_overbooked", f"kit {kit.id}", f"set aside for {', '.join(others)} at once")


def faults_of_reload(problem: Problem) -> Iterator[Fault]:
    """Known places; and a place to fill up where anything is to be carried."""
    reload = problem.reload
    if reload is None:
        for task in problem.tasks:
            if task.load > 0:
                yield Fault("reload_missing", f"task {task.id}", "it has a load, and nowhere can one be filled up")
        return
    if reload.duration < 0:
        yield Fault("negative", "reload", f"duration is {reload.duration}")
    for place in sorted(reload.places):
        if outside(place, place_count(problem)):
            yield Fault("place_unknown", "reload", f"place {place}")


def faults_of_baseline(problem: Problem) -> Iterator[Fault]:
    """Known seats, each once, and known persons."""
    taken: Counter[Ref] = Counter()
    for seat in problem.baseline:
        if not seat_exists(problem, seat.ref):
            yield Fault("seat_unknown", "baseline", f"{seat.ref.kind} {seat.ref.item} seat {seat.ref.seat}")
            continue
        if outside(seat.person, len(problem.persons)):
            yield Fault("person_unknown", "baseline", f"person {seat.person}", refs=(seat.ref,))
        taken[seat.ref] += 1
    for ref, times in taken.items():
        if times > 1:
            yield Fault("seat_twice", f"baseline {seat_name(problem, ref)}", f"taken {times} times", refs=(ref,))


def seat_exists(problem: Problem, ref: Ref) -> bool:
    """Whether the problem has this seat."""
    if ref.kind not in ("task", "shift"):
        return False
    items = problem.tasks if ref.kind == "task" else problem.shifts
    return not outside(ref.item, len(items)) and not outside(ref.seat, len(items[ref.item].seats))


def seat_name(problem: Problem, ref: Ref) -> str:
    """Ids by which a seat of this problem is found."""
    items = problem.tasks if ref.kind == "task" else problem.shifts
    return f"{ref.kind} {items[ref.item].id} seat {ref.seat}"
