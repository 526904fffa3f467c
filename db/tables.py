"""Every table of the register, as portable SQLAlchemy Core.

Times are the court's civil time (UTC+8, whole seconds). Enumerations are stored by their value. ``*_key`` columns hold
exactly what keyset paging sorts by. Numbered records are voided, never deleted.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


SAID = "kind IN ('reply', 'talk')"
"""What was told to petitioners: a part of the timeline with an index of its own; queries use the very same words."""


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _to(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default="0")


SETTINGS = Table("settings", METADATA, Column("name", String, primary_key=True), Column("value", Text, nullable=False))

DEPARTMENTS = Table(
    "departments",
    METADATA,
    _id(),
    Column("name", String, nullable=False, unique=True),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("active", Boolean, nullable=False, server_default="1"),
)

STAFF = Table(
    "staff",
    METADATA,
    _id(),
    Column("name", String, nullable=False),
    _text("post"),
    _to("department_id", "departments", nullable=True, index=True),
    Column("active", Boolean, nullable=False, server_default="1"),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    _id(),
    Column("name", String, nullable=False, unique=True),
    _to("staff_id", "staff", nullable=True),
    _text("rights"),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("created_at", DateTime, nullable=False),
)

PREFERENCES = Table(
    "preferences",
    METADATA,
    Column("account_id", Integer, ForeignKey("accounts.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

CODES = Table(
    "codes",
    METADATA,
    _id(),
    Column("code_table", String, nullable=False),
    Column("code", String, nullable=False),
    Column("label", String, nullable=False),
    _text("initials"),
    _text("source"),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    UniqueConstraint("code_table", "code", "valid_from"),
)

NUMBER_SERIES = Table(
    "number_series",
    METADATA,
    Column("series", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

NUMBERS = Table(
    "numbers",
    METADATA,
    _id(),
    Column("series", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", String, nullable=False, index=True),
    Column("issued_at", DateTime, nullable=False),
    Column("voided_at", DateTime),
    _text("void_reason"),
    UniqueConstraint("series", "year", "number"),
)

PETITIONERS = Table(
    "petitioners",
    METADATA,
    _id(),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False, index=True),
    Column("sex", String, nullable=False),
    Column("birth_date", Date),
    Column("document_kind", String, nullable=False),
    _text("document_number"),
    _text("document_raw"),
    _text("no_document_reason"),
    _text("address"),
    _text("legal_representative"),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False),
    _to("same_as_id", "petitioners", nullable=True, index=True),
)
Index("ix_petitioners_document_number", PETITIONERS.c.document_number)

RECOGNITION_KEYS = Table(
    "recognition_keys",
    METADATA,
    Column("key", String, primary_key=True),
    Column("petitioner_id", Integer, ForeignKey("petitioners.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

PHONES = Table(
    "phones",
    METADATA,
    _id(),
    _to("petitioner_id", "petitioners", index=True),
    Column("number", String, nullable=False, index=True),
    _text("remark"),
)

MATTERS = Table(
    "matters",
    METADATA,
    _id(),
    _to("number_id", "numbers"),
    Column("number_text", String, nullable=False, unique=True),
    Column("status", String, nullable=False),
    _flag("is_open"),
    Column("registered_at", DateTime, nullable=False),
    Column("registered_month", String(7), nullable=False),
    Column("latest_at", DateTime, nullable=False),
    Column("channel", String, nullable=False),
    Column("contact_count", Integer, nullable=False),
    _to("petitioner_id", "petitioners", index=True),
    Column("petitioner_name", String, nullable=False),
    Column("head_count", Integer, nullable=False, server_default="1"),
    _text("summary"),
    _text("case_number"),
    _text("cause_code"),
    _text("purpose_code"),
    _to("department_id", "departments", nullable=True),
    _text("department_name"),
    _to("handler_id", "staff", nullable=True),
    _text("handler_name"),
    Column("due_date", Date),
    Column("due_key", String(10), nullable=False),
    Column("answered_on", Date),
    Column("concluded_on", Date),
    _text("outcome_code"),
    Column("settled_on", Date),
    _flag("restricted"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("voided_at", DateTime),
    _text("void_reason"),
    _to("merged_into_id", "matters", nullable=True, index=True),
    _text("track"),
    _text("stage"),
    _text("importance"),
    _text("owner_post"),
    _text("owner"),
    _to("first_handler_id", "staff", nullable=True),
    _text("first_handler"),
    Column("accepted_on", Date),
    Column("assigned_on", Date),
    Column("started_on", Date),
    Column("served_on", Date),
    _text("settled_evidence"),
)
Index("ix_matters_open_due", MATTERS.c.is_open, MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_due", MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_registered", MATTERS.c.registered_at, MATTERS.c.id)
Index("ix_matters_latest", MATTERS.c.latest_at, MATTERS.c.id)
Index("ix_matters_status", MATTERS.c.status, MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_channel", MATTERS.c.channel, MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_handler", MATTERS.c.handler_name, MATTERS.c.id)
Index("ix_matters_petitioner_name", MATTERS.c.petitioner_name, MATTERS.c.id)
Index("ix_matters_concluded", MATTERS.c.concluded_on, MATTERS.c.id)
Index("ix_matters_contact_count", MATTERS.c.contact_count, MATTERS.c.id)

CONTACTS = Table(
    "contacts",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _to("number_id", "numbers"),
    Column("number_text", String, nullable=False, unique=True),
    Column("channel", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("happened_at", DateTime, nullable=False),
    Column("happened_month", String(7), nullable=False),
    Column("registered_at", DateTime, nullable=False),
    _to("account_id", "accounts"),
    _text("receptionist"),
    Column("head_count", Integer, nullable=False, server_default="1"),
    _text("litigant_identity_code"),
    _text("narrative"),
    _text("opinion"),
    _text("disposition_code"),
    _text("source_code"),
    _text("forwarded_by"),
    _text("forwarded_number"),
    Column("forwarded_due", Date),
    Column("letter_dated", Date),
    Column("letter_postmarked", Date),
    Column("letter_received", Date),
    Column("letter_pages", Integer),
    _flag("joint"),
    Column("voided_at", DateTime),
    _text("void_reason"),
    _text("accused"),
    _text("accused_key"),
    _text("visited_level"),
    _text("competent_level"),
)
Index("ix_contacts_happened", CONTACTS.c.happened_at, CONTACTS.c.id)
Index("ix_contacts_accused_key", CONTACTS.c.accused_key, sqlite_where=CONTACTS.c.accused_key != "")

PARTICIPANTS = Table(
    "participants",
    METADATA,
    _id(),
    _to("contact_id", "contacts", index=True),
    _to("petitioner_id", "petitioners", index=True),
    Column("role", String, nullable=False),
    Column("position", Integer, nullable=False),
)

MATERIALS = Table(
    "materials",
    METADATA,
    _id(),
    _to("contact_id", "contacts", index=True),
    Column("name", String, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("position", Integer, nullable=False),
)

CASE_REFS = Table(
    "case_refs",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _text("raw"),
    Column("normalised", String, nullable=False, index=True),
    Column("year", Integer),
    _text("court"),
    _text("type_code"),
    Column("number", Integer),
    _text("role"),
    Column("position", Integer, nullable=False),
    _text("special"),
    _text("suffix"),
    _text("identity"),
    _to("department_id", "departments", nullable=True),
    _to("judge_id", "staff", nullable=True),
)
Index("ix_case_refs_identity", CASE_REFS.c.identity, sqlite_where=CASE_REFS.c.identity != "")

CLAIMS = Table(
    "claims",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _text("text"),
    Column("finding", String, nullable=False),
    Column("position", Integer, nullable=False),
)

DEADLINES = Table(
    "deadlines",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    Column("rule_code", String, nullable=False),
    _text("rule_name"),
    _text("citation"),
    Column("start_date", Date, nullable=False),
    Column("raw_date", Date, nullable=False),
    Column("legal_date", Date, nullable=False),
    Column("advised_date", Date, nullable=False),
    _text("derivation"),
    _flag("provisional"),
    Column("ended_at", DateTime),
    Column("status", String, nullable=False, server_default="internal"),
    Column("duty", String, nullable=False, server_default="court"),
    Column("amount", Integer),
    _text("unit"),
    Column("roll", Boolean, nullable=False, server_default="1"),
    _to("previous_id", "deadlines", nullable=True),
    _text("reason"),
    _text("approver"),
    _text("paper"),
    _text("end_reason"),
    _text("calendar"),
    _text("clock"),
)

ACTIONS = Table(
    "actions",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _to("contact_id", "contacts", nullable=True),
    Column("kind", String, nullable=False),
    Column("happened_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("actor"),
    _text("words"),
    Column("recorded_at", DateTime, nullable=False),
    _text("step"),
    _text("entry"),
    _text("owner"),
    _text("paper"),
    _to("document_id", "documents", nullable=True),
)
Index("ix_actions_said", ACTIONS.c.happened_at, sqlite_where=text(SAID))

CONTACT_FLAGS = Table(
    "contact_flags",
    METADATA,
    Column("contact_id", Integer, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("flag", String, primary_key=True),
    Column("value", Boolean, nullable=False),
    _text("reason"),
    _flag("by_hand"),
    _text("hand_reason"),
    _to("account_id", "accounts", nullable=True),
    Column("set_at", DateTime, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_contact_flags_flag", CONTACT_FLAGS.c.flag, CONTACT_FLAGS.c.value)

TRANSITIONS = Table(
    "transitions",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _to("contact_id", "contacts", index=True),
    Column("kind", String, nullable=False),
    Column("happened_at", DateTime, nullable=False),
    _text("reason"),
)
Index("ix_transitions_kind", TRANSITIONS.c.kind, TRANSITIONS.c.happened_at)

REVIEW_TASKS = Table(
    "review_tasks",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _to("contact_id", "contacts", index=True),
    _to("department_id", "departments", nullable=True),
    _text("department_name"),
    _text("handler_name"),
    Column("answered_on", Date),
    _text("reason"),
    Column("opened_at", DateTime, nullable=False),
    Column("closed_at", DateTime),
    _to("closed_by", "accounts", nullable=True),
    _text("opinion"),
)
Index("ix_review_tasks_open", REVIEW_TASKS.c.closed_at, REVIEW_TASKS.c.department_id, REVIEW_TASKS.c.id)

DIFFERENT_PAIRS = Table(
    "different_pairs",
    METADATA,
    Column("kind", String, primary_key=True),
    Column("low_id", Integer, primary_key=True, autoincrement=False),
    Column("high_id", Integer, primary_key=True, autoincrement=False),
    Column("said_at", DateTime, nullable=False),
    _to("account_id", "accounts"),
    _text("reason"),
)
Index("ix_different_pairs_high", DIFFERENT_PAIRS.c.kind, DIFFERENT_PAIRS.c.high_id)

MERGES = Table(
    "merges",
    METADATA,
    _id(),
    Column("kind", String, nullable=False),
    Column("from_id", Integer, nullable=False),
    Column("into_id", Integer, nullable=False),
    _text("reason"),
    Column("merged_at", DateTime, nullable=False),
    _to("account_id", "accounts"),
    Column("undone_at", DateTime),
    _to("undone_by", "accounts", nullable=True),
    _text("undo_reason"),
)
Index("ix_merges_from", MERGES.c.kind, MERGES.c.from_id)
Index("ix_merges_into", MERGES.c.kind, MERGES.c.into_id)

MERGE_MOVES = Table(
    "merge_moves",
    METADATA,
    _id(),
    _to("merge_id", "merges", index=True),
    Column("table_name", String, nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("column_name", String, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)

TRIAGES = Table(
    "triages",
    METADATA,
    _id(),
    _to("contact_id", "contacts", index=True),
    Column("route", String, nullable=False),
    Column("track", String, nullable=False),
    _text("answers"),
    _text("ticked"),
    _text("reason"),
    _flag("restricted_here"),
    _text("purpose_before"),
    _to("account_id", "accounts", nullable=True),
    _text("actor"),
    Column("decided_at", DateTime, nullable=False),
)

BLANK_FORMS = Table(
    "blank_forms",
    METADATA,
    _id(),
    Column("number_id", Integer, ForeignKey("numbers.id"), nullable=False, unique=True),
    Column("number_text", String, nullable=False, unique=True),
    Column("channel", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("reserved_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("reserved_by"),
    _to("contact_id", "contacts", nullable=True, index=True),
    Column("returned_at", DateTime),
    Column("voided_at", DateTime),
    _text("void_reason"),
)
Index("ix_blank_forms_batch", BLANK_FORMS.c.batch)

LATE_ENTRIES = Table(
    "late_entries",
    METADATA,
    Column("contact_id", Integer, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
)

INQUIRIES = Table(
    "inquiries",
    METADATA,
    Column("contact_id", Integer, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("told", Text, nullable=False),
)

CONDUCT_RECORDS = Table(
    "conduct_records",
    METADATA,
    _id(),
    _to("contact_id", "contacts", index=True),
    Column("act_code", String, nullable=False),
    Column("happened_at", DateTime, nullable=False),
    _text("place"),
    Column("facts", Text, nullable=False),
    Column("witness", Text, nullable=False),
    _text("response"),
    Column("recorded_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("recorded_by"),
    Column("review_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("reviewed_at", DateTime),
    _to("reviewer_id", "accounts", nullable=True),
    _text("reviewed_by"),
    _text("review_words"),
    Column("withdrawn_at", DateTime),
)
Index("ix_conduct_records_review", CONDUCT_RECORDS.c.withdrawn_at, CONDUCT_RECORDS.c.review_on)

POST_HOLDINGS = Table(
    "post_holdings",
    METADATA,
    _id(),
    _to("staff_id", "staff", index=True),
    Column("post", String, nullable=False),
    _to("department_id", "departments", nullable=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

PORTFOLIOS = Table(
    "portfolios",
    METADATA,
    _id(),
    _to("staff_id", "staff", index=True),
    _to("department_id", "departments", index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

RECUSALS = Table(
    "recusals",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _to("staff_id", "staff", index=True),
    _flag("accused"),
    _text("reason"),
    Column("named_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    Column("lifted_at", DateTime),
    _text("lift_reason"),
)

ASSIGNMENTS = Table(
    "assignments",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _to("department_id", "departments", nullable=True),
    _text("department_name"),
    _to("handler_id", "staff", nullable=True, index=True),
    _text("handler_name"),
    Column("leads", Boolean, nullable=False, server_default="1"),
    _text("requirement"),
    Column("due_date", Date),
    Column("given_at", DateTime, nullable=False),
    _text("given_by"),
    Column("signed_at", DateTime),
    _text("signed_by"),
    _text("sign_method"),
    Column("ended_at", DateTime),
    _text("end_reason"),
)
Index("ix_assignments_pending", ASSIGNMENTS.c.ended_at, ASSIGNMENTS.c.signed_at, ASSIGNMENTS.c.id)

NOTICES = Table(
    "notices",
    METADATA,
    _id(),
    _to("matter_id", "matters", nullable=True, index=True),
    _to("staff_id", "staff", nullable=True, index=True),
    Column("post", String, nullable=False),
    _text("recipient"),
    Column("kind", String, nullable=False),
    _text("words"),
    Column("due_date", Date),
    Column("created_at", DateTime, nullable=False),
    Column("read_at", DateTime),
    _text("read_by"),
    _text("read_how"),
)
Index("ix_notices_unread", NOTICES.c.read_at, NOTICES.c.staff_id, NOTICES.c.id)

CLIMBS = Table(
    "climbs",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    Column("due_date", Date, nullable=False),
    Column("level", Integer, nullable=False),
    Column("post", String, nullable=False),
    _to("staff_id", "staff", nullable=True),
    _text("name"),
    Column("told_on", Date, nullable=False),
)

DEADLINE_RULES = Table(
    "deadline_rules",
    METADATA,
    _id(),
    Column("code", String, nullable=False),
    Column("name", String, nullable=False),
    _text("citation"),
    Column("status", String, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("start_event", String, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_to", Date),
    _flag("confirmed"),
    Column("active", Boolean, nullable=False, server_default="1"),
    _flag("automatic"),
    Column("duty", String, nullable=False, server_default="court"),
    _text("track"),
    _text("channels"),
    Column("roll", Boolean, nullable=False, server_default="1"),
    _text("note"),
    UniqueConstraint("code", "effective_from"),
)

HOLIDAY_YEARS = Table(
    "holiday_years",
    METADATA,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("notice", Text, nullable=False),
    _text("signer"),
    Column("version", Integer, nullable=False),
    Column("set_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
)

HOLIDAY_DAYS = Table(
    "holiday_days",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("year", Integer, ForeignKey("holiday_years.year"), nullable=False),
    _flag("worked"),
)

LAST_SEEN = Table(
    "last_seen",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seen_at", DateTime, nullable=False),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    _to("contact_id", "contacts", nullable=True),
    Column("form", String, nullable=False),
    _text("title"),
    Column("content", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("issued_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    Column("voided_at", DateTime),
    _text("void_reason"),
)

PRINTS = Table(
    "prints",
    METADATA,
    _id(),
    _to("document_id", "documents", index=True),
    Column("printed_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("printer"),
    _flag("reprint"),
)

PRINT_TRAY = Table(
    "print_tray",
    METADATA,
    _id(),
    _to("document_id", "documents", index=True),
    _text("printer"),
    _text("reason"),
    Column("created_at", DateTime, nullable=False),
)

SCANS = Table(
    "scans",
    METADATA,
    _id(),
    _to("matter_id", "matters", index=True),
    Column("file", String(32), nullable=False, unique=True),
    _text("name"),
    Column("media", String, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    _text("parts"),
    _text("rotations"),
    Column("added_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    Column("voided_at", DateTime),
    _text("void_reason"),
)

HAND_OVERS = Table(
    "hand_overs",
    METADATA,
    _id(),
    Column("made_at", DateTime, nullable=False),
    _text("giver"),
    _text("receiver"),
    _text("note"),
    _to("account_id", "accounts", nullable=True),
)

DOSSIERS = Table(
    "dossiers",
    METADATA,
    _id(),
    Column("matter_id", Integer, ForeignKey("matters.id"), nullable=False, unique=True),
    Column("procedure", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("file_number", Integer),
    Column("archive_code", String, unique=True),
    _text("fonds"),
    _text("catalogue"),
    _text("scheme"),
    _text("retention"),
    _text("retention_label"),
    Column("appraise_on", Date),
    _text("assessment"),
    Column("opened_at", DateTime, nullable=False),
    Column("bound_at", DateTime),
    Column("filed_on", Date),
    _text("room"),
    _text("rack"),
    _text("box"),
    _to("hand_over_id", "hand_overs", nullable=True, index=True),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("year", "retention", "file_number"),
)

BINDINGS = Table(
    "bindings",
    METADATA,
    _id(),
    _to("dossier_id", "dossiers", index=True),
    Column("bound_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("reason"),
    Column("fingerprint", String(64), nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_hash", String(64), nullable=False),
    Column("volumes", Integer, nullable=False),
    Column("numbers", Integer, nullable=False),
    Column("prints", Integer, nullable=False, server_default="0"),
)

DOSSIER_ITEMS = Table(
    "dossier_items",
    METADATA,
    _id(),
    _to("dossier_id", "dossiers", index=True),
    Column("part", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("source", String, nullable=False),
    _text("title"),
    Column("pages", Integer, nullable=False),
    Column("sheets", Integer),
    Column("day", Date),
    _text("document_number"),
    _text("responsible"),
    _text("remark"),
    _to("document_id", "documents", nullable=True),
    _to("scan_id", "scans", nullable=True),
    _text("moved_reason"),
    _flag("late"),
    _to("binding_id", "bindings", nullable=True),
    Column("added_at", DateTime, nullable=False),
    Column("removed_at", DateTime),
    _text("remove_reason"),
)

LOANS = Table(
    "loans",
    METADATA,
    _id(),
    _to("dossier_id", "dossiers", index=True),
    Column("borrower", String, nullable=False),
    _text("department"),
    _text("purpose"),
    Column("lent_at", DateTime, nullable=False),
    _text("lent_by"),
    Column("due_on", Date, nullable=False),
    Column("returned_at", DateTime),
    _text("returned_to"),
    _text("note"),
)
Index("ix_loans_out", LOANS.c.returned_at, LOANS.c.due_on, LOANS.c.id)

DISPOSAL_LISTS = Table(
    "disposal_lists",
    METADATA,
    _id(),
    Column("made_at", DateTime, nullable=False),
    _text("made_by"),
    Column("until", Date, nullable=False),
    Column("decided_on", Date),
    _text("committee"),
    _text("paper"),
)

DISPOSAL_ITEMS = Table(
    "disposal_items",
    METADATA,
    Column("list_id", Integer, ForeignKey("disposal_lists.id"), primary_key=True, autoincrement=False),
    Column("dossier_id", Integer, ForeignKey("dossiers.id"), primary_key=True, autoincrement=False),
    _text("decision"),
    _text("words"),
)

RECORDS = Table(
    "records",
    METADATA,
    _id(),
    Column("kind", String, nullable=False),
    _to("matter_id", "matters", nullable=True, index=True),
    _to("number_id", "numbers", nullable=True),
    _text("number_text"),
    Column("day", Date, nullable=False),
    _to("owner_id", "staff", nullable=True),
    _text("owner"),
    Column("due_on", Date),
    Column("content", Text, nullable=False),
    _text("names"),
    _text("paper"),
    _to("parent_id", "records", nullable=True, index=True),
    _to("document_id", "documents", nullable=True),
    Column("recorded_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("recorded_by"),
    Column("ended_on", Date),
    Column("voided_at", DateTime),
    _text("void_reason"),
)
Index("ix_records_kind", RECORDS.c.kind, RECORDS.c.day, RECORDS.c.id)
Index("ix_records_owed", RECORDS.c.ended_on, RECORDS.c.due_on, RECORDS.c.id)

RECORD_EVENTS = Table(
    "record_events",
    METADATA,
    _id(),
    _to("record_id", "records", index=True),
    Column("event", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("content", Text, nullable=False),
    _text("names"),
    _to("document_id", "documents", nullable=True),
    Column("recorded_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("recorded_by"),
    _text("paper"),
)

PAPER_TEMPLATES = Table(
    "paper_templates",
    METADATA,
    _id(),
    Column("code", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("set_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("set_by"),
    UniqueConstraint("code", "version"),
)

CONTACT_REASONS = Table(
    "contact_reasons",
    METADATA,
    Column("contact_id", Integer, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("code", String, nullable=False),
    _text("words"),
    Column("said_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("said_by"),
)

DAY_CLOSINGS = Table(
    "day_closings",
    METADATA,
    _id(),
    Column("day", Date, nullable=False, unique=True),
    Column("closed_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("closed_by"),
    Column("contacts", Integer, nullable=False),
    Column("landed", Integer, nullable=False),
    Column("reasoned", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("paper", Text, nullable=False),
)

DAY_CLOSING_ITEMS = Table(
    "day_closing_items",
    METADATA,
    Column("closing_id", Integer, ForeignKey("day_closings.id"), primary_key=True, autoincrement=False),
    Column("contact_id", Integer, ForeignKey("contacts.id"), primary_key=True, autoincrement=False, index=True),
    _flag("late"),
    _text("code"),
    _text("words"),
)

ABSENCES = Table(
    "absences",
    METADATA,
    _id(),
    _to("staff_id", "staff", index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    _text("reason"),
    Column("recorded_at", DateTime, nullable=False),
    _to("account_id", "accounts", nullable=True),
    _text("recorded_by"),
    Column("withdrawn_at", DateTime),
)
Index("ix_absences_last_day", ABSENCES.c.last_day, ABSENCES.c.id)

DRAFTS = Table(
    "drafts",
    METADATA,
    _id(),
    _to("account_id", "accounts", index=True),
    Column("kind", String, nullable=False),
    _text("title"),
    Column("content", Text, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("saved_at", DateTime, nullable=False),
    Column("parked_at", DateTime),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("account_id", Integer, nullable=False),
    Column("account_name", String, nullable=False),
    Column("action", String, nullable=False),
    Column("entity", String, nullable=False),
    Column("entity_id", Integer, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("previous_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)
Index("ix_audit_entity", AUDIT.c.entity, AUDIT.c.entity_id)

SEARCH_WORDS = Table(
    "search_words",
    METADATA,
    Column("matter_id", Integer, ForeignKey("matters.id"), primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
)
