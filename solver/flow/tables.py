"""The tables that this search's kernels work on."""

from __future__ import annotations

from typing import ClassVar

from solver.packed import PackedTables, Shapes, kind_of


class Tables(PackedTables):
    """A packed problem and a plan in the making. Columns stand in `columns.py`; times in seconds, as in `Problem`.

    Fixed: `travel[mode, a, b]`; `seat`, `unit`, `person`, `rate`; `lists`: persons able and nodes near, by the `_A` and
    `_B` columns of `seat`; `windows`: earliest, latest
    and last start of nodes with several; `extra[node, route]`: cost of
    that person there, −1 when not allowed; `logarithm`, `heat`: of the annealing.
    The plan: `state`, `tally`; `best`: the best plan's `state`. `log`, `saved`: what it was. The rest is scratch.
    """

    SHAPES: ClassVar[Shapes] = {
        "travel": ("int32", 3),
        "seat": ("int32", 2),
        "unit": ("int64", 2),
        "person": ("int64", 2),
        "rate": ("int64", 1),
        "lists": ("int32", 1),
        "windows": ("int32", 2),
        "extra": ("int32", 2),
        "logarithm": ("int64", 1),
        "heat": ("int64", 1),
        "state": ("int32", 2),
        "best": ("int32", 2),
        "tally": ("int64", 1),
        "rng": ("uint64", 1),
        "log": ("int32", 2),
        "saved": ("int64", 2),
        "changes": ("int32", 1),
        "queue": ("int32", 1),
        "touched": ("int32", 1),
        "gone": ("int32", 1),
        "order": ("int64", 2),
        "found": ("int64", 3),
    }


TABLES = kind_of(Tables)
