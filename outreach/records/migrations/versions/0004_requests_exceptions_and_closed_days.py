"""Requests, shifts that are not as every week, closed days, deputies.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closedday",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("villages", sa.JSON(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_closedday_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closedday")),
    )
    with op.batch_alter_table("closedday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closedday_date"), ["date"], unique=False)
        batch_op.create_index(batch_op.f("ix_closedday_office_id"), ["office_id"], unique=False)

    op.create_table(
        "deputy",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("deputy_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id_person")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_deputy_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
        sa.UniqueConstraint("person_id", "deputy_id", name=op.f("uq_deputy_person_id_deputy_id")),
        sa.UniqueConstraint("person_id", "rank", name=op.f("uq_deputy_person_id_rank")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputy_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputy_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputy_person_id"), ["person_id"], unique=False)

    op.create_table(
        "shift",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("desk_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("required", sa.JSON(), nullable=True),
        sa.Column("desired", sa.JSON(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_shift_desk_id_desk")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_shift_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("desk_id", "date", name=op.f("uq_shift_desk_id_date")),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_date"), ["date"], unique=False)
        batch_op.create_index(batch_op.f("ix_shift_desk_id"), ["desk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shift_office_id"), ["office_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("service_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("earliest_date", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("earliest", sa.Time(), nullable=True),
        sa.Column("latest", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("end_place_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_task_client_id_client")),
        sa.ForeignKeyConstraint(["end_place_id"], ["place.id"], name=op.f("fk_task_end_place_id_place")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_task_office_id_office")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_task_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_task_office_id_code")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_service_id"), ["service_id"], unique=False)

    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.alter_column("by_hand", server_default=None)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("email", server_default=None)

    with op.batch_alter_table("pin", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_pin_date"), ["date"], unique=False)
    with op.batch_alter_table("pin", schema=None) as batch_op:
        batch_op.alter_column("by_hand", server_default=None)

    with op.batch_alter_table("rosterstop", schema=None) as batch_op:
        batch_op.add_column(sa.Column("task_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_rosterstop_task_id_task"), "task", ["task_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("rosterstop", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_rosterstop_task_id_task"), type_="foreignkey")
        batch_op.drop_column("task_id")

    with op.batch_alter_table("pin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pin_date"))
        batch_op.drop_column("by_hand")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("email")

    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_column("by_hand")

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_service_id"))
        batch_op.drop_index(batch_op.f("ix_task_office_id"))
        batch_op.drop_index(batch_op.f("ix_task_client_id"))

    op.drop_table("task")
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shift_office_id"))
        batch_op.drop_index(batch_op.f("ix_shift_desk_id"))
        batch_op.drop_index(batch_op.f("ix_shift_date"))

    op.drop_table("shift")
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputy_person_id"))
        batch_op.drop_index(batch_op.f("ix_deputy_office_id"))
        batch_op.drop_index(batch_op.f("ix_deputy_deputy_id"))

    op.drop_table("deputy")
    with op.batch_alter_table("closedday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closedday_office_id"))
        batch_op.drop_index(batch_op.f("ix_closedday_date"))

    op.drop_table("closedday")
