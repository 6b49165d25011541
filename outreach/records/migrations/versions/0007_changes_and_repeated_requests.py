"""Changes that can be undone, and writes that may be repeated.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("verb", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("undone_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_change_account_id_account")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_change_office_id_office")),
        sa.ForeignKeyConstraint(["undone_id"], ["change.id"], name=op.f("fk_change_undone_id_change")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_office_id"), ["office_id"], unique=False)

    op.create_table(
        "requestkey",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sameness", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_requestkey_account_id_account")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_requestkey_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requestkey")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_requestkey_account_id_key")),
    )
    with op.batch_alter_table("requestkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requestkey_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requestkey_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_requestkey_office_id"), ["office_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("requestkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requestkey_office_id"))
        batch_op.drop_index(batch_op.f("ix_requestkey_at"))
        batch_op.drop_index(batch_op.f("ix_requestkey_account_id"))

    op.drop_table("requestkey")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_office_id"))
        batch_op.drop_index(batch_op.f("ix_change_at"))

    op.drop_table("change")
