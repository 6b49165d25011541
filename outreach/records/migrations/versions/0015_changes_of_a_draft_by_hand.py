"""Changes of a draft by hand, so that they can be taken back.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draftstep",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("roster_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("pins", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draftstep_account_id_account")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_draftstep_office_id_office")),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_draftstep_roster_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draftstep")),
        sa.UniqueConstraint("roster_id", "number", name=op.f("uq_draftstep_roster_id_number")),
    )
    with op.batch_alter_table("draftstep", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draftstep_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draftstep_roster_id"), ["roster_id"], unique=False)


def downgrade() -> None:
    op.drop_table("draftstep")
