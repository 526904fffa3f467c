"""The office's templates: every place can be filled, nothing that must be there can be left out, no unkind word."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain import wording
from app.domain.errors import Refused
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.paper_check import objections
from app.domain.paper_template import (
    BASE_PLACES,
    PLACE,
    PaperTemplate,
    Shape,
    built_in,
    check_template,
    fill,
    from_plain,
    to_plain,
)
from app.domain.record import RecordRule
from app.domain.record_kinds import KINDS
from app.domain.sample_paper import sample_words
from app.printing.issue import texts_of
from app.printing.sheet import label_lines
from app.services.paper_words import labels_of
from app.services.templates import check, fields_of, places_of, sample

TEMPLATES = built_in()
DAY = date(2026, 4, 21)
PRINTED = {code for rule in KINDS.values() for code in (rule.paper, *(one.paper for one in rule.events)) if code}


@pytest.fixture(params=sorted(TEMPLATES))
def template(request: pytest.FixtureRequest) -> PaperTemplate:
    return TEMPLATES[request.param]


def rules_of(code: str) -> list[RecordRule]:
    return [rule for rule in KINDS.values() if code in {rule.paper, *(one.paper for one in rule.events)}]


def test_every_paper_of_a_record_has_a_template_and_every_template_a_record() -> None:
    assert set(TEMPLATES) == PRINTED


def test_every_place_of_a_template_is_known(template: PaperTemplate) -> None:
    check_template(template, (*BASE_PLACES, *labels_of(template.code)))
    check(template)
    assert set(template.must) <= template.used
    assert not template.titled_by or template.titled_by in labels_of(template.code)


def test_everything_that_must_be_filled_in_stands_on_the_paper(template: PaperTemplate) -> None:
    for rule in rules_of(template.code):
        if rule.paper == template.code:
            asked = {one.label for one in rule.fields if one.required and one.when is None}
            left_out = asked - template.used - {template.titled_by}
            assert left_out <= {"批准人"}, f"{rule.text}：{left_out}"


def test_the_titles_by_a_place_are_those_of_its_choices() -> None:
    for template in TEMPLATES.values():
        if template.titled_by:
            fields = [one for one in fields_of(template.code) if one.label == template.titled_by]
            choices = {text for one in fields for _, text in one.choices}
            assert {words for words, _ in template.titles} == choices


def test_b32_each_rung_of_the_ladder_has_its_own_title_and_stub_and_receipt() -> None:
    words = sample_words(fields_of("supervision"))
    titles = {}
    for rung in ("督办函", "催办通知", "再次督办函", "通报"):
        paper = fill(TEMPLATES["supervision"], words | {"层级": rung}, DAY)
        assert isinstance(paper, LetterRecord)
        assert paper.stub
        assert paper.receipt
        titles[rung] = paper.title
    assert titles == {
        "督办函": "督办函",
        "催办通知": "催办通知",
        "再次督办函": "再次督办函",
        "通报": "督办情况通报",
    }


@pytest.mark.parametrize("missing", ["查明的事实", "处理意见", "法律政策依据", "救济途径"])
def test_b03_a_reply_without_facts_opinion_basis_or_remedy_is_objected_to(missing: str) -> None:
    template, rule = TEMPLATES["reply"], KINDS["reply"]
    words = sample_words(rule.fields)
    assert objections(template, rule, {}, words) == ()
    found = objections(template, rule, {}, words | {missing: ""})
    assert found == (f"“{missing}”是空的，请先填写",)


def test_a_reply_states_claim_facts_opinion_basis_and_remedy_in_this_order() -> None:
    words = sample_words(fields_of("reply"))
    paper = fill(TEMPLATES["reply"], words, DAY)
    assert isinstance(paper, LetterRecord)
    whole = "\n".join(paper.paragraphs)
    places = [whole.index(words[name]) for name in ("诉求", "查明的事实", "处理意见", "法律政策依据", "救济途径")]
    assert places == sorted(places)


def test_nothing_internal_is_named_in_a_paper_for_the_visitor(template: PaperTemplate) -> None:
    if template.outgoing:
        inside = {one.label for rule in rules_of(template.code) for one in rule.fields if one.inside}
        assert not inside & template.used
        assert "副卷" not in json.dumps(to_plain(template), ensure_ascii=False)


def test_the_shipped_words_are_neutral(template: PaperTemplate) -> None:
    for words in texts_of(sample(template, datetime(2026, 4, 21))):  # noqa: DTZ001 - only the day is used
        assert wording.review(words) == (), words


def test_no_place_is_left_when_a_template_is_filled(template: PaperTemplate) -> None:
    paper = sample(template, datetime(2026, 4, 21))  # noqa: DTZ001 - only the day is used
    assert isinstance(paper, LetterRecord) == (template.shape is Shape.LETTER)
    assert isinstance(paper, SheetRecord) == (template.shape is Shape.SHEET)
    assert not any(PLACE.search(words) for words in texts_of(paper))


def test_a_stored_template_comes_back_whole(template: PaperTemplate) -> None:
    assert from_plain(template.code, json.loads(json.dumps(to_plain(template)))) == template


def refused(template: PaperTemplate) -> dict[str, str]:
    with pytest.raises(Refused) as answer:
        check(template)
    return dict(answer.value.fields)


def test_each_fault_of_a_template_is_said_beside_its_part() -> None:
    reply, sheet = TEMPLATES["reply"], TEMPLATES["instruction"]
    assert "{信访入}" in refused(replace(reply, addressee="{信访入}："))["addressee"]
    assert "成对" in refused(replace(reply, paragraphs=(*reply.paragraphs, "您{信访人的事")))["paragraphs"]
    assert "不能缺" in refused(replace(reply, paragraphs=("您好",)))["paragraphs"]
    assert "标题" in refused(replace(reply, title=" "))["title"]
    assert "最多" in refused(replace(reply, title="很" * 41))["title"]
    assert "成对" in refused(replace(sheet, note="}"))["note"]
    assert "栏目名" in refused(replace(sheet, rows=(*sheet.rows, ("", "", 1))))["rows"]
    assert "行数" in refused(replace(sheet, rows=(*sheet.rows, ("备注", "", 31))))["rows"]
    assert "至少" in refused(replace(sheet, rows=(), must=()))["rows"]
    assert refused(replace(reply, stub=(("事项", "{没有}"),)))["stub"]


def test_labels_are_cut_at_words_and_brackets() -> None:
    assert label_lines("信访人") == "信访人"
    assert label_lines("信访人的回应（照原话）") == "信访人的回应|（照原话）"
    assert label_lines("庭室负责人意见") == "庭室负责人|意见"
    assert all(len(line) <= 8 for one in places_of("settlement") for line in label_lines(one).split("|"))
