"""Dossiers: items, scans, bindings, filing, hand-over, loans and lists for the appraisal committee."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables, and an index for the list of concluded matters."""
    op.create_index("ix_matters_concluded", "matters", ["concluded_on", "id"], unique=False)
    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("parts", sa.Text(), server_default="", nullable=False),
        sa.Column("rotations", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("void_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_scans_matter_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_scans_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
        sa.UniqueConstraint("file", name=op.f("uq_scans_file")),
    )
    op.create_index(op.f("ix_scans_matter_id"), "scans", ["matter_id"], unique=False)
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("giver", sa.Text(), server_default="", nullable=False),
        sa.Column("receiver", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_hand_overs_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
    )
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("file_number", sa.Integer(), nullable=True),
        sa.Column("archive_code", sa.String(), nullable=True),
        sa.Column("fonds", sa.Text(), server_default="", nullable=False),
        sa.Column("catalogue", sa.Text(), server_default="", nullable=False),
        sa.Column("scheme", sa.Text(), server_default="", nullable=False),
        sa.Column("retention", sa.Text(), server_default="", nullable=False),
        sa.Column("retention_label", sa.Text(), server_default="", nullable=False),
        sa.Column("appraise_on", sa.Date(), nullable=True),
        sa.Column("assessment", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("room", sa.Text(), server_default="", nullable=False),
        sa.Column("rack", sa.Text(), server_default="", nullable=False),
        sa.Column("box", sa.Text(), server_default="", nullable=False),
        sa.Column("hand_over_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_dossiers_matter_id")),
        sa.ForeignKeyConstraint(["hand_over_id"], ["hand_overs.id"], name=op.f("fk_dossiers_hand_over_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
        sa.UniqueConstraint("archive_code", name=op.f("uq_dossiers_archive_code")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_dossiers_matter_id")),
        sa.UniqueConstraint("year", "retention", "file_number", name=op.f("uq_dossiers_year_retention_file_number")),
    )
    op.create_index(op.f("ix_dossiers_hand_over_id"), "dossiers", ["hand_over_id"], unique=False)
    op.create_table(
        "bindings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("pack_hash", sa.String(length=64), nullable=False),
        sa.Column("volumes", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("prints", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_bindings_dossier_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_bindings_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bindings")),
    )
    op.create_index(op.f("ix_bindings_dossier_id"), "bindings", ["dossier_id"], unique=False)
    op.create_table(
        "dossier_items",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("document_number", sa.Text(), server_default="", nullable=False),
        sa.Column("responsible", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("moved_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("late", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("binding_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("remove_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_dossier_items_dossier_id")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_dossier_items_document_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"], name=op.f("fk_dossier_items_scan_id")),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_dossier_items_binding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_items")),
    )
    op.create_index(op.f("ix_dossier_items_dossier_id"), "dossier_items", ["dossier_id"], unique=False)
    op.create_table(
        "loans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("borrower", sa.String(), nullable=False),
        sa.Column("department", sa.Text(), server_default="", nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("lent_at", sa.DateTime(), nullable=False),
        sa.Column("lent_by", sa.Text(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.Column("returned_to", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_loans_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
    )
    op.create_index(op.f("ix_loans_dossier_id"), "loans", ["dossier_id"], unique=False)
    op.create_index(op.f("ix_loans_out"), "loans", ["returned_at", "due_on", "id"], unique=False)
    op.create_table(
        "disposal_lists",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("committee", sa.Text(), server_default="", nullable=False),
        sa.Column("paper", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_lists")),
    )
    op.create_table(
        "disposal_items",
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["disposal_lists.id"], name=op.f("fk_disposal_items_list_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_disposal_items_dossier_id")),
        sa.PrimaryKeyConstraint("list_id", "dossier_id", name=op.f("pk_disposal_items")),
    )
