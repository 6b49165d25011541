"""How long a city's door plates take to come in: a million generated rows in Big5, TWD97, with every check."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Wish
from maps.geocode.plates.take_plates import take_plates
from maps.geocode.villages import DISTRICT, VillageGeocoder
from tests.door_plates import many, write

ROWS = 1_000_000
ASKED_S = 60.0


def measure(wish: Wish) -> Iterator[Figure]:
    """Seconds from the file to the plates that may be asked; of fewer rows with `--short`, as if of a million."""
    rows = wish.of(ROWS // 20, ROWS)
    with TemporaryDirectory() as folder:
        area = Path(folder)
        source = write(area / "plates.csv", many(rows), encoding="cp950")
        began = time.perf_counter()
        report = take_plates(
            source, area, outlines=VillageGeocoder().outlines(), town=DISTRICT, progress=lambda _share: None
        )
        taken = time.perf_counter() - began
    assert report.plates == rows, "every generated row is another plate"
    yield Figure("million_plates_s", round(taken * ROWS / rows, 1), "s", ASKED_S)
