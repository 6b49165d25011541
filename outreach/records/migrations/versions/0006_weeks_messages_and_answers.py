"""Weeks, published revisions, messages, what was read and answered.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "week",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("published_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_week_office_id_office")),
        sa.ForeignKeyConstraint(["published_id"], ["roster.id"], name=op.f("fk_week_published_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week")),
        sa.UniqueConstraint("office_id", "monday", name=op.f("uq_week_office_id_monday")),
    )
    with op.batch_alter_table("week", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_week_office_id"), ["office_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("occasion", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("fault", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_message_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("person_id", "occasion", name=op.f("uq_message_person_id_occasion")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_status"), ["status"], unique=False)

    op.create_table(
        "reading",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("roster_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_reading_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id_person")),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_reading_roster_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("roster_id", "person_id", name=op.f("uq_reading_roster_id_person_id")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_roster_id"), ["roster_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("roster_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("duty_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["rosterduty.id"], name=op.f("fk_answer_duty_id_rosterduty")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_answer_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_person_id_person")),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_answer_roster_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("duty_id", name=op.f("uq_answer_duty_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_duty_id"), ["duty_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_roster_id"), ["roster_id"], unique=False)

    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.add_column(sa.Column("base_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True))
        batch_op.add_column(sa.Column("level", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("published_at", TaipeiDateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_roster_base_id_roster"), "roster", ["base_id"], ["id"])
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.alter_column("level", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_roster_base_id_roster"), type_="foreignkey")
        batch_op.drop_column("published_at")
        batch_op.drop_column("level")
        batch_op.drop_column("base_id")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_roster_id"))
        batch_op.drop_index(batch_op.f("ix_answer_person_id"))
        batch_op.drop_index(batch_op.f("ix_answer_office_id"))
        batch_op.drop_index(batch_op.f("ix_answer_duty_id"))

    op.drop_table("answer")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_roster_id"))
        batch_op.drop_index(batch_op.f("ix_reading_person_id"))
        batch_op.drop_index(batch_op.f("ix_reading_office_id"))

    op.drop_table("reading")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_status"))
        batch_op.drop_index(batch_op.f("ix_message_person_id"))
        batch_op.drop_index(batch_op.f("ix_message_office_id"))

    op.drop_table("message")
    with op.batch_alter_table("week", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_week_office_id"))

    op.drop_table("week")
