"""Clients: who is served, where, and whom they want or do not want at their door."""

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord


class Client(KeptRecord, table=True):
    """A person or household that is served.

    `need_grade`: 1 (at least once a year) to 4 (at least four times a month), 0 when not graded. `groups`: programmes
    the client belongs to (獨居, 低收 …). `contact`: who is asked when nobody opens, such as 女兒 許小姐. `companion`:
    `""`, `two_persons` or `same_gender`. `other_codes`: by which workbooks mean the same client.
    """

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    code: str
    name: str
    gender: str = ""
    birth_year: int | None = None
    place_id: str = Field(foreign_key="place.id", max_length=32)
    phone: str = ""
    contact: str = Field(default="", sa_column_kwargs={"server_default": ""})
    contact_phone: str = Field(default="", sa_column_kwargs={"server_default": ""})
    need_grade: int = 0
    groups: list[str] = Field(default_factory=list, sa_type=JSON)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    companion: str = ""
    note: str = ""
    other_codes: list[str] = Field(default_factory=list, sa_type=JSON)


class ClientWish(KeptRecord, table=True):
    """What a client wishes about one person. `wish`: `preferred` or `refused`."""

    __table_args__ = (UniqueConstraint("client_id", "person_id"),)
    client_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    wish: str
