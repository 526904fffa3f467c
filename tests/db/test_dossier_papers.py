"""Letters and sheets of the handling in the dossier: each at its place, nothing internal in the main part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.dossier import Procedure, missing, template_of
from app.domain.dossier_paper import DossierPart, IssuedContent
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.paper_template import built_in
from app.domain.step import Step
from app.printing.pack import Section, render_pack
from app.printing.page_count import count_pages
from app.services import dossiers, matters
from app.services.binding import BindRequest, bind, of_part
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.dossier_flow import with_scan
from tests.support.record_flow import TO_REPLY, TO_WORK, take, write
from tests.visual import pages

INTERNAL = {
    "instruction_sheet",
    "instruction",
    "referral",
    "see_leader",
    "collective_study",
    "agenda",
    "supervision",
    "circular",
    "accountability",
    "accountability_decision",
    "work_style",
    "quality_flaw",
    "lead_responsibility",
    "lead_measure",
    "monthly_report",
    "claim_analysis",
    "extension_request",
    "written_report",
}


@pytest.mark.parametrize("procedure", Procedure)
def test_every_paper_has_its_place_and_internal_ones_never_lie_in_the_main_part(procedure: Procedure) -> None:
    order = template_of(procedure)
    for code, template in built_in().items():
        kind = order.kind_of_form(f"{template.shape.value}.{code}")
        assert kind.code != "other", code
        if code in INTERNAL:
            assert kind.part is DossierPart.INTERNAL, code
        if template.outgoing:
            assert kind.part is DossierPart.MAIN, code


def test_a_promise_that_was_only_printed_is_not_one_that_was_signed(session: Session, known: Court) -> None:
    matter = answered(session, known)
    take(matter, Step.SETTLE, how="promise")
    take(matter, Step.CONCLUDE, no_reply_reason="")
    view, _ = dossiers.arrange(session, matter.matter_id, count_pages, matter.now)
    assert "settlement" in [one.kind for one in view.items]
    assert [one.code for one in missing(view.items, view.template, {Step.SETTLE})] == ["settlement"]
    with_scan(matter, 1, "settlement", "息诉罢访承诺书（签名）")
    view = dossiers.view(session, matter.matter_id)
    assert missing(view.items, view.template, {Step.SETTLE}) == ()


def test_two_letters_of_supervision_are_two_documents_and_the_pack_draws_them_all(
    session: Session, known: Court
) -> None:
    matter = answered(session, known, supervised=2)
    take(matter, Step.CONCLUDE, no_reply_reason="")
    view, _ = dossiers.arrange(session, matter.matter_id, count_pages, matter.now)
    letters = [one for one in view.items if one.kind == "supervision"]
    assert [one.title for one in letters] == ["督办函", "催办通知"]
    assert len({one.document_number for one in letters}) == 2
    again, change = dossiers.arrange(session, matter.matter_id, count_pages, matter.now)
    assert (again.items, change.areas) == (view.items, frozenset())
    bound = bind(session, BindRequest(matter.matter_id, override_all="原件另存"), count_pages, matter.now)
    issued = [one.content.record for volume in bound.pack.volumes for one in volume.items if _issued(one.content)]
    assert any(isinstance(one, LetterRecord) for one in issued)
    assert any(isinstance(one, SheetRecord) for one in issued)
    main = pages.packed(render_pack(of_part(bound.pack, DossierPart.MAIN), sections=frozenset({Section.ITEMS})))
    inside = pages.packed(render_pack(of_part(bound.pack, DossierPart.INTERNAL), sections=frozenset({Section.ITEMS})))
    assert "信访事项答复意见书" in main
    assert "受理告知书" in main
    for words in ("阅批单", "督办函", "催办通知", "院领导批示单", "拟办意见"):
        assert words in inside
        assert words not in main


def answered(session: Session, known: Court, supervised: int = 0) -> Matter:
    matter = Matter(session, known)
    take(matter, *TO_WORK)
    for rung in ("letter", "reminder")[:supervised]:
        take(matter, Step.SUPERVISE, rung=rung)
        matter.now += timedelta(days=10)
    write(matter, "claim_analysis")
    take(matter, *TO_REPLY, Step.ANSWER, Step.SERVE)
    assert matters.detail(session, matter.matter_id).answered_on is not None
    return matter


def _issued(content: object) -> bool:
    return isinstance(content, IssuedContent)
