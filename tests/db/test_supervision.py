"""督办: the ladder rung by rung, what calls for a letter, and the plan that answers it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import Forwarding
from app.domain.matter import MatterStatus
from app.domain.step import Step
from app.domain.supervision import TriggerKind
from app.services import assignments, intake, papers, record_form, supervision, thresholds
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import form
from tests.support.lead_flow import record, supervise
from tests.support.record_flow import TO_WORK, follow, take, write


@pytest.fixture
def matter(session: Session, known: Court) -> Matter:
    made = Matter(session, known)
    take(made, *TO_WORK)
    return made


def refused(*fields: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda answer: set(fields) <= set(answer.fields))


def kinds(matter: Matter) -> list[TriggerKind]:
    return [one.kind for one in supervision.triggers(matter.session, matter.now.date())]


def test_b32_the_ladder_is_numbered_and_climbed_rung_by_rung_when_feedback_does_not_come(matter: Matter) -> None:
    with refused("rung"):
        supervise(matter, "reminder")
    letter = supervise(matter, "letter")
    assert letter.number.endswith("〔2026〕1号")
    with refused("rung") as caught:
        supervise(matter, "reminder")
    assert "反馈期限" in caught.value.message
    rungs = [letter]
    for rung in ("reminder", "again", "circular"):
        matter.now += timedelta(days=8)
        with refused("rung"):
            supervise(matter, "letter")
        rungs.append(supervise(matter, rung))
    parents = [record(matter, one).parent_id for one in rungs]
    assert parents == [None, *(one.record_id for one in rungs[:-1])]
    assert [one.number[-2] for one in rungs] == ["1", "2", "3", "4"]


def test_b32_receipt_and_feedback_are_tracked_and_the_stub_says_who_was_asked(matter: Matter) -> None:
    letter = supervise(matter, "letter")
    follow(matter, letter, "received", signed_by="段某")
    happened = record(matter, letter).last("received")
    assert happened is not None
    assert happened.values["signed_by"] == "段某"
    assert letter.document_id is not None
    paper = papers.reopen(matter.session, letter.document_id).record
    assert "执行局" in str(getattr(paper, "stub", ""))
    with refused("answer"):
        follow(matter, letter, "answered")


def test_b33_the_handlers_plan_answers_every_letter_and_its_limit_is_compulsory(matter: Matter) -> None:
    first = supervise(matter, "letter")
    matter.now += timedelta(days=8)
    second = supervise(matter, "reminder")
    with refused("day"):
        take(matter, Step.FEED_BACK, day="")
    assert record(matter, first).owed
    take(matter, Step.FEED_BACK, measures="三日内约谈双方")
    for letter in (first, second):
        answered = record(matter, letter).last("answered")
        assert answered is not None
        assert answered.values["answer"] == "三日内约谈双方"
        assert not record(matter, letter).owed
    assert matter.standing.state.status is MatterStatus.HANDLING
    assert supervision.proposal(matter.session, matter.matter_id, matter.now.date()).rung.code == "letter"


def test_b33_a_longer_limit_is_approved_by_somebody_else_and_is_longer(matter: Matter) -> None:
    receipt = take(matter, Step.FEED_BACK).record
    assert receipt is not None
    due = record(matter, receipt).due_on
    assert due is not None
    staff, later = matter.court.staff, (due + timedelta(days=10)).isoformat()
    with refused("approver"):
        follow(matter, receipt, "extended", approver=str(staff["尹某"]), new_due=later)
    with refused("new_due"):
        follow(matter, receipt, "extended", approver=str(staff["段某"]), new_due=due.isoformat())
    follow(matter, receipt, "extended", approver=str(staff["段某"]), new_due=later)
    known = record(matter, receipt)
    assert (known.due_on, known.values["day"]) == (date.fromisoformat(later), due.isoformat())


def test_b34_no_extension_is_asked_before_the_written_report_is_there(matter: Matter) -> None:
    with refused("report"):
        take(matter, Step.ASK_EXTENSION)
    take(matter, Step.REPORT, Step.ASK_EXTENSION)
    assert matter.standing.state.status is MatterStatus.EXTENSION_ASKED


def test_half_the_limit_gone_without_an_entry_calls_for_a_letter(matter: Matter) -> None:
    assert kinds(matter) == []
    matter.now += timedelta(days=31)
    assert kinds(matter) == [TriggerKind.HALF]
    write(matter, "coordination")
    assert kinds(matter) == []


def test_a_petitioner_who_returns_calls_for_a_letter_until_one_is_written(matter: Matter) -> None:
    matter.now += timedelta(days=2)
    intake.submit(matter.session, form(existing_matter_id=matter.matter_id, happened_at=matter.now), matter.now)
    assert kinds(matter) == [TriggerKind.RETURNED]
    supervise(matter, "letter")
    assert kinds(matter) == []


def test_a_superior_who_asks_calls_for_a_letter_by_name(matter: Matter) -> None:
    matter.now += timedelta(days=2)
    intake.submit(
        matter.session,
        form(
            channel=Channel.FORWARDED,
            existing_matter_id=matter.matter_id,
            happened_at=matter.now,
            forwarding=Forwarding("市信访局", "〔2026〕8号", matter.now.date() + timedelta(days=20)),
        ),
        matter.now,
    )
    (found,) = supervision.triggers(matter.session, matter.now.date())
    assert found.kind is TriggerKind.SUPERIOR
    assert "市信访局" in found.words


def test_an_assisting_division_that_is_silent_for_three_workdays_calls_for_a_letter(matter: Matter) -> None:
    assignments.add_assisting(matter.session, matter.matter_id, matter.court.staff["卫某"], "协助核对卷宗", matter.now)
    matter.now += timedelta(days=2)
    assert kinds(matter) == []
    matter.now += timedelta(days=1)
    assert kinds(matter) == [TriggerKind.ASSIST]


def test_a_returned_answer_not_resubmitted_in_five_days_calls_for_a_letter(matter: Matter) -> None:
    matter.judge()
    take(matter, Step.SUBMIT, Step.SEND_BACK)
    matter.now += timedelta(days=4)
    assert kinds(matter) == []
    matter.now += timedelta(days=1)
    assert kinds(matter) == [TriggerKind.RESUBMIT]
    take(matter, Step.SUBMIT)
    assert kinds(matter) == []


def test_a_letter_without_feedback_calls_for_the_next_rung_and_the_proposal_fills_it_in(matter: Matter) -> None:
    letter = supervise(matter, "letter")
    matter.now += timedelta(days=8)
    (found,) = supervision.triggers(matter.session, matter.now.date())
    assert (found.kind, found.rung_text) == (TriggerKind.UNANSWERED, "催办通知")
    assert letter.number in found.words
    proposed = supervision.proposal(matter.session, matter.matter_id, matter.now.date())
    assert (proposed.rung.code, proposed.addressee) == ("reminder", "执行局")
    assert proposed.due >= matter.now.date() + timedelta(days=7)
    begun = record_form.for_step(matter.session, Step.SUPERVISE, matter.matter_id, matter.now).values
    assert (begun["rung"], begun["due"]) == ("reminder", proposed.due.isoformat())
    assert letter.number in begun["reason"]


def test_the_numbers_are_the_offices_own_within_bounds_and_kept_with_their_source(matter: Matter) -> None:
    numbers = {name: str(value) for name, value in thresholds.values(matter.session).items()}
    with refused("supervise_percent"):
        thresholds.change(matter.session, {**numbers, "supervise_percent": "0"}, matter.now)
    thresholds.change(matter.session, {**numbers, "supervise_percent": "２5"}, matter.now)
    matter.now += timedelta(days=16)
    assert kinds(matter) == [TriggerKind.HALF]


def test_a_report_does_not_hide_from_who_watches_and_others_do_not_see_it(
    matter: Matter, without_rights: Session
) -> None:
    with matter.session.register.write(matter.session.viewer, matter.now) as work:
        work.matters.change(matter.matter_id, restricted=True)
        work.audit.record("restrict", "matter", matter.matter_id)
    matter.now += timedelta(days=31)
    assert kinds(matter) == [TriggerKind.HALF]
    assert supervision.triggers(without_rights, matter.now.date()) == ()
