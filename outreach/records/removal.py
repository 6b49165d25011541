"""What of a workbook was removed by hand."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord


class Removal(KeptRecord, table=True):
    """A row of a workbook that somebody took away by hand: the next import leaves it away unless it is told otherwise.

    `kind`: the sheet (`pins`, `closed_days`); `key`: by what its rows are found again, codes and dates only.
    """

    __table_args__ = (UniqueConstraint("office_id", "kind", "key"),)
    kind: str = Field(index=True)
    key: str
