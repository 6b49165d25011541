"""What a malformed spreadsheet is, and how the readable ones are written."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tests.small_workbook import headings_of, write, write_csv

Chance = random.Random
Table = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Malformed:
    """One file. `outcome`: it must be refused as a whole; or read; or either, but nothing in between.

    `good`: what the office must have of it afterwards where it is read, name by code of the client. `bad`: the places
    that must be named, as sheet, row, column and code.
    """

    kind: str
    name: str
    data: bytes = field(repr=False)
    outcome: Literal["refused", "read", "either"] = "refused"
    good: dict[str, str] = field(default_factory=dict)
    bad: tuple[tuple[str, int, str, str], ...] = ()


Make = Callable[[str, int, Chance], Malformed]


def chance_of(kind: str, number: int) -> Chance:
    """The same chance for the same file, wherever it is made."""
    return random.Random(f"{kind} {number}")


def made(make: Callable[[Path], Path]) -> bytes:
    """The bytes of a file that `make` writes into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        return make(Path(folder)).read_bytes()


def clients(chance: Chance, count: int) -> list[dict[str, Any]]:
    """Rows of the sheet of clients that are right."""
    return [
        {
            "code": f"G{number:03}",
            "name": f"{chance.choice('王陳吳方郭')}示範{number}",
            "village": chance.choice(["文平里", "國平里", "育平里"]),
            "phone": f"06-{chance.randrange(2_000_000, 4_000_000)}",
            "need_grade": chance.randrange(5),
            "note": chance.choice(["", "後門進", "重聽"]),
        }
        for number in range(count)
    ]


def good_of(rows: list[dict[str, Any]]) -> dict[str, str]:
    """What the office must have of these rows."""
    return {row["code"]: row["name"] for row in rows}


def table_of(rows: list[dict[str, Any]], sheet: str = "clients") -> Table:
    """The heading row of a sheet, in Chinese, and these rows."""
    (table,) = headings_of({sheet: rows}).values()
    return table


def written(chance: Chance, tables: dict[str, Table], suffix: str = "") -> tuple[str, bytes]:
    """A file's name and bytes: one of the three formats (a CSV holds the first table only)."""
    suffix = suffix or chance.choice([".ods", ".xlsx", ".csv"] if len(tables) == 1 else [".ods", ".xlsx"])
    if suffix == ".csv":
        ((title, table), *_) = tables.items()
        encoding = chance.choice(["utf-8", "utf-8-sig", "cp950"])
        return f"{title}.csv", made(lambda folder: write_csv(folder / "a.csv", table, encoding))
    return f"file{suffix}", made(lambda folder: write(folder / f"a{suffix}", tables))
