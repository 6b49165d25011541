"""What a zipped spreadsheet must be before a reader opens it: of a known kind, without macros, not a bomb."""

from __future__ import annotations

import io
import zipfile
import zlib

from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import LARGEST_UNPACKED, MOST_MEMBERS
from outreach.intake.measure_ods import OdsMeasure
from outreach.intake.measure_xlsx import XlsxMeasure, in_order

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_XML = (".xml", ".rels")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_archive(data: bytes) -> None:
    """Raises `IntakeRefused` unless these are the bytes of an ODS or XLSX workbook that is safe to read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist())
            names = set(archive.namelist())
            if "mimetype" in names and archive.read("mimetype").strip() == _ODS:
                _check_ods(archive, names)
            elif "xl/workbook.xml" in names:
                _check_xlsx(archive, names)
            else:
                raise IntakeRefused("not_a_spreadsheet")
    except _DAMAGE as error:
        raise IntakeRefused("damaged") from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise IntakeRefused("too_many_members")
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise IntakeRefused("unpacks_too_large")
    names = {member.filename for member in members}
    if len(names) < len(members) or any(_is_strange(member) for member in members):
        raise IntakeRefused("damaged")


def _is_strange(member: zipfile.ZipInfo) -> bool:
    """Packed in a way, or named in a way that leads out of the archive, as no spreadsheet program does."""
    name = member.orig_filename.replace("\\", "/")
    leads_out = name.startswith("/") or "\0" in name or ".." in name.split("/")
    return leads_out or member.compress_type not in _METHODS or bool(member.flag_bits & 1)


def _check_ods(archive: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise IntakeRefused("macros")
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise IntakeRefused("old_or_locked")
    with archive.open("content.xml") as member:
        OdsMeasure().take(member)


def _check_xlsx(archive: zipfile.ZipFile, names: set[str]) -> None:
    if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise IntakeRefused("macros")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise IntakeRefused("macros")
    measure = XlsxMeasure()
    for name in in_order(name for name in names if name.lower().endswith(_XML)):
        with archive.open(name) as member:
            measure.take(member)
