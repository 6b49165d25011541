"""What stands in a PDF: every piece of text with its page, its place and how high its letters are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Piece:
    """A text: page from 1, height in points, and where it stands in points from the lower left corner."""

    page: int
    size: float
    x: float
    y: float
    text: str


def pieces(pdf: bytes) -> list[Piece]:
    """All texts of the document, as they are drawn."""
    found: list[Piece] = []
    for number, page in enumerate(PdfReader(BytesIO(pdf)).pages, start=1):

        def note(text: str, to_page: Any, to_text: Any, _font: Any, size: float, number: int = number) -> None:
            if text.strip():
                scale = math.sqrt(abs(_area(to_page) * _area(to_text)))
                x, y = to_text[4] * to_page[0] + to_page[4], to_text[5] * to_page[3] + to_page[5]
                found.append(Piece(number, size * scale, x, y, text.strip()))

        page.extract_text(visitor_text=note)
    return found


def pages(pdf: bytes) -> list[str]:
    """The text of each page without any space: what stands between two letters is for the reader's eye."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def size_of_page(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page in points."""
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    return float(box.width), float(box.height)


def _area(matrix: Any) -> float:
    return float(matrix[0] * matrix[3] - matrix[1] * matrix[2])
