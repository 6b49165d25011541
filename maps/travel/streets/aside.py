"""The search in a process of its own, for who has not loaded its compiler and should not: the web process answers
others meanwhile.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from typing import BinaryIO

import numpy as np

from maps.travel.streets.doors import Doors
from maps.travel.streets.graph import Arcs, Ints

SECONDS = 120.0
"""A search that takes longer is given up."""


def search_aside(questions: Sequence[tuple[Arcs, Doors]]) -> list[tuple[Ints, Ints]]:
    """As `kernel.search_all` for each, in one child: most of its time goes into beginning. Raises `RuntimeError` when
    the child comes to nothing.
    """
    asked = io.BytesIO()
    np.save(asked, np.array(len(questions)), allow_pickle=False)
    for array in (field for arcs, doors in questions for field in (*_fields(arcs), *_fields(doors))):
        np.save(asked, array, allow_pickle=False)
    # Only numbers go in: where places lie on the streets, of nobody in particular.
    command = [sys.executable, "-m", "maps.travel.streets.aside"]
    try:
        done = subprocess.run(command, input=asked.getvalue(), capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        raise RuntimeError("the search for ways came to nothing") from error
    answer = io.BytesIO(done.stdout)
    return [(np.load(answer, allow_pickle=False), np.load(answer, allow_pickle=False)) for _ in questions]


def _fields(one: Arcs | Doors) -> tuple[Ints, ...]:
    return tuple(getattr(one, name) for name in one.__dataclass_fields__)


def _answer(asked: BinaryIO, answer: BinaryIO) -> None:
    from maps.travel.streets.kernel import search_all  # noqa: PLC0415  (for the child only)

    for _ in range(int(np.load(asked, allow_pickle=False))):
        arcs = Arcs(*(np.load(asked, allow_pickle=False) for _ in Arcs.__dataclass_fields__))
        doors = Doors(*(np.load(asked, allow_pickle=False) for _ in Doors.__dataclass_fields__))
        for array in search_all(arcs, doors):
            np.save(answer, array, allow_pickle=False)


if __name__ == "__main__":
    _answer(io.BytesIO(sys.stdin.buffer.read()), sys.stdout.buffer)
