"""检查: everything that can be verified about a register file."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from app.domain.errors import Refused, Unavailable
from db.backup import list_backups
from db.keyring import RECOVERY, read_keyring
from db.register import Register
from db.search import sample_problems
from db.stores.audit import chain_problems
from db.stores.documents import content_hash
from db.stores.numbers import gaps
from db.stores.recognition import sample_without_keys
from db.stores.steps import disagreements
from db.tables import AUDIT, BINDINGS, DOCUMENTS, SCANS

SAMPLE = 200
MOST_NAMED = 10


@dataclass(frozen=True)
class CheckResult:
    """One check: its name, whether it holds, and what was found."""

    name: str
    title: str
    good: bool
    found: str = ""


def run_checks(register: Register) -> tuple[CheckResult, ...]:
    """Run every check; a damaged file makes checks fail in words instead of raising."""
    checks: tuple[tuple[str, str, Callable[[Connection], list[str]]], ...] = (
        ("page_checksums", "页校验", _page_checksums),
        ("integrity", "结构完整", _integrity),
        ("foreign_keys", "关联完整", _foreign_keys),
        ("audit_chain", "审计链", _audit_chain),
        ("audit_anchor", "审计链与备份相符", functools.partial(_audit_anchor, register)),
        ("numbers", "编号连续", gaps),
        ("documents", "文书未改动", _documents),
        ("scans", "扫描件未改动", functools.partial(_scans, register)),
        ("dossiers", "装订记录未改动", _bindings),
        ("workflow", "流程与时间线相符", functools.partial(disagreements, sample=SAMPLE)),
        ("search_index", "查询索引抽查", _search_sample),
        ("recognition_keys", "识别键抽查", _keys_sample),
    )
    results = []
    for name, title, check in checks:
        try:
            with register.connection() as connection:
                problems = check(connection)
        except Unavailable as problem:
            problems = [problem.message]
        except (ValueError, TypeError, AttributeError):  # a stored value is of a kind that no program wrote
            problems = ["有内容读不出，可能被改动过"]
        results.append(CheckResult(name, title, not problems, "；".join(problems[:MOST_NAMED])))
    problems = _key_slots(register)
    results.append(CheckResult("key_slots", "密钥槽", not problems, "；".join(problems)))
    return tuple(results)


def _page_checksums(connection: Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute(text("PRAGMA cipher_integrity_check"))]


def _integrity(connection: Connection) -> list[str]:
    rows = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
    return [] if rows == ["ok"] else rows


def _foreign_keys(connection: Connection) -> list[str]:
    return [f"{row[0]} {row[1]}" for row in connection.execute(text("PRAGMA foreign_key_check"))]


def _audit_chain(connection: Connection) -> list[str]:
    return [f"第 {problem.entry} 条：{problem.what}" for problem in chain_problems(connection)]


def _audit_anchor(register: Register, connection: Connection) -> list[str]:
    """The newest backup noted the last entry of its day: a chain cut short or written anew since does not hold it."""
    newest = next(iter(list_backups(register.files)), None)
    if newest is None or newest.audit_entries == 0:
        return []
    known = connection.execute(select(AUDIT.c.hash).where(AUDIT.c.id == newest.audit_entries)).scalar()
    if known is not None and known.hex() == newest.audit_hash:
        return []
    return [f"与备份 {newest.folder.name} 记下的第 {newest.audit_entries} 条不符"]


def _documents(connection: Connection) -> list[str]:
    rows = connection.execution_options(yield_per=500).execute(
        select(DOCUMENTS.c.id, DOCUMENTS.c.content, DOCUMENTS.c.content_hash)
    )
    return [f"文书 {row.id}" for row in rows if content_hash(row.content) != row.content_hash]


def _scans(register: Register, connection: Connection) -> list[str]:
    rows = connection.execute(select(SCANS.c.id, SCANS.c.file, SCANS.c.sha256).order_by(SCANS.c.id)).all()
    wrong = []
    for row in rows:
        try:
            register.scan_files.read(row.file, row.sha256)
        except (Refused, Unavailable) as problem:
            wrong.append(f"扫描件 {row.id}：{problem.message}")
    return wrong


def _bindings(connection: Connection) -> list[str]:
    rows = connection.execution_options(yield_per=200).execute(
        select(BINDINGS.c.id, BINDINGS.c.pack, BINDINGS.c.pack_hash)
    )
    return [f"装订 {row.id}" for row in rows if content_hash(row.pack) != row.pack_hash]


def _search_sample(connection: Connection) -> list[str]:
    return [f"事项 {matter_id}" for matter_id in sample_problems(connection, SAMPLE)]


def _keys_sample(connection: Connection) -> list[str]:
    return [f"信访人 {petitioner_id}" for petitioner_id in sample_without_keys(connection, SAMPLE)]


def _key_slots(register: Register) -> list[str]:
    try:
        keyring = read_keyring(register.files)
    except Unavailable as problem:
        return [problem.message]
    names = {slot.name for slot in keyring.slots}
    problems = []
    if RECOVERY not in names:
        problems.append("没有恢复码")
    if not names - {RECOVERY}:
        problems.append("没有可以解锁的账户")
    if keyring.register_id != register.keyring.register_id:
        problems.append("密钥文件属于另一个登记库")
    return problems
