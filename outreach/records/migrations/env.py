"""Run migrations on the connection that `outreach.records.database.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

import outreach.records  # noqa: F401  (registers every table)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
