"""Travel times guessed from straight lines, where no street network is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from geopy.distance import EARTH_RADIUS

from outreach.ports import Point, TravelMatrix, Way

DETOUR = 1.35
"""Metres on the street for one metre of straight line, in a town of blocks."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a mode moves: metres a minute, door to door on town streets, and seconds to park and walk to the door."""

    metres_a_minute: int
    parking: int


PACES = {"walk": Pace(70, 0), "bicycle": Pace(200, 60), "scooter": Pace(330, 90), "car": Pace(350, 180)}


class EstimatedTravel:
    """`TravelTimes` by great circle. All figures are assumptions, to be replaced by a street network or by experience:

    the street is 1.35 times as long as the straight line; 70 metres a minute on foot (4.2 km/h), 200 by bicycle
    (12 km/h), 330 by scooter (20 km/h), 350 by car (21 km/h); and whenever the place changes, 60, 90 or 180 seconds to
    park a bicycle, scooter or car.
    """

    def modes(self) -> tuple[str, ...]:
        """The travel modes that are known."""
        return tuple(PACES)

    def matrix(self, points: Sequence[Point], mode: str) -> TravelMatrix:
        """Travel between all points: whole seconds and metres on the guessed street, both rounded up.

        Raises `ValueError` for an unknown mode.
        """
        if mode not in PACES:
            raise ValueError(f"unknown travel mode: {mode}")
        pace = PACES[mode]
        metres = np.ceil(great_circle_metres(points) * DETOUR)
        seconds = np.ceil(metres * 60 / pace.metres_a_minute) + np.where(metres > 0, pace.parking, 0)
        return TravelMatrix(seconds.astype(np.int32), metres.astype(np.int32), "estimate")

    def way(self, start: Point, end: Point, mode: str) -> Way:
        """The straight line, with the figures of the matrix. Raises `ValueError` for an unknown mode."""
        one = self.matrix((start, end), mode)
        return Way(int(one.seconds[0, 1]), int(one.metres[0, 1]), (start, end), one.source)


def great_circle_metres(points: Sequence[Point]) -> npt.NDArray[np.float64]:
    """Straight lines between all points, metres, shape (n, n); haversine on geopy's sphere."""
    lat = np.radians(np.array([point.lat for point in points], dtype=np.float64))
    lon = np.radians(np.array([point.lon for point in points], dtype=np.float64))
    north, east = lat[:, None] - lat[None, :], lon[:, None] - lon[None, :]
    half = np.sin(north / 2) ** 2 + np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin(east / 2) ** 2
    metres: npt.NDArray[np.float64] = 2000 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1)))
    return metres
