"""Whom somebody phones whose link does not open. Nobody knows yet whose link it is."""

from __future__ import annotations

from sqlalchemy import Engine

from outreach.records.entrance import entrance, the_contact


def whom_to_ask(engine: Engine) -> str:
    """The phone of the database's only office; `""` where there are several, or it has named none."""
    with entrance(engine) as session:
        return the_contact(session)
