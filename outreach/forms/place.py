"""Where something is."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from outreach.forms.base import Form, Text, example
from outreach.ports import Precision

# Taiwan with its islands.
Latitude = Annotated[float, Field(ge=20.5, le=26.5)]
Longitude = Annotated[float, Field(ge=118.0, le=122.5)]


class PlaceForm(Form):
    """An address, a 里, and a point (WGS84 degrees). Without a point the middle of the 里 stands for it."""

    model_config = example({"address": "育平路316號", "village": "育平里", "lat": 22.989, "lon": 120.164})

    address: Text = ""
    village: Text = ""
    lat: Latitude | None = None
    lon: Longitude | None = None


class PlaceShown(Form):
    """A place as it is kept. `precision`: how exactly it is known; `matched`: by which of the city's door plates."""

    address: str
    village: str
    lat: float
    lon: float
    precision: Precision
    matched: str
