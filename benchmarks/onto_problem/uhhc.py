"""uhhc: services done together are one task with a crew, independent ones tasks in a bundle; a minute is 60 seconds.

The cost of a plan is the set's own but for three corners: here a carer without a duty misses no lunch; the visit right
after a lunch that opens the route counts its wait, unless the lunch lies before the departure; a wait around a lunch is
one wait. A plan's lunch is told on arrival at the next patient wherever it fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from benchmarks.onto_problem.refusal import NotMappedError
from benchmarks.sets.routes import LUNCH, Route, Routes, Visit
from benchmarks.sets.uhhc_form import Caregiver, Instance, Patient
from benchmarks.sets.uhhc_form import Service as Work
from benchmarks.sets.uhhc_form import Span as Minutes
from solver.plan import Duty, Plan
from solver.problem import (
    DAY,
    MINUTE,
    DayAvailability,
    Lunch,
    Matrix,
    Person,
    Problem,
    Seat,
    Span,
    Task,
    Weights,
    Window,
)

NEEDS: tuple[str, ...] = ()


def to_problem(instance: Instance) -> Problem:
    """The instance as a problem of one day. Raises `NotMappedError` and `ProblemError`."""
    needs = list(_unsaid(instance))
    if needs:
        raise NotMappedError(f"uhhc {instance.name}", needs)
    rows = {carer.id: row for row, carer in enumerate(instance.caregivers)}
    tasks: list[Task] = []
    bundles: list[tuple[int, ...]] = []
    for patient in instance.patients:
        made = tuple(_tasks(instance, patient, rows))
        if len(made) > 1:
            bundles.append(tuple(range(len(tasks), len(tasks) + len(made))))
        tasks += made
    return Problem(
        days=1,
        modes=("carer",),
        travel=(_travel(instance),),
        persons=tuple(_person(instance, carer) for carer in instance.caregivers),
        tasks=tuple(tasks),
        bundles=tuple(bundles),
        weights=_weights(instance),
    )


def to_plan(instance: Instance, plan: Plan) -> Routes:
    """The solver's plan as routes; where a lunch is a rule, a carer without a duty has one at home."""
    works = works_of(instance)
    duties = {duty.person: duty for duty in plan.duties}
    at_home = instance.is_rule("missed_lunch_break", by_default=True)
    found = []
    for row, carer in enumerate(instance.caregivers):
        visits = list(_visits(instance, works, carer, duties[row])) if row in duties else []
        if not visits and at_home and carer.lunch and instance.lunch:
            start = max(carer.shift.start, instance.lunch.start)
            visits = [Visit("", LUNCH, start, start + instance.lunch.duration)]
        if visits:
            found.append(Route(carer.id, tuple(visits)))
    return Routes(tuple(found))


def works_of(instance: Instance) -> list[tuple[Patient, tuple[Work, ...]]]:
    """Patient and services of each task, in the order of the tasks."""
    return [work for patient in instance.patients for work in _works(patient)]


def _unsaid(instance: Instance) -> Iterator[str]:
    weights = instance.weights
    if not instance.is_rule("qualification", by_default=True):
        yield "seat taken by somebody without its skills, at a price"
    if any(isinstance(weight, float) and not (100 * weight).is_integer() for weight in weights.values()):
        yield "weights finer than hundredths"
    if max(carer.shift.end for carer in instance.caregivers) * MINUTE > DAY:
        yield "shift past midnight"


def _travel(instance: Instance) -> Matrix:
    """Seconds, rounded up so that the set's own times hold."""
    return np.ceil(instance.travel * MINUTE - 1e-6).astype(np.int32)


def _seconds(minutes: float) -> int:
    return round(minutes * MINUTE)


def _weights(instance: Instance) -> Weights:
    def rate(*terms: str) -> int:
        """Hundredths of a cost-minute per minute; what is a rule has no price."""
        return sum(round(100 * instance.factor(term)) for term in terms if not instance.is_rule(term))

    def amount(term: str) -> int:
        return 0 if instance.is_rule(term, by_default=True) else round(instance.factor(term))

    return Weights(
        travel=rate("travel_time", "working_time"),
        waiting=rate("total_waiting_time"),
        longest_wait=rate("max_waiting_time"),
        lateness=rate("total_tardiness"),
        highest_lateness=rate("highest_tardiness"),
        late_arrival=rate("total_extra_time"),
        most_idle=rate("max_idle_time"),
        imbalance=rate("workload_balance"),
        imbalance_step=MINUTE,
        not_preferred=amount("caregiver_preferences"),
        unwanted=amount("incompabilities"),
        missed_lunch=amount("missed_lunch_break"),
        overtime=0,
        turn=0,
    )


def _person(instance: Instance, carer: Caregiver) -> Person:
    lunch = instance.lunch
    start, end = _seconds(carer.shift.start), _seconds(carer.shift.end)
    rule = instance.is_rule("total_extra_time") or instance.is_rule("working_time")
    day = DayAvailability(
        day=0,
        spans=(Span(start, end if rule else DAY),),
        start_place=carer.start_place,
        end_place=carer.end_place,
        due=end,
        at_opening=instance.leaves_at_start,
    )
    pause = None
    if lunch is not None and carer.lunch:
        last = lunch.end if instance.bounds_end else lunch.end + lunch.duration
        pause = Lunch(
            earliest_start=_seconds(lunch.start),
            latest_end=_seconds(last),
            duration=_seconds(lunch.duration),
            always=True,
            required=instance.is_rule("missed_lunch_break", by_default=True),
        )
    return Person(
        id=carer.id, role="carer", availability=(day,), skills=carer.abilities, max_day=DAY, norm_day=DAY, lunch=pause
    )


def _works(patient: Patient) -> list[tuple[Patient, tuple[Work, ...]]]:
    """The services of each task that the patient becomes."""
    if patient.gap is not None:
        return [(patient, patient.services)]
    return [(patient, (service,)) for service in patient.services]


def _tasks(instance: Instance, patient: Patient, rows: Mapping[str, int]) -> Iterator[Task]:
    optional = patient.optional and not instance.is_rule("optional_patients", by_default=True)
    priced = round(instance.factor("optional_patients")) if optional else None
    preferred = _those(patient.preferred or (), rows)
    wished = patient.preferred is not None
    only_them = wished and instance.is_rule("caregiver_preferences", by_default=True)
    never = _those(patient.incompatible, rows)
    refused = instance.is_rule("incompabilities", by_default=True)
    for number, (_, services) in enumerate(_works(patient)):
        least, most = patient.gap or (0, 0)
        yield Task(
            id=f"{patient.id} {number}" if patient.gap is None and len(patient.services) > 1 else patient.id,
            place=patient.place,
            windows=tuple(_window(instance, window, services[0]) for window in patient.windows),
            duration=_seconds(services[0].duration),
            seats=tuple(
                Seat(
                    skills=frozenset({service.ability}),
                    gap=(_seconds(least), _seconds(most)) if seat else (0, 0),
                    duration=_seconds(service.duration),
                    windows=tuple(_window(instance, window, service) for window in patient.windows) if seat else (),
                )
                for seat, service in enumerate(services)
            ),
            mandatory=not optional,
            weight=0,
            # The whole patient is left or none of it, so the first of a bundle bears the price.
            left_cost=None if priced is None else 0 if number else priced,
            preferred=frozenset() if only_them else preferred,
            preferred_each=wished,
            required=preferred if only_them else frozenset(),
            refused=never if refused else frozenset(),
            unwanted=frozenset() if refused else never,
        )


def _those(names: Iterable[str], rows: Mapping[str, int]) -> frozenset[int]:
    return frozenset(rows[name] for name in names if name in rows)


def _window(instance: Instance, span: Minutes, service: Work) -> Window:
    latest = _seconds(span.end - service.duration if instance.bounds_end else span.end)
    hard = instance.is_rule("total_tardiness") or instance.is_rule("highest_tardiness")
    return Window(earliest=_seconds(span.start), latest=latest, late_until=None if hard else max(latest, DAY - 1))


def _visits(
    instance: Instance, works: list[tuple[Patient, tuple[Work, ...]]], carer: Caregiver, duty: Duty
) -> Iterator[Visit]:
    """Stops and lunch in order."""
    waiting, before, here, clock = duty.lunch, "", carer.start_place, carer.shift.start
    for stop in duty.stops:
        if stop.ref is None:
            raise ValueError("a reload in a plan without loads")
        patient, services = works[stop.ref.item]
        start = stop.start / MINUTE
        if waiting is not None and waiting.start < stop.start:
            ready = clock + float(instance.travel[here, patient.place])
            yield _on_arrival(instance, patient.id, ready, start) or _as_planned(before, waiting)
            waiting = None
        clock = stop.end / MINUTE
        yield Visit(patient.id, services[stop.ref.seat].ability, start, clock)
        before, here = patient.id, patient.place
    if waiting is not None:
        yield _as_planned(before, waiting)


def _on_arrival(instance: Instance, patient: str, ready: float, before: float) -> Visit | None:
    """The lunch on arrival at the next patient, as in the published plans, where it fits there: it costs the same."""
    if instance.lunch is None:
        return None
    start = max(ready, instance.lunch.start)
    end = start + instance.lunch.duration
    in_time = end <= before and (end if instance.bounds_end else start) <= instance.lunch.end
    return Visit(patient, LUNCH, start, end) if in_time else None


def _as_planned(patient: str, lunch: Span) -> Visit:
    """The lunch at the place before its leg; without a patient, at the base."""
    return Visit(patient, LUNCH, lunch.start / MINUTE, lunch.end / MINUTE)
