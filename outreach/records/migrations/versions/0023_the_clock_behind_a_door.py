"""The clock behind a door: who is asked when nobody opens, what an office has set, alarms of crews that nobody heard of.

Revision: 0023, after 0021
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None

_ID = sqlmodel.sql.sqltypes.AutoString(length=32)
_WORDS = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact", _WORDS, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("contact_phone", _WORDS, nullable=False, server_default=""))
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry_id", _ID, nullable=True))
        batch_op.add_column(sa.Column("door_at", TaipeiDateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_ladder_entry_id_entry"), "entry", ["entry_id"], ["id"])
    op.execute("UPDATE ladder SET door_at = opened")
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.alter_column("door_at", existing_type=TaipeiDateTime(timezone=True), nullable=False)
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.alter_column("log_id", existing_type=_ID, nullable=True)
        batch_op.add_column(sa.Column("person_ids", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("late_since", TaipeiDateTime(timezone=True), nullable=True))
    op.execute("UPDATE alarm SET person_ids = '[]', late_since = raised")
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.alter_column("person_ids", existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column("late_since", existing_type=TaipeiDateTime(timezone=True), nullable=False)
    op.create_table(
        "villagehead",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("village", _WORDS, nullable=False),
        sa.Column("name", _WORDS, nullable=False),
        sa.Column("phone", _WORDS, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_villagehead_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_villagehead")),
        sa.UniqueConstraint("office_id", "village", name=op.f("uq_villagehead_office_id_village")),
    )
    with op.batch_alter_table("villagehead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_villagehead_office_id"), ["office_id"], unique=False)
    op.create_table(
        "watchsetting",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("grace", sa.Integer(), nullable=False),
        sa.Column("remind", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_watchsetting_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchsetting")),
        sa.UniqueConstraint("office_id", name=op.f("uq_watchsetting_office_id")),
    )
    with op.batch_alter_table("watchsetting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watchsetting_office_id"), ["office_id"], unique=False)


def downgrade() -> None:
    for name in ("watchsetting", "villagehead"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{name}_office_id"))
        op.drop_table(name)
    op.execute("DELETE FROM alarm WHERE log_id IS NULL")
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.drop_column("late_since")
        batch_op.drop_column("person_ids")
        batch_op.alter_column("log_id", existing_type=_ID, nullable=False)
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ladder_entry_id_entry"), type_="foreignkey")
        batch_op.drop_column("door_at")
        batch_op.drop_column("entry_id")
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.drop_column("contact_phone")
        batch_op.drop_column("contact")
