"""What is taken as meant without reading the stored words must be what reading them would have found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search_tokens import SearchFields, route, verify
from db.search import _is_meant, _stands_in, write_fields

PIECES = st.text(alphabet='张王n请求执行民初豫1290（）()［〔〕-"\\,[]\n·　 号访', min_size=1, max_size=8)
FIELDS = st.builds(SearchFields, *(st.lists(PIECES, max_size=2).map(tuple) for _ in range(6)))


@given(FIELDS, st.data())
def test_the_shortcut_and_reading_agree(fields: SearchFields, data: st.DataObject) -> None:
    stored = write_fields(fields)
    pieces = [piece for part in vars(fields).values() for piece in part]
    whole = data.draw(st.sampled_from([*pieces, stored]))
    start = data.draw(st.integers(0, len(whole)))
    plan = route(data.draw(st.one_of(PIECES, st.just(whole[start:]), st.just(whole[:start]))))
    if all(len(word.key) > 1 for word in plan.words):  # one character is proved by its token, in names alone
        assert _is_meant(plan, stored) == verify(plan, fields)


@pytest.mark.parametrize(
    ("typed", "fields", "taken"),
    [
        ("申请执行", SearchFields(texts=("请求申请执行",)), True),
        ("(2025)豫9999民初12号", SearchFields(case_numbers=("（2025）豫9999民初12号",)), True),
        ("13800", SearchFields(phones=("13800001234",)), True),
        ("zhangsan", SearchFields(names=("zhangsan",)), False),
        ('","张', SearchFields(names=("张三", "张四")), False),
    ],
)
def test_the_shortcut_is_taken_where_letters_alone_decide(typed: str, fields: SearchFields, taken: bool) -> None:
    parts = write_fields(fields).split("],[")
    assert all(_stands_in(word, parts) for word in route(typed).words) is taken
