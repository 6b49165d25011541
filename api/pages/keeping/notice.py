"""What has just been saved, and the way back: told once on the page that follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import Request

from api.doors.gate import actor_of
from api.language import language_of
from api.pages.keeping.labels.verbs import verb_words
from outreach.records import Change
from outreach.records.database import OfficeRecords

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Notice:
    """What was done. `change_id`: what can be undone of it, or `""`; `back`: where to go then."""

    words: str
    change_id: str = ""
    back: str = "/data"


def notice_of(request: Request, records: OfficeRecords) -> Notice | None:
    """What the address says has just been done, when it was the reader who did it."""
    change_id = request.query_params.get("saved", "")
    if not _ID.fullmatch(change_id):
        return None
    change = records.get(Change, change_id)
    if change is None or change.account_id != actor_of(request).account_id:
        return None
    can_be_undone = bool(change.steps) and change.undone_id is None
    words = verb_words(change.verb, language_of(request))
    did, _, kind = change.verb.partition(" ")
    # Without what was just made, its own page is not there any more.
    back = f"/data/{kind}" if did == "create" else request.url.path
    return Notice(words, change.id if can_be_undone else "", back)
