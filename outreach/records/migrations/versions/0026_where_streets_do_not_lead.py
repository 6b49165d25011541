"""Which legs of a roster are estimates although it was planned on streets, and which places streets do not lead to.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

COLUMNS = (
    ("roster", "unreached", sa.JSON(), "[]"),
    ("rosterduty", "last_leg_guessed", sa.Boolean(), sa.false()),
    ("rosterstop", "leg_guessed", sa.Boolean(), sa.false()),
)


def upgrade() -> None:
    for table, name, kind, known in COLUMNS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=known))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    for table, name, _, _ in reversed(COLUMNS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(name)
