"""Where something is: found on the map, and kept once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlmodel import col, select

from outreach.forms.place import PlaceForm
from outreach.ports import Geocoder, Located, Point
from outreach.records import Place, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import Refusal
from outreach.usecases.keeping.kind import Kind


def place_id(records: OfficeRecords, kind: Kind, form: Any, name: str, geocoder: Geocoder) -> str | None:
    """The id of the place that stands in this field of a checked form; without one, of the unit's where that counts.

    Equal places are one record, and a place never changes: an older roster goes on showing where it led.
    """
    place: PlaceForm | None = getattr(form, name)
    if place is not None:
        return _kept(records, geocoder, place).id
    if not kind.at_unit:
        return None
    unit = records.get(Unit, form.unit_id)
    assert unit is not None, "a link that was checked"
    return unit.place_id


def _kept(records: OfficeRecords, geocoder: Geocoder, form: PlaceForm) -> Place:
    found = _located(geocoder, form)
    assert found is not None, "a place that was checked"
    wanted = Place(
        office_id="",
        address=form.address,
        village=found.village or form.village,
        lat=found.point.lat,
        lon=found.point.lon,
        precision=found.precision,
        matched=found.matched,
    )
    fields = ("address", "village", "lat", "lon", "precision", "matched")
    same = (col(getattr(Place, name)) == getattr(wanted, name) for name in fields)
    kept = records.session.exec(select(Place).where(*same).order_by(col(Place.id)).limit(1)).first()
    if kept is None:
        kept = records.add(wanted)
        records.session.flush()
    return kept


def place_flaws(geocoder: Geocoder, form: PlaceForm, field: str, *, inside: bool) -> Iterator[Refusal]:
    """What is wrong with the place that the form describes."""
    if (form.lat is None) != (form.lon is None):
        missing = "lat" if form.lat is None else "lon"
        yield Refusal(
            "coordinates_incomplete",
            "緯度、經度要一起填。",
            "Latitude and longitude go together.",
            f"{field}.{missing}",
        )
        return
    found = _located(geocoder, form)
    if found is None:
        yield Refusal(
            "not_located",
            "找不到位置：請填里名，或填緯度、經度。",
            "It cannot be located: fill in the 里, or latitude and longitude.",
            field,
        )
    elif inside and not found.village:
        yield Refusal(
            "outside_district", "位置不在本區，請再確認。", "It lies outside the district; please check.", field
        )
    elif form.village and found.village and form.village.removesuffix("里") != found.village.removesuffix("里"):
        yield Refusal(
            "village_differs",
            f"位置在{found.village}，和填寫的里不同。",
            f"It lies in {found.village}, not in the 里 that is written.",
            f"{field}.village",
        )


def _located(geocoder: Geocoder, form: PlaceForm) -> Located | None:
    point = None if form.lat is None or form.lon is None else Point(lat=form.lat, lon=form.lon)
    return geocoder.locate(address=form.address, village=form.village, point=point)
