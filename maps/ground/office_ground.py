"""The ground of the office's maps: its own tiles when they are there, else the streets that are known."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from maps.ground.pmtiles import Archive, read_archive, read_tile
from maps.ground.street_tiles import street_tile
from maps.ground.tile_folder import folder_tile, source_of, zooms
from outreach.ports import GroundMap, StreetMap

log = logging.getLogger(__name__)
OF_STREETS = "© OpenStreetMap contributors (ODbL)"


class OfficeGround:
    """`Ground` from the folder of map data: `tiles.pmtiles` or `tiles/z/x/y.png`, and the streets' lines."""

    def __init__(self, area: str, streets: StreetMap) -> None:
        self.folder = Path(area) if area else None
        self.known_streets = streets

    def about(self) -> GroundMap:
        """What there is now: a file that was put there since is seen."""
        streets = self.folder is not None and any(self.folder.glob("streets.*"))
        if found := self._archive():
            _, head = found
            return GroundMap(tiles=True, least=head.least, most=head.most, streets=streets, source=head.source)
        if (folder := self._tiles()) and (between := zooms(folder)):
            return GroundMap(tiles=True, least=between[0], most=between[1], streets=streets, source=source_of(folder))
        return GroundMap(streets=streets, source=OF_STREETS if streets else "")

    def tile(self, z: int, x: int, y: int) -> tuple[bytes, str] | None:
        """A picture and its media type; `None` where there is none."""
        if found := self._archive():
            path, head = found
            try:
                picture = read_tile(path, head, z, x, y)
            except (OSError, ValueError) as error:
                log.warning("a tile of %s: %s", path.name, error)
                return None
            return (picture, head.media) if picture is not None else None
        folder = self._tiles()
        return folder_tile(folder, z, x, y) if folder else None

    def streets(self, z: int, x: int, y: int) -> bytes:
        """The lines in a square as JSON. Raises `ValueError` for a square that is not cut."""
        return street_tile(self.known_streets, z, x, y)

    def _archive(self) -> tuple[Path, Archive] | None:
        path = self.folder / "tiles.pmtiles" if self.folder else None
        if path is None or not path.is_file():
            return None
        told = path.stat()
        head = _head(path, told.st_mtime_ns, told.st_size)
        return (path, head) if head else None

    def _tiles(self) -> Path | None:
        path = self.folder / "tiles" if self.folder else None
        return path if path and path.is_dir() else None


@lru_cache(maxsize=4)
def _head(path: Path, _changed: int, _size: int) -> Archive | None:
    """The head, read once for each state of the file; `None` for a file that cannot be used, and that is said."""
    try:
        return read_archive(path)
    except (OSError, ValueError) as error:
        log.warning("%s is not used: %s", path.name, error)
        return None
