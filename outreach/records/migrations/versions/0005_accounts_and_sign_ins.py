"""Accounts, sign-ins and failed attempts.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signinfailure",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("until", TaipeiDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_signinfailure")),
    )
    op.create_table(
        "account",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("login", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", TaipeiDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_account_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_person_id"), ["person_id"], unique=False)

    op.create_table(
        "signin",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("csrf", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("seen", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("expires", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("ended", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("browser", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_signin_account_id_account")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_signin_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signin")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signin_token_hash")),
    )
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signin_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signin_office_id"), ["office_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signin_office_id"))
        batch_op.drop_index(batch_op.f("ix_signin_account_id"))

    op.drop_table("signin")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_person_id"))
        batch_op.drop_index(batch_op.f("ix_account_office_id"))

    op.drop_table("account")
    op.drop_table("signinfailure")
