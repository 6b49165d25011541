"""Takes a city's door-plate file in: the whole file or nothing, and the last good one stays in use meanwhile."""

from __future__ import annotations

import contextlib
import csv
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np

from maps.geocode.plates.headings import columns_of, missing_columns
from maps.geocode.plates.lines import Lines
from maps.geocode.plates.near import misplaced
from maps.geocode.plates.report import PlatesRefused, Report
from maps.geocode.plates.rows import Plates, RowReader
from outreach.ports import Outline

FILE = "plates.sqlite"
VERSION = 1
CONTRADICTION = 50.0
"""Metres between two places of one door from which neither is believed."""

_TABLES = """
CREATE TABLE villages (id INTEGER PRIMARY KEY, county TEXT, town TEXT, village TEXT);
CREATE TABLE ways (id INTEGER PRIMARY KEY, county TEXT, town TEXT, street TEXT, way TEXT);
CREATE TABLE plates (
    way INTEGER, number INTEGER, door TEXT, village INTEGER, lat REAL, lon REAL, sure INTEGER
);
"""
_INDEXES = """
CREATE INDEX by_street ON ways (street);
CREATE INDEX by_door ON plates (way, number);
CREATE INDEX by_place ON plates (lat, lon);
"""


def take_plates(
    source: Path, area: Path, *, outlines: tuple[Outline, ...], town: str, progress: Callable[[float], None]
) -> Report:
    """Read `source` (CSV in UTF-8 or Big5; TWD97 or WGS84) into `area`; what came of it.

    `outlines`: the 里 of the office's own `town`, against which the file is held. Raises `PlatesRefused` with a report
    when it is not taken, and `OSError` when it cannot be read or kept; what was there before stays as it was.
    """
    report = Report()
    plates = _read(source, report, progress)
    good = len(plates.way)
    if good * 2 < report.rows or not good:
        raise PlatesRefused("mostly_faulty", report, rows=report.rows, good=good)
    looked, far = misplaced(plates, outlines, town)
    if far * 2 > looked:
        raise PlatesRefused("misplaced", report, rows=looked, far=far)
    _keep(plates, area, report, progress)
    return report


def _read(source: Path, report: Report, progress: Callable[[float], None]) -> Plates:
    with source.open("rb") as file:
        start = file.read(4)
        if not start:
            raise PlatesRefused("empty")
        if start[:2] in (b"PK", b"\xff\xfe", b"\xfe\xff") or b"\0" in start:
            raise PlatesRefused("not_a_table")
        file.seek(0)
        lines = Lines(file)
        stream = iter(lines)
        heading = next(stream)
        delimiter = max(",\t;", key=heading.count)
        try:
            columns = columns_of(next(csv.reader([heading], delimiter=delimiter), []))
            missing = missing_columns(columns)
            if missing:
                raise PlatesRefused("missing_columns", columns="、".join(missing))
            reader, size = RowReader(columns, report), max(source.stat().st_size, 1)
            for _ in reader.read(stream, delimiter):
                progress(0.8 * min(lines.size / size, 1.0))
        except csv.Error:
            # A NUL, or a cell without an end: a file of another kind.
            raise PlatesRefused("not_a_table", report) from None
    for line in lines.broken:
        report.rows += 1
        report.note("bad_encoding", line)
    if all(lines.counts.values()):
        report.note("mixed_encoding", max(lines.first.values()))
        report.counts["mixed_encoding"] = min(lines.counts.values())
    return reader.plates


def _keep(plates: Plates, area: Path, report: Report, progress: Callable[[float], None]) -> None:
    new = area / f"{FILE}.{os.getpid()}.new"
    try:
        with contextlib.closing(sqlite3.connect(new)) as book:
            book.execute("PRAGMA journal_mode = OFF")
            book.execute("PRAGMA synchronous = OFF")
            _fill(book, plates, report, progress)
            book.execute(f"PRAGMA user_version = {VERSION}")
            book.commit()
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(area / FILE)
    finally:
        new.unlink(missing_ok=True)
    progress(1.0)


def _fill(book: sqlite3.Connection, plates: Plates, report: Report, progress: Callable[[float], None]) -> None:
    book.executescript(_TABLES)
    book.executemany("INSERT INTO villages VALUES (?, ?, ?, ?)", ((at, *key) for key, at in plates.villages.items()))
    book.executemany("INSERT INTO ways VALUES (?, ?, ?, ?, ?)", ((at, *key) for key, at in plates.ways.items()))
    way, door = (np.array(one, dtype=np.int64) for one in (plates.way, plates.door))
    village, line = (np.array(one, dtype=np.int64) for one in (plates.village, plates.line))
    lat, lon = np.concatenate(plates.lat), np.concatenate(plates.lon)
    doors = sorted(plates.doors, key=plates.doors.__getitem__)
    numbers = np.array([number for number, _ in doors], dtype=np.int64)
    order = np.lexsort((line, door, numbers[door], way))
    way, door, village, line = (one[order] for one in (way, door, village, line))
    lat, lon = lat[order], lon[order]
    first = np.ones(len(way), dtype=bool)
    first[1:] = (way[1:] != way[:-1]) | (door[1:] != door[:-1])
    group = np.cumsum(first) - 1
    heads = np.flatnonzero(first)
    away = np.hypot((lat - lat[heads][group]) * 110_900, (lon - lon[heads][group]) * 102_000) > CONTRADICTION
    sure = np.bincount(group, weights=away) == 0
    _tell_repeated(report, first, away, line)
    progress(0.85)
    taken = (one[heads].tolist() for one in (way, numbers[door], door, village, lat, lon))
    texts = [text for _, text in doors]
    rows = zip(*taken, sure.tolist(), strict=True)
    book.executemany(
        "INSERT INTO plates VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((a, number, texts[one], in_village, y, x, is_sure) for a, number, one, in_village, y, x, is_sure in rows),
    )
    progress(0.95)
    book.executescript(_INDEXES)
    report.plates = len(heads)


def _tell_repeated(report: Report, first: object, away: object, line: object) -> None:
    first_, away_, line_ = (np.asarray(one) for one in (first, away, line))
    for code, rows in (("contradicts", away_), ("repeated", ~first_ & ~away_)):
        for at in sorted(line_[rows].tolist())[:5]:
            report.note(code, at)
        if rows.any():
            report.counts[code] = int(rows.sum())
