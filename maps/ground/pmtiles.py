"""Pictures of the earth in one file: reads a tile of a PMTiles archive (version 3) by its place in the file.

Layout: PMTiles version 3 specification, Protomaps, https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

from __future__ import annotations

import gzip
import io
import json
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

HEADER_BYTES = 127
MOST_DIRECTORY_BYTES = 8 << 20
MOST_TILE_BYTES = 1 << 20
"""A larger picture is none that a phone should be sent."""
MOST_DEPTH = 3
PLAIN, GZIP = 1, 2
MEDIA = {2: "image/png", 3: "image/jpeg", 4: "image/webp", 5: "image/avif"}
"""By tile type. Type 1 (vector tiles) would need a drawing engine in the browser that we do not ship."""


class Entry(NamedTuple):
    """One line of a directory: the first tile, how many alike follow (0: another directory), and where it lies."""

    tile_id: int
    run: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Archive:
    """The head of an archive: media type, zooms, where its parts begin, and its first directory."""

    media: str
    least: int
    most: int
    source: str
    leaves: int
    tiles: int
    compressed: bool
    root: tuple[Entry, ...]


def read_archive(path: Path) -> Archive:
    """What the archive holds. Raises `ValueError` for a file that is none, or whose tiles are no pictures."""
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
        if len(head) < HEADER_BYTES or head[:8] != b"PMTiles\x03":
            raise ValueError("not a PMTiles file of version 3")
        places = struct.unpack_from("<8Q", head, 8)
        inner, outer, kind, least, most = head[97:102]
        if kind not in MEDIA:
            raise ValueError("no pictures in it: raster tiles (png, jpeg, webp, avif) can be shown, vector tiles not")
        if inner not in (PLAIN, GZIP) or outer not in (0, PLAIN) or not least <= most <= 22:
            raise ValueError("compressed in a way that cannot be read, or zooms out of order")
        return Archive(
            media=MEDIA[kind],
            least=least,
            most=most,
            source=_source(_part(file, places[2], places[3], compressed=inner == GZIP)),
            leaves=places[4],
            tiles=places[6],
            compressed=inner == GZIP,
            root=_entries(_part(file, places[0], places[1], compressed=inner == GZIP)),
        )


def read_tile(path: Path, archive: Archive, z: int, x: int, y: int) -> bytes | None:
    """One picture; `None` where there is none. Raises `ValueError` for a broken file."""
    wanted, entries = tile_id(z, x, y), archive.root
    with path.open("rb") as file:
        for _ in range(MOST_DEPTH):
            place = bisect_right(entries, wanted, key=lambda entry: entry.tile_id) - 1
            if place < 0:
                return None
            found = entries[place]
            if found.run:
                if wanted >= found.tile_id + found.run:
                    return None
                if found.length > MOST_TILE_BYTES:
                    raise ValueError("a tile of more than a megabyte")
                return _read(file, archive.tiles + found.offset, found.length)
            part = _part(file, archive.leaves + found.offset, found.length, compressed=archive.compressed)
            entries = _entries(part)
    raise ValueError("directories within directories")


def tile_id(z: int, x: int, y: int) -> int:
    """The number of a tile: all smaller zooms first, then along a Hilbert curve."""
    side = 1 << z
    number = (side * side - 1) // 3
    half = side >> 1
    while half:
        right, down = int(bool(x & half)), int(bool(y & half))
        number += half * half * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        half >>= 1
    return number


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    found = file.read(length)
    if len(found) < length:
        raise ValueError("the file ends too early")
    return found


def _part(file: BinaryIO, offset: int, length: int, *, compressed: bool) -> bytes:
    if length > MOST_DIRECTORY_BYTES:
        raise ValueError("a directory of many megabytes")
    found = _read(file, offset, length)
    if not compressed:
        return found
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(found)) as opened:
            text = opened.read(MOST_DIRECTORY_BYTES + 1)
    except (OSError, EOFError) as error:
        raise ValueError("a directory that cannot be opened") from error
    if len(text) > MOST_DIRECTORY_BYTES:
        raise ValueError("a directory of many megabytes")
    return text


def _entries(text: bytes) -> tuple[Entry, ...]:
    numbers = _numbers(text)
    try:
        count = next(numbers)
        if count > len(text):
            raise ValueError("a directory that promises more than it holds")
        tile_ids, last = [], 0
        for _ in range(count):
            last += next(numbers)
            tile_ids.append(last)
        runs = [next(numbers) for _ in range(count)]
        lengths = [next(numbers) for _ in range(count)]
        offsets: list[int] = []
        for number in range(count):
            told = next(numbers)
            offsets.append(told - 1 if told or not number else offsets[-1] + lengths[number - 1])
    except StopIteration:
        raise ValueError("a directory that ends too early") from None
    return tuple(map(Entry, tile_ids, runs, offsets, lengths))


def _numbers(text: bytes) -> Iterator[int]:
    """Numbers of seven bits a byte, the lowest first."""
    number, shift = 0, 0
    for byte in text:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number, shift = 0, 0


def _source(metadata: bytes) -> str:
    """Whom to name for the pictures: what the file says, as text."""
    try:
        told: Any = json.loads(metadata or b"{}")
    except ValueError:
        return ""
    written = str(told.get("attribution") or "") if isinstance(told, dict) else ""
    # Others show it as markup; here it is text.
    return re.sub(r"<[^>]*>", "", written)[:200]
