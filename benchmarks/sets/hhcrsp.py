"""hhcrsp: home health care on one day, with synchronised and ordered double services and soft window ends.

Source: iolab-uniud/hhcrsp (Ceschia, Di Gaspero, Rosati, Schaerf, ITOR 2024, doi 10.1111/itor.13585), MIT. Minutes
everywhere. Cost = (travel + tardiness + highest tardiness) / 3; a service may start after its window, never before.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.sets.routes import Route, Routes, Visit, read_routes, write_routes
from benchmarks.sets.score import Score, reading

#: Published times have three decimals; two of them may add up to this much.
TOLERANCE = 0.01

read_plan = read_routes
write_plan = write_routes


@dataclass(frozen=True, slots=True)
class Service:
    """One seat at a patient: the ability it needs and how long it lasts, minutes."""

    ability: str
    duration: float


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody to be served by one or two carers.

    `earliest`, `latest`: of every start, the end soft. `gap`: second start minus first start, least and most minutes
    (`(0, 0)`: together), or `None` with one service. `place`: row of `Instance.travel`.
    """

    id: str
    place: int
    earliest: float
    latest: float
    services: tuple[Service, ...]
    gap: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Caregiver:
    """A carer with the abilities held; starts and ends at the office at any time."""

    id: str
    abilities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Instance:
    """One day. `travel`: minutes, float64, shape (places, places); place 0 is the office, place k patient k."""

    name: str
    patients: tuple[Patient, ...]
    caregivers: tuple[Caregiver, ...]
    travel: npt.NDArray[np.float64]


def read_instance(path: Path) -> Instance:
    """Read an instance; raises `FormatError`."""
    with reading(path, "hhcrsp instance"):
        data = json.loads(path.read_text(encoding="utf-8"))
        usual = {entry["id"]: float(entry["default_duration"]) for entry in data["services"]}
        patients = tuple(_patient(entry, place, usual) for place, entry in enumerate(data["patients"], start=1))
        travel = np.array(data["distances"], dtype=np.float64)
        if travel.shape != (len(patients) + 1,) * 2:
            raise ValueError(f"distances have the shape {travel.shape} for {len(patients)} patients")
        travel.setflags(write=False)
        carers = tuple(Caregiver(entry["id"], frozenset(entry["abilities"])) for entry in data["caregivers"])
        return Instance(path.stem, patients, carers, travel)


def _patient(entry: Mapping[str, Any], place: int, usual: Mapping[str, float]) -> Patient:
    services = tuple(
        Service(seat["service"], float(seat.get("duration", usual[seat["service"]])))
        for seat in entry["required_caregivers"]
    )
    # Some windows read 401.99999999999994: the published plans take them truncated.
    earliest, latest = (float(math.floor(moment)) for moment in entry["time_window"])
    return Patient(entry["id"], place, earliest, latest, services, _gap(entry.get("synchronization")))


def _gap(entry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    if entry is None:
        return None
    if entry["type"] == "simultaneous":
        return 0.0, 0.0
    if entry["type"] != "sequential":
        raise ValueError(f"unknown synchronization {entry['type']}")
    least, most = entry["distance"]
    return float(least), float(most)


def evaluate(instance: Instance, plan: Routes) -> Score:
    """Cost of a plan in minutes, and every rule it breaks."""
    faults: list[str] = []
    patients = {patient.id: patient for patient in instance.patients}
    carers = {carer.id: carer for carer in instance.caregivers}
    travel = total = highest = 0.0
    starts: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    seen: set[str] = set()
    for route in plan.routes:
        carer = carers.get(route.caregiver)
        if carer is None or route.caregiver in seen:
            faults.append(f"carer {route.caregiver}: unknown, or two routes")
            continue
        seen.add(route.caregiver)
        travel += _walk(instance, patients, carer, route, faults)
        for visit in route.visits:
            if visit.patient in patients:
                late = max(0.0, visit.start - patients[visit.patient].latest)
                total, highest = total + late, max(highest, late)
                starts[visit.patient, visit.service].append((visit.start, route.caregiver))
    for patient in instance.patients:
        _check_served(patient, starts, faults)
    known = {(patient.id, service.ability) for patient in instance.patients for service in patient.services}
    faults += [f"patient {who}: {what} was not asked for" for who, what in starts if (who, what) not in known]
    terms = {"travel": travel / 3, "tardiness": total / 3, "highest_tardiness": highest / 3}
    return Score(sum(terms.values()), terms, tuple(faults))


def _walk(
    instance: Instance, patients: Mapping[str, Patient], carer: Caregiver, route: Route, faults: list[str]
) -> float:
    """Travel of one route, out and back; adds what does not fit to `faults`."""
    travel, clock, here = 0.0, -math.inf, 0
    for visit in route.visits:
        patient = patients.get(visit.patient)
        if patient is None:
            faults.append(f"carer {carer.id}: unknown patient {visit.patient}")
            continue
        leg = float(instance.travel[here, patient.place])
        faults += [f"carer {carer.id}, patient {patient.id}: {text}" for text in _misfits(patient, carer, visit)]
        if visit.start < clock + leg - TOLERANCE:
            faults.append(f"carer {carer.id}, patient {patient.id}: reached at {clock + leg}, started at {visit.start}")
        travel, clock, here = travel + leg, visit.end, patient.place
    return travel + float(instance.travel[here, 0])


def _misfits(patient: Patient, carer: Caregiver, visit: Visit) -> list[str]:
    faults = []
    if visit.service not in carer.abilities:
        faults.append(f"not able to do {visit.service}")
    if visit.start < patient.earliest - TOLERANCE:
        faults.append(f"starts at {visit.start}, before {patient.earliest}")
    durations = [service.duration for service in patient.services if service.ability == visit.service]
    if durations and abs(visit.end - visit.start - durations[0]) > TOLERANCE:
        faults.append(f"lasts {visit.end - visit.start} instead of {durations[0]}")
    return faults


def _check_served(
    patient: Patient, starts: Mapping[tuple[str, str], list[tuple[float, str]]], faults: list[str]
) -> None:
    done = [starts.get((patient.id, service.ability), []) for service in patient.services]
    for service, times in zip(patient.services, done, strict=True):
        if len(times) != 1:
            faults.append(f"patient {patient.id}: {service.ability} done {len(times)} times")
    if patient.gap is None or any(len(times) != 1 for times in done):
        return
    (first, one), (second, other) = done[0][0], done[1][0]
    least, most = patient.gap
    if not least - TOLERANCE <= second - first <= most + TOLERANCE:
        faults.append(f"patient {patient.id}: {second - first} between the starts, not {least} to {most}")
    if one == other:
        faults.append(f"patient {patient.id}: one carer for both services")
