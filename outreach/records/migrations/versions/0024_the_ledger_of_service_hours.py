"""Service hours that are signed off, and what the office asks of insurance and training days.

Revision: 0024, after 0021
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0024"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("insurance", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="warn")
        )
        batch_op.add_column(sa.Column("training_day_counts", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.alter_column("insurance", server_default=None)
        batch_op.alter_column("training_day_counts", server_default=None)
    op.create_table(
        "hoursline",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("log_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("arrived", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("left", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hoursline_account_id_account")),
        sa.ForeignKeyConstraint(["log_id"], ["visitlog.id"], name=op.f("fk_hoursline_log_id_visitlog")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_hoursline_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hoursline_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hoursline")),
    )
    with op.batch_alter_table("hoursline", schema=None) as batch_op:
        for field in ("office_id", "log_id", "person_id", "date"):
            batch_op.create_index(batch_op.f(f"ix_hoursline_{field}"), [field], unique=False)


def downgrade() -> None:
    op.drop_table("hoursline")
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_column("training_day_counts")
        batch_op.drop_column("insurance")
