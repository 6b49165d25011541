"""Why something was not done, as data: a code for machines, a sentence in both languages for people.

    Refused
    ├── NotThere         no such record, or none that this person may know of
    ├── NotAllowed       they may know, but not do this
    ├── Invalid          what was handed in cannot be taken (each problem with its field)
    ├── Conflict         somebody else was faster, or it contradicts what is kept (the differences)
    │   ├── InUse        something else still needs it
    │   └── ChangedMeanwhile  somebody else changed the same record first (the differences, and its entity tag)
    └── Busy             not now: a queue is full, the database does not answer

Sentences hold codes of records, dates and numbers; no names, addresses or phones. HTTP statuses live in `api`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason: a code, and a sentence in both languages that says what to do next. `field`: where, if anywhere."""

    code: str
    zh: str
    en: str
    field: str = ""

    def as_json(self) -> dict[str, str]:
        """The form that a record keeps."""
        return {"code": self.code, "zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of which two people think differently: what is kept now, and what was handed in."""

    field: str
    kept: Any
    given: Any


class Refused(Exception):  # noqa: N818
    """Something was not done, and nothing has changed. `refusals`: at least one reason."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__("; ".join(refusal.code for refusal in refusals))

    @property
    def code(self) -> str:
        """The first reason's code."""
        return self.refusals[0].code


class NotThere(Refused):
    """No such record in this office, or none that this person may know of."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(
            *(refusals or (Refusal("not_there", "找不到這筆資料。", "There is no such record."),)),
        )


class NotAllowed(Refused):
    """This person may not do this."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(
            *(refusals or (Refusal("not_allowed", "您的帳號沒有這個權限。", "Your account may not do this."),)),
        )


class Invalid(Refused):
    """What was handed in cannot be taken."""


class Conflict(Refused):
    """It contradicts what is kept. `differences`: field by field, where two people changed the same record."""

    def __init__(self, *refusals: Refusal, differences: Sequence[Difference] = ()) -> None:
        super().__init__(*refusals)
        self.differences = tuple(differences)


class InUse(Conflict):
    """It cannot be removed: something else still needs it."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(
            *(
                refusals
                or (
                    Refusal(
                        "in_use",
                        "還有其他資料用到它，不能刪除。",
                        "It cannot be removed: other records still use it.",
                    ),
                )
            ),
        )


_CHANGED_MEANWHILE = Refusal(
    "changed_meanwhile",
    "您開啟之後，別人改過這筆資料。請看差異，再決定要不要改。",
    "Somebody changed this record after you opened it. Look at the differences, then decide.",
)


class ChangedMeanwhile(Conflict):
    """Somebody else changed the record first. `etag`: what stands for it now."""

    def __init__(self, etag: str, differences: Sequence[Difference]) -> None:
        super().__init__(_CHANGED_MEANWHILE, differences=differences)
        self.etag = etag


def is_known(etag: str, known_as: str | None) -> bool:
    """Whether an editor has seen what the tag stands for. `known_as`: as `If-Match` gives it; `None`: not asked."""
    return known_as is None or known_as.strip() == "*" or etag in {tag.strip() for tag in known_as.split(",")}


class Busy(Refused):
    """Not now. Nothing is lost: the same again later will do."""
