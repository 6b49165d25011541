"""The form of uhhc instances: what a file says, as frozen records. Rules and costs stand in `uhhc.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.sets.score import reading

HARD = "HARD"
Weight = float | str | None

#: Every term that an instance may weigh, by the name in `metadata.cost_components`.
TERMS = (
    "travel_time",
    "total_tardiness",
    "highest_tardiness",
    "total_waiting_time",
    "max_waiting_time",
    "total_extra_time",
    "max_idle_time",
    "caregiver_preferences",
    "incompabilities",
    "optional_patients",
    "missed_lunch_break",
    "qualification",
    "working_time",
    "workload_balance",
)


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, both included, minutes."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Service:
    """One seat at a patient: the ability it needs and how long it lasts, minutes."""

    ability: str
    duration: float


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody to be served.

    `windows`: ordered by start. `gap`: second start minus first start, least and most minutes, `None` when the
    services are independent. `preferred`: `None` when no wish is recorded. `place`: row of `Instance.travel`.
    """

    id: str
    place: int
    windows: tuple[Span, ...]
    services: tuple[Service, ...]
    gap: tuple[float, float] | None
    preferred: frozenset[str] | None
    incompatible: frozenset[str]
    optional: bool


@dataclass(frozen=True, slots=True)
class Caregiver:
    """A carer. `lunch`: needs a pause. `start_place`, `end_place`: rows of `Instance.travel`."""

    id: str
    abilities: frozenset[str]
    start_place: int
    end_place: int
    shift: Span
    lunch: bool


@dataclass(frozen=True, slots=True)
class Lunch:
    """The pause: inside `[start, end]` and at least `duration` long, minutes."""

    start: float
    end: float
    duration: float


@dataclass(frozen=True, slots=True)
class Instance:
    """One day with its weights.

    - `travel`: minutes, float64, shape (places, places). `lunch`: `None` when nobody needs one.
    - `bounds_end`: a window's end bounds the end of service, not its start.
    - `leaves_at_start`: carers leave at the shift's start (the bazirha sets), not just in time.
    - `weights`: a number, `HARD`, or nothing, for each of `TERMS`.
    """

    name: str
    patients: tuple[Patient, ...]
    caregivers: tuple[Caregiver, ...]
    travel: npt.NDArray[np.float64]
    lunch: Lunch | None
    bounds_end: bool
    leaves_at_start: bool
    weights: Mapping[str, Weight]

    def factor(self, term: str) -> float:
        """What one unit of `term` costs: nothing without a weight, 1 when it is `HARD`."""
        weight = self.weights.get(term)
        return 0.0 if weight is None else 1.0 if isinstance(weight, str) else float(weight)

    def is_rule(self, term: str, *, by_default: bool = False) -> bool:
        """Whether any amount of `term` is forbidden; `by_default`: also when it has no weight."""
        weight = self.weights.get(term)
        return by_default if weight is None else weight == HARD


def read_instance(path: Path) -> Instance:
    """Read an instance; raises `FormatError`."""
    with reading(path, "uhhc instance"):
        data = json.loads(path.read_text(encoding="utf-8"))
        meta = data["metadata"]
        usual = {entry["id"]: entry.get("default_duration") for entry in data["services"]}
        terminals = {entry["id"]: int(entry["distance_matrix_index"]) for entry in data["terminal_points"]}
        travel = np.array(data["distances"], dtype=np.float64)
        travel.setflags(write=False)
        unknown = set(meta["cost_components"]) - set(TERMS)
        if unknown or meta["time_window_met"] not in ("at_service_start", "at_service_end"):
            raise ValueError(f"unknown terms {sorted(unknown)} or window rule {meta['time_window_met']}")
        pause = data.get("lunch_breaks")
        return Instance(
            name=path.stem,
            patients=tuple(_patient(entry, usual) for entry in data["patients"]),
            caregivers=tuple(_caregiver(entry, terminals) for entry in data["caregivers"]),
            travel=travel,
            lunch=None if pause is None else Lunch(pause["start"], pause["end"], pause["min_duration"]),
            bounds_end=meta["time_window_met"] == "at_service_end",
            leaves_at_start=meta.get("origin") in ("bazirha", "bazirha-caie"),
            weights=dict(meta["cost_components"]),
        )


def _patient(entry: Mapping[str, Any], usual: Mapping[str, float | None]) -> Patient:
    preferred = entry.get("preferred_caregivers")
    spans = (Span(float(window["start"]), float(window["end"])) for window in entry["time_windows"])
    return Patient(
        id=entry["id"],
        place=int(entry["distance_matrix_index"]),
        windows=tuple(sorted(spans, key=lambda span: span.start)),
        services=tuple(
            Service(seat["service"], float(seat.get("duration", usual[seat["service"]])))
            for seat in entry["required_services"]
        ),
        gap=_gap(entry.get("synchronization")),
        preferred=None if preferred is None else frozenset(preferred),
        incompatible=frozenset(entry.get("incompatible_caregivers") or ()),
        optional=bool(entry.get("optional", False)),
    )


def _gap(entry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    if entry is None or entry["type"] == "independent":
        return None
    if entry["type"] == "simultaneous":
        return 0.0, 0.0
    if entry["type"] != "sequential":
        raise ValueError(f"unknown synchronization {entry['type']}")
    return float(entry["distance"]["min"]), float(entry["distance"]["max"])


def _caregiver(entry: Mapping[str, Any], terminals: Mapping[str, int]) -> Caregiver:
    shift = entry["working_shift"]
    return Caregiver(
        id=entry["id"],
        abilities=frozenset(entry["abilities"]),
        start_place=terminals[entry["departing_point"]],
        end_place=terminals[entry["arrival_point"]],
        shift=Span(float(shift["start"]), float(shift["end"])),
        lunch=bool(entry.get("lunch_break", False)),
    )
