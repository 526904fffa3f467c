"""A unit of work saves all or nothing, audits what it writes, and a read has nothing to write with."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text

from app.domain.errors import Cancelled, Refused
from app.domain.numbering import Series
from app.domain.progress import Progress
from app.services import drafts, settings
from app.services.session import Session
from db.stores.audit import AuditWriter
from db.stores.numbers import NumberWriter
from db.tables import AUDIT, METADATA
from db.unit_of_work import ReadUnit, ScratchUnit, WriteUnit
from tests.support.intakes import NOW, form, register


def row_counts(session: Session) -> dict[str, int]:
    with session.register.connection() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


def test_a_clean_exit_saves_everything(session: Session) -> None:
    with session.register.write(session.viewer, NOW) as work:
        number = work.numbers.issue(Series.CALL, 2026, lambda number: f"试{number}", NOW)
        work.settings.put("retention", "long")
        work.audit.record("test", "number", number.number_id)
    counts = row_counts(session)
    assert counts["numbers"] == 1
    with session.register.read(session.viewer) as unit:
        assert unit.settings.get("retention") == "long"


def write_and_fail(session: Session, error: BaseException | type[BaseException]) -> None:
    with session.register.write(session.viewer, NOW) as work:
        work.numbers.issue(Series.CALL, 2026, lambda number: f"试{number}", NOW)
        work.settings.put("retention", "long")
        work.audit.record("test", "number", 1)
        raise error


@pytest.mark.parametrize("error", [ZeroDivisionError, Refused("不行"), KeyboardInterrupt, GeneratorExit])
def test_any_exception_undoes_everything(session: Session, error: BaseException | type[BaseException]) -> None:
    before = row_counts(session)
    with pytest.raises(error if isinstance(error, type) else type(error)):
        write_and_fail(session, error)
    assert row_counts(session) == before
    register(session, form())


def test_a_write_without_an_audit_entry_is_our_bug_and_saves_nothing(session: Session) -> None:
    before = row_counts(session)
    with pytest.raises(RuntimeError), session.register.write(session.viewer, NOW) as work:
        work.settings.put("retention", "long")
    assert row_counts(session) == before


def test_a_read_unit_has_nothing_to_write_with(session: Session) -> None:
    changing = ("add", "change", "put", "save", "remove", "issue", "void", "record", "replace", "renew", "set_claims")
    with session.register.read(session.viewer) as unit:
        stores = [one for name, one in vars(unit).items() if not name.startswith("_")]
        for store in stores:
            assert not isinstance(store, AuditWriter | NumberWriter)
            assert [name for name in changing if hasattr(store, name)] == [], type(store).__name__
    assert not isinstance(unit, WriteUnit | ScratchUnit)


def test_a_read_sees_one_moment_of_the_register(session: Session) -> None:
    register(session, form())
    with session.register.read(session.viewer) as unit:
        assert unit.headline()["matters"] == 1
        register(session, form("陈平安", 2))
        assert unit.headline()["matters"] == 1
    with session.register.read(session.viewer) as unit:
        assert unit.headline()["matters"] == 2


def test_drafts_and_preferences_leave_no_trace_in_the_audit(session: Session) -> None:
    before = row_counts(session)["audit"]
    draft_id = drafts.save(session, None, "intake", "吴小满", "{}", NOW)
    drafts.remove(session, draft_id, NOW)
    settings.keep_preference(session, "text_size", 14, NOW)
    assert settings.preferences(session, NOW) == {"text_size": 14}
    assert row_counts(session)["audit"] == before


def test_a_scratch_unit_cannot_reach_the_record(session: Session) -> None:
    with session.register.scratch(session.viewer, NOW) as unit:
        assert {name for name in vars(unit) if not name.startswith("_")} == {"viewer", "now", "drafts", "preferences"}
    assert not isinstance(unit, ReadUnit)


def test_an_intake_changes_every_table_it_touches_in_one_transaction(session: Session) -> None:
    before = row_counts(session)
    register(session, form(narrative="三次到庭", case_numbers=("（2025）豫9999执1号",)))
    after = row_counts(session)
    grown = {name for name in after if after[name] > before[name]}
    assert {"numbers", "petitioners", "matters", "contacts", "participants", "claims", "case_refs"} <= grown
    assert {"deadlines", "actions", "audit", "search_words"} <= grown


def endless(session: Session, progress: Progress, begun: Callable[[], None]) -> None:
    with session.register.read(session.viewer, progress) as unit:
        begun()
        counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        unit._connection.execute(text(counting))


def test_a_cancel_interrupts_a_running_read_and_the_register_goes_on(session: Session) -> None:
    progress = Progress()
    running = threading.Event()

    def stop() -> None:
        running.wait()
        while not progress_done.is_set():
            progress.cancel()

    progress_done = threading.Event()
    stopper = threading.Thread(target=stop)
    stopper.start()
    try:
        with pytest.raises(Cancelled):
            endless(session, progress, running.set)
    finally:
        progress_done.set()
        running.set()
        stopper.join()
    assert register(session, form()).matter_number.endswith("访1号")
    with session.register.connection() as connection:
        assert connection.execute(select(func.count()).select_from(AUDIT)).scalar_one() == 3
