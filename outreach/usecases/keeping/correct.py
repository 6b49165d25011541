"""Remembers what was corrected by hand, so that the next import leaves it alone."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.records.base import KeptRecord

_PLACES = {"place_id": "address", "base_id": "base_address", "end_place_id": "end_address"}
_OF_A_PLACE = ("address", "village", "lat", "lon")
_WISHES = ("preferred", "refused")


def note_corrections(record: KeptRecord, names: Iterable[str]) -> None:
    """Note that these fields of a record were corrected by hand. A list that belongs to it counts as a field of it.

    `names`: as the record (`place_id`, `unit_id`) or the workbook (`address`, `unit`) calls them, and `skills`,
    `availability`, `absences`, `deputies`, `wishes`, `recipients`.
    """
    noted = {*record.corrected, *map(correction_name, names)}
    if noted != set(record.corrected):
        record.corrected = sorted(noted)


def correction_name(name: str) -> str:
    """The one word that stands for a field in `corrected`: the workbook's. A whole place goes by its address."""
    if name in _PLACES:
        return _PLACES[name]
    if name in _WISHES:
        return "wishes"
    for prefix in ("base_", "end_", ""):
        if name.removeprefix(prefix) in _OF_A_PLACE and name.startswith(prefix):
            return f"{prefix}address"
    return name.removesuffix("_id")


def is_corrected(record: object, name: str) -> bool:
    """Whether this field of a record was corrected by hand."""
    noted = record.corrected if isinstance(record, KeptRecord) else []
    return bool(noted) and correction_name(name) in map(correction_name, noted)


def forget_correction(record: KeptRecord, name: str) -> None:
    """This field is the workbook's again."""
    record.corrected = [noted for noted in record.corrected if correction_name(noted) != correction_name(name)]
