"""What happens in the field: personal links, the visit log and its entries, ladders, cases, training and insurance.

Revision: 0019, after 0018
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from outreach.records.moment import TaipeiDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "laddersetting",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("need_grade", sa.Integer(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("patience", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_laddersetting_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laddersetting")),
        sa.UniqueConstraint("office_id", "need_grade", name=op.f("uq_laddersetting_office_id_need_grade")),
    )
    with op.batch_alter_table("laddersetting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_laddersetting_office_id"), ["office_id"], unique=False)

    op.create_table(
        "trainingrule",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_trainingrule_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainingrule")),
    )
    with op.batch_alter_table("trainingrule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trainingrule_office_id"), ["office_id"], unique=False)

    op.create_table(
        "dutylink",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("device_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("csrf", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("blocked_until", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("created", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("bound", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("seen", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("revoked", TaipeiDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_dutylink_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dutylink_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dutylink")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_dutylink_token_hash")),
    )
    with op.batch_alter_table("dutylink", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dutylink_date"), ["date"], unique=False)
        batch_op.create_index(batch_op.f("ix_dutylink_device_hash"), ["device_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_dutylink_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dutylink_person_id"), ["person_id"], unique=False)

    op.create_table(
        "fieldpin",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("pin_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made", TaipeiDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_fieldpin_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fieldpin_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fieldpin")),
        sa.UniqueConstraint("person_id", name=op.f("uq_fieldpin_person_id")),
    )
    with op.batch_alter_table("fieldpin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fieldpin_office_id"), ["office_id"], unique=False)

    op.create_table(
        "insurance",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("policy", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_insurance_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_insurance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance")),
    )
    with op.batch_alter_table("insurance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_insurance_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_insurance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "officer",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_officer_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_officer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("office_id", "person_id", name=op.f("uq_officer_office_id_person_id")),
        sa.UniqueConstraint("office_id", "rank", name=op.f("uq_officer_office_id_rank")),
    )
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_officer_office_id"), ["office_id"], unique=False)

    op.create_table(
        "training",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_training_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_person_id"), ["person_id"], unique=False)

    op.create_table(
        "visitlog",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("item_key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("roster_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("stop_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("person", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("crew", sa.JSON(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("letter", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("service", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("client", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("need_grade", sa.Integer(), nullable=False),
        sa.Column("village", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("planned_from", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("planned_to", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("arrived", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("left", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=True),
        sa.Column("items", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("remarks", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("strokes", sa.JSON(), nullable=False),
        sa.Column("witness", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("people_served", sa.Integer(), nullable=True),
        sa.Column("forms_received", sa.Integer(), nullable=True),
        sa.Column("clock_off", sa.Integer(), nullable=False),
        sa.Column("updated", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("registered", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("registrar_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("credited", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_visitlog_client_id_client")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visitlog_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visitlog_person_id_person")),
        sa.ForeignKeyConstraint(["registrar_id"], ["account.id"], name=op.f("fk_visitlog_registrar_id_account")),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_visitlog_roster_id_roster")),
        sa.ForeignKeyConstraint(["stop_id"], ["rosterstop.id"], name=op.f("fk_visitlog_stop_id_rosterstop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitlog")),
        sa.UniqueConstraint(
            "office_id", "date", "person_id", "item_key", name=op.f("uq_visitlog_office_id_date_person_id_item_key")
        ),
    )
    with op.batch_alter_table("visitlog", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visitlog_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitlog_date"), ["date"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitlog_item_key"), ["item_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitlog_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitlog_outcome"), ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitlog_person_id"), ["person_id"], unique=False)

    op.create_table(
        "alarm",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("item_key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("log_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("raised", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("closed", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_alarm_closed_by_account")),
        sa.ForeignKeyConstraint(["log_id"], ["visitlog.id"], name=op.f("fk_alarm_log_id_visitlog")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_alarm_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint(
            "office_id", "kind", "date", "item_key", name=op.f("uq_alarm_office_id_kind_date_item_key")
        ),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alarm_log_id"), ["log_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alarm_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alarm_raised"), ["raised"], unique=False)

    op.create_table(
        "casefile",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("log_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("opened", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("closed", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("closing", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_casefile_client_id_client")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_casefile_closed_by_account")),
        sa.ForeignKeyConstraint(["log_id"], ["visitlog.id"], name=op.f("fk_casefile_log_id_visitlog")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_casefile_office_id_office")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_casefile_opened_by_account")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_casefile_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casefile")),
        sa.UniqueConstraint("office_id", "year", "number", name=op.f("uq_casefile_office_id_year_number")),
    )
    with op.batch_alter_table("casefile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casefile_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_casefile_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_casefile_log_id"), ["log_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_casefile_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_casefile_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_casefile_status"), ["status"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("log_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("device_at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("link_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_entry_account_id_account")),
        sa.ForeignKeyConstraint(["link_id"], ["dutylink.id"], name=op.f("fk_entry_link_id_dutylink")),
        sa.ForeignKeyConstraint(["log_id"], ["visitlog.id"], name=op.f("fk_entry_log_id_visitlog")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_entry_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("office_id", "key", name=op.f("uq_entry_office_id_key")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_log_id"), ["log_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_office_id"), ["office_id"], unique=False)

    op.create_table(
        "ladder",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("log_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("open_key", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("need_grade", sa.Integer(), nullable=False),
        sa.Column("opened", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("seen_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_ladder_client_id_client")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_ladder_closed_by_account")),
        sa.ForeignKeyConstraint(["log_id"], ["visitlog.id"], name=op.f("fk_ladder_log_id_visitlog")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_ladder_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder")),
        sa.UniqueConstraint("office_id", "open_key", name=op.f("uq_ladder_office_id_open_key")),
    )
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladder_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladder_log_id"), ["log_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladder_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladder_opened"), ["opened"], unique=False)

    op.create_table(
        "casenote",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("at", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_casenote_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["casefile.id"], name=op.f("fk_casenote_case_id_casefile")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_casenote_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casenote")),
    )
    with op.batch_alter_table("casenote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casenote_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_casenote_office_id"), ["office_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("log_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_condition_entry_id_entry")),
        sa.ForeignKeyConstraint(["log_id"], ["visitlog.id"], name=op.f("fk_condition_log_id_visitlog")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_condition_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_condition_entry_id")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_log_id"), ["log_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_condition_office_id"), ["office_id"], unique=False)

    op.create_table(
        "ladderstep",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ladder_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due", TaipeiDateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("reached", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("ask_next", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("taken", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("done", TaipeiDateTime(timezone=True), nullable=True),
        sa.Column("done_by", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("result", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_ladderstep_done_by_account")),
        sa.ForeignKeyConstraint(["ladder_id"], ["ladder.id"], name=op.f("fk_ladderstep_ladder_id_ladder")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_ladderstep_office_id_office")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_ladderstep_owner_id_person")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_ladderstep_taken_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladderstep")),
        sa.UniqueConstraint("ladder_id", "number", name=op.f("uq_ladderstep_ladder_id_number")),
    )
    with op.batch_alter_table("ladderstep", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladderstep_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladderstep_ladder_id"), ["ladder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladderstep_office_id"), ["office_id"], unique=False)

    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_column("category")

    with op.batch_alter_table("ladderstep", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ladderstep_office_id"))
        batch_op.drop_index(batch_op.f("ix_ladderstep_ladder_id"))
        batch_op.drop_index(batch_op.f("ix_ladderstep_due"))

    op.drop_table("ladderstep")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_office_id"))
        batch_op.drop_index(batch_op.f("ix_condition_log_id"))

    op.drop_table("condition")
    with op.batch_alter_table("casenote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_casenote_office_id"))
        batch_op.drop_index(batch_op.f("ix_casenote_case_id"))

    op.drop_table("casenote")
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ladder_opened"))
        batch_op.drop_index(batch_op.f("ix_ladder_office_id"))
        batch_op.drop_index(batch_op.f("ix_ladder_log_id"))
        batch_op.drop_index(batch_op.f("ix_ladder_client_id"))

    op.drop_table("ladder")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_office_id"))
        batch_op.drop_index(batch_op.f("ix_entry_log_id"))
        batch_op.drop_index(batch_op.f("ix_entry_at"))

    op.drop_table("entry")
    with op.batch_alter_table("casefile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_casefile_status"))
        batch_op.drop_index(batch_op.f("ix_casefile_owner_id"))
        batch_op.drop_index(batch_op.f("ix_casefile_office_id"))
        batch_op.drop_index(batch_op.f("ix_casefile_log_id"))
        batch_op.drop_index(batch_op.f("ix_casefile_due"))
        batch_op.drop_index(batch_op.f("ix_casefile_client_id"))

    op.drop_table("casefile")
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alarm_raised"))
        batch_op.drop_index(batch_op.f("ix_alarm_office_id"))
        batch_op.drop_index(batch_op.f("ix_alarm_log_id"))

    op.drop_table("alarm")
    with op.batch_alter_table("visitlog", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visitlog_person_id"))
        batch_op.drop_index(batch_op.f("ix_visitlog_outcome"))
        batch_op.drop_index(batch_op.f("ix_visitlog_office_id"))
        batch_op.drop_index(batch_op.f("ix_visitlog_item_key"))
        batch_op.drop_index(batch_op.f("ix_visitlog_date"))
        batch_op.drop_index(batch_op.f("ix_visitlog_client_id"))

    op.drop_table("visitlog")
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_person_id"))
        batch_op.drop_index(batch_op.f("ix_training_office_id"))

    op.drop_table("training")
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_officer_office_id"))

    op.drop_table("officer")
    with op.batch_alter_table("insurance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_insurance_person_id"))
        batch_op.drop_index(batch_op.f("ix_insurance_office_id"))

    op.drop_table("insurance")
    with op.batch_alter_table("fieldpin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fieldpin_office_id"))

    op.drop_table("fieldpin")
    with op.batch_alter_table("dutylink", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dutylink_person_id"))
        batch_op.drop_index(batch_op.f("ix_dutylink_office_id"))
        batch_op.drop_index(batch_op.f("ix_dutylink_device_hash"))
        batch_op.drop_index(batch_op.f("ix_dutylink_date"))

    op.drop_table("dutylink")
    with op.batch_alter_table("trainingrule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trainingrule_office_id"))

    op.drop_table("trainingrule")
    with op.batch_alter_table("laddersetting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_laddersetting_office_id"))

    op.drop_table("laddersetting")
