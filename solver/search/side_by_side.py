"""Several searches of one packed problem: how they are copied from the first, and exchange their best plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

import numpy as np

from solver.packed import PackedTables

Packed = TypeVar("Packed", bound=PackedTables)


class SideBySide(Generic[Packed]):
    """The tables of all searches. A subclass tells which tables never change (`FIXED`), which hold the best plan
    (`KEPT`), and the entries of `tally` that plans are compared by (`BEST`) or that belong to the best plan (`TOLD`).
    """

    FIXED: ClassVar[frozenset[str]]
    KEPT: ClassVar[tuple[str, ...]]
    BEST: ClassVar[Sequence[int]]
    TOLD: ClassVar[Sequence[int]] = ()

    def __init__(self, first: Packed, restore: Callable[[Packed], None]) -> None:
        self.tables, self._restore = [first], restore

    @property
    def best(self) -> Packed:
        """The search whose best plan is the best of all."""
        return min(self.tables, key=self._key)

    def multiply(self, workers: int) -> None:
        """Copy the first search until there are so many, each with its own random numbers."""
        self.tables += [self._copy(number) for number in range(1, workers)]

    def exchange(self) -> None:
        """Let every search whose best plan is worse go on from the best of all."""
        best = self.best
        for w in self.tables:
            if w is not best and self._key(w) > self._key(best):
                for name in self.KEPT:
                    w.arrays[name][:] = best.arrays[name]
                for entry in (*self.BEST, *self.TOLD):
                    w.arrays["tally"][entry] = best.arrays["tally"][entry]
                self._restore(w)

    def _copy(self, number: int) -> Packed:
        first = self.tables[0]
        arrays = {name: array if name in self.FIXED else array.copy() for name, array in first.arrays.items()}
        arrays["rng"] = arrays["rng"] * np.uint64(6364136223846793005) + np.uint64(2 * number + 1)
        return type(first)(**arrays)

    def _key(self, w: Packed) -> tuple[int, ...]:
        return tuple(int(w.arrays["tally"][entry]) for entry in self.BEST)
