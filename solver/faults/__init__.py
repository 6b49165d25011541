"""What is inconsistent in a problem: one function per concern, all faults listed. No plan can mend a fault."""

from __future__ import annotations

from solver.faults.links import (
    faults_of_baseline,
    faults_of_kits,
    faults_of_precedences,
    faults_of_reload,
    faults_of_series,
)
from solver.faults.persons import faults_of_availability, faults_of_lunches, faults_of_persons
from solver.faults.pins import faults_of_fixed_seats, faults_of_fixed_times, faults_of_pin_indexes
from solver.faults.shape import faults_of_horizon, faults_of_travel
from solver.faults.wishes import faults_of_bundles, faults_of_not_next_day, faults_of_weights, faults_of_wishes
from solver.faults.work import faults_of_seats, faults_of_shifts, faults_of_tasks, faults_of_windows
from solver.problem import Fault, Problem

ORDER = (
    faults_of_horizon,
    faults_of_travel,
    faults_of_persons,
    faults_of_availability,
    faults_of_lunches,
    faults_of_tasks,
    faults_of_windows,
    faults_of_seats,
    faults_of_shifts,
    faults_of_series,
    faults_of_precedences,
    faults_of_bundles,
    faults_of_not_next_day,
    faults_of_wishes,
    faults_of_weights,
    faults_of_kits,
    faults_of_reload,
    faults_of_baseline,
    faults_of_pin_indexes,
    faults_of_fixed_seats,
    faults_of_fixed_times,
)


def find_faults(problem: Problem) -> tuple[Fault, ...]:
    """Every fault of the problem, in the order of the concerns; empty when all parts fit together."""
    return tuple(fault for faults_of in ORDER for fault in faults_of(problem))
