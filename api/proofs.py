"""Why no roster could miss less mandatory work, in a coordinator's words: one sentence for each ground, both languages.

Placeholders: `{work}` what is not served, `{when}` the moment, `{seats}`, `{people}` seats that compete and who could
take them, `{amount}` seats that stay empty at least.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from outreach.usecases.showing.show_unserved import ProofRow

SHOWN = 4

CHINESE = {
    "nobody": "{work}：沒有任何人能接（資格、時間或路程不符）。",
    "crew": "{work}：需要的人，在同一天湊不齊。",
    "follows": "{work}：要先完成的前一項沒有人能接。",
    "at_once": "{when}，{seats} 個名額同時要人（{work}），能接的只有 {people}，至少少 {amount} 人。",
}
ENGLISH = {
    "nobody": "{work}: nobody at all could take it (skills, times or ways do not fit).",
    "crew": "{work}: on no day are there enough different people for the crew.",
    "follows": "{work}: the task that has to come first can be taken by nobody.",
    "at_once": "{when}: {seats} seats need people at once ({work}), but only {people} could come: "
    "at least {amount} stay empty.",
}
_NOBODY = {"zh": "0 人", "en": "nobody"}
_DAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def sentences(rows: Iterable[ProofRow], language: str) -> list[str]:
    """What to say of these proofs; those of one ground that name no moment share a sentence."""
    words, told = ENGLISH if language == "en" else CHINESE, []
    for ground, found in groupby(sorted(rows, key=lambda row: list(CHINESE).index(row.ground)), lambda row: row.ground):
        group = list(found)
        if ground == "at_once":
            told += [_at_once(row, words[ground], language) for row in group]
        else:
            told.append(words[ground].format(work=_listed([one for row in group for one in row.work], language)))
    return told


def _at_once(row: ProofRow, sentence: str, language: str) -> str:
    people = _listed(row.people, language) if row.people else _NOBODY[language]
    when = "" if row.at is None else _moment(row.at, language)
    return sentence.format(
        work=_listed(row.work, language), when=when, seats=row.seats, people=people, amount=row.amount
    )


def _moment(at: datetime, language: str) -> str:
    day = _DAYS[language][at.weekday()]
    return f"{day} {at:%H:%M}" if language == "en" else f"週{day} {at:%H:%M}"


def _listed(names: Iterable[str], language: str) -> str:
    known = list(dict.fromkeys(names))
    rest = len(known) - SHOWN
    if language == "en":
        return ", ".join(known[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
    return "、".join(known[:SHOWN]) + (f"等 {len(known)} 項" if rest > 0 else "")
