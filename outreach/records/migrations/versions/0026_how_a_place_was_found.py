"""What of the door plates a place was found by, and whether a geocoder outside may be asked.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("matched", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.alter_column("matched", server_default=None)
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asks_outside", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.alter_column("asks_outside", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_column("asks_outside")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_column("matched")
