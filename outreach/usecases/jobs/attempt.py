"""What a piece of work asks of whoever has it done: where to go on from, when to end, and whether it still counts."""

from __future__ import annotations

from collections.abc import Callable

from outreach.planning.to_problem import Translation
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from solver.plan import Plan, Progress

Kept = Callable[[Roster], None]


class Attempt:
    """One attempt at planning a week. This one goes on from nothing, never ends early, and always counts.

    `only_keep`: the search is over; what `earlier` gives becomes the roster.
    """

    only_keep = False

    def earlier(self, translation: Translation) -> Plan | None:
        """The best plan of an attempt before this one."""
        return None

    def spent(self) -> float:
        """Seconds that attempts before this one have searched."""
        return 0.0

    def told(self, translation: Translation, progress: Progress) -> None:
        """Hear how far the search is. Called from the search, which waits meanwhile."""

    def stop(self) -> bool:
        """Whether the search is to end now, with its best plan."""
        return False

    def hush(self) -> None:
        """Called before that transaction begins: nothing more is told, so that nobody waits for its lock inside it."""

    def claim(self, records: OfficeRecords) -> Kept:
        """Called in the transaction that keeps the roster, before anything is written; what it returns is told the
        roster at the end. Raises when this attempt no longer counts: then nothing is kept.
        """
        return lambda _roster: None
