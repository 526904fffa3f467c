from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import wording

ROOT = Path(__file__).resolve().parents[2]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def shipped() -> Iterator[tuple[str, str]]:
    """Every word that the program shows, prints or offers: resources and the strings of its own sources."""
    for path in sorted((ROOT / "resources").rglob("*.json")):
        if path.name != "wording.json":
            for text in strings(json.loads(path.read_text("utf-8"))):
                yield path.name, text
    for folder in ("app", "db", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield path.name, node.value


def test_e32_no_pick_list_template_or_screen_carries_a_label_on_people() -> None:
    found = [(name, remark.phrase) for name, text in shipped() for remark in wording.review(text, quoted=True)]
    assert found == []


def test_suggestions_and_reasons_are_neutral_themselves() -> None:
    for entry in json.loads((ROOT / "resources" / "codes" / "wording.json").read_text("utf-8"))["entries"]:
        assert wording.review(entry["suggest"] + entry["why"], quoted=True) == ()
        assert entry["phrases"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("该人系缠访户，多次来院。", "缠访户"),
        ("来访人无理取闹", "无理取闹"),
        ("此人是刁 民", "刁 民"),
        ("属于重点·稳控对象", "重点·稳控对象"),
    ],
)
def test_a_label_is_found_where_it_stands_with_a_suggestion_and_a_reason(text: str, phrase: str) -> None:
    (remark,) = wording.review(text)
    assert remark.phrase == phrase
    assert text[remark.start : remark.end] == phrase
    assert remark.suggestion
    assert remark.why
    assert "不改也可以保存" in remark.message


@pytest.mark.parametrize(
    "text",
    [
        "诉求认定：无理",
        "多次来访，要求执行。",
        "信访人张三，重访第3次",
        "来访人说：“你们当我是刁民吗？”",
        "",
        "反映法官态度生硬",
    ],
)
def test_facts_official_terms_and_quoted_words_are_left_alone(text: str) -> None:
    assert wording.review(text) == ()


def test_the_longest_phrase_wins() -> None:
    assert [one.phrase for one in wording.review("上访专业户闹访")] == ["上访专业户", "闹访"]


def test_no_phrase_stands_twice_in_the_table() -> None:
    entries = json.loads((ROOT / "resources" / "codes" / "wording.json").read_text("utf-8"))["entries"]
    phrases = [phrase for entry in entries for phrase in entry["phrases"]]
    assert len(phrases) == len(set(phrases)) == len(wording.phrases())


@given(st.text(max_size=200), st.sampled_from(wording.phrases()))
def test_any_text_is_reviewed_and_every_phrase_is_found_in_it(text: str, phrase: str) -> None:
    for remark in wording.review(text + phrase, quoted=True):
        assert (text + phrase)[remark.start : remark.end] == remark.phrase
    assert wording.review(text + phrase, quoted=True)
