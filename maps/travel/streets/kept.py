"""The street graph as a file beside the office's other map data, and how it comes back."""

from __future__ import annotations

import logging
import os
import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

import numpy as np

from maps.travel.streets.graph import ARRAYS, StreetGraph

FILE = "streets.npz"
VERSION = 1
"""Of the arrays and of what the profiles mean; a file of another version is not used."""

_log = logging.getLogger(__name__)


class KeptStreetsError(Exception):
    """The file of streets is damaged, or of another version of this program."""


def keep(graph: StreetGraph, folder: Path) -> Path:
    """Write the graph into the folder, in one step: who reads meanwhile gets the old one or the new one, whole."""
    with NamedTemporaryFile(dir=folder, prefix=".streets-", suffix=".npz", delete=False) as file:
        written = Path(file.name)
        try:
            np.savez(file, version=np.array(VERSION), **{name: getattr(graph, name) for name in ARRAYS})
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            written.unlink()
            raise
    written.chmod(0o644)
    return written.replace(folder / FILE)


def read_kept(file: Path) -> StreetGraph:
    """The graph in this file. Raises `KeptStreetsError`, `FileNotFoundError`."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            if int(arrays["version"]) != VERSION:
                raise KeptStreetsError(file.name)
            return StreetGraph(**{name: arrays[name] for name in ARRAYS})
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise KeptStreetsError(file.name) from error


Stamp = tuple[int, int, int]


class Kept:
    """The graph of a folder, read when it is first needed and again when its file has changed."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._graph: StreetGraph | None = None

    def stamp(self) -> Stamp | None:
        """What changes with the file; `None` where there is none."""
        try:
            told = self._file.stat()
        except OSError:
            return None
        return told.st_mtime_ns, told.st_size, told.st_ino

    def graph(self) -> StreetGraph | None:
        """The graph as it is now; `None` where there is none that can be used."""
        stamp = self.stamp()
        with self._lock:
            if stamp != self._stamp:
                self._graph, self._stamp = None if stamp is None else self._read(), stamp
            return self._graph

    def _read(self) -> StreetGraph | None:
        try:
            return read_kept(self._file)
        except FileNotFoundError:
            return None
        except KeptStreetsError:
            _log.warning("the streets in %s cannot be used; travel is estimated until they are taken in again", FILE)
            return None
