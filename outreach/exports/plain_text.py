"""Text as a cell may hold it: what a person typed, without what only a machine could have put there."""

from __future__ import annotations

import re

_NOT_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """The text without control characters, byte-order marks and halves of characters; line ends as LF, tabs as blanks.

    Rare characters, composed or not, stay exactly as they were typed.
    """
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
