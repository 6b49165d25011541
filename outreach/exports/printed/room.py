"""How much room each text has on paper: what is longer is cut, or a stop would not fit its page."""

from __future__ import annotations

NAME, PHONE, ADDRESS, NOTE, FOOT = 48, 24, 80, 240, 20


def cut(text: str, most: int, more: str = "…") -> str:
    """The text, or its first `most` signs and a word that there is more."""
    return text if len(text) <= most else text[:most] + more
