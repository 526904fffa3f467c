"""The desk's aids: triage results, blank forms with reserved numbers, late entries, inquiries, conduct records."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_FROM = "2026-01-01"
_ADDED = (
    ("disposition", "progress", "查询进度", "cxjd", "答复进度查询", 7),
    ("conduct", "gather", "聚集、围堵出入口或车辆", "jjwdcrkhcl", "《信访工作条例》第二十六条", 0),
    ("conduct", "items", "携带危险物品或管制器具", "xdwxwphgzqj", "《信访工作条例》第二十六条", 1),
    ("conduct", "insult", "辱骂、威胁他人", "rmwxtr", "《信访工作条例》第二十六条", 2),
    ("conduct", "assault", "推搡、殴打他人", "tsodtr", "《信访工作条例》第二十六条", 3),
    ("conduct", "damage", "损坏财物", "shcw", "《信访工作条例》第二十六条", 4),
    ("conduct", "stay", "接待时间结束后滞留", "jdsjjshzl", "《信访工作条例》第二十六条", 5),
    ("conduct", "left_person", "将生活不能自理的人留在接待场所", "jshbnzldrlzjdcs", "《信访工作条例》第二十六条", 6),
    ("conduct", "display", "穿戴、展示书写诉求的衣物或标语", "cdzssxsqdywhby", "接待窗口常见情形", 7),
    ("conduct", "kneel", "下跪、静坐、躺卧", "xgjztw", "接待窗口常见情形", 8),
    ("conduct", "organise", "组织、联络多人到场", "zzlldrdc", "《信访工作条例》第二十六条", 9),
    ("conduct", "self_harm", "自伤或者说要自伤", "zshzsyzs", "接待窗口常见情形", 10),
    ("conduct", "other", "其他影响接待秩序的情形", "qtyxjdzxdqx", "《信访工作条例》第二十六条", 11),
)


def upgrade() -> None:
    """Create the tables; a register that has its pick lists already gets the new entries, a fresh one is given them."""
    op.create_table(
        "blank_forms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("number_text", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("reserved_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reserved_by", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("void_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_blank_forms_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_blank_forms_contact_id")),
        sa.ForeignKeyConstraint(["number_id"], ["numbers.id"], name=op.f("fk_blank_forms_number_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_forms")),
        sa.UniqueConstraint("number_id", name=op.f("uq_blank_forms_number_id")),
        sa.UniqueConstraint("number_text", name=op.f("uq_blank_forms_number_text")),
    )
    op.create_index("ix_blank_forms_batch", "blank_forms", ["batch"], unique=False)
    op.create_index(op.f("ix_blank_forms_contact_id"), "blank_forms", ["contact_id"], unique=False)
    op.create_table(
        "conduct_records",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("act_code", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Text(), server_default="", nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("review_words", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_conduct_records_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_conduct_records_contact_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["accounts.id"], name=op.f("fk_conduct_records_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_records")),
    )
    op.create_index(op.f("ix_conduct_records_contact_id"), "conduct_records", ["contact_id"], unique=False)
    op.create_index("ix_conduct_records_review", "conduct_records", ["withdrawn_at", "review_on"], unique=False)
    op.create_table(
        "inquiries",
        sa.Column("contact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_inquiries_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_inquiries")),
    )
    op.create_table(
        "late_entries",
        sa.Column("contact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_late_entries_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_late_entries")),
    )
    op.create_table(
        "triages",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("answers", sa.Text(), server_default="", nullable=False),
        sa.Column("ticked", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("restricted_here", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("purpose_before", sa.Text(), server_default="", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_triages_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_triages_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triages")),
    )
    op.create_index(op.f("ix_triages_contact_id"), "triages", ["contact_id"], unique=False)
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM codes LIMIT 1")).scalar() is None:
        return
    known = {(row[0], row[1]) for row in connection.execute(sa.text("SELECT code_table, code FROM codes"))}
    names = ("code_table", "code", "label", "initials", "source", "position")
    for values in _ADDED:
        if values[:2] not in known:
            connection.execute(
                sa.text(
                    "INSERT INTO codes (code_table, code, label, initials, source, position, valid_from) "
                    "VALUES (:code_table, :code, :label, :initials, :source, :position, :valid_from)"
                ),
                dict(zip(names, values, strict=True)) | {"valid_from": _FROM},
            )
