"""Weeks of the benchmarks' generator, as instance and as problem."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.onto_problem import week as onto
from benchmarks.sets import week as form
from benchmarks.weeks import make_week
from solver.problem import Problem


def drawn_week(size: str, seed: int) -> tuple[form.Instance, Problem]:
    """A week of this size and seed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "week.json"
        path.write_text(json.dumps(make_week(size, seed)), encoding="utf-8")
        instance = form.read_instance(path)
    return instance, onto.to_problem(instance)
