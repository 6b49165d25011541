"""Reads one XML member of a zipped spreadsheet piece by piece; a document type is never read."""

from __future__ import annotations

from typing import IO
from xml.parsers import expat

from outreach.intake.faults import IntakeRefused

_CHUNK = 2**16


class XmlMember:
    """Walks through one XML member. A subclass says what an element's start, text and end mean."""

    def take(self, member: IO[bytes]) -> None:
        """Read one member. Raises `IntakeRefused` when it is too much, or not well-formed."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.CharacterDataHandler = self.characters
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = _refuse_document_type
        try:
            while chunk := member.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise IntakeRefused("damaged") from error

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def characters(self, text: str) -> None:
        """Text inside an element."""

    def end(self, name: str) -> None:
        """An element ends."""


def whole_number(digits: str) -> int:
    """The number that an attribute writes. Raises `IntakeRefused` for anything but up to twelve digits."""
    plain = digits.strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > 12:
        raise IntakeRefused("damaged")
    return int(plain)


def _refuse_document_type(*_declared: object) -> None:
    raise IntakeRefused("damaged")
