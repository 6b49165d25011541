"""What `benchmarks.service` and `benchmarks.screens` print, and how they are called."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, and the most that is asked for."""

    name: str
    value: float
    unit: str
    asked: float

    @property
    def ok(self) -> bool:
        """Whether it is as asked."""
        return self.value <= self.asked

    def line(self) -> str:
        """As it is printed."""
        told = {"name": self.name, "value": self.value, "unit": self.unit, "asked": self.asked}
        return json.dumps({**told, "ok": self.ok})


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is measured."""

    short: bool
    postgresql: bool

    def of(self, short: int, long: int) -> int:
        """The smaller or the larger number."""
        return short if self.short else long


def tell(
    module: str, doc: str, names: Collection[str], measure: Callable[[Wish, Sequence[str]], Iterator[Figure]]
) -> int:
    """Measure what the command line asks for, a line a figure; 1 when one is not as asked."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=doc.partition("\n")[0])
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--only", nargs="+", choices=sorted(names))
    chosen = parser.parse_args()
    good = True
    for figure in measure(Wish(chosen.short, chosen.postgresql), chosen.only or list(names)):
        print(figure.line(), flush=True)
        good = good and figure.ok
    return 0 if good else 1
