"""What every record has in common: a random identifier, the office it belongs to, and a version that counts edits."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

# Constraint names that are the same on every database, so that a migration can name what it changes.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> str:
    """A random identifier of 128 bits, 32 hexadecimal digits: safe to show in a URL, impossible to count up."""
    return secrets.token_hex(16)


class OfficeRecord(SQLModel):
    """A record of one office. Every table but `Office` itself is one of these.

    `version`: 1 when new, one more with each edit. An edit of a version that is no longer the newest fails with
    `sqlalchemy.orm.exc.StaleDataError`, on every database.
    """

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    office_id: str = Field(foreign_key="office.id", index=True, max_length=32)
    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {}


class KeptRecord(OfficeRecord):
    """A record that the office keeps by hand or from a workbook. Its edits can be undone.

    `corrected`: names of fields that somebody corrected by hand; an import leaves them alone unless it is told
    otherwise. A list that belongs to the record (`skills`, `availability` …) stands there by its name too.
    """

    corrected: list[str] = Field(default_factory=list, sa_type=JSON)


@cache
def record_kinds() -> dict[str, type[OfficeRecord]]:
    """Every kind of record of an office by the name of its table. Ask once all of `outreach.records` is imported."""
    kinds = (mapper.class_ for mapper in SQLModel._sa_registry.mappers)
    named = {str(kind.__tablename__): kind for kind in kinds if issubclass(kind, OfficeRecord)}
    return dict(sorted(named.items()))
