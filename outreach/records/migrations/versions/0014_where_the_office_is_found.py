"""The address and the phone at which the office is found.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = ["address", "contact"]


def upgrade() -> None:
    with op.batch_alter_table("office", schema=None) as batch_op:
        for column in COLUMNS:
            batch_op.add_column(
                sa.Column(column, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
            )
    with op.batch_alter_table("office", schema=None) as batch_op:
        for column in COLUMNS:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("office", schema=None) as batch_op:
        for column in COLUMNS:
            batch_op.drop_column(column)
