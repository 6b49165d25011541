"""Which browser a sign-in came from, failed attempts of one login together, and the database's own secret.

Revision: 0011, after 0008
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "secret",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("browser_key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False, server_default="")
        )
        batch_op.create_index(batch_op.f("ix_signin_browser_key"), ["browser_key"], unique=False)
    with op.batch_alter_table("signinfailure", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("login_key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False, server_default="")
        )
        batch_op.create_index(batch_op.f("ix_signinfailure_login_key"), ["login_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("signinfailure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signinfailure_login_key"))
        batch_op.drop_column("login_key")
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signin_browser_key"))
        batch_op.drop_column("browser_key")
    op.drop_table("secret")
