"""文书模板 on a real register: versions are kept, what was issued keeps its words, nobody overwrites anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import Refused
from app.domain.paper import LetterRecord
from app.domain.paper_template import built_in
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.services import matters, papers, templates
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import NOW
from tests.support.record_flow import take

OWN = "本院会给您一个明白的答复。"


def letter(session: Session, matter: Matter) -> LetterRecord:
    document = next(one for one in matters.detail(session, matter.matter_id).documents if "acceptance" in one.form)
    record = papers.reopen(session, document.document_id).record
    assert isinstance(record, LetterRecord)
    return record


def with_own_words(session: Session) -> None:
    shown = templates.view(session, "acceptance")
    own = replace(shown.template, title="受理告知书", paragraphs=(*shown.template.paragraphs, OWN))
    templates.save(session, own, shown.newest, NOW)


def test_another_wording_is_a_new_version_and_what_was_issued_keeps_its_words(session: Session, known: Court) -> None:
    before, after = Matter(session, known), Matter(session, known)
    take(before, Step.TRIAGE, Step.ACCEPT)
    with_own_words(session)
    take(after, Step.TRIAGE, Step.ACCEPT)
    assert letter(session, before).title == "信访事项受理告知书"
    assert OWN not in letter(session, before).paragraphs
    assert letter(session, after).title == "受理告知书"
    assert OWN in letter(session, after).paragraphs
    line = next(one for one in templates.lines(session) if one.code == "acceptance")
    assert (line.title, line.version, line.set_at) == ("受理告知书", 1, NOW)


def test_an_earlier_version_and_the_shipped_words_can_be_taken_again(session: Session) -> None:
    with_own_words(session)
    first = templates.view(session, "acceptance")
    templates.save(session, first.shipped, first.newest, NOW)
    second = templates.view(session, "acceptance")
    assert second.template == built_in()["acceptance"]
    assert [one.version for one in second.versions] == [2, 1]
    templates.save(session, second.versions[1].template, second.newest, NOW)
    assert OWN in templates.view(session, "acceptance").template.paragraphs
    assert [one.version for one in templates.view(session, "acceptance").versions] == [3, 2, 1]


def test_the_second_to_save_is_told_and_nothing_is_overwritten(session: Session) -> None:
    shown = templates.view(session, "reply")
    templates.save(session, replace(shown.template, title="答复意见书"), shown.newest, NOW)
    with pytest.raises(Refused, match="第1版，您的改动没有保存"):
        templates.save(session, replace(shown.template, title="答复书"), shown.newest, NOW)
    assert templates.view(session, "reply").template.title == "答复意见书"


def test_what_cannot_be_filled_or_is_not_new_is_refused(session: Session) -> None:
    shown = templates.view(session, "reply")
    with pytest.raises(Refused) as caught:
        templates.save(session, replace(shown.template, paragraphs=("您好，{谁}",)), 0, NOW)
    assert "{谁}" in caught.value.fields["paragraphs"]
    with pytest.raises(Refused, match="没有新的内容"):
        templates.save(session, shown.template, 0, NOW)
    plain = Session(session.register, Viewer(session.viewer.account_id, "登记员乙"))
    with pytest.raises(Refused, match="只有管理员"):
        templates.save(plain, replace(shown.template, title="答复"), 0, NOW)
    assert templates.view(session, "reply").versions == ()


def test_the_large_edition_is_a_paper_of_its_own_and_made_once(session: Session, known: Court) -> None:
    matter = Matter(session, known)
    take(matter, Step.TRIAGE, Step.ACCEPT)
    documents = matters.detail(session, matter.matter_id).documents
    inside = next(one for one in documents if one.form.startswith("sheet."))
    outside = next(one for one in documents if one.form == "letter.acceptance")
    with pytest.raises(Refused, match="只有发给信访人"):
        papers.large_edition(session, inside.document_id, NOW)
    first = papers.large_edition(session, outside.document_id, NOW)
    assert isinstance(first.record, LetterRecord)
    assert first.record.large
    assert first.record.paragraphs == letter(session, matter).paragraphs
    assert first.title == "信访事项受理告知书（大字版）"
    papers.printed(session, first, "窗口打印机", NOW)
    again = papers.large_edition(session, outside.document_id, NOW)
    assert again.document_id == first.document_id
    assert again.reprint
