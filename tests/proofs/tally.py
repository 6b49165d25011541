"""Counting the cases of a proof: a line of progress now and then, and one JSON line at the end."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
EVERY = 10.0


class Tally:
    """What a proof has looked at so far. `failures` are sentences that name the case, so that it can be made again."""

    def __init__(self, name: str) -> None:
        self.name, self.cases, self.failures = name, 0, list[str]()
        self.told: dict[str, Any] = {}
        self._began = self._said = time.monotonic()

    def over(self, cases: Iterable[T]) -> Iterator[T]:
        """Each case in turn, counted."""
        for case in cases:
            yield case
            self.cases += 1
            if time.monotonic() - self._said > EVERY:
                self._said = time.monotonic()
                print(f"{self.name}: {self.cases} cases, {len(self.failures)} failures", file=sys.stderr, flush=True)

    def check(self, holds: bool, sentence: str) -> None:
        """Note a failure unless this holds."""
        if not holds:
            self.failures.append(sentence)
            print(f"{self.name}: {sentence}", file=sys.stderr, flush=True)

    def end(self) -> int:
        """Print the JSON line; returns the exit status."""
        seconds = round(time.monotonic() - self._began, 1)
        line = {"name": self.name, "cases": self.cases, "failures": len(self.failures), "seconds": seconds}
        print(json.dumps({**line, **self.told}))
        return 1 if self.failures else 0


def asked(module: str, cases: int) -> argparse.Namespace:
    """The arguments of a proof over seeds: how many, and from which on."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.proofs.{module}")
    parser.add_argument("--cases", type=int, default=cases)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    return parser.parse_args()
