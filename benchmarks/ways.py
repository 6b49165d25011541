"""Maps and ways: travel times on a city's streets, a city's door plates, and maps that ask nobody.

`python -m benchmarks.ways` prints one line of JSON a figure; `--only streets` measures a part, `--short` a small one.
What each figure means stands in benchmarks/README.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module

from benchmarks.figures import Figure, Wish, tell

PARTS = {"streets": "benchmarks.ways_streets", "plates": "benchmarks.ways_plates", "maps": "benchmarks.ways_maps"}
"""Each with a `measure(wish)`; loaded when it is measured, as each needs something of its own."""


def measure(wish: Wish, names: Sequence[str]) -> Iterator[Figure]:
    """These figures."""
    for name in names:
        yield from import_module(PARTS[name]).measure(wish)


if __name__ == "__main__":
    sys.exit(tell("benchmarks.ways", __doc__, PARTS, measure))
