"""What Python can ask of the kernels: one compiled entry for all of it, so that their code is compiled once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types

from solver.engine import annealing, crews
from solver.engine.tables import TABLES, Ints, Tables
from solver.packed import compile_once, entry, version_of

QUEUE_UP, BUILD, TIDY, ANNEAL, RESTORE, ADOPT = range(6)
NO_WISH = np.zeros((0, 2), np.int64)


def _machine(version: int) -> Any:
    """The entry. Kept code is found again by what a function encloses, so `version` makes old code be left alone."""

    @entry
    def act(w: Tables, what: int, a: int, b: int, c: int, wish: Ints) -> int:
        if what == QUEUE_UP:
            return annealing.queue_up(w)
        if what == BUILD:
            annealing.build(w, a, b)
        elif what == TIDY:
            annealing.tidy(w)
        elif what == ANNEAL:
            annealing.anneal(w, a, b, c)
        elif what == RESTORE:
            annealing.restore(w)
        elif what == ADOPT:
            return 1 if crews.adopt(w, a, wish) else 0
        return version

    return act


act = _machine(version_of(__file__))


def queue_up(w: Tables) -> int:
    """Queue all unserved units for the first plan, the scarcest first; their number."""
    return int(act(w, QUEUE_UP, 0, 0, 0, NO_WISH))


def build(w: Tables, first: int, end: int) -> None:
    """Serve the queue's units from `first` to before `end`, where they can be."""
    act(w, BUILD, first, end, 0, NO_WISH)


def tidy(w: Tables) -> None:
    """Empty every shift whose mix of roles does not hold, and keep the plan as the best so far."""
    act(w, TIDY, 0, 0, 0, NO_WISH)


def anneal(w: Tables, rounds: int, step: int, total: int) -> None:
    """So many rounds, at the heat of this step of the run; with a `total` of rounds, of the step that they reach."""
    act(w, ANNEAL, rounds, step, total, NO_WISH)


def restore(w: Tables) -> None:
    """Go back to the best plan."""
    act(w, RESTORE, 0, 0, 0, NO_WISH)


def adopt(w: Tables, u: int, wish: Ints) -> bool:
    """Serve the unit as wished (workday and start of each seat), if that is possible."""
    return bool(act(w, ADOPT, u, 0, 0, wish))


def load() -> None:
    """Load the machine code, or compile it, once for each machine and version."""
    compile_once(act, (TABLES, *(types.int64,) * 4, types.Array(types.int64, 2, "C")))
