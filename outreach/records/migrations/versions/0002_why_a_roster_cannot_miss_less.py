"""Why a roster cannot miss less.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proofs", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.alter_column("proofs", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.drop_column("proofs")
