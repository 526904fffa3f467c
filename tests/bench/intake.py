"""One intake against the same rows written by the raw driver, on the big register, in turn.

The statements of a real intake are caught once as the driver got them. What only writes is then played again with fresh
keys and numbers over a connection of ``db.engine``, between BEGIN IMMEDIATE and COMMIT: no look-ups, no rules, no
SQLAlchemy. Both take their turn on the one pooled connection, so that both meet the same page cache.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, func, select

from app.domain.contact import Channel
from app.domain.intake import IntakeRequest, Material
from app.domain.petitioner import DocumentKind, Person, Sex
from app.services import intake
from app.services.session import Session
from db.tables import AUDIT, PETITIONERS
from tests.bench.big_register import MADE_AT
from tests.bench.figures import Figure, as_ratio, median, percentile
from tests.bench.harness import Bench, interleaved

ROUNDS = 200
NARRATIVE = (
    "来访人称，其与某某建筑公司买卖合同纠纷一案判决生效后已申请执行，至今未收到执行款，多次与承办人联系，"
    "答复均为正在查控财产。来访人提交判决书、执行申请书各一份，请求法院加大执行力度，尽快查明被执行人名下房屋、车辆和"
    "银行存款，并书面告知案件进展。来访人情绪平稳，接待人已记录并说明办理期限。"
)
_INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")
_UPDATE = re.compile(r"UPDATE (\w+)")
_KEY_OF = {
    "petitioners": "petitioner_id",
    "numbers": "number_id",
    "matters": "matter_id",
    "contacts": "contact_id",
    "deadlines": "deadline_id",
}

Row = tuple[Any, ...]
Caught = tuple[str, Any, bool]
"""Statement, parameters, and whether the parameters are many rows."""


def measure(bench: Bench) -> Iterator[Figure]:
    """Milliseconds over raw and times raw."""
    session = bench.session
    people = itertools.count(_petitioners(session))

    def submit() -> None:
        intake.submit(session, request(next(people)), MADE_AT)

    submit()
    caught = _catch(session, next(people))
    replay = _Replay(session, caught)
    times = interleaved({"raw": replay.run, "submit": submit}, ROUNDS)
    looked_up = sum(one[0].startswith("SELECT") for one in caught)
    raw, ours = median(times["raw"]), median(times["submit"])
    note = f"登记 {ours:.2f} ms，原始驱动写入同样的行 {raw:.2f} ms"
    yield Figure("intake_ms_over_raw", ours - raw, raw, ours / raw, note)
    yield as_ratio("intake_ratio", ours, raw)
    bench.tell(
        f"接待登记：p50 {ours:.2f} / p95 {percentile(times['submit'], 0.95):.2f} ms；"
        f"原始驱动 p50 {raw:.2f} / p95 {percentile(times['raw'], 0.95):.2f} ms；"
        f"一次登记 {len(caught)} 条语句，查询 {looked_up} 条；各 {ROUNDS} 次，交替进行。"
    )


def request(number: int) -> IntakeRequest:
    """An ordinary visit by somebody new."""
    person = Person(
        name=f"测量{chr(0x4E00 + number % 5000)}",
        sex=Sex.FEMALE,
        document_kind=DocumentKind.PASSPORT,
        document_number=f"E{number % 100_000_000:08d}",
        phones=(f"1390000{number % 10_000:04d}",),
        address="某某县某某镇某某村一组12号",
    )
    return IntakeRequest(
        channel=Channel.VISIT,
        happened_at=MADE_AT,
        principal=person,
        claims=("请求加大执行力度，尽快执行到位", "请求书面告知案件进展"),
        case_numbers=(f"（2025）豫9999民初{1 + number % 4000}号",),
        narrative=NARRATIVE,
        materials=(Material("民事判决书", 8), Material("执行申请书", 2)),
        disposition_code="transfer",
        department_id=1,
        handler_id=1,
    )


def _petitioners(session: Session) -> int:
    with session.register.connection() as connection:
        return int(connection.execute(select(func.max(PETITIONERS.c.id))).scalar_one())


def _catch(session: Session, number: int) -> list[Caught]:
    """The statements of one intake, as the driver gets them."""
    caught: list[Caught] = []

    def catch(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        caught.append((statement, values, many))

    engine = session.register._engine
    event.listen(engine, "before_cursor_execute", catch)
    try:
        intake.submit(session, request(number), MADE_AT)
    finally:
        event.remove(engine, "before_cursor_execute", catch)
    return [one for one in caught if not one[0].startswith("BEGIN")]


class _Replay:
    """Writes the rows of a caught intake again, with the keys and numbers that come next."""

    def __init__(self, session: Session, caught: list[Caught]) -> None:
        self._engine = session.register._engine
        self._steps = [_Step(*one) for one in caught if not one[0].startswith("SELECT")]

    def run(self) -> None:
        """One transaction, over the connection that the pool has at hand."""
        pooled = self._engine.raw_connection()
        try:
            self._write(pooled.driver_connection)
        finally:
            pooled.close()

    def _write(self, connection: Any) -> None:
        keys: dict[str, Any] = {}
        connection.execute("BEGIN IMMEDIATE")
        keys["audit"] = connection.execute(f"SELECT max(id) FROM {AUDIT.name}").fetchone()[0]
        for step in self._steps:
            step.run(connection, keys)
        connection.execute("COMMIT")


class _Step:
    """One caught statement and which of its columns take fresh values."""

    def __init__(self, statement: str, values: Any, many: bool) -> None:
        self._statement = statement
        self._rows: list[Row] = [tuple(row) for row in values] if many else [tuple(values)]
        insert = _INSERT.match(statement)
        self._table = insert.group(1) if insert else ""
        columns = [name.strip().strip('"') for name in insert.group(2).split(",")] if insert else []
        self._fresh = [(place, name) for place, name in enumerate(columns) if self._is_fresh(name)]

    def _is_fresh(self, column: str) -> bool:
        if column in _KEY_OF.values() or column == "number_text" or (self._table, column) == ("audit", "id"):
            return True
        if self._table == "numbers":
            return column in {"number", "text"}
        return column == "rowid"

    def run(self, connection: Any, keys: dict[str, Any]) -> None:
        """Write the rows; remember the keys they got."""
        if not self._table:
            self._update(connection, keys)
            return
        rows = [self._filled(row, keys) for row in self._rows]
        if len(rows) > 1:
            connection.executemany(self._statement, rows)
            return
        cursor = connection.execute(self._statement, rows[0])
        if self._table in _KEY_OF:
            keys[_KEY_OF[self._table]] = cursor.lastrowid

    def _update(self, connection: Any, keys: dict[str, Any]) -> None:
        """Take the next number, or change the row just written; its key is the last parameter."""
        table = _UPDATE.match(self._statement)
        if table is None or table.group(1) not in _KEY_OF:
            keys["number"] = connection.execute(self._statement, self._rows[0]).fetchall()[0][0]
            return
        connection.execute(self._statement, (*self._rows[0][:-1], keys[_KEY_OF[table.group(1)]]))

    def _filled(self, row: Row, keys: dict[str, Any]) -> Row:
        values = list(row)
        for place, column in self._fresh:
            if (self._table, column) == ("audit", "id"):
                keys["audit"] += 1
                values[place] = keys["audit"]
            elif column in {"text", "number_text"}:
                values[place] = f"{row[place][: row[place].rindex('访') + 1]}{keys['number']}号"
            else:
                values[place] = keys["matter_id" if column == "rowid" else column]
        return tuple(values)
