"""A word or sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.language import Language


@dataclass(frozen=True, slots=True)
class Word:
    """What something is called, and a hint for whoever fills it in (`""`: none)."""

    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""

    def said(self, language: Language) -> str:
        """The word in this language."""
        return self.en if language == "en" else self.zh

    def hint(self, language: Language) -> str:
        """The hint in this language."""
        return self.hint_en if language == "en" else self.hint_zh


Fields = Mapping[str, Word]
Groups = tuple[tuple[Word, tuple[str, ...]], ...]
"""Headings of a form with the fields below each; fields that stand nowhere come last."""

BASICS = Word("基本資料", "Basics")
WHEN = Word("時間", "When")
SEATS = Word("名額", "Seats")
WHERE = Word("地點", "Where")
MORE = Word("其他", "More")
