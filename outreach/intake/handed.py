"""The files at a path, or one that was sent: their number and size checked, nothing in them looked at."""

from __future__ import annotations

from pathlib import Path

from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import LARGEST_FILE_MB, MOST_MEMBERS
from outreach.intake.raw import HandedFile


def files_at(path: Path) -> tuple[HandedFile, ...]:
    """The file at `path`, or the `.csv` files of a folder. Raises `IntakeRefused`: none, empty, too large."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise IntakeRefused("not_found")
    check_size(path.stat().st_size)
    return (HandedFile(path.name, path.read_bytes()),)


def check_size(size: int) -> None:
    """Raises `IntakeRefused` for a file that is empty, or larger than we take."""
    if size == 0:
        raise IntakeRefused("empty_file")
    if size > LARGEST_FILE_MB * 2**20:
        raise IntakeRefused("file_too_large", most=LARGEST_FILE_MB)


def _folder(path: Path) -> tuple[HandedFile, ...]:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if len(files) > MOST_MEMBERS:
        raise IntakeRefused("too_many_members")
    check_size(sum(file.stat().st_size for file in files))
    return tuple(HandedFile(file.name, file.read_bytes()) for file in files if file.stat().st_size)
