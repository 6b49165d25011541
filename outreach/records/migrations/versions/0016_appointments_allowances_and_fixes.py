"""Appointments and allowances of one week, and the fixes that were found for what is unserved.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", TEXT(length=32), nullable=False),
        sa.Column("office_id", TEXT(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("item_key", TEXT(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("earliest", sa.Time(), nullable=True),
        sa.Column("latest", sa.Time(), nullable=True),
        sa.Column("crew", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_appointment_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("office_id", "monday", "item_key", name=op.f("uq_appointment_office_id_monday_item_key")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_monday"), ["monday"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_office_id"), ["office_id"], unique=False)

    op.create_table(
        "allowance",
        sa.Column("id", TEXT(length=32), nullable=False),
        sa.Column("office_id", TEXT(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("person_id", TEXT(length=32), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("day_hours", sa.Float(), nullable=True),
        sa.Column("week_hours", sa.Float(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_allowance_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_allowance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance")),
        sa.UniqueConstraint("person_id", "monday", name=op.f("uq_allowance_person_id_monday")),
    )
    with op.batch_alter_table("allowance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allowance_monday"), ["monday"], unique=False)
        batch_op.create_index(batch_op.f("ix_allowance_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allowance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "foundfixes",
        sa.Column("id", TEXT(length=32), nullable=False),
        sa.Column("office_id", TEXT(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("roster_id", TEXT(length=32), nullable=False),
        sa.Column("item_key", TEXT(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("job_id", TEXT(length=32), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("stamp", sa.JSON(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_foundfixes_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foundfixes")),
        sa.UniqueConstraint("roster_id", "item_key", "seat", name=op.f("uq_foundfixes_roster_id_item_key_seat")),
    )
    with op.batch_alter_table("foundfixes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_foundfixes_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_foundfixes_roster_id"), ["roster_id"], unique=False)


def downgrade() -> None:
    for table, columns in (
        ("foundfixes", ("office_id", "roster_id")),
        ("allowance", ("monday", "office_id", "person_id")),
        ("appointment", ("monday", "office_id")),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_index(batch_op.f(f"ix_{table}_{column}"))
        op.drop_table(table)
