"""Jobs, their best plans so far, uploads and previews of imports.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_upload_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_office_id"), ["office_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("created", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("started", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("ended", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("deadline", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("cancel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_job_account_id_account")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_job_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_created"), ["created"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_status"), ["status"], unique=False)

    op.create_table(
        "jobplan",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("job_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_jobplan_job_id_job")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_jobplan_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobplan")),
        sa.UniqueConstraint("job_id", name=op.f("uq_jobplan_job_id")),
    )
    with op.batch_alter_table("jobplan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobplan_office_id"), ["office_id"], unique=False)

    with op.batch_alter_table("importrun", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="kept")
        )
        batch_op.add_column(sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True))
        batch_op.add_column(sa.Column("upload_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True))
        batch_op.add_column(sa.Column("findings", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.create_foreign_key(batch_op.f("fk_importrun_upload_id_upload"), "upload", ["upload_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_importrun_account_id_account"), "account", ["account_id"], ["id"])
    with op.batch_alter_table("importrun", schema=None) as batch_op:
        batch_op.alter_column("status", server_default=None)
        batch_op.alter_column("findings", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("importrun", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_importrun_account_id_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_importrun_upload_id_upload"), type_="foreignkey")
        batch_op.drop_column("findings")
        batch_op.drop_column("upload_id")
        batch_op.drop_column("account_id")
        batch_op.drop_column("status")

    with op.batch_alter_table("jobplan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobplan_office_id"))

    op.drop_table("jobplan")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_status"))
        batch_op.drop_index(batch_op.f("ix_job_office_id"))
        batch_op.drop_index(batch_op.f("ix_job_created"))

    op.drop_table("job")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_office_id"))

    op.drop_table("upload")
