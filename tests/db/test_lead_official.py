"""领导包案: one leader a key matter, personal duties that count, monthly reports, and no quiet end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain import lead_official as lead_rules
from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import Forwarding
from app.domain.record import HandlingRecord
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.services import inbox, lead_official, papers, people, record_form, records, recusals, thresholds
from app.services.session import Session
from tests.support.desk_flow import BEGIN, Court, Matter, court
from tests.support.intakes import form, register
from tests.support.lead_flow import do_duty, lead, make_key, record
from tests.support.record_flow import TO_REPLY, TO_WORK, follow, take, write


def conclude(matter: Matter) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY, Step.ANSWER, Step.SERVE, Step.CONCLUDE)


def refused(_matter: Matter, *fields: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda answer: set(fields) <= set(answer.fields))


def test_a04_a_key_case_needs_at_least_one_of_the_three_attributes(matter: Matter) -> None:
    with refused(matter, "causes"):
        write(matter, "key_case")
    receipt = write(matter, "key_case", causes="1", complex="1")
    assert lead_rules.traits(record(matter, receipt)) == ("诱因多样", "案情复杂")
    with refused(matter):
        make_key(matter)


def test_a06_every_key_matter_has_exactly_one_leader_and_those_without_are_listed(matter: Matter) -> None:
    with refused(matter, "leader"):
        lead(matter)
    key = make_key(matter)
    assert [one.record_id for one in lead_official.without_leader(matter.session)] == [key.record_id]
    lead(matter)
    assert lead_official.without_leader(matter.session) == ()
    with refused(matter, "leader") as caught:
        lead(matter, "贺某")
    assert "方某包案" in caught.value.message
    with refused(matter):
        follow(matter, key, "removed")


def test_a06_the_leader_hears_of_it_and_whoever_must_withdraw_cannot_lead(matter: Matter) -> None:

    make_key(matter)
    staff = matter.court.staff
    recusals.name(matter.session, matter.matter_id, staff["贺某"], accused=False, reason="亲属", now=matter.now)
    with refused(matter, "leader"):
        lead(matter, "贺某")
    lead(matter)
    told = inbox.of_person(matter.session, staff["方某"])
    assert any("由您包案" in one.words for one in told)


def test_a07_three_duties_are_counted_apart_and_delegated_acts_do_not_count(matter: Matter) -> None:
    make_key(matter)
    with refused(matter, "day"):
        do_duty(matter)
    assignment = lead(matter)
    matter.now += timedelta(days=3)
    for duty in ("receive", "receive", "study"):
        do_duty(matter, duty)
    do_duty(matter, "coordinate", delegated="1", delegate="办公室小李")
    meter = lead_rules.meter(record(matter, assignment), _duties(matter), matter.now.date())
    assert [meter.count(duty) for duty in ("receive", "study", "coordinate")] == [2, 1, 0]
    assert (meter.delegated, meter.missing) == (1, ("亲自协调处理",))
    with refused(matter, "day"):
        do_duty(matter, day=(matter.now.date() - timedelta(days=30)).isoformat())
    with refused(matter, "evidence"):
        do_duty(matter, evidence="")


def test_a08_an_assignment_ends_only_with_the_matter_or_by_a_formal_hand_over(matter: Matter) -> None:
    make_key(matter)
    assignment = lead(matter)
    with refused(matter, "result"):
        follow(matter, assignment, "solved", closing_report="")
    conclude(matter)
    assert record(matter, assignment).owed, "its conclusion does not end it silently"
    assert [one.record_id for one in lead_official.waiting_for_their_end(matter.session)] == [assignment.record_id]
    done = follow(matter, assignment, "solved", closing_report="")
    assert not record(matter, assignment).owed
    assert done.document_id is not None
    assert lead_official.waiting_for_their_end(matter.session) == ()


def test_a08_a_lead_is_made_void_only_as_a_slip_of_the_day(matter: Matter) -> None:
    key = make_key(matter)
    slip = lead(matter, "贺某")
    with refused(matter):
        records.void(matter.session, key.record_id, "写错了", matter.now)
    records.void(matter.session, slip.record_id, "选错了人", matter.now)
    assignment = lead(matter)
    matter.now += timedelta(days=1)
    with refused(matter):
        records.void(matter.session, assignment.record_id, "不想包了", matter.now)
    assert record(matter, assignment).owed


def test_a09_idle_leaders_are_listed_by_the_offices_number_for_president_and_administrator_only(
    matter: Matter,
) -> None:
    make_key(matter)
    lead(matter)
    matter.now += timedelta(days=20)
    do_duty(matter, "study")
    do_duty(matter, "receive", delegated="1", delegate="他人", day=matter.now.date().isoformat())
    matter.now += timedelta(days=29)
    assert lead_official.idle(matter.session, matter.now.date()) == ()
    matter.now += timedelta(days=1)
    (found,) = lead_official.idle(matter.session, matter.now.date())
    assert (found.idle, found.term.leader) == (30, "方某")
    desk = Viewer(matter.session.viewer.account_id, "接待员乙")
    with pytest.raises(Refused):
        lead_official.idle(replace(matter.session, viewer=desk), matter.now.date())
    president = replace(desk, staff_id=matter.court.staff["贺某"])
    assert len(lead_official.idle(replace(matter.session, viewer=president), matter.now.date())) == 1
    numbers = {name: str(value) for name, value in thresholds.values(matter.session).items()}
    thresholds.change(matter.session, {**numbers, "lead_idle_days": "31"}, matter.now)
    assert lead_official.idle(matter.session, matter.now.date()) == ()


def test_a10_each_leader_has_a_responsibility_form_of_their_own_and_the_earlier_ones_stay(matter: Matter) -> None:
    make_key(matter)
    assignment = lead(matter)
    matter.now += timedelta(days=10)
    staff = matter.court.staff
    follow(
        matter,
        assignment,
        "handed_over",
        new_leader=str(staff["贺某"]),
        approver=str(staff["贺某"]),
        superior_consent="",
    )
    versions = lead_official.forms(matter.session, matter.matter_id)
    assert [(one.version, one.term.leader) for one in versions] == [(1, "方某"), (2, "贺某")]
    for one in versions:
        assert one.document_id is not None
        paper = papers.reopen(matter.session, one.document_id).record
        assert one.term.leader in str(paper)
    assert record(matter, assignment).owner == "贺某"


def test_a10_a_hand_over_is_approved_by_the_president_and_goes_to_somebody_else(matter: Matter) -> None:
    make_key(matter)
    assignment = lead(matter)
    staff = matter.court.staff
    with refused(matter, "approver"):
        follow(matter, assignment, "handed_over", new_leader=str(staff["卫某"]), approver=str(staff["段某"]))
    with refused(matter, "new_leader"):
        follow(matter, assignment, "handed_over", new_leader=str(staff["方某"]), approver=str(staff["贺某"]))


def test_a11_a_missing_monthly_report_is_listed_by_name_after_the_day_it_was_due(matter: Matter) -> None:
    make_key(matter)
    lead(matter)
    month = lead_rules.month_of(matter.now.date())
    due = lead_rules.report_due(month, thresholds.values(matter.session)["report_day"])
    (before,) = lead_official.month(matter.session, month, due)
    assert (before.missing, before.report) == (False, None)
    (line,) = lead_official.month(matter.session, month, due + timedelta(days=1))
    assert (line.missing, line.leader) == (True, "方某")
    matter.now += timedelta(days=40)
    receipt = write(matter, "monthly_report", month=month)
    (line,) = lead_official.month(matter.session, month, matter.now.date())
    assert line.report is not None
    assert not line.missing
    assert record(matter, receipt).owner == "方某"
    (sheet,) = lead_official.month_papers(matter.session, month, matter.now.date())
    assert "方某" in str(sheet)
    with refused(matter, "month"):
        write(matter, "monthly_report", month=month)
    with refused(matter, "month"):
        write(matter, "monthly_report", month="三月")
    with refused(matter, "month"):
        write(matter, "monthly_report", month="2020-01")


def test_a12_a_measure_has_owner_and_date_and_is_verified_by_another(matter: Matter) -> None:
    with refused(matter, "owner", "due"):
        write(matter, "lead_measure", owner="", due="")
    staff = matter.court.staff
    receipt = write(matter, "lead_measure", owner=str(staff["尹某"]))
    with refused(matter):
        follow(matter, receipt, "verified", verifier=str(staff["段某"]))
    follow(matter, receipt, "done")
    with refused(matter, "verifier"):
        follow(matter, receipt, "verified", verifier=str(staff["尹某"]))
    follow(matter, receipt, "verified", verifier=str(staff["段某"]))
    assert not record(matter, receipt).owed


def test_b13_a_superiors_matter_names_the_letter_and_keeps_its_leader_to_the_end(
    session: Session, known: Court
) -> None:
    matter = Matter(
        session,
        known,
        channel=Channel.FORWARDED,
        forwarding=Forwarding("市信访局", "市信〔2026〕5号", date(2026, 4, 1)),
    )
    make_key(matter)
    with refused(matter, "superior"):
        lead(matter)
    begun = record_form.for_kind(session, "lead_assignment", matter.matter_id, matter.now)
    assert begun.values["superior"] == "市信〔2026〕5号"
    assignment = lead(matter, superior="市信〔2026〕5号")
    staff = known.staff
    given = {"new_leader": str(staff["贺某"]), "approver": str(staff["贺某"])}
    with refused(matter, "superior_consent"):
        follow(matter, assignment, "handed_over", **given, superior_consent="")
    follow(matter, assignment, "handed_over", **given, superior_consent="市信函〔2026〕9号")
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY, Step.ANSWER, Step.SERVE, Step.CONCLUDE)
    with refused(matter, "closing_report"):
        follow(matter, assignment, "solved", closing_report="")
    follow(matter, assignment, "solved", closing_report="报结报告〔2026〕1号")


def test_b31_the_lead_binds_the_matter_and_puts_no_label_on_the_person(matter: Matter) -> None:
    make_key(matter)
    lead(matter)
    other = register(matter.session, form(claims=("另一件事",), cause_code="enforcement_slow"))
    assert other.matter_id != matter.matter_id
    assert records.of_matter(matter.session, other.matter_id) == ()
    assert [one.matter_id for one in records.ledger(matter.session, ("lead_assignment",))] == [matter.matter_id]


def test_a_duty_written_late_counts_for_who_led_the_matter_on_its_day(matter: Matter) -> None:
    make_key(matter)
    assignment = lead(matter)
    first = matter.now.date()
    matter.now += timedelta(days=10)
    staff = matter.court.staff
    follow(
        matter,
        assignment,
        "handed_over",
        new_leader=str(staff["贺某"]),
        approver=str(staff["贺某"]),
        superior_consent="",
    )
    receipt = do_duty(matter, "receive", day=(first + timedelta(days=2)).isoformat())
    assert record(matter, receipt).owner == "方某"
    meter = lead_rules.meter(record(matter, assignment), _duties(matter), matter.now.date())
    assert (meter.term.leader, meter.count("receive"), meter.idle) == ("贺某", 0, 0)


def test_an_office_without_posts_is_not_kept_from_handing_over(session: Session) -> None:
    known = court(session)
    for one in people.tree(session).holdings:
        people.release(session, one.holding_id, BEGIN, Matter(session, known).now)
    matter = Matter(session, known)
    make_key(matter)
    assignment = lead(matter)
    staff = known.staff
    follow(matter, assignment, "handed_over", new_leader=str(staff["贺某"]), approver=str(staff["段某"]))


def _duties(matter: Matter) -> tuple[HandlingRecord, ...]:
    return records.ledger(matter.session, ("personal_duty",))
