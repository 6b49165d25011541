"""Rules of tasks and shifts, whoever serves them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from solver.plan import Violation
from solver.problem import DAY, Ref
from solver.referee.reading import Reading, Taken


def seat_taken_once(reading: Reading) -> Iterator[Violation]:
    """One person a seat."""
    for group in reading.taken.values():
        for again in group[1:]:
            yield reading.broken("seat_taken_once", again)


def windows_hold(reading: Reading) -> Iterator[Violation]:
    """Seat 0 and whoever has windows of their own start in one; seats end by the deadline; a shift keeps its hours."""
    for taken in reading.everyone():
        if taken.ref.kind == "shift":
            shift = reading.problem.shifts[taken.ref.item]
            if (taken.start, taken.end) != (shift.start, shift.end):
                yield reading.broken("windows_hold", taken, abs(taken.start - shift.start) + abs(taken.end - shift.end))
            continue
        task = reading.problem.tasks[taken.ref.item]
        for windows in (task.windows if taken.ref.seat == 0 else (), task.seats[taken.ref.seat].windows):
            ends = [(w.earliest, w.latest if w.late_until is None else w.late_until) for w in windows]
            outside = min((max(first - taken.start, taken.start - last) for first, last in ends), default=0)
            if outside > 0:
                yield reading.broken("windows_hold", taken, outside)
        if task.deadline is not None and taken.end > task.deadline:
            yield reading.broken("windows_hold", taken, taken.end - task.deadline)


def crew_together(reading: Reading) -> Iterator[Violation]:
    """A crew is whole, of different persons, and its seats start as far from seat 0 as they should."""
    for item, task in enumerate(reading.problem.tasks):
        crew = reading.of_task(item)
        if crew and len(crew) < len(task.seats):
            refs = tuple(Ref("task", item, seat) for seat in range(len(task.seats)) if seat not in crew)
            yield Violation(rule="crew_together", where=f"task {task.id}", amount=len(refs), refs=refs)
        yield from _same_person(f"task {task.id}", crew)
        for number, taken in crew.items():
            if number and 0 in crew:
                gap, (low, high) = taken.start - crew[0].start, task.seats[number].gap
                if not low <= gap <= high:
                    yield reading.broken("crew_together", taken, max(low - gap, gap - high))
    for item, shift in enumerate(reading.problem.shifts):
        yield from _same_person(f"shift {shift.id}", reading.of_shift(item))


def _same_person(where: str, crew: dict[int, Taken]) -> Iterator[Violation]:
    for one, other in combinations(crew.values(), 2):
        if one.person == other.person:
            yield Violation(
                rule="crew_together", where=where, amount=1, persons=(one.person,), refs=(one.ref, other.ref)
            )


def role_mix_holds(reading: Reading) -> Iterator[Violation]:
    """A staffed shift has as many persons of its roles as it asks for."""
    for item, shift in enumerate(reading.problem.shifts):
        team = reading.of_shift(item)
        for mix in shift.mix:
            lack = mix.at_least - sum(reading.person(taken).role in mix.roles for taken in team.values())
            if team and lack > 0:
                refs = tuple(taken.ref for taken in team.values())
                yield Violation(rule="role_mix_holds", where=f"shift {shift.id}", amount=lack, refs=refs)


def series_gap(reading: Reading) -> Iterator[Violation]:
    """Served tasks of a series lie `gap_days` apart, from each other and from the last one before the horizon."""
    for series in reading.problem.series:
        starts = [(reading.of_task(item)[0], item) for item in series.tasks if 0 in reading.of_task(item)]
        days = sorted((taken.start // DAY, taken.ref) for taken, _ in starts)
        for (day, ref), (later, other) in combinations(days, 2):
            if later - day < series.gap_days:
                amount = series.gap_days - (later - day)
                yield Violation(rule="series_gap", where=f"series {series.id}", amount=amount, refs=(ref, other))
        for day, ref in days:
            if series.last_day is not None and day - series.last_day < series.gap_days:
                amount = series.gap_days - (day - series.last_day)
                yield Violation(rule="series_gap", where=f"series {series.id}", amount=amount, refs=(ref,))


def precedence_holds(reading: Reading) -> Iterator[Violation]:
    """What follows is served only after what it follows, neither too soon nor too late."""
    for rule in reading.problem.precedences:
        second, first = reading.of_task(rule.second), reading.crew(rule.first)
        if not second:
            continue
        where = f"task {reading.problem.tasks[rule.second].id} after {reading.problem.tasks[rule.first].id}"
        if first is None:
            yield Violation(rule="precedence_holds", where=where, amount=1)
            continue
        gap = _first_start(second) - max(taken.end for taken in first.values())
        beyond = 0 if rule.gap_max is None else gap - rule.gap_max
        if gap < rule.gap_min or beyond > 0:
            yield Violation(rule="precedence_holds", where=where, amount=max(rule.gap_min - gap, beyond))


def bundle_whole(reading: Reading) -> Iterator[Violation]:
    """All tasks of a bundle are served, or none is."""
    for number, bundle in enumerate(reading.problem.bundles):
        left = [item for item in bundle if reading.crew(item) is None]
        if 0 < len(left) < len(bundle):
            refs = tuple(Ref("task", item, 0) for item in left)
            yield Violation(rule="bundle_whole", where=f"bundle {number}", amount=len(left), refs=refs)


def _first_start(crew: dict[int, Taken]) -> int:
    return min(taken.start for taken in crew.values())


def kits_suffice(reading: Reading) -> Iterator[Violation]:
    """At no moment is a kit in use, turnaround included, by more tasks and shifts than there are of it."""
    problem = reading.problem
    for number, kit in enumerate(problem.kits):
        spans = [(shift.start, shift.end, f"shift {shift.id}") for shift in problem.shifts if number in shift.kits]
        for item, task in enumerate(problem.tasks):
            crew = reading.of_task(item)
            if number in task.kits and crew:
                spans.append((_first_start(crew), max(taken.end for taken in crew.values()), f"task {task.id}"))
        uses = [(start - kit.turnaround, end + kit.turnaround, name) for start, end, name in spans]
        for start, end, name in uses:
            at_once = sum(first <= start < last for first, last, _ in uses)
            if at_once > kit.count and start < end:
                where = f"kit {kit.id} {name}"
                yield Violation(rule="kits_suffice", where=where, amount=at_once - kit.count)
