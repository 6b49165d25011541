"""A file as it was handed in, and its tables as they stand in it: raw cells, nothing understood yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePath

RawCell = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file's name and its bytes."""

    name: str
    data: bytes = field(repr=False)

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending in small letters, `.ods`."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet as it stands in the file: row 1 of the spreadsheet is `rows[0]`, empty rows included.

    `from_csv`: its title is a file's name, so that the headings may have to say which sheet it is.
    """

    title: str
    rows: list[list[RawCell]]
    from_csv: bool = False
