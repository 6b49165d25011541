"""Every record counts its edits; kept ones know what was corrected by hand.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEPT = [
    "absence",
    "availability",
    "campaign",
    "careplan",
    "client",
    "clientwish",
    "desk",
    "drive",
    "kit",
    "person",
    "personskill",
    "pin",
    "place",
    "recipient",
    "service",
    "unit",
]
OTHERS = ["importrun", "roster", "rosterduty", "rosterstop", "rosterunserved"]


def upgrade() -> None:
    for table in (*KEPT, *OTHERS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
            if table in KEPT:
                batch_op.add_column(sa.Column("corrected", sa.JSON(), nullable=False, server_default="[]"))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("version", server_default=None)
            if table in KEPT:
                batch_op.alter_column("corrected", server_default=None)


def downgrade() -> None:
    for table in (*KEPT, *OTHERS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("version")
            if table in KEPT:
                batch_op.drop_column("corrected")
