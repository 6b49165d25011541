"""The public instances in the data folder, and the best cost that is published for each."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
#: Where the instances of each set lie in the data folder, and the column with the best known cost.
FILES = {
    "hhcrsp": ("*/*.json", "best_known"),
    "uhhc": ("*/*.json", "best_known"),
    "vrptw": ("*/*.txt", "best_known"),
    "shifts": ("Instance*.txt", "best_ub"),
    "week": ("*.json", "level4"),
}
FOLDER = {"week": "weeks"}

Levels = tuple[float, ...]


def data_folder() -> Path:
    """Where the public instances stand."""
    return Path(os.environ.get("OUTREACH_DATA", REPOSITORY.parent / "shared" / "data"))


def instances_of(form: str) -> list[Path]:
    """All instances of a set in the data folder; a message on stderr when there are none."""
    folder = data_folder() / FOLDER.get(form, form)
    found = sorted(path for path in folder.glob(FILES[form][0]) if path.parent.name != "published")
    if not found:
        print(f"no instances of {form} in {folder}; benchmarks/README.md tells how to get them", file=sys.stderr)
    return found


def best_known(form: str) -> dict[str, Levels]:
    """Instance → the best levels that are published, for those that have any."""
    folder = data_folder() / FOLDER.get(form, form)
    path = folder / ("published/levels.csv" if form == "week" else "best_known.csv")
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return dict(_known(form, row) for row in csv.DictReader(lines))


def _known(form: str, row: Mapping[str, str]) -> tuple[str, Levels]:
    if form == "week":
        return row["week"], (float(row["level1"]), float(row["level2"]), float(row["level3"]) + float(row["level4"]))
    name = f"Instance{row['instance']}" if form == "shifts" else Path(row["instance"]).stem
    return name, (float(row[FILES[form][1]]),)
