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
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


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
)
Index("ix_petitioners_document_number", PETITIONERS.c.document_number)

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
)
Index("ix_matters_open_due", MATTERS.c.is_open, MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_due", MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_registered", MATTERS.c.registered_at, MATTERS.c.id)
Index("ix_matters_latest", MATTERS.c.latest_at, MATTERS.c.id)
Index("ix_matters_status", MATTERS.c.status, MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_channel", MATTERS.c.channel, MATTERS.c.due_key, MATTERS.c.id)
Index("ix_matters_handler", MATTERS.c.handler_name, MATTERS.c.id)
Index("ix_matters_petitioner_name", MATTERS.c.petitioner_name, MATTERS.c.id)
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
)
Index("ix_contacts_happened", CONTACTS.c.happened_at, CONTACTS.c.id)

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
)

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
