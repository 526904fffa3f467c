"""台账: every ledger is read from the records, narrowed by its filters, and only by those who may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.contact import Channel
from app.domain.courts import CourtLevel
from app.domain.errors import Refused
from app.domain.history import Cutoff
from app.domain.intake import Forwarding, Participant
from app.domain.ledger import Ledger, LedgerFilter
from app.domain.petitioner import Role
from app.domain.responsibility import POST_TEXT
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.domain.workflow import Entry, replay
from app.services import history, inbox, intake, ledgers, matters, progress_answer, records
from app.services.ledgers import KINDS as LEDGERS
from app.services.progress_answer import InquiryRequest
from app.services.records import RecordRequest
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import form, unnamed
from tests.support.lead_flow import decide, do_duty, lead, make_key, supervise
from tests.support.record_flow import TO_REPLY, TO_WORK, follow, take, write

EVERYTHING = LedgerFilter()


def read(matter: Matter, code: str, wanted: LedgerFilter = EVERYTHING) -> Ledger:
    return ledgers.read(matter.session, code, wanted, matter.now.date())


def column(ledger: Ledger, heading: str) -> list[str]:
    place = [one.heading for one in ledger.columns].index(heading)
    return [line.cells[place] for line in ledger.lines]


@pytest.mark.parametrize("code", [one.code for one in LEDGERS])
def test_every_ledger_can_be_read_when_there_is_nothing_and_its_cells_fit_its_columns(
    matter: Matter, code: str
) -> None:
    ledger = read(matter, code)
    assert ledger.columns[0].heading == "序号"
    assert all(len(line.cells) == len(ledger.columns) for line in ledger.lines)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("flaws", "quality_flaw"),
        ("work_style", "work_style"),
        ("deployments", "deployment"),
        ("committee", "committee_report"),
        ("coordination", "coordination"),
        ("early_signs", "early_sign"),
        ("calls", "call"),
        ("studies", "collective_study"),
        ("agenda", "agenda"),
        ("see_leader", "see_leader"),
        ("aid", "judicial_aid"),
        ("explanations", "explanation"),
        ("measures", "lead_measure"),
    ],
)
def test_a_record_stands_in_its_ledger_with_its_matter(matter: Matter, code: str, kind: str) -> None:
    matter.now = matter.now.replace(hour=16)
    receipt = write(matter, kind)
    (line,) = read(matter, code).lines
    assert (line.record_id, line.matter_id) == (receipt.record_id, matter.matter_id)
    assert len(line.cells) == len(read(matter, code).columns)
    tomorrow = LedgerFilter(first=matter.now.date() + timedelta(days=1))
    assert read(matter, code, tomorrow).lines == ()


def test_a04_a06_key_cases_and_the_breakdown_show_leaders_and_those_without(matter: Matter, known: Court) -> None:
    other = Matter(matter.session, known, claims=("要求退还保证金",))
    for one in (matter, other):
        make_key(one)
    lead(matter)
    table = read(matter, "key_cases")
    assert column(table, "特征") == ["调处艰难", "调处艰难"]
    assert [line.late for line in table.lines] == [False, True]
    breakdown = read(matter, "breakdown")
    assert column(breakdown, "包案领导") == ["方某", ""]
    assert column(breakdown, "情况")[1] == "没有包案领导"
    assert "没有包案领导的重点案件 1 件" in breakdown.notes[0]


def test_a07_the_duty_ledger_tells_what_the_leader_did_from_what_others_did(matter: Matter) -> None:
    make_key(matter)
    lead(matter)
    do_duty(matter, "receive")
    do_duty(matter, "study", delegated="1", delegate="办公室小李")
    ledger = read(matter, "duties")
    assert column(ledger, "是否亲自") == ["亲自", "办公室小李代做"]
    assert column(read(matter, "breakdown"), "亲自办理（次）") == ["接访1、研究0、协调处理0"]
    assert ledger.leaders == ((matter.court.staff["方某"], "方某"),)
    nobody = LedgerFilter(leader_id=matter.court.staff["贺某"])
    assert read(matter, "duties", nobody).lines == ()


def test_a08_the_result_of_an_assignment_is_listed_when_it_ended(matter: Matter) -> None:
    make_key(matter)
    assignment = lead(matter)
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY, Step.ANSWER, Step.SERVE, Step.CONCLUDE)
    assert column(read(matter, "breakdown"), "情况") == ["办结待结束包案"]
    follow(matter, assignment, "solved", result="款项已全部付清", closing_report="")
    assert column(read(matter, "solved"), "化解结果") == ["款项已全部付清"]
    assert read(matter, "breakdown").lines == ()


def test_a11_missing_reports_stand_by_name_under_the_monthly_ledger(matter: Matter) -> None:
    make_key(matter)
    lead(matter)
    month = LedgerFilter(last=matter.now.date())
    matter.now += timedelta(days=60)
    ledger = ledgers.read(matter.session, "months", month, matter.now.date())
    assert column(ledger, "情况") == ["缺"]
    assert f"方某 {matter.number}" in ledger.notes[1]


def test_a13_d11_accountability_is_listed_only_for_who_may_see_accusations(matter: Matter) -> None:
    decide(matter)
    assert column(read(matter, "accountability"), "本人说明") == ["当时未及时送达，我有责任。"]
    others = replace(matter.session, viewer=Viewer(matter.session.viewer.account_id, "接待员乙"))
    with pytest.raises(Refused):
        ledgers.read(others, "accountability", EVERYTHING, matter.now.date())
    codes = {one.code for one in ledgers.offered(others, matter.now.date())}
    assert not {"accountability", "work_style", "idle"} & codes
    with pytest.raises(Refused):
        ledgers.read(others, "idle", EVERYTHING, matter.now.date())


def test_b32_the_supervision_ledger_shows_receipt_feedback_and_what_is_late(matter: Matter) -> None:
    take(matter, *TO_WORK)
    letter = supervise(matter, "letter")
    follow(matter, letter, "received")
    matter.now += timedelta(days=9)
    ledger = read(matter, "supervision")
    assert column(ledger, "层级") == ["督办函"]
    assert column(ledger, "回执") == ["2026-03-02"]
    assert column(ledger, "情况") == ["逾期 2 天"]
    assert ledger.lines[0].late
    assert column(read(matter, "triggers"), "拟发") == ["催办通知"]
    take(matter, Step.FEED_BACK)
    assert read(matter, "supervision", LedgerFilter(open_only=True)).lines == ()


def test_b05_major_matters_are_proposed_with_their_criterion_until_they_were_studied(matter: Matter) -> None:
    with pytest.raises(Refused) as caught:
        write(matter, "agenda", criterion="")
    assert "criterion" in caught.value.fields
    receipt = write(matter, "agenda", criterion="集体访，多次督办未果", proposal="请研究执行方案")
    assert column(read(matter, "agenda", LedgerFilter(open_only=True)), "列为重大事项的理由") == [
        "集体访，多次督办未果"
    ]
    follow(matter, receipt, "studied", decision="由分管院长牵头")
    assert read(matter, "agenda", LedgerFilter(open_only=True)).lines == ()
    assert column(read(matter, "agenda"), "研究决定") == ["由分管院长牵头"]


def test_b38_letters_in_and_out_carry_both_numbers_and_the_matter(matter: Matter) -> None:
    out = write(matter, "outgoing", addressee="县民政局")
    follow(matter, out, "answered", number="民函〔2026〕3号")
    back = write(matter, "incoming", number="信联〔2026〕7号")
    follow(matter, back, "answered", number="访函〔2026〕2号")
    ledger = read(matter, "correspondence")
    assert column(ledger, "本院文号") == [out.number, "访函〔2026〕2号"]
    assert column(ledger, "对方文号") == ["民函〔2026〕3号", "信联〔2026〕7号"]
    assert set(column(ledger, "信访编号")) == {matter.number}


def test_b13_a_superiors_matters_show_their_own_day_beside_where_they_stand(session: Session, known: Court) -> None:
    due = date(2026, 3, 12)
    given = Forwarding("市信访局", "市信〔2026〕5号", due)
    matter = Matter(session, known, channel=Channel.FORWARDED, forwarding=given)
    matter.now += timedelta(days=14)
    ledger = read(matter, "superior")
    assert column(ledger, "上级期限") == [due.isoformat()]
    assert ledger.lines[0].late
    assert "逾期 4 天" in column(ledger, "情况")


def test_d01_d02_reports_and_deployments_stand_without_a_matter_and_overdue_ones_are_red(
    session: Session, known: Court
) -> None:
    matter = Matter(session, known)
    staff = str(known.staff["卫某"])
    values = {
        "body": "县委政法委",
        "received": "2026-03-02",
        "task": "开展积案清理",
        "owner": staff,
        "due": "2026-03-10",
    }
    receipt = records.write(session, RecordRequest("deployment", values), matter.now)
    report = {"addressee": "中共某某县委", "subject": "涉诉信访", "situation": "情况", "proposal": "建议"}
    sent = records.write(session, RecordRequest("committee_report", report), matter.now)
    matter.now += timedelta(days=12)
    (line,) = read(matter, "deployments").lines
    assert (line.matter_id, line.late) == (None, True)
    assert column(read(matter, "committee"), "文号") == [sent.number]
    follow(matter, receipt, "done")
    assert read(matter, "deployments", LedgerFilter(open_only=True)).lines == ()


def test_d03_e21_a_coordination_meeting_keeps_partners_and_what_was_agreed(matter: Matter) -> None:
    write(matter, "coordination", parties="城关镇政府、县住建局", agreed="三日内腾退")
    ledger = read(matter, "coordination")
    assert column(ledger, "参加单位和人员") == ["城关镇政府、县住建局"]
    assert column(ledger, "商定的事项") == ["三日内腾退"]


def test_d12_the_ledger_says_by_how_many_days_a_sign_was_reported_late(matter: Matter) -> None:
    noticed = matter.now.date().isoformat()
    matter.now += timedelta(days=2)
    write(matter, "early_sign", noticed=noticed, day=matter.now.date().isoformat())
    ledger = read(matter, "early_signs")
    assert column(ledger, "迟报") == ["迟报 2 天"]
    assert "迟报 1 份" in ledger.notes[0]


def test_e24_e25_visits_and_person_visits_are_counted_apart_and_repeats_are_told(matter: Matter) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY, Step.ANSWER, Step.SERVE)
    take(matter, Step.FOLLOW_UP, people="3")
    take(matter, Step.FOLLOW_UP, people="2")
    (note,) = read(matter, "follow_ups").notes
    assert "2 次、5 人次" in note
    assert "重复回访 1 次" in note


def test_e15_e16_what_leaders_wrote_and_decided_together_is_one_register(matter: Matter) -> None:
    take(matter, Step.TRIAGE, importance="important")
    write(matter, "collective_study", decision="由执行局限期执结")
    take(matter, Step.INSTRUCT, approver=str(matter.court.staff["贺某"]), instruction="请抓紧")
    assert column(read(matter, "studies"), "种类") == ["集体研究记录", "批示"]


def test_b10_b12_posts_with_their_holders_and_how_far_a_late_matter_has_climbed(matter: Matter) -> None:
    table = read(matter, "posts")
    assert column(table, "岗位") == list(POST_TEXT.values())
    assert any(line.late for line in table.lines), "a vacant post is seen"
    take(matter, *TO_WORK)
    matter.now += timedelta(days=70)
    inbox.climb(matter.session, matter.now)
    (line,) = read(matter, "chain").lines
    assert any("尹某" in cell for cell in line.cells)
    assert not any("贺某" in cell for cell in line.cells), "one level at a time"


def test_a_range_that_runs_backwards_is_refused_beside_its_end(matter: Matter) -> None:
    with pytest.raises(Refused) as caught:
        read(matter, "duties", LedgerFilter(date(2026, 3, 2), date(2026, 3, 1)))
    assert "last" in caught.value.fields


def test_an_empty_ledger_is_not_printed(matter: Matter) -> None:
    with pytest.raises(Refused):
        ledgers.paper(matter.session, read(matter, "flaws"), matter.now)


def test_e28_visits_are_counted_by_level_and_by_group_in_batches_and_people(session: Session, known: Court) -> None:
    """县/市/省/京 × 个访/集体访; batches and people are two counts."""
    Matter(session, known)
    Matter(session, known, head_count=7)
    Matter(
        session,
        known,
        channel=Channel.FORWARDED,
        forwarding=Forwarding("某某市信访局", "转〔2026〕3号"),
        visited_level=CourtLevel.HIGH,
        head_count=2,
    )
    matter = Matter(session, known, channel=Channel.LETTER)
    ledger = read(matter, "levels")
    assert [line.cells[1:] for line in ledger.lines] == [
        ("县（区）", "1", "1", "1", "7"),
        ("到市", "0", "0", "0", "0"),
        ("去省", "1", "2", "0", "0"),
        ("赴京", "0", "0", "0", "0"),
    ]
    later = read(matter, "levels", LedgerFilter(first=matter.now.date() + timedelta(days=1)))
    assert {cell for line in later.lines for cell in line.cells[2:]} == {"0"}


def test_d17_new_and_old_visits_stand_beside_those_alone_and_in_groups(session: Session, known: Court) -> None:
    """The same visits parted twice: both series give the same sum, and without a day the table says so."""
    today = Matter(session, known).now
    before = form(head_count=7, happened_at=today - timedelta(days=60), late_reason="系统故障")
    old = intake.submit(session, before, today)
    intake.submit(session, form(existing_matter_id=old.matter_id, happened_at=today), today)
    plain = ledgers.read(session, "levels", LedgerFilter(), today.date())
    assert len(plain.columns) == 6
    assert "没有设定新访、老访的分界日" in plain.notes[-1]
    history.change_cutoff(session, Cutoff(today.date() - timedelta(days=30), "某高法〔2025〕1号"), today)
    parted = ledgers.read(session, "levels", LedgerFilter(), today.date())
    assert [column.heading for column in parted.columns][-4:] == ["新访批次", "新访人次", "老访批次", "老访人次"]
    assert parted.lines[0].cells[1:] == ("县（区）", "2", "2", "1", "7", "1", "1", "2", "8")
    assert [line.cells[:6] for line in parted.lines] == [line.cells for line in plain.lines]
    assert "某高法〔2025〕1号" in parted.notes[-1]
    recent = ledgers.read(session, "levels", LedgerFilter(first=today.date()), today.date())
    assert recent.lines[0].cells[-4:] == ("1", "1", "1", "1"), "old by its first contact, whenever it came again"


def test_e23_what_was_concluded_is_followed_for_its_quiet_periods_even_when_somebody_came_back(
    session: Session, known: Court
) -> None:
    """A return takes the day of the conclusion off the matter; the table must not lose just those."""

    def concluded() -> Matter:
        matter = Matter(session, known)
        take(matter, Step.TRIAGE, Step.GUIDE, Step.CONCLUDE)
        return matter

    held, back, asked = concluded(), concluded(), concluded()
    Matter(session, known)
    start = held.now
    intake.submit(
        session,
        form(existing_matter_id=back.matter_id, happened_at=start + timedelta(days=20)),
        start + timedelta(days=20),
    )
    ask = InquiryRequest(asked.matter_id, Channel.CALL)
    progress_answer.count(session, ask, start + timedelta(days=25))
    assert matters.detail(session, back.matter_id).concluded_on is None

    def table(days: int, wanted: LedgerFilter = EVERYTHING) -> Ledger:
        return ledgers.read(session, "no_return", wanted, start.date() + timedelta(days=days))

    assert [line.cells[1:] for line in table(30).lines] == [
        ("全部", "30 天", "0", "0", "0", "—", "3"),
        ("全部", "90 天", "0", "0", "0", "—", "3"),
        ("全部", "180 天", "0", "0", "0", "—", "3"),
    ]
    month, quarter, _half = table(31).lines
    assert month.cells[1:] == ("全部", "30 天", "3", "2", "1", "66.7%", "0")
    assert quarter.cells[3:] == ("0", "0", "0", "—", "3")
    later = table(31, LedgerFilter(first=start.date() + timedelta(days=1)))
    assert {cell for line in later.lines for cell in (line.cells[3], line.cells[7])} == {"0"}
    history.change_cutoff(session, Cutoff(start.date(), "某高法〔2025〕1号"), start)
    assert column(table(31), "事项") == ["全部"] * 3 + ["新访"] * 3 + ["老访"] * 3
    assert column(table(31), "期满（件）") == ["3", "0", "0", "3", "0", "0", "0", "0", "0"]


def test_e23_matters_taken_over_as_concluded_count_and_those_out_of_sight_do_not(
    session: Session, known: Court
) -> None:
    matter = Matter(session, known)
    with session.register.write(session.viewer, matter.now) as work:
        facts = {"status": "concluded", "concluded_on": "2026-01-05"}
        entry = Entry(Step.CARRY, matter.now, "系统", "承前", facts=facts)
        work.steps.append(matter.matter_id, entry, replay((entry,)), matter.now)
        work.audit.record("carry", "matter", matter.matter_id)
    day = date(2026, 1, 5)
    only = ledgers.read(session, "no_return", LedgerFilter(day, day), date(2026, 12, 1))
    assert "办结 1 件" in only.notes[0]
    viewer = replace(session.viewer, rights=frozenset())
    with session.register.write(session.viewer, matter.now) as work:
        work.matters.change(matter.matter_id, restricted=True)
        work.audit.record("restrict", "matter", matter.matter_id)
    other = ledgers.read(Session(session.register, viewer), "no_return", LedgerFilter(day, day), date(2026, 12, 1))
    assert "办结 0 件" in other.notes[0]


def test_e20_letters_are_counted_by_letter_and_by_signer(session: Session, known: Court) -> None:
    """Four beside the writer reach five; a couple does not, and is counted with its two signers all the same."""

    def letter(signers: str, head_count: int, days: int = 0) -> None:
        others = tuple(Participant(Role.JOINT_SIGNER, unnamed(f"联名{one}")) for one in signers)
        reason = "系统故障" if days else ""
        at = today - timedelta(days=days)
        filled = form(channel=Channel.LETTER, others=others, head_count=head_count, happened_at=at, late_reason=reason)
        intake.submit(session, filled, today)

    matter = Matter(session, known)
    today = matter.now
    letter("甲乙丙丁", 1)
    letter("", 35, days=60)
    letter("甲", 2)
    letter("", 1)
    plain = ledgers.read(session, "letters", EVERYTHING, today.date())
    assert [line.cells[1:] for line in plain.lines] == [("联名信", "2", "40"), ("其他来信", "2", "3")]
    history.change_cutoff(session, Cutoff(today.date() - timedelta(days=30), "某高法〔2025〕1号"), today)
    parted = ledgers.read(session, "letters", EVERYTHING, today.date())
    assert [line.cells[1:] for line in parted.lines] == [
        ("联名信", "2", "40", "1", "5", "1", "35"),
        ("其他来信", "2", "3", "2", "3", "0", "0"),
    ]
    recent = ledgers.read(session, "letters", LedgerFilter(first=today.date()), today.date())
    assert recent.lines[0].cells[1:4] == ("联名信", "1", "5")
