"""Which places of a week the streets do not lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from outreach.planning.to_problem import Translation
from outreach.ports import TravelMatrix

FAR_OFF = 150
"""Metres from a place to the street it is led to, from which on somebody should look whether it lies right."""


def travel_source(translation: Translation) -> str:
    """Where a roster's travel times are from: `street` as soon as one mode's are."""
    return "street" if any(matrix.source == "street" for matrix in translation.matrices) else "estimate"


def unreached(translation: Translation) -> list[dict[str, Any]]:
    """As `Roster.unreached`."""
    return [
        {"place_id": translation.place_ids[place], "mode": mode, "why": why, "metres": metres}
        for mode, matrix in zip(translation.problem.modes, translation.matrices, strict=True)
        for place, why, metres in _of(matrix)
    ]


def _of(matrix: TravelMatrix) -> Iterator[tuple[int, str, int | None]]:
    if matrix.off_street is None or matrix.guessed is None:
        return
    near = ~np.isnan(matrix.off_street)
    # Whom no way joins with most of the others is on an island; the others would be told for its sake.
    guessed = (matrix.guessed | matrix.guessed.T) & near[:, None] & near[None, :]
    others = np.maximum(near.sum() - 1, 1)
    for place, metres in enumerate(matrix.off_street):
        if np.isnan(metres):
            yield place, "far", None
        elif 2 * guessed[place].sum() > others:
            yield place, "cut_off", round(float(metres))
        elif metres > FAR_OFF:
            yield place, "off", round(float(metres))
