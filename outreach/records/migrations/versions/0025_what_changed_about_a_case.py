"""A case remembers who it was up to, and until when.

Revision: 0025, after 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("casenote", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("casenote", schema=None) as batch_op:
        batch_op.alter_column("changed", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("casenote", schema=None) as batch_op:
        batch_op.drop_column("changed")
