from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain import pick_list
from app.domain.resources import load_json

CAUSES = [item[1] for item in load_json("code_tables")["tables"]["cause"]["items"]]


def found(typed: str) -> tuple[str, ...]:
    return pick_list.matching(typed, CAUSES, lambda label: label)


def test_initials_find_and_those_that_begin_come_first() -> None:
    assert found("zx")[0].startswith("执行")
    assert found("zxyy") == ("执行 · 异议",)
    assert found("yy") == ("执行 · 异议",)
    assert set(found("sp")) == {one for one in CAUSES if one.startswith("审判")}


def test_words_find_too_and_nothing_typed_is_everything() -> None:
    assert found("赔偿") == ("国家赔偿",)
    assert found("") == tuple(CAUSES)
    assert found("qqq") == ()


def test_every_reading_of_a_character_will_do() -> None:
    assert pick_list.rank("cf", "重复登记") == 0
    assert pick_list.rank("zf", "重复登记") == 0


def test_initials_chosen_by_the_office_count_as_well() -> None:
    assert pick_list.rank("q", "立案", "qsl") == 0
    assert pick_list.rank("q", "立案") is None


def test_usual_initials_are_those_of_the_packaged_tables() -> None:
    differing = [
        (label, initials, pick_list.usual_initials(label))
        for table in load_json("code_tables")["tables"].values()
        for _, label, initials in table["items"]
        if initials not in pick_list.ways(label)
    ]
    assert differing == []


@given(st.text(max_size=12), st.text(max_size=30))
def test_any_text_ranks_without_an_exception(typed: str, label: str) -> None:
    assert pick_list.rank(typed, label) in (0, 1, None)


@given(st.text(min_size=1, max_size=20))
def test_a_label_is_found_by_its_own_initials(label: str) -> None:
    for way in pick_list.ways(label):
        assert pick_list.rank(way, label) is not None
