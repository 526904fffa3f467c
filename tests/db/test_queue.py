"""事项队列: pages follow one another without a hole or a double, counts agree, and 检举控告 stay out of sight."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, update

from app.domain.contact import Channel
from app.domain.matter import OPEN_STATUSES, MatterStatus
from app.domain.paper import Form
from app.domain.queue import COUNT_CAP, QueueFilter, QueueRow, QueueSort, QueueView
from app.domain.viewer import Viewer
from app.services import intake, papers, practice, queue
from app.services.session import Session
from db.stores import queue as store
from db.stores.matters import due_key
from db.tables import MATTERS
from tests.db.test_practice import NOW as PRACTICE_NOW
from tests.support.intakes import NOW, form, found, register
from tests.support.registers import CHEAP

TODAY = NOW.date()
SOON = TODAY + timedelta(days=queue.SOON_DAYS)
AMOUNT = 260
SORT_FIELDS = {
    QueueSort.REGISTERED: "registered_at",
    QueueSort.LATEST: "latest_at",
    QueueSort.PETITIONER: "petitioner",
    QueueSort.HANDLER: "handler",
    QueueSort.REPEATS: "contact_count",
}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Many matters of which most share their sort keys with others; a fifth is restricted."""
    directory: Path = tmp_path_factory.mktemp("crowd") / "data"
    session = practice.make(directory, AMOUNT, 3, PRACTICE_NOW, CHEAP)
    chance = random.Random(5)
    statuses = list(MatterStatus)
    with session.register.maintenance() as connection:
        for matter_id in connection.execute(select(MATTERS.c.id)).scalars().all():
            due = chance.choice((None, TODAY, TODAY + timedelta(days=3), SOON, SOON + timedelta(days=1)))
            status = chance.choice(statuses)
            values = {
                "status": status.value,
                "is_open": status in OPEN_STATUSES,
                "registered_at": NOW - timedelta(days=chance.randint(0, 3)),
                "latest_at": NOW - timedelta(days=chance.randint(0, 2)),
                "petitioner_name": chance.choice(("吴小满", "陈平安", "𠮷某", "", "Ana")),
                "handler_name": chance.choice(("", "周承办", "郑承办")),
                "contact_count": chance.randint(1, 3),
                "channel": chance.choice(list(Channel)).value,
                "due_date": due,
                "due_key": due_key(due),
                "restricted": chance.random() < 0.2,
            }
            connection.execute(update(MATTERS).where(MATTERS.c.id == matter_id).values(values))
    yield session
    session.register.close()


def outsider(session: Session) -> Session:
    return replace(session, viewer=Viewer(session.viewer.account_id, "接待员乙"))


def pages(session: Session, wanted: QueueFilter, size: int) -> list[QueueRow]:
    rows: list[QueueRow] = []
    after = None
    with session.register.read(session.viewer) as unit:
        while True:
            page = unit.queue.page(wanted, TODAY, SOON, after, size)
            assert len(page.rows) == size or page.next_key is None
            rows += page.rows
            after = page.next_key
            if after is None:
                return rows


def truth(session: Session, wanted: QueueFilter) -> list[QueueRow]:
    """The same rows by plain Python over the whole list."""
    everything = pages(session, QueueFilter(view=QueueView.ALL), 10_000)

    def matches(row: QueueRow) -> bool:
        in_view = {
            QueueView.ALL: True,
            QueueView.OPEN: row.status in OPEN_STATUSES,
            QueueView.TODAY: row.latest_at.date() >= TODAY,
            QueueView.DUE_SOON: row.status in OPEN_STATUSES and row.due_date is not None and row.due_date <= SOON,
        }[wanted.view]
        return (
            in_view
            and wanted.channel in (None, row.channel)
            and wanted.status in (None, row.status)
            and wanted.handler in ("", row.handler)
            and wanted.repeat in (None, row.contact_count > 1)
        )

    def key(row: QueueRow) -> tuple[object, int]:
        if wanted.sort is QueueSort.DUE:
            return (row.due_date or date.max, row.matter_id)
        value = getattr(row, SORT_FIELDS[wanted.sort])
        return (value.encode() if isinstance(value, str) else value, row.matter_id)

    return sorted(filter(matches, everything), key=key, reverse=wanted.descending)


FILTERS = st.builds(
    QueueFilter,
    view=st.sampled_from(QueueView),
    channel=st.none() | st.sampled_from(Channel),
    status=st.none() | st.sampled_from(MatterStatus),
    handler=st.sampled_from(("", "周承办", "没有这个人")),
    repeat=st.none() | st.booleans(),
    sort=st.sampled_from(QueueSort),
    descending=st.booleans(),
)


@given(wanted=FILTERS, size=st.integers(1, 60), rights=st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_of_any_size_are_the_whole_list_in_order(
    crowd: Session, wanted: QueueFilter, size: int, rights: bool
) -> None:
    session = crowd if rights else outsider(crowd)
    assert pages(session, wanted, size) == truth(session, wanted)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", list(QueueSort))
@pytest.mark.parametrize("size", [1, 7, AMOUNT - 1, AMOUNT, AMOUNT + 1])
def test_every_sort_is_complete_through_equal_keys(
    crowd: Session, sort: QueueSort, descending: bool, size: int
) -> None:
    wanted = QueueFilter(view=QueueView.ALL, sort=sort, descending=descending)
    rows = pages(crowd, wanted, size)
    assert len({row.matter_id for row in rows}) == len(rows) == AMOUNT
    assert rows == truth(crowd, wanted)


@given(wanted=FILTERS, rights=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_footer_counts_what_the_rows_show(crowd: Session, wanted: QueueFilter, rights: bool) -> None:
    session = crowd if rights else outsider(crowd)
    counts = queue.first_page(session, wanted, TODAY).counts
    rows = truth(session, wanted)
    assert (counts.matching, counts.capped) == (len(rows), False)
    assert counts.by_channel == Counter(row.channel for row in rows)
    assert counts.by_view == {view: len(truth(session, QueueFilter(view=view))) for view in QueueView}


@pytest.mark.parametrize(
    "wanted", [QueueFilter(view=view, words=words) for view in QueueView for words in ("吴", "法院")]
)
def test_the_footer_of_a_search_counts_what_it_shows(crowd: Session, wanted: QueueFilter) -> None:
    answer = queue.first_page(outsider(crowd), wanted, TODAY)
    assert answer.counts.matching == len(answer.page.rows)
    assert answer.counts.by_channel == Counter(row.channel for row in answer.page.rows)
    inside = {row.matter_id for row in truth(outsider(crowd), replace(wanted, words=""))}
    assert {row.matter_id for row in answer.page.rows} <= inside


def test_a_count_stops_at_its_cap_and_says_so(crowd: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "COUNT_CAP", 50)
    counts = queue.first_page(crowd, QueueFilter(view=QueueView.ALL), TODAY).counts
    assert (counts.matching, counts.capped, counts.by_view[QueueView.ALL]) == (50, True, 50)
    assert COUNT_CAP > AMOUNT


def test_the_next_page_begins_where_the_first_ended(crowd: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = QueueFilter(view=QueueView.ALL, sort=QueueSort.LATEST, descending=True)
    first = queue.first_page(crowd, wanted, TODAY).page
    assert first.next_key is not None
    second = queue.next_page(crowd, wanted, TODAY, first.next_key)
    assert [*first.rows, *second.rows] == truth(crowd, wanted)
    assert second.next_key is None


def test_a_row_saved_between_two_pages_makes_no_hole_and_no_double(session: Session) -> None:
    for order in range(1, 8):
        register(session, form(order=order))
    wanted = QueueFilter(view=QueueView.ALL, sort=QueueSort.REGISTERED)
    with session.register.read(session.viewer) as unit:
        first = unit.queue.page(wanted, TODAY, SOON, None, 4)
    register(session, form(order=9), minutes=1)
    with session.register.read(session.viewer) as unit:
        rest = unit.queue.page(wanted, TODAY, SOON, first.next_key, 10)
    assert [row.matter_id for row in (*first.rows, *rest.rows)] == list(range(1, 9))


def test_the_accused_and_their_division_see_nothing_of_an_accusation(session: Session, without_rights: Session) -> None:
    plain = register(session, form("吴小满", 1)).matter_id
    hidden = register(
        session, form("吴小满", 1, claim="检举执行人员", purpose_code=intake.ACCUSATION, narrative="检举的经过")
    )
    for view in QueueView:
        shown = queue.first_page(without_rights, QueueFilter(view=view), TODAY)
        assert hidden.matter_id not in {row.matter_id for row in shown.page.rows}
        allowed = queue.first_page(session, QueueFilter(view=view), TODAY)
        assert allowed.counts.by_view[view] - shown.counts.by_view[view] == (view is not QueueView.DUE_SOON)
    principal = form("吴小满", 1).principal
    for words in ("吴小满", "检举", "检举执行人员", "wxm", principal.document_number, hidden.matter_number, "2"):
        assert hidden.matter_id not in found(without_rights, words), words
        assert hidden.matter_id in found(session, words), words
    assert found(without_rights, "吴小满") == [plain]
    with without_rights.register.read(without_rights.viewer) as unit:
        assert unit.headline()["matters"] == unit.headline()["contacts"] == 1
        assert unit.matters.facts(hidden.matter_id) is None
        assert unit.matters.find_by_number(hidden.contact_number) is None
        assert unit.queue.rows((hidden.matter_id, plain)) == unit.queue.rows((plain,))


def test_papers_of_an_accusation_are_out_of_sight_too(session: Session, without_rights: Session) -> None:
    matter_id = register(session, form(purpose_code=intake.ACCUSATION)).matter_id
    paper = papers.issue(session, matter_id, Form.COVER, NOW)
    papers.lay_in_tray(session, paper.document_id, "打印机", "缺纸", NOW)
    assert len(papers.tray(session)) == 1
    assert papers.tray(without_rights) == ()
    with without_rights.register.read(without_rights.viewer) as unit:
        assert unit.documents.get(paper.document_id) is None


@pytest.mark.parametrize("sort", list(QueueSort))
@pytest.mark.parametrize("descending", [False, True])
def test_every_sort_of_the_whole_list_walks_an_index(crowd: Session, sort: QueueSort, descending: bool) -> None:
    """So that the millionth row costs what the first does: no sort of the whole list in a temporary tree."""
    seen: list[tuple[str, object]] = []

    def keep(*args: object) -> None:
        seen.append((str(args[2]), args[3]))

    wanted = QueueFilter(view=QueueView.ALL, sort=sort, descending=descending)
    with crowd.register.read(crowd.viewer) as unit:
        first = unit.queue.page(wanted, TODAY, SOON, None, 10)
        engine = crowd.register._engine
        event.listen(engine, "before_cursor_execute", keep)
        unit.queue.page(wanted, TODAY, SOON, first.next_key, 10)
        event.remove(engine, "before_cursor_execute", keep)
    with crowd.register.connection() as connection:
        for statement, values in seen:
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values).all()
            assert not any("TEMP B-TREE" in row.detail for row in plan), plan
