"""Whether a text looks like telephone numbers as Taiwan writes them."""

from __future__ import annotations

import re

_ONE = re.compile(r"(?:\+?886)?0?[1-9][0-9]{7,8}|1[0-9]{2,3}")
_EXTENSION = re.compile(r"(?:#|轉|分機|ext\.?)[0-9]{1,6}$", re.IGNORECASE)


def looks_like_a_phone(text: str) -> bool:
    """True for `06-1234567`, `(06)123-4567#12`, `0912-345-678`, `0800-080-123`, `1999`; several joined by `、` or `/`.

    A number that has lost its first zero is not one.
    """
    return all(map(_is_one, re.split(r"[、,/;]", text)))


def _is_one(text: str) -> bool:
    digits = _EXTENSION.sub("", re.sub(r"[\s().\-]", "", text))
    if not _ONE.fullmatch(digits):
        return False
    return digits.startswith(("0", "+886", "886")) or len(digits) < 5
