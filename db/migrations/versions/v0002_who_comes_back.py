"""Who comes back: keys to recognise people by, joins that can be undone, and what follows from a history."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXT = "TEXT DEFAULT '' NOT NULL"


def _add(table: str, column: str, kind: str) -> None:
    """Add a column without copying the table; Alembic's own way cannot add a foreign key on SQLite."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def _key(table: str, column: str, target: str) -> None:
    _add(table, column, f"INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)")
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def upgrade() -> None:
    """Add columns and tables, then fill what follows from the contacts that are there already."""
    _key("petitioners", "same_as_id", "petitioners")
    _key("matters", "merged_into_id", "matters")
    for column in ("accused", "accused_key", "visited_level", "competent_level"):
        _add("contacts", column, _TEXT)
    op.create_index("ix_contacts_accused_key", "contacts", ["accused_key"], sqlite_where=sa.text("accused_key != ''"))
    for column in ("special", "suffix", "identity"):
        _add("case_refs", column, _TEXT)
    op.create_index("ix_case_refs_identity", "case_refs", ["identity"], sqlite_where=sa.text("identity != ''"))
    op.create_table(
        "recognition_keys",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("petitioner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["petitioner_id"], ["petitioners.id"], name=op.f("fk_recognition_keys_petitioner_id")),
        sa.PrimaryKeyConstraint("key", "petitioner_id", name=op.f("pk_recognition_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contact_flags",
        sa.Column("contact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("flag", sa.String(), nullable=False),
        sa.Column("value", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("hand_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_flags_contact_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_contact_flags_account_id")),
        sa.PrimaryKeyConstraint("contact_id", "flag", name=op.f("pk_contact_flags")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contact_flags_flag", "contact_flags", ["flag", "value"])
    op.create_table(
        "transitions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_transitions_matter_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_transitions_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transitions")),
    )
    op.create_index(op.f("ix_transitions_matter_id"), "transitions", ["matter_id"])
    op.create_index(op.f("ix_transitions_contact_id"), "transitions", ["contact_id"])
    op.create_index("ix_transitions_kind", "transitions", ["kind", "happened_at"])
    op.create_table(
        "review_tasks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("department_name", sa.Text(), server_default="", nullable=False),
        sa.Column("handler_name", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_review_tasks_matter_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_review_tasks_contact_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_review_tasks_department_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["accounts.id"], name=op.f("fk_review_tasks_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_tasks")),
    )
    op.create_index(op.f("ix_review_tasks_matter_id"), "review_tasks", ["matter_id"])
    op.create_index(op.f("ix_review_tasks_contact_id"), "review_tasks", ["contact_id"])
    op.create_index("ix_review_tasks_open", "review_tasks", ["closed_at", "department_id", "id"])
    op.create_table(
        "different_pairs",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("low_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("high_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_different_pairs_account_id")),
        sa.PrimaryKeyConstraint("kind", "low_id", "high_id", name=op.f("pk_different_pairs")),
    )
    op.create_index("ix_different_pairs_high", "different_pairs", ["kind", "high_id"])
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_merges_account_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["accounts.id"], name=op.f("fk_merges_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index("ix_merges_from", "merges", ["kind", "from_id"])
    op.create_index("ix_merges_into", "merges", ["kind", "into_id"])
    op.create_table(
        "merge_moves",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("fk_merge_moves_merge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_moves")),
    )
    op.create_index(op.f("ix_merge_moves_merge_id"), "merge_moves", ["merge_id"])
    _fill()


def _fill() -> None:
    """Repeat contacts and their first events; the program makes the recognition keys when it opens the register."""
    op.execute(
        "INSERT INTO contact_flags (contact_id, flag, value, reason, set_at)"
        " SELECT id, 'repeat', 1, '同一事项第' || ordinal || '次', registered_at FROM contacts WHERE ordinal > 1"
    )
    op.execute(
        "INSERT INTO transitions (matter_id, contact_id, kind, happened_at, reason)"
        " SELECT matter_id, id, 'first_to_repeat', happened_at, '同一事项第2次' FROM contacts WHERE ordinal = 2"
    )
    op.execute(
        "INSERT INTO transitions (matter_id, contact_id, kind, happened_at, reason)"
        " SELECT matter_id, id, 'letter_to_visit', happened_at, '此前来信，这次来访' FROM contacts AS now"
        " WHERE channel = 'visit'"
        " AND EXISTS (SELECT 1 FROM contacts AS old WHERE old.matter_id = now.matter_id"
        "  AND old.ordinal < now.ordinal AND old.channel IN ('letter', 'online'))"
        " AND NOT EXISTS (SELECT 1 FROM contacts AS old WHERE old.matter_id = now.matter_id"
        "  AND old.ordinal < now.ordinal AND old.channel = 'visit')"
    )
    op.execute("UPDATE case_refs SET identity = normalised")
