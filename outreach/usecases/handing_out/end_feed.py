"""End a person's calendar feed: its address stops working at once."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.handing_out.whose_feed import person_with_feed


def end_feed(records: OfficeRecords, actor: Actor, *, person_id: str) -> None:
    """End it; nothing happens when there is none. Raises `NotThere`."""
    _, feed = person_with_feed(records, actor, person_id, lock=True)
    if feed is not None:
        records.remove(feed)
