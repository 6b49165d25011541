"""Which geocoder outside may be asked: `OUTREACH_GEOCODER`, said by whoever runs the service and by nobody else."""

from __future__ import annotations

import os

from outreach.ports import OutsideGeocoder


def outside_of_environment() -> OutsideGeocoder | None:
    """The geocoder that is said (`nominatim:HOST`, `arcgis`), or none. Raises `ValueError` for another text."""
    setting = os.environ.get("OUTREACH_GEOCODER", "")
    if not setting:
        return None
    from maps.geocode.outside.asker import GeopyOutside  # noqa: PLC0415  (who does not use it need not load it)

    return GeopyOutside(setting)
