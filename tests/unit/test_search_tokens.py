from __future__ import annotations

from dataclasses import replace

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.names import initials, spellings
from app.domain.search_tokens import SearchFields, SearchPlan, route, tokens_of, verify
from app.domain.text import search_key

RECORD = SearchFields(
    names=("单田芳", "阿卜杜·买买提", "河南某某（集团）有限公司"),
    document_numbers=("11010519491231002X", "91350100M000100Y43"),
    phones=("13812345678", "0371-6666777"),
    case_numbers=("（2023）豫0104民初1234号", "（2012）浦民一(民)初字第123号"),
    numbers=("（2026）豫0105访29号",),
    texts=("请求法院执行\n拆迁补偿款50000元，合同编号HT2023-0815。😀𠮷家庄第12-1号楼",),
)
OTHER = SearchFields(names=("李四",), phones=("13900001111",), texts=("与本案无关",))


def candidates(plan: SearchPlan, fields: SearchFields) -> bool:
    """What the full-text table answers, said with sets."""
    tokens = set(tokens_of(fields))
    return all(any(tokens.issuperset(lookup) for lookup in word.lookups) for word in plan.words)


def is_found(query: str, fields: SearchFields) -> bool:
    plan = route(query)
    return candidates(plan, fields) and (not plan.needs_verification or verify(plan, fields))


@pytest.mark.parametrize(
    "query",
    [
        "单", "田芳", "单田芳", "shantian", "dantianf", "stf", "d", "买买提", "阿卜杜买买提", "abdmm", "集团",
        "002X", "002x", "1949", "19491231", "11010519491231002X", "１１０１０５１９４９", "91350100M", "m000100y43",
        "1381234", "5678", "138 1234 5678", "+86 138 1234 5678", "0371-6666777", "03716666777", "6777",
        "民初1234", "民初", "豫0104", "(2023)豫0104民初1234号", "〔2023〕豫0104民初1234号", "2023豫0104民初1234号",
        "（２０２３）豫０１０４民初１２３４号", "1234", "浦民一", "浦民一(民)初字第123号", "123",
        "访29", "29", "029", "（2026）豫0105访29号", "豫0105访29",
        "拆迁", "拆迁补偿", "执行拆迁", "执行 拆迁", "50000", "ht2023-0815", "2023-08", "😀𠮷", "第12-1号",
        "单田芳 拆迁", "stf 1234 补偿",
    ],
)  # fmt: skip
def test_a_record_is_found(query: str) -> None:
    assert is_found(query, RECORD)
    assert not is_found(query, OTHER)


@pytest.mark.parametrize("query", ["拆", "补偿拆迁", "张三 拆迁", "民初12345", "110105194912310021", "tianfang", "28"])
def test_a_record_is_not_found_by_something_else(query: str) -> None:
    assert not is_found(query, RECORD)


@pytest.mark.parametrize(
    "query",
    [
        "2023 民初 1234", "2023 民初", "2023年 民初 1234", "2023　民初　1234", "2023民初 1234", "2023 民初1234号",
        "2023 豫0104 民初 1234", "2023 豫 0104 民 初 1234", "(2023) 豫0104 民初 1234 号", "2023 豫0104民初1234",
        "0104 民初 1234", "豫0104 民初", "2023 豫0104 1234", "2023 豫0104 民初字第 1234 号", "2023 0104 民初 01234",
        "2019 执 1653 之一", "2019 豫01 执 1653 号 之 一", "1999 郑民终字 45", "1999 郑民终字第 45 号",
        "2026 访 29", "2026 豫0105 访 29", "0105 访 29", "单田芳 2023 民初 1234", "2023 民初 1234 拆迁",
    ],
)  # fmt: skip
def test_pieces_of_a_number_typed_with_spaces_find_it(query: str) -> None:
    more = ("（2019）豫01执1653号之一", "（1999）郑民终字第45号")
    assert is_found(query, replace(RECORD, case_numbers=(*RECORD.case_numbers, *more)))


@pytest.mark.parametrize("query", ["2022 民初 1234", "2023 民初 1235", "2023 执 1234", "2023 豫0105 民初 1234"])
def test_pieces_of_another_number_do_not_find_it(query: str) -> None:
    assert not is_found(query, RECORD)


@pytest.mark.parametrize("query", ["张三 1234", "王芳 2023", "执行 2023", "拆迁 补偿 2023", "琼 0105"])
def test_words_that_are_no_pieces_of_a_number_stay_apart(query: str) -> None:
    assert [word.key for word in route(query).words] == query.split()


def test_nothing_typed_looks_for_nothing() -> None:
    assert route(" \u200b　").empty


def test_an_identity_number_is_looked_up_directly_in_both_lengths() -> None:
    assert route("11010519491231002x").document_prefixes == ("11010519491231002X",)
    assert route("110105491231002").document_prefixes == ("110105491231002", "11010519491231002")
    assert route("110105 19491231 002x").document_prefixes == ("11010519491231002X",)
    assert route("13812345678").document_prefixes == ()


def test_four_digits_show_number_endings_first() -> None:
    assert route("5678").tail_match == '(("e5678") OR ("h5678"))'
    assert route("002X").tail_match == '(("e002x"))'
    assert route("单田").tail_match == ""
    assert route("12345").tail_match == ""


def test_a_long_text_has_all_its_pieces() -> None:
    text = "".join(chr(0x4E00 + index % 6000) for index in range(20_000))
    tokens = tokens_of(SearchFields(texts=(text,)))
    assert len(tokens) == 6000
    assert is_found(text[5990:6010], SearchFields(texts=(text,)))


hanzi = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
shown = st.one_of(hanzi, st.sampled_from("abzXY019 （）()【】-·“\"'*？？.，。😀𠮷\ue000"), st.characters(codec="utf-8"))
texts = st.text(shown, max_size=40)
names = st.text(st.one_of(hanzi, st.sampled_from("单曾·a")), min_size=1, max_size=10)
numbers = st.from_regex(r"（20[12][0-9]）豫[0-9]{4}(民初|执恢|访)[1-9][0-9]{0,4}号", fullmatch=True)
identifiers = st.from_regex(r"[0-9]{11}|[0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}|0371-[0-9]{8}", fullmatch=True)


def fragment(data: st.DataObject, text: str, shortest: int = 1) -> str:
    start = data.draw(st.integers(0, max(0, len(text) - shortest)))
    return text[start : data.draw(st.integers(min(len(text), start + shortest), len(text)))]


@given(names, identifiers, identifiers, numbers, texts, st.data())
@settings(max_examples=300, deadline=None)
def test_every_record_is_found_by_its_own_fragments(
    name: str, document: str, phone: str, number: str, text: str, data: st.DataObject
) -> None:
    fields = SearchFields((name,), (document,), (phone,), (number,), (number,), (text,))
    queries = [fragment(data, name), fragment(data, document, 5), fragment(data, phone, 5), number]
    queries += [spelling[: data.draw(st.integers(2, 30))] for spelling in spellings(name) if spelling.isalpha()]
    queries += [letters[: data.draw(st.integers(1, 12))] for letters in initials(name) if letters.isalpha()]
    part = fragment(data, number.translate({ord("（"): None, ord("）"): None}), 2)
    queries += [part] if not part.isdigit() else []
    words = [word for word in fragment(data, text, 2).split() if len(word) > 1 and not search_key(word).isascii()]
    queries += words
    for query in queries:
        plan = route(query)
        if plan.empty or len(plan.words[0].key) < 2 <= len(query):
            continue
        assert verify(plan, fields), query
        assert candidates(plan, fields), query


@given(texts, names, identifiers, numbers, texts)
@settings(max_examples=300, deadline=None)
def test_the_index_offers_at_least_what_the_query_means_and_exactly_that_when_it_says_so(
    query: str, name: str, phone: str, number: str, text: str
) -> None:
    fields = SearchFields((name,), (text,), (phone,), (text, number), (number,), (text,))
    plan = route(query)
    if verify(plan, fields):
        assert candidates(plan, fields)
    if not plan.needs_verification and candidates(plan, fields):
        assert verify(plan, fields)


@given(texts, names)
@settings(max_examples=60, deadline=None)
def test_the_full_text_table_keeps_every_token_whole(text: str, name: str) -> None:
    fields = SearchFields(names=(name,), texts=(text,), case_numbers=(text,), document_numbers=(text,))
    tokens = tokens_of(fields)
    connection = sqlcipher.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE f USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii')"
    )
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(f, 'row')")
    connection.execute("INSERT INTO f(rowid, tokens) VALUES (1, ?)", (" ".join(tokens),))
    assert sorted(row[0] for row in connection.execute("SELECT term FROM v")) == tokens
    for query in (name, text, *text.split()):
        plan = route(query)
        if not plan.empty:
            found = connection.execute("SELECT rowid FROM f WHERE f MATCH ?", (plan.match,)).fetchall()
            assert bool(found) == candidates(plan, fields)
    connection.close()
