"""A row taken as found without being read must be one that reading it would have found too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.search_tokens import SearchFields, route, verify
from db.search import _literals, write_fields

PIECES = st.text(alphabet='张王n请求执行民初豫1290（）()［〔〕-"\\,[]\n·　 号访', min_size=1, max_size=8)
FIELDS = st.builds(SearchFields, *(st.lists(PIECES, max_size=2).map(tuple) for _ in range(6)))


@given(FIELDS, st.data())
def test_what_stands_in_the_row_is_meant(fields: SearchFields, data: st.DataObject) -> None:
    stored = write_fields(fields)
    pieces = [piece for part in vars(fields).values() for piece in part]
    whole = data.draw(st.sampled_from([*pieces, stored]))
    start = data.draw(st.integers(0, len(whole)))
    plan = route(data.draw(st.one_of(PIECES, st.just(whole[start:]), st.just(whole[:start]))))
    literals = _literals(plan)
    if literals and all(literal in stored for literal in literals) and all(len(word.key) > 1 for word in plan.words):
        assert verify(plan, fields)


def test_the_shortcut_is_taken_for_texts_and_case_numbers() -> None:
    assert _literals(route("申请执行")) == ("申请执行",)
    assert _literals(route("(2025)豫9999民初12号 张三")) == ("（2025）豫9999民初12号", "张三")


def test_no_shortcut_where_the_place_of_a_word_matters() -> None:
    assert [
        _literals(route(words)) for words in ("13800", "zhangsan", "（2025", "(张", "n张", '","张', "张三 1380")
    ] == [()] * 7
