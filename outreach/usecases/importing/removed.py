"""What of a file was removed by hand, and stays away."""

from __future__ import annotations

from outreach.records import Removal
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.ledger import Ledger


class Removed:
    """The removals of one office, asked of while an import goes on."""

    def __init__(self, records: OfficeRecords, ledger: Ledger) -> None:
        self.records, self.ledger = records, ledger
        self._known = {(one.kind, one.key): one for one in records.all(Removal)}

    def stays_away(self, kind: str, identity: str, *, key: str, label: str) -> bool:
        """Whether this row stays away, told as left alone; where the file is to count, the removal is forgotten.

        `identity`: by what its record is found again; `key`: as the ledger and its decisions call it.
        """
        removal = self._known.get((kind, identity))
        if removal is None:
            return False
        if self.ledger.stays_away(kind, key, kind, removal, label):
            return True
        self.records.remove(removal)
        return False
