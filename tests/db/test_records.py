"""办理记录 on a real register: a step and its paper are one act, what follows is appended, refusals leave nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.record import lawful_events
from app.domain.record_kinds import KIND_OF_STEP, KINDS
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.services import matters, papers, records
from app.services.records import RecordRequest
from tests.support.desk_flow import Matter
from tests.support.record_flow import TO_REPLY, take, write
from tests.support.record_values import fill_in


def test_every_step_of_the_way_has_its_paper_and_moves_the_matter(matter: Matter) -> None:
    way = (
        Step.TRIAGE,
        Step.ACCEPT,
        Step.INSTRUCT,
        Step.ASSIGN,
        Step.SIGN,
        Step.SUPERVISE,
        Step.FEED_BACK,
        Step.REPORT,
        Step.ASK_EXTENSION,
        Step.GRANT_EXTENSION,
    )
    for step in way:
        receipt = take(matter, step, amount="15")
        if step not in KIND_OF_STEP:
            continue
        assert receipt.record is not None
        rule = KINDS[KIND_OF_STEP[step]]
        assert (receipt.record.number != "") == (rule.series is not None), step
        assert receipt.record.document_id is not None
        paper = papers.reopen(matter.session, receipt.record.document_id)
        assert isinstance(paper.record, LetterRecord | SheetRecord)
        assert paper.record.number == receipt.record.number
    matter.judge()
    take(matter, *TO_REPLY, Step.ANSWER, Step.SERVE, Step.FOLLOW_UP, Step.SETTLE, Step.CONCLUDE)
    detail = matters.detail(matter.session, matter.matter_id)
    assert detail.status is MatterStatus.CONCLUDED
    assert detail.outcome_code == "answered"
    answer = next(entry for entry in detail.timeline if entry.step == "answer")
    assert "访答〔2026〕1号" in answer.paper


WITH_A_STORY = {"key_case", "lead_assignment", "personal_duty", "monthly_report", "accountability", "circular"}
"""Kinds that something must come before; the tests of their rules write them."""


@pytest.mark.parametrize(
    "kind", [kind for kind, rule in KINDS.items() if rule.step is None and kind not in WITH_A_STORY]
)
def test_every_kind_without_a_step_is_written_and_followed_to_its_end(matter: Matter, kind: str) -> None:
    rule = KINDS[kind]
    receipt = write(matter, kind)
    known = records.get(matter.session, receipt.record_id)
    assert known.owed == bool(rule.events)
    while (known := records.get(matter.session, receipt.record_id)).owed:
        fresh = [one for one in lawful_events(rule, known) if known.last(one.name) is None]
        event = min(fresh, key=lambda one: one.ends)
        values = fill_in(event.fields, matter.now.date(), matter.court.staff["段某"])
        records.follow(matter.session, receipt.record_id, event.name, values, matter.now)
    assert lawful_events(rule, known) == ()


def test_an_event_comes_once_even_if_two_people_record_it(matter: Matter) -> None:
    receipt = write(matter, "promise")
    records.follow(matter.session, receipt.record_id, "kept", {"day": matter.now.date().isoformat()}, matter.now)
    with pytest.raises(Refused) as caught:
        records.follow(matter.session, receipt.record_id, "kept", {"day": matter.now.date().isoformat()}, matter.now)
    assert "不重复记" in caught.value.message


def test_a_refused_record_takes_no_number_and_writes_nothing(matter: Matter) -> None:
    with pytest.raises(Refused) as caught:
        write(matter, "outgoing", addressee="")
    assert set(caught.value.fields) == {"addressee"}
    assert records.of_matter(matter.session, matter.matter_id) == ()
    assert write(matter, "outgoing").number.endswith("〔2026〕1号")


def test_kinds_kept_apart_are_seen_only_with_the_right_and_leave_no_line(matter: Matter) -> None:
    before = len(matters.detail(matter.session, matter.matter_id).timeline)
    receipt = write(matter, "accountability")
    assert len(matters.detail(matter.session, matter.matter_id).timeline) == before
    others = replace(matter.session, viewer=Viewer(matter.session.viewer.account_id, "接待员乙"))
    assert [one.kind for one in records.of_matter(others, matter.matter_id)] == []
    with pytest.raises(Refused):
        records.get(others, receipt.record_id)
    with pytest.raises(Refused):
        records.write(others, RecordRequest("accountability", {}, matter.matter_id), matter.now)
    assert len(records.frozen_papers(matter.session, receipt.record_id)) == 1


def test_a_wrong_record_is_voided_with_a_reason_and_stays_readable(matter: Matter) -> None:
    receipt = write(matter, "coordination")
    with pytest.raises(Refused):
        records.void(matter.session, receipt.record_id, " ", matter.now)
    records.void(matter.session, receipt.record_id, "记错了事项", matter.now)
    known = records.get(matter.session, receipt.record_id)
    assert (known.live, known.void_reason) == (False, "记错了事项")
    with pytest.raises(Refused):
        records.void(matter.session, receipt.record_id, "再作废", matter.now)


def test_a_record_with_a_step_cannot_be_voided(matter: Matter) -> None:
    receipt = take(matter, Step.TRIAGE)
    assert receipt.record is not None
    with pytest.raises(Refused):
        records.void(matter.session, receipt.record.record_id, "误操作", matter.now)
