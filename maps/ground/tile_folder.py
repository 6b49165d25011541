"""Pictures of the earth in a folder: `z/x/y.png`, as most tools write them."""

from __future__ import annotations

from pathlib import Path

from maps.ground.pmtiles import MOST_TILE_BYTES

MEDIA = {"png": "image/png", "webp": "image/webp", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


def zooms(folder: Path) -> tuple[int, int] | None:
    """The smallest and the largest zoom of which there is a folder; `None` without any."""
    found = [int(each.name) for each in folder.iterdir() if each.is_dir() and each.name.isdecimal()]
    known = [zoom for zoom in found if zoom <= 22]
    return (min(known), max(known)) if known else None


def source_of(folder: Path) -> str:
    """Whom to name for the pictures: what stands in `source.txt` beside them."""
    path = folder / "source.txt"
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        return " ".join(file.read(200).split())


def folder_tile(folder: Path, z: int, x: int, y: int) -> tuple[bytes, str] | None:
    """One picture and its media type; `None` where there is none, and for one of more than a megabyte."""
    for suffix, media in MEDIA.items():
        path = folder / str(z) / str(x) / f"{y}.{suffix}"
        if path.is_file() and path.stat().st_size <= MOST_TILE_BYTES:
            return path.read_bytes(), media
    return None
