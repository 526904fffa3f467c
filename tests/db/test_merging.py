"""合并与撤销, on real files: what moves, what is refused, and that taking back restores every row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.services import history, intake, matters, merging, recognition, separating
from app.services.session import Session
from db.check import run_checks
from db.tables import METADATA
from tests.support.intakes import NOW, form, found, register

KEEPS_GROWING = {"audit", "actions", "merges", "merge_moves", "notices", "search_words"}
WHY = "重复登记"


def rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every row of the record, but for what is only ever appended to and the guard against crossing changes."""
    with session.register.connection() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name != "version"}
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in METADATA.sorted_tables
            if table.name not in KEEPS_GROWING
        }


def good(session: Session) -> None:
    assert [(one.name, one.found) for one in run_checks(session.register) if not one.good] == []


def newest(session: Session, matter_id: int) -> int:
    return merging.merges_of_matter(session, matter_id)[0].merge_id


@pytest.fixture
def two(session: Session) -> tuple[int, int]:
    """Two matters of one person, three contacts in all, with one case number in common."""
    first = register(session, form("单田芳", 1, case_numbers=("（2023）豫0104民初1234号",)))
    second = register(
        session,
        form(
            "单田芳",
            1,
            claim="请求退还诉讼费",
            happened_at=NOW - timedelta(days=3),
            case_numbers=("(2023)豫0104民初1234号", "（2024）豫0104执9号"),
        ),
        1,
    )
    register(session, form("单田芳", 1, existing_matter_id=first.matter_id), 2)
    return first.matter_id, second.matter_id


def test_everything_of_one_matter_is_with_the_other(session: Session, two: tuple[int, int]) -> None:
    first, second = two
    number = matters.detail(session, second).number
    merging.merge_matters(session, second, first, WHY, NOW)
    whole, gone = matters.detail(session, first), matters.detail(session, second)
    assert [one.ordinal for one in whole.contacts] == [1, 2, 3]
    assert [one.happened_at for one in whole.contacts] == sorted(one.happened_at for one in whole.contacts)
    assert (whole.contact_count, len(whole.claims), len(whole.case_refs)) == (3, 2, 2)
    assert gone.status is MatterStatus.VOID
    assert "并入" in gone.void_reason
    assert gone.contacts == ()
    assert any(number in entry.words for entry in whole.timeline)
    assert {one.flag.value for one in history.of_matter(session, first, NOW.date()).flags} == {"repeat"}
    assert first in found(session, "退还诉讼费")
    good(session)


def test_taking_back_restores_every_row(session: Session, two: tuple[int, int]) -> None:
    before = rows(session)
    merging.merge_matters(session, two[1], two[0], WHY, NOW)
    assert rows(session) != before
    merging.undo(session, newest(session, two[0]), "合错了", NOW)
    assert rows(session) == before
    assert two[1] in found(session, "退还诉讼费")
    assert two[0] not in found(session, "退还诉讼费")
    good(session)
    merging.merge_matters(session, two[0], two[1], WHY, NOW)
    merging.undo(session, newest(session, two[1]), "合错了", NOW)
    assert rows(session) == before


def test_what_came_since_stays_where_it_came(session: Session, two: tuple[int, int]) -> None:
    first, second = two
    merging.merge_matters(session, second, first, WHY, NOW)
    late = register(session, form("单田芳", 1, existing_matter_id=first), 9)
    merging.undo(session, newest(session, first), "合错了", NOW)
    whole, back = matters.detail(session, first), matters.detail(session, second)
    assert [one.ordinal for one in whole.contacts] == [1, 2, 3]
    assert whole.contacts[-1].contact_id == late.contact_id
    assert (whole.contact_count, back.contact_count, len(back.contacts)) == (3, 1, 1)
    good(session)


def test_later_joinings_are_taken_back_first(session: Session, two: tuple[int, int]) -> None:
    third = register(session, form("单田芳", 1, claim="第三件"), 5).matter_id
    before = rows(session)
    merging.merge_matters(session, two[1], two[0], WHY, NOW)
    first = newest(session, two[0])
    merging.merge_matters(session, two[0], third, WHY, NOW)
    with pytest.raises(Refused, match="先撤销后一次"):
        merging.undo(session, first, "合错了", NOW)
    merging.undo(session, newest(session, third), "合错了", NOW)
    merging.undo(session, first, "合错了", NOW)
    assert rows(session) == before
    with pytest.raises(Refused, match="已经撤销"):
        merging.undo(session, first, "再来一次", NOW)
    good(session)


def refused(act: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        act()


def test_what_makes_no_sense_is_refused_in_words(session: Session, two: tuple[int, int]) -> None:
    first, second = two

    def merge(one: int, other: int, why: str = WHY) -> Change:
        return merging.merge_matters(session, one, other, why, NOW)

    before = rows(session)
    refused(lambda: merge(first, first), "它自己")
    refused(lambda: merge(first, 99), "没有找到")
    refused(lambda: merge(first, second, " "), "原因")
    refused(lambda: merging.undo(session, 99, WHY, NOW), "没有找到")
    assert rows(session) == before
    merge(second, first)
    refused(lambda: merge(first, second), "绕成一圈")
    refused(lambda: merge(second, first), "已经并入对方")
    merging.undo(session, newest(session, first), WHY, NOW)
    recognition.say_different_matters(session, first, second, "两个案子", NOW)
    refused(lambda: merge(first, second), "不是同一事项")
    merging.forget_different(session, "matter", min(two), max(two), "弄错了", NOW)
    matters.void(session, second, "登记错误", NOW)
    refused(lambda: merge(second, first), "作废")
    refused(lambda: merge(first, second), "作废")


def test_accusations_stay_apart_and_out_of_sight(session: Session, without_rights: Session) -> None:
    plain = register(session, form()).matter_id
    accusing = register(session, form(purpose_code=intake.ACCUSATION), 1).matter_id
    refused(lambda: merging.merge_matters(session, accusing, plain, WHY, NOW), "检举控告")
    refused(lambda: merging.merge_matters(without_rights, accusing, plain, WHY, NOW), "没有找到")
    other = register(session, form("某甲", 7, purpose_code=intake.ACCUSATION), 2)
    assert other.matter_id
    refused(lambda: merging.merge_people(without_rights, 2, 1, WHY, NOW), "没有找到")


def test_people_are_joined_and_parted_again(session: Session) -> None:
    first = register(session, form("单田芳", 1)).matter_id
    register(session, form("善田芳", 2, existing_matter_id=first), 1)
    register(session, form("单甜芳", 3), 2)
    before = rows(session)
    merging.merge_people(session, 2, 1, "同一人", NOW)
    assert [one.flag.value for one in history.of_matter(session, first, NOW.date()).flags] == ["repeat"]
    merging.merge_people(session, 1, 3, "同一人", NOW)
    with session.register.read(session.viewer) as unit:
        assert unit.recognition.spellings(3) == (3, 1, 2)
    refused(lambda: merging.merge_people(session, 2, 3, WHY, NOW), "已是同一人")
    refused(lambda: merging.merge_people(session, 3, 3, WHY, NOW), "已是同一人")
    (second,) = merging.merges_of_person(session, 1)
    with session.register.connection() as connection:
        first_merge = connection.exec_driver_sql("SELECT min(id) FROM merges WHERE kind = 'person'").scalar_one()
    refused(lambda: merging.undo(session, first_merge, WHY, NOW), "先撤销后一次")
    merging.undo(session, second.merge_id, "不是", NOW)
    merging.undo(session, first_merge, "不是", NOW)
    assert rows(session) == before


def test_a_link_made_at_the_desk_can_be_taken_back(session: Session) -> None:
    register(session, form("单田芳", 1))
    register(session, form("善田芳", 2, same_person_id=1), 1)
    (link,) = merging.merges_of_person(session, 2)
    assert link.reason == merging.AT_THE_DESK
    merging.undo(session, link.merge_id, "认错人了", NOW)
    with session.register.read(session.viewer) as unit:
        assert unit.recognition.spellings(1) == (1,)
    recognition.say_different(session, 1, 2, "认错人了", NOW)
    refused(lambda: merging.merge_people(session, 1, 2, WHY, NOW), "不是同一人")


acts = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_any_joinings_taken_back_in_turn_leave_the_register_as_it_was(
    session: Session, wanted: list[tuple[int, int]]
) -> None:
    if not found(session, "件事情"):
        for number in range(1, 5):
            register(session, form("单田芳", 1, claim=f"第{number}件事情"), number)
    before = rows(session)
    done: list[int] = []
    for one, other in wanted:
        try:
            merging.merge_matters(session, one, other, WHY, NOW)
        except Refused:
            continue
        done.append(newest(session, other))
    for merge_id in reversed(done):
        merging.undo(session, merge_id, "撤销", NOW)
    assert rows(session) == before


def test_a_contact_registered_with_the_wrong_matter_is_parted_whole(session: Session) -> None:
    first = register(session, form("单田芳", 1, case_numbers=("（2023）豫0104民初1234号",)))
    before = matters.detail(session, first.matter_id)
    wrong = register(
        session,
        form(
            "善田芳",
            2,
            claim="请求退还诉讼费",
            case_numbers=("（2024）豫0104执9号",),
            existing_matter_id=first.matter_id,
            purpose_code=intake.ACCUSATION,
        ),
        1,
    )
    change = separating.separate(session, wrong.contact_id, "误归入", NOW)
    (own,) = change.ids - {first.matter_id}
    after, parted = matters.detail(session, first.matter_id), matters.detail(session, own)
    for name in ("contact_count", "head_count", "status", "due_date", "restricted", "claims", "contacts", "deadlines"):
        assert getattr(after, name) == getattr(before, name), name
    assert [one.normalised for one in after.case_refs] == [one.normalised for one in before.case_refs]
    assert [one.contact_id for one in parted.contacts] == [wrong.contact_id]
    assert (parted.contacts[0].ordinal, parted.contacts[0].number) == (1, wrong.contact_number)
    assert [claim.text for claim in parted.claims] == ["请求退还诉讼费"]
    assert [one.normalised for one in parted.case_refs] == ["（2024）豫0104执9号"]
    assert parted.deadlines
    assert found(session, "退还诉讼费") == [own]
    good(session)


def test_what_cannot_be_parted_is_refused_in_words(session: Session, without_rights: Session) -> None:
    first = register(session, form())
    second = register(session, form(existing_matter_id=first.matter_id), 1)
    refused(lambda: separating.separate(session, first.contact_id, WHY, NOW), "第一次登记")
    refused(lambda: separating.separate(session, 99, WHY, NOW), "没有找到")
    refused(lambda: separating.separate(session, second.contact_id, " ", NOW), "原因")
    refused(lambda: merging.undo(session, 1, WHY, NOW), "分出")
    matters.void(session, first.matter_id, "登记错误", NOW)
    refused(lambda: separating.separate(session, second.contact_id, WHY, NOW), "作废")


def test_a_visit_for_a_merged_matter_goes_where_the_matter_went(session: Session, two: tuple[int, int]) -> None:
    merging.merge_matters(session, two[1], two[0], WHY, NOW)
    receipt = register(session, form("单田芳", 1, existing_matter_id=two[1]), 9)
    assert receipt.matter_id == two[0]
