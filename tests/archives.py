"""Small PMTiles archives for tests: written by the specification, apart from the code that reads them."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763e8efef070003fd01fe3c6a1c9d0000000049454e44ae426082"
)
Line = tuple[int, int, int, int]
"""Tile number, run, offset, length."""


def number(value: int) -> bytes:
    """A number of seven bits a byte."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def directory(lines: Sequence[Line], *, compressed: bool = True) -> bytes:
    """A directory of these lines."""
    ids = [line[0] for line in lines]
    text = number(len(lines))
    text += b"".join(number(here - before) for before, here in zip([0, *ids], ids, strict=False))
    text += b"".join(number(line[1]) for line in lines) + b"".join(number(line[3]) for line in lines)
    text += b"".join(number(line[2] + 1) for line in lines)
    return gzip.compress(text) if compressed else text


def archive(
    path: Path,
    root: bytes,
    *,
    leaves: bytes = b"",
    tiles: Iterable[bytes] = (),
    about: Mapping[str, object] | None = None,
    kind: int = 2,
    inner: int = 2,
    zooms: tuple[int, int] = (0, 2),
) -> Path:
    """An archive of these parts, in this order: head, first directory, metadata, further directories, tiles."""
    metadata = json.dumps(about or {}).encode()
    metadata = gzip.compress(metadata) if inner == 2 else metadata
    data = b"".join(tiles)
    at = [127, 127 + len(root), 127 + len(root) + len(metadata)]
    at.append(at[2] + len(leaves))
    places = (at[0], len(root), at[1], len(metadata), at[2], len(leaves), at[3], len(data))
    head = b"PMTiles\x03" + struct.pack("<8Q", *places) + struct.pack("<3Q", 1, 1, 1)
    head += bytes([1, inner, 1, kind, *zooms])
    path.write_bytes(head.ljust(127, b"\0") + root + metadata + leaves + data)
    return path
