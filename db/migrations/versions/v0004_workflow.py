"""The workflow: steps on the timeline, owners, extensions, posts, recusals, notices, holiday tables."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TEXT = "TEXT DEFAULT '' NOT NULL"
_POSTS = {
    "registered": "dispatcher",
    "assigned": "handler",
    "handling": "handler",
    "supervised": "handler",
    "awaiting_reply": "receptionist",
    "answered": "receptionist",
    "concluded": "archivist",
    "filed": "archivist",
    "void": "receptionist",
}
_POST_WORDS = {"dispatcher": "立案庭分流岗", "receptionist": "信访接待员", "archivist": "档案员", "handler": "承办人"}


def _add(table: str, column: str, kind: str = _TEXT) -> None:
    """Add a column without copying the table; Alembic's own way cannot add a foreign key on SQLite."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def _to(table: str, column: str, target: str) -> None:
    _add(table, column, f"INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)")


def upgrade() -> None:
    """Add columns and tables, then take every matter over into the workflow as it stands."""
    for column in ("track", "stage", "importance", "owner_post", "owner"):
        _add("matters", column)
    _to("matters", "first_handler_id", "staff")
    _add("matters", "first_handler")
    for column in ("accepted_on", "assigned_on", "started_on", "served_on"):
        _add("matters", column, "DATE")
    _add("matters", "settled_evidence")
    _to("case_refs", "department_id", "departments")
    _to("case_refs", "judge_id", "staff")
    _add("deadlines", "status", "VARCHAR DEFAULT 'internal' NOT NULL")
    _add("deadlines", "duty", "VARCHAR DEFAULT 'court' NOT NULL")
    _add("deadlines", "amount", "INTEGER")
    _add("deadlines", "unit")
    _add("deadlines", "roll", "BOOLEAN DEFAULT '1' NOT NULL")
    _to("deadlines", "previous_id", "deadlines")
    for column in ("reason", "approver", "paper", "end_reason", "calendar", "clock"):
        _add("deadlines", column)
    for column in ("step", "entry", "owner", "paper"):
        _add("actions", column)
    _to("actions", "document_id", "documents")
    _tables()
    _take_over()


def _take_over() -> None:
    """One 承前 step for each matter, so that its timeline leads to where it stands; nothing that was is changed."""
    connection = op.get_bind()
    op.execute("UPDATE deadlines SET clock = 'c' || id")
    op.execute("UPDATE deadlines SET amount = 60, unit = 'day' WHERE rule_code = 'internal_handling'")
    running: dict[int, list[dict[str, object]]] = {}
    for row in connection.execute(
        sa.text(
            "SELECT id, matter_id, rule_name, start_date, legal_date FROM deadlines WHERE ended_at IS NULL ORDER BY id"
        )
    ):
        clock = {"key": f"c{row.id}", "name": row.rule_name, "start": row.start_date, "legal": row.legal_date}
        running.setdefault(row.matter_id, []).append(clock)
    columns = (
        "id, status, is_open, registered_at, latest_at, contact_count, department_id, department_name, handler_id,"
        " handler_name, due_date, answered_on, concluded_on, outcome_code, settled_on"
    )
    taken, owners = [], []
    for row in connection.execute(sa.text(f"SELECT {columns} FROM matters ORDER BY id")).all():
        handler = None
        if row.handler_id is not None or row.department_id is not None:
            handler = [row.handler_id or 0, row.handler_name, row.department_id or 0, row.department_name]
        post = _POSTS.get(row.status, "dispatcher")
        if post == "handler" and handler is None:
            post = "dispatcher"
        clocks = running.get(row.id, []) if row.is_open else []
        if row.is_open and not clocks:
            day = row.registered_at[:10]
            clocks = [{"key": "carried", "name": "原定期限", "start": day, "legal": row.due_date or day}]
        days = {"answered_on": row.answered_on, "concluded_on": row.concluded_on, "settled_on": row.settled_on}
        facts = {"status": row.status, "contacts": str(row.contact_count), "received_on": row.registered_at[:10]}
        facts |= {name: day for name, day in days.items() if day}
        facts |= {"outcome": row.outcome_code} if row.outcome_code else {}
        entry = {"of": row.id, "facts": facts, "starts": clocks, **({"handler": handler} if handler else {})}
        owner = _POST_WORDS[post] if post != "handler" or handler is None else f"{handler[3]}{handler[1]}"
        taken.append(
            {"matter": row.id, "at": row.latest_at, "entry": json.dumps(entry, ensure_ascii=False), "owner": owner}
        )
        owners.append({"matter": row.id, "post": post, "owner": owner})
    if not taken:
        return
    connection.execute(
        sa.text(
            "INSERT INTO actions (matter_id, kind, happened_at, actor, words, recorded_at, step, entry, owner)"
            " VALUES (:matter, 'carry', :at, '系统', '承前：此前的办理情况照登记内容延续。',"
            "  :at, 'carry', :entry, :owner)"
        ),
        taken,
    )
    connection.execute(
        sa.text(
            "UPDATE matters SET importance = 'general', owner_post = :post, owner = :owner,"
            " first_handler_id = handler_id, first_handler = handler_name WHERE id = :matter"
        ),
        owners,
    )


def _tables() -> None:
    op.create_table(
        "post_holdings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_post_holdings_staff_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_post_holdings_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holdings")),
    )
    op.create_index(op.f("ix_post_holdings_staff_id"), "post_holdings", ["staff_id"], unique=False)
    op.create_table(
        "portfolios",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_portfolios_staff_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_portfolios_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolios")),
    )
    op.create_index(op.f("ix_portfolios_department_id"), "portfolios", ["department_id"], unique=False)
    op.create_index(op.f("ix_portfolios_staff_id"), "portfolios", ["staff_id"], unique=False)
    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("accused", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lift_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_recusals_matter_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_recusals_staff_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_recusals_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
    )
    op.create_index(op.f("ix_recusals_matter_id"), "recusals", ["matter_id"], unique=False)
    op.create_index(op.f("ix_recusals_staff_id"), "recusals", ["staff_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("department_name", sa.Text(), server_default="", nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("handler_name", sa.Text(), server_default="", nullable=False),
        sa.Column("leads", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("requirement", sa.Text(), server_default="", nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("given_by", sa.Text(), server_default="", nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("sign_method", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("end_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_assignments_matter_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_assignments_department_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["staff.id"], name=op.f("fk_assignments_handler_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_handler_id"), "assignments", ["handler_id"], unique=False)
    op.create_index(op.f("ix_assignments_matter_id"), "assignments", ["matter_id"], unique=False)
    op.create_index(op.f("ix_assignments_pending"), "assignments", ["ended_at", "signed_at", "id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("recipient", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("read_by", sa.Text(), server_default="", nullable=False),
        sa.Column("read_how", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_notices_matter_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notices_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_matter_id"), "notices", ["matter_id"], unique=False)
    op.create_index(op.f("ix_notices_staff_id"), "notices", ["staff_id"], unique=False)
    op.create_index(op.f("ix_notices_unread"), "notices", ["read_at", "staff_id", "id"], unique=False)
    op.create_table(
        "climbs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_climbs_matter_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_climbs_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_climbs")),
    )
    op.create_index(op.f("ix_climbs_matter_id"), "climbs", ["matter_id"], unique=False)
    op.create_table(
        "deadline_rules",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("citation", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("start_event", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("automatic", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("duty", sa.String(), server_default="court", nullable=False),
        sa.Column("track", sa.Text(), server_default="", nullable=False),
        sa.Column("channels", sa.Text(), server_default="", nullable=False),
        sa.Column("roll", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rules")),
        sa.UniqueConstraint("code", "effective_from", name=op.f("uq_deadline_rules_code_effective_from")),
    )
    op.create_table(
        "holiday_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_holiday_years_account_id")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_holiday_years")),
    )
    op.create_table(
        "holiday_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("worked", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["year"], ["holiday_years.year"], name=op.f("fk_holiday_days_year")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday_days")),
    )
    op.create_table(
        "last_seen",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_last_seen")),
    )
