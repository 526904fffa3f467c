"""期限 on a real register: begun by events, extended with the old date kept, moved by holiday tables only openly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.errors import Refused
from app.domain.holiday_table import YearTable
from app.domain.matter import MatterStatus
from app.domain.paper import LetterRecord
from app.domain.step import Step
from app.domain.work_calendar import Unit, built_in_calendar
from app.services import deadlines, holiday_packs, matters, papers
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import NOW
from tests.support.record_flow import take

TO_WORK = (Step.TRIAGE, Step.ASSIGN, Step.SIGN)
NEXT_YEAR = YearTable(
    2027,
    (date(2027, 1, 1), *(date(2027, 2, day) for day in range(5, 12))),
    (date(2027, 1, 23),),
    "国办发明电〔2026〕1号",
)


def test_registration_begins_the_internal_limit_and_says_that_it_waits_for_the_court(matter: Matter) -> None:
    (running,) = matters.detail(matter.session, matter.matter_id).deadlines
    assert (running.rule_code, running.amount, running.unit) == ("internal_handling", 60, Unit.DAY)
    assert "请本院确认" in running.citation
    assert running.calendar == "内置至2026年"
    assert running.legal_date == date(2026, 5, 6)


def test_a_petition_gets_its_notice_and_acceptance_its_sixty_days(matter: Matter) -> None:
    matter.take(Step.TRIAGE)
    codes = {one.rule_code: one for one in matters.detail(matter.session, matter.matter_id).deadlines}
    assert set(codes) == {"internal_handling", "R1"}
    assert codes["R1"].legal_date == date(2026, 3, 17)
    matter.take(Step.ACCEPT)
    codes = {one.rule_code: one for one in matters.detail(matter.session, matter.matter_id).deadlines}
    assert set(codes) == {"internal_handling", "R5"}
    assert codes["R5"].start_date == NOW.date()
    ended = next(one for one in deadlines.of_matter(matter.session, matter.matter_id) if one.rule_code == "R1")
    assert (ended.end_reason, ended.legal_date) == ("met", date(2026, 3, 17))


def test_feedback_in_time_ends_the_limit_of_the_letter_and_no_other(matter: Matter) -> None:
    matter.take(Step.TRIAGE, Step.ASSIGN, Step.SIGN)
    matter.take(Step.SUPERVISE, due=matter.now.date() + timedelta(days=5))
    assert matter.standing.state.due == matter.now.date() + timedelta(days=5)
    matter.take(Step.FEED_BACK, day=matter.now.date() + timedelta(days=9))
    names = {one.rule_name for one in matters.detail(matter.session, matter.matter_id).deadlines}
    assert "督办限期" not in names
    assert names


def test_litigation_gets_no_petition_clock(matter: Matter) -> None:
    matter.take(Step.TRIAGE, facts={"track": "litigation"})
    assert [one.rule_code for one in matters.detail(matter.session, matter.matter_id).deadlines] == [
        "internal_handling"
    ]


def test_b34_two_extensions_keep_every_date_reason_and_approver(matter: Matter) -> None:
    matter.take(Step.TRIAGE, facts={"track": "litigation"})
    matter.take(*TO_WORK[1:])
    with pytest.raises(Refused) as caught:
        matter.take(Step.ASK_EXTENSION)
    assert set(caught.value.fields) == {"report"}
    matter.extend(30)
    matter.extend(15)
    first, second, third = deadlines.of_matter(matter.session, matter.matter_id)
    assert (first.end_reason, second.end_reason, third.ended_at) == ("extended", "extended", None)
    assert (second.previous_id, third.previous_id) == (first.deadline_id, second.deadline_id)
    assert second.raw_date == first.raw_date + timedelta(days=30)
    assert third.raw_date == second.raw_date + timedelta(days=15)
    assert (third.reason, third.approver) == ("需补充鉴定", "贺某")
    assert third.derivation[: len(first.derivation)] == first.derivation
    assert any("续算" in line for line in third.derivation)
    state = matter.standing.state
    assert (state.status, state.due) == (MatterStatus.HANDLING, third.legal_date)
    words = [entry.words for entry in matters.detail(matter.session, matter.matter_id).timeline]
    assert any("由2026年5月6日延至" in one for one in words)


def test_an_extension_is_approved_by_the_head_and_stays_within_the_law(matter: Matter) -> None:
    matter.take(Step.TRIAGE, Step.ACCEPT)
    matter.take(*TO_WORK[1:], Step.REPORT, Step.ASK_EXTENSION)
    statutory = next(one for one in matters.detail(matter.session, matter.matter_id).deadlines if one.rule_code == "R5")
    version, staff = matter.standing.version, matter.court.staff
    with pytest.raises(Refused) as caught:
        deadlines.grant_extension(matter.session, matter.matter_id, version, staff["卫某"], matter.now)
    assert "卫某现在不担任" in caught.value.fields["approver"]
    with pytest.raises(Refused) as caught:
        deadlines.grant_extension(
            matter.session,
            matter.matter_id,
            version,
            staff["贺某"],
            matter.now,
            deadline_id=statutory.deadline_id,
            amount=31,
        )
    assert "不超过30日" in caught.value.fields["amount"]


def test_rules_are_data_with_source_and_internal_targets_are_off(session: Session) -> None:
    rules = {one.code: one for one in deadlines.rules(session)}
    assert {f"R{number}" for number in range(1, 11)} | {f"C{number}" for number in range(1, 11)} <= set(rules)
    assert all(one.citation for one in rules.values())
    assert [rules[code].standing for code in ("T1", "T2")] == ["内部，确认前停用"] * 2
    deadlines.change_rule(session, replace(rules["T1"], active=True, confirmed=True, unit=Unit.WORKDAY), NOW)
    changed = {one.code: one for one in deadlines.rules(session)}["T1"]
    assert (changed.period, changed.standing) == ("7个工作日", "内部")
    with pytest.raises(Refused) as caught:
        deadlines.change_rule(session, replace(changed, citation=" ", amount=0), NOW)
    assert set(caught.value.fields) == {"citation", "amount"}


def test_a_confirmed_target_begins_by_itself(session: Session, known: Court) -> None:
    rule = next(one for one in deadlines.rules(session) if one.code == "T1")
    deadlines.change_rule(session, replace(rule, active=True, confirmed=True), NOW)
    matter = Matter(session, known)
    assert {one.rule_code for one in matters.detail(session, matter.matter_id).deadlines} == {"internal_handling", "T1"}
    assert matters.detail(session, matter.matter_id).due_date == date(2026, 3, 9)


def test_a_procedural_clock_is_begun_by_hand_and_a_petitioners_right_does_not_drive_the_colour(matter: Matter) -> None:
    due = matter.standing.state.due
    deadlines.begin(matter.session, matter.matter_id, "C3", date(2025, 12, 1), matter.now)
    detail = matters.detail(matter.session, matter.matter_id)
    assert detail.due_date == due
    assert {one.duty.value for one in detail.deadlines} == {"court", "petitioner"}
    with pytest.raises(Refused, match="同一天起算"):
        deadlines.begin(matter.session, matter.matter_id, "C3", date(2025, 12, 1), matter.now)


def test_dates_change_only_after_a_preview_and_are_told_on_the_timeline(session: Session, known: Court) -> None:
    late = NOW.replace(month=11, day=24)
    matter = Matter(session, known)
    with session.register.write(session.viewer, late) as work:
        work.audit.record("pass", "time", 0)
    matter.now = late
    deadlines.begin(session, matter.matter_id, "R8", date(2026, 11, 24), late)
    assert deadlines.preview_table(session, NEXT_YEAR) == ()
    deadlines.begin(session, matter.matter_id, "C8a", date(2026, 11, 23), late)
    standing = deadlines.calendar_standing(session, late.date())
    assert standing.missing == (2027,)
    assert "2027年的放假安排还没有录入" in standing.warning
    (change,) = deadlines.preview_table(session, NEXT_YEAR)
    assert (change.old, change.new.legal) == (date(2027, 1, 25), date(2027, 1, 23))
    before = matters.detail(session, matter.matter_id).deadlines[-1]
    assert before.provisional
    deadlines.apply_table(session, NEXT_YEAR, late)
    after = next(one for one in matters.detail(session, matter.matter_id).deadlines if one.rule_code == "C8a")
    assert (after.legal_date, after.provisional) == (date(2027, 1, 23), False)
    assert after.calendar == "内置至2026年，2027年第1版"
    assert deadlines.preview_table(session, NEXT_YEAR) == ()
    assert deadlines.calendar_standing(session, late.date()).missing == ()
    state = matter.standing.state
    assert after.clock in {one.key for one in state.clocks}
    words = [entry.words for entry in matters.detail(session, matter.matter_id).timeline]
    assert any("由2027年1月25日改为2027年1月23日" in one for one in words)


def test_a_pack_is_taken_only_whole_and_from_a_trusted_signer(session: Session, tmp_path: Path) -> None:
    private, public = holiday_packs.new_key()
    path = tmp_path / "2027.json"
    path.write_text(holiday_packs.signed(NEXT_YEAR, "市中级人民法院技术处", private), "utf-8")
    with pytest.raises(Refused, match="不在本院信任的发放单位中"):
        holiday_packs.read(session, path)
    holiday_packs.trust(session, "市中级人民法院技术处", public, NOW)
    (signer,) = holiday_packs.signers(session)
    assert len(signer.fingerprint.split()) == 8
    assert holiday_packs.read(session, path).holidays == NEXT_YEAR.holidays
    path.write_text(path.read_text("utf-8").replace("2027-01-23", "2027-01-24"), "utf-8")
    with pytest.raises(Refused, match="与签名不符"):
        holiday_packs.read(session, path)
    holiday_packs.distrust(session, "市中级人民法院技术处", NOW)
    with pytest.raises(Refused, match="不在本院信任的发放单位中"):
        holiday_packs.read(session, path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{}", b"x" * 70_000])
def test_a_file_that_is_no_pack_is_refused_in_words(session: Session, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.json"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        holiday_packs.read(session, path)
    assert "file" in caught.value.fields


def test_the_table_in_force_can_be_edited(session: Session) -> None:
    table = deadlines.year_table(session, 2026)
    assert date(2026, 10, 1) in table.holidays
    kept = tuple(day for day in table.holidays if day != date(2026, 10, 7))
    deadlines.apply_table(session, replace(table, holidays=kept, notice="更正"), NOW)
    assert deadlines.calendar(session).is_workday(date(2026, 10, 7))
    assert not built_in_calendar().is_workday(date(2026, 10, 7))


def test_one_grant_extends_both_limits_of_handling_and_the_notice_names_the_new_day(matter: Matter) -> None:
    take(matter, Step.TRIAGE, track="petition")
    take(matter, Step.ACCEPT, Step.INSTRUCT, Step.ASSIGN, Step.SIGN, Step.REPORT, Step.ASK_EXTENSION)
    before = {one.rule_code: one.raw_date for one in matters.detail(matter.session, matter.matter_id).deadlines}
    receipt = take(matter, Step.GRANT_EXTENSION, amount="15")
    after = {one.rule_code: one for one in matters.detail(matter.session, matter.matter_id).deadlines}
    for code in ("internal_handling", "R5"):
        assert after[code].raw_date == before[code] + timedelta(days=15)
    assert receipt.record is not None
    assert receipt.record.document_id is not None
    notice = papers.reopen(matter.session, receipt.record.document_id).record
    assert isinstance(notice, LetterRecord)
    until = min(after[code].legal_date for code in ("internal_handling", "R5"))
    assert f"{until.year}年{until.month}月{until.day}日" in "".join(notice.paragraphs)
