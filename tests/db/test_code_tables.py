"""Pick lists of the office: words from a day on, ended from a day on, never lost once used."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.errors import Refused
from app.domain.paper import Form, RegistrationRecord
from app.services import codes, papers, settings
from app.services.session import Session
from db.engine import open_engine
from db.files import RegisterFiles
from db.migrate import upgrade
from tests.support.intakes import NOW, form, register

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
START = date(2026, 1, 1)


def offered(session: Session, table: str, day: date = TODAY) -> list[str]:
    return [item.label for item in settings.lists(session, day).codes[table]]


def code_of(session: Session, table: str, label: str) -> str:
    history = next(one for one in codes.tables(session) if one.name == table).periods
    return next(one.item.code for one in history if one.item.label == label)


def test_the_packaged_tables_are_there_with_their_titles(session: Session) -> None:
    found = {one.name: one for one in codes.tables(session)}
    assert found["cause"].title == "信访原因"
    assert [one.item.label for one in found["disposition"].in_force(TODAY)][-1] == "查询进度"
    assert "conduct" in found


def test_an_entry_is_added_from_a_day_on_with_its_initials(session: Session) -> None:
    codes.add(session, "source", "巡回接访", TOMORROW, NOW)
    assert "巡回接访" not in offered(session, "source")
    assert offered(session, "source", TOMORROW)[-1] == "巡回接访"
    item = settings.lists(session, TOMORROW).codes["source"][-1]
    assert (item.initials, item.code, item.source) == ("xhjf", "own_1", "本院自定")


def test_other_words_from_a_day_on_leave_earlier_contacts_their_words(session: Session) -> None:
    before = register(session, form(source_code="media"))
    codes.relabel(session, "source", "media", "新闻媒体", TOMORROW, NOW)
    assert "媒体" in offered(session, "source")
    assert "新闻媒体" in offered(session, "source", TOMORROW)
    record = papers.issue(session, before.matter_id, Form.REGISTRATION, NOW + timedelta(days=9)).record
    assert isinstance(record, RegistrationRecord)
    assert record.source == "媒体"


def test_words_may_be_changed_twice_on_one_day(session: Session) -> None:
    codes.relabel(session, "source", "media", "新闻媒体", TOMORROW, NOW)
    codes.relabel(session, "source", "media", "新闻单位", TOMORROW, NOW)
    assert offered(session, "source", TOMORROW).count("新闻单位") == 1
    assert "新闻媒体" not in offered(session, "source", TOMORROW)


def test_a_retired_entry_is_offered_no_more_and_can_come_back(session: Session) -> None:
    codes.retire(session, "source", "media", TOMORROW, NOW)
    assert "媒体" in offered(session, "source")
    assert "媒体" not in offered(session, "source", TOMORROW)
    with pytest.raises(Refused, match="不在使用中"):
        codes.relabel(session, "source", "media", "新闻媒体", TOMORROW, NOW)
    codes.reinstate(session, "source", "media", TOMORROW + timedelta(days=5), NOW)
    assert "媒体" not in offered(session, "source", TOMORROW + timedelta(days=4))
    assert "媒体" in offered(session, "source", TOMORROW + timedelta(days=5))


def test_what_was_used_is_never_deleted_and_says_so(session: Session) -> None:
    register(session, form(source_code="media"))
    with pytest.raises(Refused, match="已经用在登记里"):
        codes.remove(session, "source", "media", NOW)
    codes.add(session, "source", "写错的", TODAY, NOW)
    codes.remove(session, "source", code_of(session, "source", "写错的"), NOW)
    assert "写错的" not in offered(session, "source")
    assert "媒体" in offered(session, "source")


def test_what_the_program_acts_on_can_only_be_relabelled(session: Session) -> None:
    for table, code in sorted(codes.BUILT_IN):
        with pytest.raises(Refused, match="由程序使用"):
            codes.retire(session, table, code, TOMORROW, NOW)
        with pytest.raises(Refused, match="由程序使用"):
            codes.remove(session, table, code, NOW)
    codes.relabel(session, "disposition", "progress", "进度查询", TODAY, NOW)
    assert "进度查询" in offered(session, "disposition")


def test_the_last_entry_of_a_list_stays(session: Session) -> None:
    for code in ("petition", "suggestion", "enquiry"):
        codes.retire(session, "purpose", code, TOMORROW, NOW)
    assert offered(session, "purpose", TOMORROW) == ["检举控告"]
    for code in ("permanent", "long"):
        codes.retire(session, "retention", code, TOMORROW, NOW)
    with pytest.raises(Refused, match="最后一个可选项"):
        codes.retire(session, "retention", "short", TOMORROW, NOW)


def test_entries_are_put_in_order(session: Session) -> None:
    before = [item.code for item in settings.lists(session, TODAY).codes["source"]]
    codes.reorder(session, "source", ("media", "self"), NOW)
    after = [item.code for item in settings.lists(session, TODAY).codes["source"]]
    assert after == ["media", "self", *(one for one in before if one not in ("media", "self"))]
    with pytest.raises(Refused, match="已有变化"):
        codes.reorder(session, "source", ("nothing",), NOW)


@pytest.mark.parametrize("label", ["", "  ", "很" * 41, "缠访户", "媒体"])
def test_empty_long_labelling_and_double_names_are_refused(session: Session, label: str) -> None:
    with pytest.raises(Refused) as refusal:
        codes.add(session, "source", label, TODAY, NOW)
    assert "label" in refusal.value.fields


def test_only_administrators_and_only_known_tables(session: Session, without_rights: Session) -> None:
    with pytest.raises(Refused, match="管理员"):
        codes.add(without_rights, "source", "巡回接访", TODAY, NOW)
    with pytest.raises(Refused, match="没有这个代码表"):
        codes.add(session, "nothing", "巡回接访", TODAY, NOW)


def test_days_before_a_table_began_find_what_it_began_with(session: Session) -> None:
    assert offered(session, "source", START - timedelta(days=400)) == offered(session, "source", START)
    with session.register.read(session.viewer) as unit:
        assert unit.codes.label("source", "media", date(2020, 1, 1)) == "媒体"
        assert unit.codes.label("source", "nobody_knows", TODAY) == "nobody_knows"


def test_a_register_with_its_lists_gets_the_new_entries_once_and_a_fresh_one_none(tmp_path: Path) -> None:
    columns = "code_table, code, label, valid_from"
    entry = f"INSERT INTO codes ({columns}) VALUES ('disposition', 'progress', '进度', '2026-01-01')"
    amounts = []
    for name, statements in (("fresh", ()), ("old", (entry.replace("progress", "keep"),)), ("own", (entry,))):
        files = RegisterFiles(tmp_path / name)
        files.directory.mkdir()
        files.database.touch()
        engine = open_engine(files.database, bytes(range(32)))
        upgrade(engine, "0002")
        with engine.connect() as plain, plain.begin():
            for statement in statements:
                plain.execute(text(statement))
        upgrade(engine, "0003")
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT code_table, code FROM codes")).all()
        engine.dispose()
        assert len(set(rows)) == len(rows)
        amounts.append((len(rows), sum(tuple(row) == ("disposition", "progress") for row in rows)))
    assert amounts == [(0, 0), (14, 1), (13, 1)]
