"""The survey's plane, against points computed with PROJ 9.5.1 (EPSG:3826 and EPSG:3825)."""

from __future__ import annotations

import numpy as np
import pytest

from maps.geocode.plates.twd97 import ISLANDS, MAIN, degrees_of

# East, north (metres, rounded to millimetres), longitude, latitude, central meridian.
POINTS = [
    (250_000.0, 2_599_651.349, 121.0, 23.5, MAIN),
    (164_426.278, 2_543_718.268, 120.1653, 22.9927, MAIN),
    (306_965.579, 2_769_651.147, 121.5645, 25.0339, MAIN),
    (167_367.669, 2_428_236.801, 120.2, 21.95, MAIN),
    (345_677.339, 2_797_130.204, 121.95, 25.28, MAIN),
    (307_806.253, 2_607_639.237, 119.5663, 23.5711, ISLANDS),
    (180_753.532, 2_703_049.011, 118.3171, 24.4321, ISLANDS),
    (343_984.01, 2_893_503.396, 119.94, 26.15, ISLANDS),
]


@pytest.mark.parametrize(("east", "north", "lon", "lat", "meridian"), POINTS)
def test_known_points_are_met_within_a_millimetre(
    east: float, north: float, lon: float, lat: float, meridian: float
) -> None:
    found = degrees_of(np.array([east]), np.array([north]), meridian)

    assert (found[0][0], found[1][0]) == pytest.approx((lat, lon), abs=1e-8, rel=0)
