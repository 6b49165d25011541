"""Strips of paper with personal links, to be cut and handed out: A4, 12 points or larger, black on white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.exports.printed.qr_code import qr_code
from outreach.exports.printed.room import FOOT, NAME, cut
from outreach.exports.printed.typeset import typeset
from outreach.exports.printed.words import words_in


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStrip:
    """One strip. `when`: the duty's day and times; `address`: the whole link; `code`: its secret as it is typed."""

    name: str
    when: str
    address: str
    code: str


def link_strips(strips: Sequence[LinkStrip], *, where: str, contact: str, language: str) -> bytes:
    """The strips, none of them split. `where`: the page on which a code is typed. Raises `NotTypesetError`."""
    words = words_in(language)
    return typeset(
        "link_strips",
        {
            "title": words["strips"],
            "language": words["language"],
            "steps": words["strip_steps"],
            "typed": words["strip_typed"].format(where=cut(where, 200)),
            "foot": words["strip_foot"],
            "contact": cut(contact, FOOT + NAME),
            "alt": words["strip_alt"],
            "strips": [
                {
                    "name": cut(strip.name, NAME),
                    "when": strip.when,
                    "code": strip.code,
                    "drawing": qr_code(strip.address, rough=True),
                }
                for strip in strips
            ],
        },
    )
