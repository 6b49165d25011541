"""hhcrsp: each patient is a mandatory task with one or two seats; a minute is 60 ticks of the solver's clock.

Where windows end late in the day a minute is only 20 ticks, so that there is room for lateness before the day is over.

Every carer may leave at any time, so the day begins `EARLIER` minutes before the set's own. Times of the set that are
no whole seconds are rounded for the solver; the routes that are handed out are timed anew, in the set's own minutes.
"""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from benchmarks.onto_problem.refusal import NotMappedError
from benchmarks.sets import hhcrsp as form
from benchmarks.sets.routes import Route, Routes, Visit
from solver.plan import Plan
from solver.problem import DAY, MINUTE, DayAvailability, Person, Problem, Seat, Span, Task, Weights, Window

NEEDS: tuple[str, ...] = ()
ROOMY = 800
"""Minutes up to which windows leave half a day for lateness."""
ROUNDS = 10_000
"""Most rounds that timing may take; each settles at least one start for good."""


def to_problem(instance: form.Instance) -> Problem:
    """The instance as a problem of one day. Raises `NotMappedError` and `ProblemError`."""
    early, ticks = _earlier(instance), _ticks(instance)
    if max(patient.latest for patient in instance.patients) + early > DAY // ticks:
        raise NotMappedError(f"hhcrsp {instance.name}", ["window past the end of the day"])
    rate = 100 * MINUTE // ticks
    day = DayAvailability(day=0, spans=(Span(0, DAY),), start_place=0, end_place=0)
    return Problem(
        days=1,
        modes=("carer",),
        travel=(np.rint(instance.travel * ticks).astype(np.int32),),
        persons=tuple(
            Person(id=carer.id, role="carer", availability=(day,), skills=carer.abilities, norm_day=DAY, max_day=DAY)
            for carer in instance.caregivers
        ),
        tasks=tuple(_task(patient, early, ticks) for patient in instance.patients),
        weights=Weights(travel=rate, waiting=0, overtime=0, lateness=rate, highest_lateness=rate),
    )


def to_plan(instance: form.Instance, plan: Plan) -> Routes:
    """The solver's plan as routes, each service as early as their order lets it be."""
    order: dict[int, list[tuple[int, int]]] = {
        duty.person: [(stop.ref.item, stop.ref.seat) for stop in duty.stops if stop.ref is not None]
        for duty in plan.duties
    }
    starts = _starts(instance, list(order.values()))
    return Routes(
        tuple(
            Route(
                instance.caregivers[person].id,
                tuple(_visit(instance.patients[item], seat, starts[item, seat]) for item, seat in seats),
            )
            for person, seats in order.items()
        )
    )


def _earlier(instance: form.Instance) -> int:
    """Minutes that the way to a patient may take before the set's day begins."""
    return math.ceil(float(instance.travel[0].max()))


def _ticks(instance: form.Instance) -> int:
    """Ticks of the solver's clock in a minute."""
    return MINUTE if max(patient.latest for patient in instance.patients) + _earlier(instance) <= ROOMY else MINUTE // 3


def _task(patient: form.Patient, early: int, ticks: int) -> Task:
    window = Window(
        earliest=round((patient.earliest + early) * ticks),
        latest=round((patient.latest + early) * ticks),
        late_until=DAY,
    )
    gap = tuple(round(minutes * ticks) for minutes in patient.gap or (0, 0))
    return Task(
        id=patient.id,
        place=patient.place,
        windows=(window,),
        duration=round(patient.services[0].duration * ticks),
        seats=tuple(
            Seat(
                skills=frozenset({service.ability}),
                gap=(gap[0], gap[1]) if seat else (0, 0),
                duration=round(service.duration * ticks),
                windows=(window,) if seat else (),
            )
            for seat, service in enumerate(patient.services)
        ),
        mandatory=True,
    )


def _starts(instance: form.Instance, routes: list[list[tuple[int, int]]]) -> dict[tuple[int, int], float]:
    """The earliest starts, minutes, that keep the routes' order, the windows and the gaps."""
    starts: dict[tuple[int, int], float] = defaultdict(lambda: -math.inf)
    for _ in range(ROUNDS):
        before = dict(starts)
        for route in routes:
            clock, here = -math.inf, 0
            for item, seat in route:
                patient = instance.patients[item]
                ready = clock + float(instance.travel[here, patient.place])
                starts[item, seat] = max(starts[item, seat], ready, patient.earliest)
                clock, here = starts[item, seat] + patient.services[seat].duration, patient.place
        for item, patient in enumerate(instance.patients):
            if patient.gap is not None and (item, 1) in starts:
                starts[item, 0] = max(starts[item, 0], starts[item, 1] - patient.gap[1])
                starts[item, 1] = max(starts[item, 1], starts[item, 0] + patient.gap[0])
        if before == starts:
            break
    return starts


def _visit(patient: form.Patient, seat: int, start: float) -> Visit:
    service = patient.services[seat]
    return Visit(patient.id, service.ability, start, start + service.duration)
