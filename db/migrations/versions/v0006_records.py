"""Records of what is done on a matter with what followed, and the office's own templates of papers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "paper_templates",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("set_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_paper_templates_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_templates")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_paper_templates_code_version")),
    )
    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("number_id", sa.Integer(), nullable=True),
        sa.Column("number_text", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), server_default="", nullable=False),
        sa.Column("paper", sa.Text(), server_default="", nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("void_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_records_account_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_records_document_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_records_matter_id")),
        sa.ForeignKeyConstraint(["number_id"], ["numbers.id"], name=op.f("fk_records_number_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_records_owner_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["records.id"], name=op.f("fk_records_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_kind", "records", ["kind", "day", "id"], unique=False)
    op.create_index(op.f("ix_records_matter_id"), "records", ["matter_id"], unique=False)
    op.create_index("ix_records_owed", "records", ["ended_on", "due_on", "id"], unique=False)
    op.create_index(op.f("ix_records_parent_id"), "records", ["parent_id"], unique=False)
    op.create_table(
        "record_events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), server_default="", nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_record_events_account_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_record_events_document_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_record_events_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_events")),
    )
    op.create_index(op.f("ix_record_events_record_id"), "record_events", ["record_id"], unique=False)
