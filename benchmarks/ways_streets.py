"""Travel on the streets of a city of Tainan's size: how long matrices take, how much memory, and how far off the
estimate is. What is measured is measured in a process of its own, which has done nothing before.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, Wish
from benchmarks.street_city import SIDE, draw_city, places_in
from maps.travel.estimate import EstimatedTravel
from maps.travel.streets.kept import Kept
from maps.travel.streets.profiles import MODES
from maps.travel.streets.take_in import take_in
from maps.travel.streets.travel import StreetTravel

MODE = "scooter"
ROOT = Path(__file__).parents[1]


def measure(wish: Wish) -> Iterator[Figure]:
    """The figures of the streets."""
    side = wish.of(40, SIDE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        draw_city(folder / "city.osm.pbf", side)
        began = time.perf_counter()
        taken = take_in(folder / "city.osm.pbf", folder, ())
        took = time.perf_counter() - began
        print(f"{taken.points} points, {taken.junctions} junctions, {taken.kilometres} km", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.ways_streets", str(folder), str(side)]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        print(ran.stderr, end="", file=sys.stderr)
        ran.check_returncode()
    told = json.loads(ran.stdout)
    yield Figure("take_in_s", round(took, 4), "s", 60)
    yield Figure("load_s", told["load_s"], "s", 3)
    yield Figure("matrix300_s", told["matrix300_s"], "s", 6)
    yield Figure("matrix1500_s", told["matrix1500_s"], "s", 45)
    yield Figure("way_ms", told["way_ms"], "ms", 250)
    yield Figure("peak_mb", told["peak_mb"], "MB", 1500)
    yield Figure("estimate_off_pct", told["estimate_off_pct"], "%", 100)
    yield Figure("matrix_differs", told["matrix_differs"], "legs", 0, exact=True)


def _measured(folder: Path, side: int) -> dict[str, float]:
    began = time.perf_counter()
    travel = StreetTravel(Kept(folder).graph)
    streets = travel.streets()
    assert streets is not None
    streets.arcs(MODES.index(MODE))
    assert streets.snapper is not None
    found = {"load_s": time.perf_counter() - began}
    # The search is compiled once, when the program is installed; what is left of that is loaded here.
    travel.matrix(places_in(2, side), MODE)
    for count in (300, 1500):
        began = time.perf_counter()
        travel.matrix(places_in(count, side), MODE)
        found[f"matrix{count}_s"] = time.perf_counter() - began
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for mode in MODES:
        streets_say, guess = (one.matrix(places_in(300, side), mode) for one in (travel, EstimatedTravel()))
        apart = streets_say.seconds > 0
        ratio = guess.seconds[apart] / streets_say.seconds[apart]
        told = f"{np.abs(ratio - 1).mean():.1%} off, {ratio.mean() - 1:+.1%} in the mean"
        print(f"{mode}: the estimate of a leg is {told}", file=sys.stderr)
        if mode == MODE:
            found["estimate_off_pct"] = 100 * float(np.abs(ratio - 1).mean())
    points = places_in(20, side)
    matrix = travel.matrix(points, MODE)
    began = time.perf_counter()
    ways = [[travel.way(start, end, MODE) for end in points] for start in points]
    found["way_ms"] = 1000 * (time.perf_counter() - began) / len(points) ** 2
    found["matrix_differs"] = sum(
        (way.seconds, way.metres) != (matrix.seconds[a, b], matrix.metres[a, b])
        for a, row in enumerate(ways)
        for b, way in enumerate(row)
    )
    return {name: round(float(value), 4) for name, value in found.items()}


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]), int(sys.argv[2]))))
