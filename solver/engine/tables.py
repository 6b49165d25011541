"""The tables that the week's kernels work on."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from solver.packed import PackedTables, Shapes, kernel, kind_of

__all__ = ["TABLES", "Ints", "Tables", "kernel"]

Ints = npt.NDArray[np.int64]

SHAPES: dict[str, tuple[str, int]] = {
    "travel": ("int32", 3),
    "back": ("int32", 3),
    "seat": ("int64", 2),
    "unit": ("int64", 2),
    "workday": ("int64", 2),
    "week": ("int64", 2),
    "month": ("int64", 1),
    "series": ("int64", 2),
    "kit": ("int64", 2),
    "mix": ("int64", 2),
    "link": ("int64", 2),
    "bundle": ("int64", 2),
    "order": ("int64", 2),
    "slots": ("int64", 2),
    "slot_at": ("int64", 1),
    "spans": ("int64", 2),
    "lists": ("int64", 1),
    "fit": ("int32", 2),
    "extra": ("int32", 2),
    "liked": ("int8", 2),
    "above": ("int64", 2),
    "most": ("int64", 2),
    "least": ("int64", 1),
    "rate": ("int64", 1),
    "logarithm": ("int64", 1),
    "heat": ("int64", 1),
    "duty": ("int64", 2),
    "stop": ("int64", 3),
    "held": ("int64", 2),
    "served": ("int64", 2),
    "weekly": ("int64", 2),
    "monthly": ("int64", 1),
    "given": ("int64", 2),
    "turned": ("int64", 2),
    "open": ("int64", 1),
    "tally": ("int64", 1),
    "rng": ("uint64", 1),
    "old_duty": ("int64", 2),
    "old_stop": ("int64", 3),
    "old_held": ("int64", 2),
    "old_day": ("int64", 1),
    "best_duty": ("int64", 2),
    "best_stop": ("int64", 3),
    "draft": ("int64", 2),
    "found": ("int64", 1),
    "split": ("int64", 2),
    "touched": ("int64", 1),
    "logged": ("int64", 1),
    "dirty": ("int64", 1),
    "out": ("int64", 1),
    "queue": ("int64", 1),
    "starts": ("int64", 1),
    "keys": ("int64", 1),
    "tops": ("int64", 2),
}
"""Each table's kind of number and number of dimensions."""


class Tables(PackedTables):
    """A packed problem and a plan in the making. Columns stand in `columns.py`; times in seconds, as in `Problem`.

    Fixed: `travel[mode, a, b]`, `back[mode, b, a]`; `fit[seat, person]`: latest start, −1 when never; `extra[seat,
    person]`: cost of that person there; `liked[seat, person]`; `slots` of seat and day from `slot_at[seat * days +
    day]`; `lists`: everything that is a list, by the `_A` and `_B` columns.
    The plan: `duty`, `stop`, `held`, `served`, `weekly`, `monthly`, `given`, `open`, `tally`.
    What it was: `old_*` at the last accepted plan, `best_*` at the best one. The rest is scratch.
    """

    SHAPES: ClassVar[Shapes] = SHAPES


TABLES = kind_of(Tables)
