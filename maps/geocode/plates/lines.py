"""The lines of a file in UTF-8 or Big5, or in both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

Encoding = Literal["utf-8", "cp950"]

_CHUNK = 4 << 20
# What Big5 looks like where it happens to be valid UTF-8: two-byte letters, never Chinese.
_LETTERS = re.compile("[\u0080-\u07ff]")


@dataclass(slots=True)
class Lines:
    """Decoded lines of an open file; `counts`: lines by encoding, those of plain ASCII in neither; `first`: the number
    of the first line of each; `broken`: the numbers of lines in neither.
    """

    file: BinaryIO
    counts: dict[Encoding, int] = field(default_factory=lambda: {"utf-8": 0, "cp950": 0})
    first: dict[Encoding, int] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    size: int = 0

    def __iter__(self) -> Iterator[str]:
        """Each line; a broken one as an empty one, so that line numbers stay."""
        number = 1
        while chunk := self.file.read(_CHUNK):
            # To the end of the line, so that no sign is cut in two.
            chunk += self.file.readline()
            self.size += len(chunk)
            lines = self._decoded(chunk.removeprefix(b"\xef\xbb\xbf") if number == 1 else chunk, number)
            yield from lines
            number += len(lines)

    def _decoded(self, chunk: bytes, number: int) -> list[str]:
        if not self.counts["cp950"]:
            try:
                text = chunk.decode()
            except UnicodeDecodeError:
                pass
            else:
                if not text.isascii():
                    self._count("utf-8", number, text.count("\n"))
                return _split(text)
        raw = chunk.split(b"\n")
        return [self._line(line, number + offset) for offset, line in enumerate(raw[:-1] if not raw[-1] else raw)]

    def _line(self, line: bytes, number: int) -> str:
        if line.isascii():
            return line.decode("ascii")
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = ""
        if text and not _LETTERS.search(text):
            self._count("utf-8", number, 1)
            return text
        try:
            text = line.decode("cp950")
        except UnicodeDecodeError:
            if not text:
                self.broken.append(number)
            return text
        self._count("cp950", number, 1)
        return text

    def _count(self, encoding: Encoding, number: int, lines: int) -> None:
        self.counts[encoding] += lines
        self.first.setdefault(encoding, number)


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]
