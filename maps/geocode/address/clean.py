"""The text of an address with one way to write each sign."""

from __future__ import annotations

import re
import unicodedata

from maps.geocode.address.numerals import HAN
from maps.geocode.address.shape import AddressError

LONGEST = 200

# The same sign in other clothes: 臺 is the official one; 巿 is a look-alike of 市; the rest are simplified.
_SIGNS = str.maketrans({"台": "臺", "巿": "市", "号": "號", "楼": "樓", "区": "區", "县": "縣", "邻": "鄰", "〜": "-"})
_DASH = re.compile(r"(?<=[0-9號]) ?[-‐‑‒–—―−~] ?(?=[0-9])")
_APART = re.compile(r"[\s,，。．.;；:：()（）\[\]【】「」『』]+")
_GAP = re.compile(rf"(?<![0-9{HAN}]) | (?![0-9{HAN}])")


def cleaned(text: str) -> str:
    """Half-width, 「臺」, 「5-1」 as 「5之1」, one space where words stand apart. Raises `AddressError`."""
    if len(text) > LONGEST:
        raise AddressError("too_long")
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf").upper().translate(_SIGNS)
    plain = _DASH.sub("之", _APART.sub(" ", plain)).strip()
    if not plain:
        raise AddressError("empty")
    if len(plain) > LONGEST:
        raise AddressError("too_long")
    return plain


def joined(text: str) -> str:
    """Without its spaces, except between two numbers: these would become one that nobody wrote."""
    return _GAP.sub("", text)
