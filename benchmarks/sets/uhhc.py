"""uhhc: the unified formulation of home health care on one day, with any mixture of a dozen cost terms.

Source: iolab-uniud/uhhc (Ceschia et al., ITOR 2026, doi 10.1111/itor.70140), CC BY 4.0. Minutes everywhere. What the
published plans and their authors' validator show: a lunch is taken where its `patient` lives, on arrival there; the
visit after a lunch that opens the route counts no waiting, but the carer is idle in that time; in the two bazirha sets
a carer leaves at the shift's start, in all others just in time for the first stop.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.sets.routes import Route, Routes, Visit, read_routes, write_routes
from benchmarks.sets.score import Score
from benchmarks.sets.uhhc_form import TERMS, Caregiver, Instance, Patient, read_instance

__all__ = ["TERMS", "Instance", "evaluate", "read_instance", "read_plan", "write_plan"]

TOLERANCE = 1e-6

read_plan = read_routes
write_plan = write_routes


@dataclass(slots=True)
class Tally:
    """What has been counted so far, in minutes and cases, and what was found wrong."""

    travel: float = 0.0
    late: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    overtime: float = 0.0
    not_preferred: int = 0
    incompatible: int = 0
    unqualified: int = 0
    idle: dict[str, float] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)
    lunches: set[str] = field(default_factory=set)
    starts: dict[tuple[str, str], list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)


def evaluate(instance: Instance, plan: Routes) -> Score:
    """Objective of a plan with its weighted terms (names as in `TERMS`), and every rule it breaks.

    A term with the weight `HARD` counts once and is a rule; qualification, preferences, incompatibility, lunch and
    optional patients are rules also when they have no weight.
    """
    tally = Tally()
    patients = {patient.id: patient for patient in instance.patients}
    carers = {carer.id: carer for carer in instance.caregivers}
    for route in plan.routes:
        carer = carers.get(route.caregiver)
        if carer is None or carer.id in tally.work:
            tally.faults.append(f"carer {route.caregiver}: unknown, or two routes")
        elif route.visits:
            _walk(instance, patients, carer, route, tally)
    for carer in instance.caregivers:
        tally.work.setdefault(carer.id, 0.0)
        tally.idle.setdefault(carer.id, carer.shift.end - carer.shift.start)
    left = sum(not _is_served(patient, tally) for patient in instance.patients)
    missed = sum(carer.lunch and carer.id not in tally.lunches for carer in instance.caregivers)
    amounts = _amounts(tally, left, missed)
    _check_rules(instance, amounts, tally)
    terms = {term: instance.factor(term) * amounts[term] for term in TERMS if instance.weights.get(term) is not None}
    return Score(sum(terms.values()), terms, tuple(tally.faults))


def _amounts(tally: Tally, left: int, missed: int) -> dict[str, float]:
    mean = sum(tally.work.values()) / len(tally.work) if tally.work else 0.0
    return {
        "travel_time": tally.travel,
        "total_tardiness": sum(tally.late),
        "highest_tardiness": max(tally.late, default=0.0),
        "total_waiting_time": sum(tally.waits),
        "max_waiting_time": max(tally.waits, default=0.0),
        "total_extra_time": tally.overtime,
        "max_idle_time": max(tally.idle.values(), default=0.0),
        "caregiver_preferences": tally.not_preferred,
        "incompabilities": tally.incompatible,
        "optional_patients": left,
        "missed_lunch_break": missed,
        "qualification": tally.unqualified,
        "working_time": sum(tally.work.values()),
        "workload_balance": sum(math.ceil(abs(work - mean)) for work in tally.work.values()),
    }


def _walk(instance: Instance, patients: Mapping[str, Patient], carer: Caregiver, route: Route, tally: Tally) -> None:
    """Follow one route that has a stop, and add what it costs."""
    travel = instance.travel
    visited = {visit.patient for visit in route.visits if not visit.is_lunch}
    here, clock, work, idle = carer.start_place, 0.0, 0.0, 0.0
    for number, visit in enumerate(route.visits):
        patient = patients.get(visit.patient)
        if patient is None and not visit.is_lunch:
            tally.faults.append(f"carer {carer.id}: unknown patient {visit.patient}")
            continue
        at_home = patient is None or (visit.is_lunch and visit.patient not in visited)
        there = carer.start_place if at_home or patient is None else patient.place
        leg = float(travel[here, there])
        if number == 0:
            clock = carer.shift.start if instance.leaves_at_start else visit.start - leg
            idle += max(0.0, clock - carer.shift.start)
            if clock < carer.shift.start - TOLERANCE:
                tally.faults.append(f"carer {carer.id}: leaves at {clock}, before the shift")
        wait = visit.start - clock - leg
        if wait < -TOLERANCE:
            tally.faults.append(f"carer {carer.id}, {visit.patient}: reached at {clock + leg}, started {visit.start}")
        idle += max(0.0, wait)
        if number != 1 or not route.visits[0].is_lunch:
            tally.waits.append(max(0.0, wait))
        tally.travel += leg
        work += leg
        if visit.is_lunch:
            _eat(instance, carer, visit, tally)
        elif patient is not None:
            work += visit.end - visit.start
            _serve(instance, patient, carer, visit, tally)
        here, clock = there, visit.end
    back = float(travel[here, carer.end_place])
    tally.travel += back
    tally.overtime += max(0.0, clock + back - carer.shift.end)
    tally.idle[carer.id] = idle + max(0.0, carer.shift.end - clock - back)
    tally.work[carer.id] = work + back


def _eat(instance: Instance, carer: Caregiver, visit: Visit, tally: Tally) -> None:
    tally.lunches.add(carer.id)
    lunch = instance.lunch
    if lunch is None or not carer.lunch:
        tally.faults.append(f"carer {carer.id}: a lunch that nobody asked for")
    elif (
        visit.start < lunch.start - TOLERANCE
        or (visit.end if instance.bounds_end else visit.start) > lunch.end + TOLERANCE
        or visit.end - visit.start < lunch.duration - TOLERANCE
    ):
        tally.faults.append(f"carer {carer.id}: lunch from {visit.start} to {visit.end}")


def _serve(instance: Instance, patient: Patient, carer: Caregiver, visit: Visit, tally: Tally) -> None:
    """Count one visit."""
    where = f"carer {carer.id}, patient {patient.id}"
    tally.starts[patient.id, visit.service].append((visit.start, carer.id))
    begun = [window for window in patient.windows if window.start <= visit.start + TOLERANCE]
    if not begun:
        tally.faults.append(f"{where}: starts at {visit.start}, before every window")
    else:
        tally.late.append(max(0.0, (visit.end if instance.bounds_end else visit.start) - begun[-1].end))
    durations = [service.duration for service in patient.services if service.ability == visit.service]
    if not durations:
        tally.faults.append(f"{where}: {visit.service} was not asked for")
    elif visit.end - visit.start < durations[0] - TOLERANCE:
        tally.faults.append(f"{where}: lasts {visit.end - visit.start} instead of {durations[0]}")
    tally.unqualified += visit.service not in carer.abilities
    tally.not_preferred += patient.preferred is not None and carer.id not in patient.preferred
    tally.incompatible += carer.id in patient.incompatible


def _is_served(patient: Patient, tally: Tally) -> bool:
    """Whether all services of the patient were done, once each; adds what is wrong with them."""
    done = [tally.starts.get((patient.id, service.ability), []) for service in patient.services]
    if not any(done):
        if not patient.optional:
            tally.faults.append(f"patient {patient.id}: not served")
        return False
    if any(len(times) != 1 for times in done):
        tally.faults.append(f"patient {patient.id}: services done {[len(times) for times in done]} times")
        return True
    if patient.gap is not None:
        (first, one), (second, other) = done[0][0], done[1][0]
        least, most = patient.gap
        if not least - TOLERANCE <= second - first <= most + TOLERANCE:
            tally.faults.append(f"patient {patient.id}: {second - first} between the starts, not {least} to {most}")
        if one == other:
            tally.faults.append(f"patient {patient.id}: one carer for both services")
    return True


def _check_rules(instance: Instance, amounts: Mapping[str, float], tally: Tally) -> None:
    rules = dict.fromkeys(("total_tardiness", "highest_tardiness", "total_extra_time"), False)
    rules |= dict.fromkeys(("caregiver_preferences", "incompabilities", "qualification"), True)
    rules |= dict.fromkeys(("missed_lunch_break", "optional_patients"), True)
    for term, by_default in rules.items():
        if amounts[term] > TOLERANCE and instance.is_rule(term, by_default=by_default):
            tally.faults.append(f"{term}: {amounts[term]} where none is allowed")
    if instance.is_rule("working_time") and tally.overtime > TOLERANCE:
        tally.faults.append(f"working_time: {tally.overtime} beyond the shifts")
