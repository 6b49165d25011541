"""Note which fields of a record somebody corrected by hand."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.records.base import KeptRecord


def note_corrections(record: KeptRecord, names: Iterable[str]) -> None:
    """An import leaves these fields of the record alone from now on, unless it is told otherwise."""
    corrected = sorted({*record.corrected, *names})
    if corrected != record.corrected:
        record.corrected = corrected
