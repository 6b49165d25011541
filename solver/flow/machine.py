"""What Python can ask of the kernels: one compiled entry for all of it, so that their code is compiled once."""

from __future__ import annotations

from typing import Any

from numba import types

from solver.flow import annealing
from solver.flow.tables import TABLES, Tables
from solver.packed import compile_once, entry, version_of

PREPARE, ADOPT, BUILD, KEEP, ANNEAL, RESTORE = range(6)


def _machine(version: int) -> Any:
    """The entry. Kept code is found again by what a function encloses, so `version` makes old code be left alone."""

    @entry
    def act(w: Tables, what: int, a: int, b: int, c: int) -> int:
        if what == ADOPT:
            return 1 if annealing.adopt(w, a) else 0
        if what == BUILD:
            return 1 if annealing.build(w, a) else 0
        if what == KEEP:
            annealing.settle(w)
        elif what == ANNEAL:
            annealing.anneal(w, a, b, c)
        elif what == PREPARE:
            annealing.prepare(w)
        elif what == RESTORE:
            annealing.restore(w)
        return version

    return act


act = _machine(version_of(__file__))


def prepare(w: Tables) -> None:
    """Time the duties with nothing in them but lunches."""
    act(w, PREPARE, 0, 0, 0)


def adopt(w: Tables, unit: int) -> bool:
    """Serve a unit as told in `order`: a moment and a route for each of its nodes."""
    return bool(act(w, ADOPT, unit, 0, 0))


def build(w: Tables, unit: int) -> bool:
    """Serve a unit that is open, if there is room."""
    return bool(act(w, BUILD, unit, 0, 0))


def keep(w: Tables) -> None:
    """Keep the plan as the best so far, if it is."""
    act(w, KEEP, 0, 0, 0)


def anneal(w: Tables, rounds: int, step: int, whole: int) -> None:
    """So many rounds, at the heat of this step of the run or, with a `whole` number of rounds, of the round."""
    act(w, ANNEAL, rounds, step, whole)


def restore(w: Tables) -> None:
    """Go back to the best plan."""
    act(w, RESTORE, 0, 0, 0)


def load() -> None:
    """Load the machine code, or compile it."""
    compile_once(act, (TABLES, *(types.int64,) * 4))
