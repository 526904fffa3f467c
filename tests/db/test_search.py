"""查询索引: written with the row it finds, so that nothing is missed and nothing is found that is no longer there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from app.domain.contact import Channel
from app.domain.errors import Cancelled
from app.domain.intake import Participant
from app.domain.petitioner import Role
from app.domain.progress import Progress
from app.domain.queue import QueueFilter, QueueView
from app.domain.search_tokens import SearchFields, route, tokens_of, verify
from app.services import checking, intake, matters, practice, queue
from app.services.matters import Correction
from app.services.session import Session
from db.search import INDEX, read_fields, rebuild, sample_problems
from db.search_record import record_fields
from db.tables import MATTERS, PETITIONERS, SEARCH_WORDS
from tests.db.test_practice import NOW as PRACTICE_NOW
from tests.support.intakes import NOW, form, found, person, register, resident_number, unnamed
from tests.support.registers import CHEAP


def problems(session: Session) -> list[int]:
    with session.register.connection() as connection:
        return sample_problems(connection, 1000)


def correct(session: Session, matter_id: int, **values: Any) -> None:
    version = matters.detail(session, matter_id).version
    matters.correct(session, Correction(matter_id, version, "听写有误", **values), NOW)


@pytest.fixture
def indexed(session: Session) -> tuple[Session, int]:
    """One matter with everything it can be found by, among others that share parts of it."""
    for order in range(20, 26):
        register(session, form("王大年", order, claim="请求退还保证金", narrative="与保证金有关"))
    wanted = form(
        principal=person("欧阳小满", 1, phones=("13912345678",)),
        others=(Participant(Role.AGENT, unnamed("阿依古丽·买买提")),),
        head_count=2,
        claims=("请求继续执行案款二十万元",),
        case_numbers=("（2025）豫9999执恢128号",),
        narrative="法院已查封房屋，评估报告有误。",
    )
    return session, register(session, wanted).matter_id


@pytest.mark.parametrize(
    "words",
    [
        "欧",
        "小满",
        "欧阳",
        "阳小满",
        "欧阳小满",
        "ouyang",
        "OuYang",
        "oyxm",
        "ouyangxiaoman",
        "阿依古丽",
        "阿依古丽买买提",
        "阿依古丽·买买提",
        "案款",
        "二十万",
        "继续执行",
        "请求继续执行案款",
        "请求继续执行案款二十万元",
        "查封",
        "评估报告有误",
        resident_number(1)[-4:],
        resident_number(1)[-6:],
        resident_number(1),
        resident_number(1).lower(),
        "13912345678",
        "5678",
        "1234567",
        "139 1234 5678",
        "+86 139-1234-5678",
        "(2025)豫9999执恢128号",
        "（2025）豫9999执恢128号",
        "[2025]豫９９９９执恢１２８号",
        "执恢128",
        "128",
        "豫9999执恢",
        "(2026)豫9999访7号",
        "欧阳 查封",
        "欧阳  案款   128",
    ],
)
def test_a_matter_is_found_by_its_words(indexed: tuple[Session, int], words: str) -> None:
    session, matter_id = indexed
    assert matter_id in found(session, words)


@pytest.mark.parametrize(
    "words", ["阳欧", "满小", "查评", "欧阳 保证金", "9128", "执恢129", "ouyanz", "13912345679", "大满", "🙏"]
)
def test_a_matter_is_not_found_by_words_it_does_not_hold(indexed: tuple[Session, int], words: str) -> None:
    session, matter_id = indexed
    assert matter_id not in found(session, words)


@pytest.mark.parametrize(
    "words", ["", "   ", "\u3000", '"', "*", "(", "a OR b", "NEAR(", "'; DROP TABLE matters", "^欧", "-", "\0"]
)
def test_no_words_break_the_search(indexed: tuple[Session, int], words: str) -> None:
    session, _ = indexed
    queue.first_page(session, QueueFilter(view=QueueView.ALL, words=words), NOW.date())
    found(session, "欧阳" + words)


def test_the_newest_matter_comes_first(session: Session) -> None:
    ids = [register(session, form("吴小满", order)).matter_id for order in range(1, 8)]
    assert found(session, "小满") == ids[::-1]


def test_a_save_that_failed_is_not_found(session: Session) -> None:
    before = found(session, "吴小满")
    request = intake.check(form(), NOW)
    with pytest.raises(ZeroDivisionError):
        register_and_fail(session, request)
    assert found(session, "吴小满") == before == []
    assert problems(session) == []


def register_and_fail(session: Session, request: Any) -> None:
    with session.register.write(session.viewer, NOW) as work:
        intake.register_contact(work, request, work.calendars.in_force())
        raise ZeroDivisionError


def test_a_correction_leaves_no_stale_hit(indexed: tuple[Session, int]) -> None:
    session, matter_id = indexed
    correct(
        session,
        matter_id,
        principal=person("司马无忌", 2, phones=("18800001111",)),
        claims=("改成另一项请求",),
        case_numbers=("（2024）豫9999民终3号",),
    )
    for gone in ("欧阳", "ouyang", "oyxm", resident_number(1), "13912345678", "345678", "案款", "执恢128", "128"):
        assert matter_id not in found(session, gone), gone
    for now in ("司马", "smwj", resident_number(2), "18800001111", "另一项", "民终3号", "查封", "阿依古丽"):
        assert matter_id in found(session, now), now
    assert problems(session) == []


def test_a_person_corrected_in_one_matter_is_found_so_in_every_matter(session: Session) -> None:
    ids = [register(session, form("吴小满", 1)).matter_id for _ in range(3)]
    agent = Participant(Role.AGENT, person("吴小满", 1))
    ids.append(register(session, form("陈平安", 2, others=(agent,), head_count=2)).matter_id)
    correct(session, ids[1], principal=person("吴晓满", 1))
    assert sorted(found(session, "吴晓满")) == ids
    assert found(session, "吴小满") == []
    assert problems(session) == []


def test_a_void_matter_is_no_hit_among_the_open_ones(indexed: tuple[Session, int]) -> None:
    session, matter_id = indexed
    assert found(session, "欧阳小满", QueueView.OPEN) == [matter_id]
    matters.void(session, matter_id, "重复登记", NOW)
    assert found(session, "欧阳小满", QueueView.OPEN) == []
    assert found(session, "欧阳小满") == [matter_id]
    assert problems(session) == []


def test_a_later_contact_is_found_too(indexed: tuple[Session, int]) -> None:
    session, matter_id = indexed
    letter = form("欧阳小满", 1, claim="来信补充证据", channel=Channel.LETTER, existing_matter_id=matter_id)
    receipt = register(session, replace(letter, case_numbers=("（2026）豫9999执异5号",)))
    for words in ("补充证据", "执异5号", receipt.contact_number, "案款", "执恢128"):
        assert matter_id in found(session, words), words
    assert problems(session) == []


def test_a_telephone_learnt_later_finds_the_earlier_matters_and_an_old_one_the_later(session: Session) -> None:
    first = register(session, form(principal=person(phones=("13900000001",)))).matter_id
    second = register(session, form(principal=person(phones=("13900000002",)))).matter_id
    assert sorted(found(session, "13900000002")) == sorted(found(session, "13900000001")) == [first, second]
    assert problems(session) == []


def test_an_odd_document_of_a_companion_is_found_before_and_after_a_correction(session: Session) -> None:
    odd = replace(person("陈平安"), document_number="写着看不清12345")
    request = form(others=(Participant(Role.COMPANION, odd),), head_count=2)
    matter_id = register(session, request).matter_id
    assert found(session, "看不清12345") == [matter_id]
    correct(session, matter_id, claims=("改过的诉求",))
    assert found(session, "看不清12345") == [matter_id]
    assert problems(session) == []


def index_state(session: Session) -> tuple[list[Any], dict[int, SearchFields]]:
    """Every token of every row as the index holds it, and the words beside it."""
    with session.register.maintenance() as connection:
        connection.execute(text("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, search_index, 'row')"))
        tokens = connection.execute(text("SELECT term, doc FROM temp.seen ORDER BY term")).all()
        connection.execute(text("DROP TABLE temp.seen"))
        words = {row.matter_id: read_fields(row.words) for row in connection.execute(select(SEARCH_WORDS))}
    return [tuple(one) for one in tokens], {
        matter_id: SearchFields(*(tuple(sorted(part)) for part in vars(fields).values()))
        for matter_id, fields in words.items()
    }


def changed_much(session: Session) -> None:
    ids = [register(session, form(f"吴{name}", order)).matter_id for order, name in enumerate("一二三四五六七八", 1)]
    correct(session, ids[0], claims=("改过的诉求",), case_numbers=("（2025）豫9999执1号",))
    correct(session, ids[1], principal=person("郑九", 9, phones=("13900000003",)))
    matters.void(session, ids[2], "重复登记", NOW)
    register(session, form("吴四", 4, claim="再来一次", existing_matter_id=ids[3]))
    register(session, form(principal=person("吴五", 5, phones=("13900000005",))))


def test_a_rebuild_gives_what_every_save_has_built(session: Session) -> None:
    changed_much(session)
    before = index_state(session)
    assert checking.rebuild_index(session) == 9
    after = index_state(session)
    assert after[1] == before[1]
    assert {term for term, _ in after[0]} == {term for term, amount in before[0] if amount}
    assert problems(session) == []


def test_a_rebuild_that_is_stopped_leaves_the_old_index(indexed: tuple[Session, int]) -> None:
    session, matter_id = indexed
    progress = Progress(lambda *_: None)
    progress.cancel()
    with pytest.raises(Cancelled):
        checking.rebuild_index(session, progress)
    assert found(session, "欧阳小满") == [matter_id]
    assert problems(session) == []


DRIFTS = {
    "index row gone": delete(INDEX).where(INDEX.c.rowid == 3),
    "words gone": delete(SEARCH_WORDS).where(SEARCH_WORDS.c.matter_id == 3),
    "words of another": text(
        "UPDATE search_words SET words = (SELECT words FROM search_words WHERE matter_id = 2) WHERE matter_id = 3"
    ),
    "record changed beside": update(PETITIONERS).where(PETITIONERS.c.id == 3).values(name="另有其人"),
    "number changed beside": update(MATTERS).where(MATTERS.c.id == 3).values(number_text="（2026）豫9999访99号"),
}


@pytest.mark.parametrize("drift", list(DRIFTS))
def test_a_planted_drift_is_found_by_the_sample_and_mended_by_a_rebuild(session: Session, drift: str) -> None:
    changed_much(session)
    with session.register.maintenance() as connection:
        connection.execute(DRIFTS[drift])
    assert problems(session) == [3]
    results = {one.name: one for one in checking.check(session)}
    assert not results["search_index"].good
    assert "3" in results["search_index"].found
    checking.rebuild_index(session)
    assert problems(session) == []


def test_a_token_lost_beyond_the_first_of_a_long_text_is_found(session: Session) -> None:
    words = "".join(chr(0x4E00 + number) for number in range(600))
    matter_id = register(session, form(narrative=words)).matter_id
    with session.register.maintenance() as connection:
        short = replace(record_fields(connection, (matter_id,))[matter_id], texts=(words[:300],))
        tokens = " ".join(tokens_of(short))
        connection.execute(delete(INDEX).where(INDEX.c.rowid == matter_id))
        connection.execute(INDEX.insert(), {"rowid": matter_id, "words": tokens})
    assert problems(session) == [matter_id]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, dict[int, SearchFields]]]:
    directory: Path = tmp_path_factory.mktemp("many") / "data"
    session = practice.make(directory, 150, 7, PRACTICE_NOW, CHEAP)
    with session.register.connection() as connection:
        ids = connection.execute(select(MATTERS.c.id)).scalars().all()
        truth = record_fields(connection, ids)
    yield session, truth
    session.register.close()


def fragments(fields: SearchFields, chance: random.Random) -> Iterator[str]:
    for kind in (
        fields.names,
        fields.phones,
        fields.document_numbers,
        fields.case_numbers,
        fields.numbers,
        fields.texts,
    ):
        if kind:
            whole = chance.choice(kind)
            least = 1 if kind is fields.names else 2
            if kind in (fields.phones, fields.document_numbers):
                least = 4
            length = chance.randint(min(least, len(whole)), min(len(whole), 12))
            begin = chance.randint(0, len(whole) - length)
            yield whole[begin : begin + length]


def test_whatever_a_query_means_is_found_and_nothing_else(many: tuple[Session, dict[int, SearchFields]]) -> None:
    session, truth = many
    chance = random.Random(11)
    queries = [one for fields in chance.sample(list(truth.values()), 50) for one in fragments(fields, chance)]
    queries += [f"{first} {second}" for first, second in zip(queries[::7], queries[1::7], strict=False)]
    with session.register.read(session.viewer) as unit:
        for query in queries:
            plan = route(query)
            if plan.empty or plan.document_prefixes:
                continue
            meant = {matter_id for matter_id, fields in truth.items() if verify(plan, fields)}
            assert set(unit.search.find(query)) == meant, query


def test_the_first_found_are_those_with_which_the_whole_answer_begins(
    many: tuple[Session, dict[int, SearchFields]],
) -> None:
    session, truth = many
    chance = random.Random(12)
    queries = [one for fields in chance.sample(list(truth.values()), 40) for one in fragments(fields, chance)]
    queries += ["王", "执行", "申请执行", "2026", "138", "wang", "1", "执行 王", "豫", "（2026）", "4101"]
    cut = 0
    with session.register.read(session.viewer) as unit:
        for query in queries:
            for limit in (200, 12):
                whole = unit.search.find(query, limit=limit)
                for first in (1, 5, 50):
                    assert unit.search.find(query, limit=limit, first=first) == whole[:first], (query, limit, first)
                    cut += first < len(whole)
    assert cut > 100, "most answers were longer than what was asked for"


def test_every_matter_of_the_practice_register_agrees_with_its_index(
    many: tuple[Session, dict[int, SearchFields]],
) -> None:
    session, truth = many
    with session.register.connection() as connection:
        assert sample_problems(connection, len(truth)) == []


def test_a_rebuild_tells_its_steps(many: tuple[Session, dict[int, SearchFields]]) -> None:
    session, truth = many
    steps: list[tuple[int, int]] = []
    with session.register.maintenance() as connection:
        assert rebuild(connection, lambda done, total: steps.append((done, total))) == len(truth)
    assert steps[-1] == (len(truth), len(truth))
