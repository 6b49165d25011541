"""From the plane of Taiwan's survey (TWD97, two-degree transverse Mercator) to degrees.

TWD97 and WGS84 differ by less than a metre, which is less than a door. Source of the series: J. P. Snyder, Map
Projections: A Working Manual, USGS Professional Paper 1395 (1987), pages 60 to 64, equations 8-17 to 8-25 and 3-21 to
3-26; of the figures: Ministry of the Interior, TWD97 (GRS80; scale 0.9999; false easting 250,000 m).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MAIN, ISLANDS = 121.0, 119.0
"""Central meridians in degrees: of Taiwan, and of Penghu, Kinmen and Matsu."""

_RADIUS = 6_378_137.0
_FLATTENING = 1 / 298.257222101
_SCALE = 0.9999
_EASTING = 250_000.0
_E2 = _FLATTENING * (2 - _FLATTENING)


def degrees_of(east: Array, north: Array, meridian: Array | float = MAIN) -> tuple[Array, Array]:
    """Latitude and longitude in degrees of points in metres, shape (n,) each; right to a millimetre."""
    second = _E2 / (1 - _E2)
    foot = _foot_latitude(north / _SCALE)
    sine, cosine, tangent = np.sin(foot), np.cos(foot), np.tan(foot)
    c, t = second * cosine**2, tangent**2
    root = 1 - _E2 * sine**2
    across = _RADIUS / np.sqrt(root)
    along = _RADIUS * (1 - _E2) / root**1.5
    d = (east - _EASTING) / (across * _SCALE)
    lat = foot - across * tangent / along * (
        d**2 / 2
        - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * second) * d**4 / 24
        + (61 + 90 * t + 298 * c + 45 * t**2 - 252 * second - 3 * c**2) * d**6 / 720
    )
    lon = (
        d - (1 + 2 * t + c) * d**3 / 6 + (5 - 2 * c + 28 * t - 3 * c**2 + 8 * second + 24 * t**2) * d**5 / 120
    ) / cosine
    return np.degrees(lat), np.degrees(lon) + meridian


def _foot_latitude(arc: Array) -> Array:
    """The latitude, in radians, whose meridian arc from the equator has this length in metres."""
    e4, e6 = _E2**2, _E2**3
    mu = arc / (_RADIUS * (1 - _E2 / 4 - 3 * e4 / 64 - 5 * e6 / 256))
    e1 = (1 - np.sqrt(1 - _E2)) / (1 + np.sqrt(1 - _E2))
    latitude: Array = (
        mu
        + (3 * e1 / 2 - 27 * e1**3 / 32) * np.sin(2 * mu)
        + (21 * e1**2 / 16 - 55 * e1**4 / 32) * np.sin(4 * mu)
        + (151 * e1**3 / 96) * np.sin(6 * mu)
        + (1097 * e1**4 / 512) * np.sin(8 * mu)
    )
    return latitude
