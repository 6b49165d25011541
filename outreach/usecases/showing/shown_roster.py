"""Which revision of a week is shown when nobody asks for a certain one."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.records import Roster


def shown_roster(revisions: Iterable[Roster]) -> Roster | None:
    """The newest draft that is newer than what holds, else what holds, else the newest of all; never one that was
    replaced while another holds.
    """
    newest_first = sorted(revisions, key=lambda roster: roster.revision, reverse=True)
    holds = next((roster for roster in newest_first if roster.status == "published"), None)
    if holds is None:
        return newest_first[0] if newest_first else None
    drafts = (one for one in newest_first if one.status == "draft" and one.revision > holds.revision)
    return next(drafts, holds)
