"""What every record has in common: a random identifier and the office it belongs to."""

from __future__ import annotations

import secrets

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
    """A record of one office. Every table but `Office` itself is one of these."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    office_id: str = Field(foreign_key="office.id", index=True, max_length=32)
