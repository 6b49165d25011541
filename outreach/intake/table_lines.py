"""Tables as lines of JSON, the only thing that comes back from the child process; read back as if a stranger wrote it.

One line opens a table, `{"table": title, "csv": false}`; one line is each of its rows, `[cell, …]`; the last of all is
`{"end": true}`. What JSON does not know is a pair: `{"d": "2026-12-02"}`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from outreach.intake.limits import MOST_CELLS, MOST_COLUMNS, MOST_MEMBERS, MOST_ROWS
from outreach.intake.raw import RawCell, RawTable

LONGEST_CELL = 1001
"""One more character than a cell may have: whatever is longer is cut here, and still too long."""

_END = {"end": True}
_READERS: dict[str, Callable[[str], RawCell]] = {
    "d": dt.date.fromisoformat,
    "t": dt.time.fromisoformat,
    "m": dt.datetime.fromisoformat,
    "s": lambda seconds: dt.timedelta(seconds=float(seconds)),
}


class GarbledError(ValueError):
    """Lines that are no tables."""


def to_lines(tables: Iterable[RawTable]) -> Iterator[str]:
    """The lines of these tables, without the empty cells and rows at their ends."""
    for table in tables:
        yield _json({"table": table.title[:LONGEST_CELL], "csv": table.from_csv})
        empty = 0
        for row in table.rows:
            cells = [_plain(cell) for cell in row]
            while cells and cells[-1] == "":
                cells.pop()
            if not cells:
                empty += 1
                continue
            yield from ["[]"] * empty
            empty = 0
            yield _json(cells)
    yield _json(_END)


def from_lines(lines: Iterable[bytes]) -> tuple[RawTable, ...]:
    """The tables that the lines describe. Raises `GarbledError` for anything that `to_lines` does not write."""
    tables: list[RawTable] = []
    cells = 0
    try:
        for line in lines:
            said = json.loads(line)
            if said == _END:
                return tuple(tables)
            if isinstance(said, dict):
                tables.append(_table(said))
            else:
                row = [_cell(cell) for cell in _list(said)]
                tables[-1].rows.append(row)
                cells += len(row)
            if cells > MOST_CELLS or len(tables) > MOST_MEMBERS or len(tables[-1].rows) > MOST_ROWS:
                break
    except (ValueError, KeyError, IndexError, OverflowError, RecursionError) as error:
        raise GarbledError from error
    raise GarbledError


def _table(said: dict[str, Any]) -> RawTable:
    title, from_csv = said["table"], said["csv"]
    if not isinstance(title, str) or not isinstance(from_csv, bool):
        raise GarbledError
    return RawTable(title, [], from_csv)


def _list(said: Any) -> list[Any]:
    if not isinstance(said, list) or len(said) > MOST_COLUMNS:
        raise GarbledError
    return said


def _cell(said: Any) -> RawCell:
    if isinstance(said, str | int | float):
        return said
    if not isinstance(said, dict) or len(said) != 1:
        raise GarbledError
    ((kind, text),) = said.items()
    if not isinstance(text, str):
        raise GarbledError
    return _READERS[kind](text)


def _plain(cell: RawCell | None) -> Any:
    if isinstance(cell, str):
        return cell[:LONGEST_CELL]
    if isinstance(cell, dt.datetime):
        return {"m": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, dt.time):
        return {"t": cell.isoformat()}
    if isinstance(cell, dt.timedelta):
        return {"s": str(cell.total_seconds())}
    return "" if cell is None else cell


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
