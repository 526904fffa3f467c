"""The page of handling by keys: the whole way of a matter, and every refusal in words with nothing half-done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.matter import Finding, MatterStatus
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.services import assignments, drafts, matters, records, recusals, steps
from app.services.session import Session
from tests.support.desk_driver import DeskDriver
from tests.support.desk_flow import Court, Matter, court
from tests.support.desk_room import Clock
from tests.support.handling_driver import HandlingDriver
from tests.support.hands import ALT, CTRL
from tests.support.record_flow import TO_REPLY, TO_WORK, take, write
from tests.support.registers import Template, fresh_register
from ui import desk_pages
from ui.operations import Operations
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.handling.chooser import Chooser
from ui.pages.handling.form_dialog import HandlingDialog
from ui.pages.handling.sample_dialog import SampleDialog

NOW = datetime.fromisoformat("2026-03-02T10:00")
CASE = "（2024）豫9999执102号"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Template, Court]:
    """A register with the staff of a court."""
    session = fresh_register(tmp_path_factory.mktemp("office"))
    known = court(session)
    session.register.close()
    return Template(session), known


@pytest.fixture
def session(tmp_path: Path, office: tuple[Template, Court]) -> Iterator[Session]:
    made = office[0].copy(tmp_path / "data")
    yield made
    made.register.close()


@pytest.fixture
def matter(session: Session, office: tuple[Template, Court], clock: Clock) -> Matter:
    made = Matter(session, office[1], case_numbers=(CASE,))
    clock.now = made.now
    return made


@pytest.fixture
def clerk(qtbot: QtBot, desk: Operations[Session], clock: Clock, tmp_path: Path, matter: Matter) -> HandlingDriver:
    """A clerk with the matter at hand."""
    made = HandlingDriver(qtbot, desk, clock, tmp_path)
    made.handle(matter.matter_id)
    return made


def to(clerk: HandlingDriver, matter: Matter, clock: Clock, *steps: Step, **given: str) -> None:
    """Bring the matter on by the services, then look."""
    take(matter, *steps, **given)
    look(clerk, matter, clock)


def look(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    clock.now = matter.now
    clerk.page.refresh()
    clerk.settle()


def status(matter: Matter) -> MatterStatus:
    return matters.detail(matter.session, matter.matter_id).status


# the whole way


def test_c17_a_matter_goes_the_whole_way_by_keys_and_each_step_says_what_it_did(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    def later(hours: int = 1) -> None:
        clock.now += timedelta(hours=hours)

    assert clerk.lead() == "分流"
    clerk.take(Step.TRIAGE, track="2", opinion="属执行信访，建议交执行局办理。")
    assert "“分流”已办" in clerk.said()
    assert clerk.page.print_button.isVisible()
    clerk.press(Qt.Key.Key_P, ALT)
    clerk.settle()
    assert len(clerk.printers.out) == 1, "the paper of the step comes out"
    later()
    clerk.take(Step.INSTRUCT, instruction="请执行局依法办理，限期报结果。")
    later()
    clerk.take(Step.ASSIGN, handler="ym", requirement="查清执行款去向，书面报告。")
    assert "首办 尹某" in {chip.words for chip in clerk.page.card.chips.chips()}
    assert "现在由 执行局尹某 负责" in clerk.words_on_screen()
    later()
    clerk.take(Step.SIGN)
    later()
    dialog = clerk.write_record("sqfx")
    assert dialog.form.values()["claim"] == "请求尽快执行到位"
    clerk.fill(dialog, facts="执行款已到账未发放。", finding="1", reason="款已到账满三十日。")
    clerk.confirm()
    assert clerk.no_dialog()
    assert [one.finding for one in matters.detail(matter.session, matter.matter_id).claims] == [Finding.JUSTIFIED]
    later()
    clerk.take(Step.SUBMIT, basis="民事诉讼法及执行款管理规定。", remedy="可以在收到之日起三十日内申请复查。")
    later()
    clerk.take(Step.PASS_DIVISION)
    later()
    clerk.take(Step.PASS_DESK)
    later()
    reply = clerk.begin(Step.ANSWER)
    assert "执行款已到账未发放。" in reply.form.values()["facts"], "the report's words are there already"
    clerk.confirm()
    assert clerk.no_dialog()
    later()
    clerk.take(Step.SERVE, method="1")
    later()
    clerk.take(Step.FOLLOW_UP, way="2", people="1", landed="款已发放。", satisfaction="1")
    later()
    clerk.take(Step.CONCLUDE, outcome="1")
    assert status(matter) is MatterStatus.CONCLUDED
    assert clerk.lead() == "归档"
    reached = clerk.page.card.stages.words()
    assert [one.split()[0] for one in reached] == [
        "登记",
        "分流",
        "交办",
        "办理",
        "审核",
        "答复",
        "送达",
        "回访",
        "办结",
    ]
    assert "执行局尹某" in reached[2]
    assert not any("enforcement" in one or "litigation" in one for one in clerk.sentences()), "words, not codes"
    asked: list[tuple[str, object]] = []
    clerk.page.go.connect(lambda name, what: asked.append((name, what)))
    clerk.press(Qt.Key.Key_1, ALT)
    assert asked == [("dossier", matter.matter_id)], "filing is done where the dossier is"


def test_a_step_out_of_order_is_not_offered_and_refused_in_words_when_somebody_was_faster(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    assert Step.ASSIGN not in clerk.offered()
    dialog = clerk.begin(Step.TRIAGE)
    clerk.fill(dialog, track="2", opinion="建议交执行局办理。")
    take(matter, Step.TRIAGE)
    clock.now = matter.now
    clerk.confirm()
    assert dialog.isVisible()
    assert "刚被办过一步" in dialog.words()
    assert dialog.form.typed()["opinion"] == "建议交执行局办理。"
    clerk.confirm()
    assert dialog.isVisible()
    assert "不能办“分流”" in dialog.words(), "the second try is told what stands now"
    dialog.reject()
    assert clerk.no_dialog()
    assert sum(one.kind == "triage_opinion" for one in records.of_matter(matter.session, matter.matter_id)) == 1


def test_a_double_click_takes_the_step_once(clerk: HandlingDriver, matter: Matter) -> None:
    dialog = clerk.begin(Step.TRIAGE)
    clerk.fill(dialog, track="2", opinion="建议交执行局办理。")
    for _click in range(3):
        clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    assert clerk.no_dialog()
    assert [one.kind for one in records.of_matter(matter.session, matter.matter_id)] == ["triage_opinion"]


def test_two_keys_in_one_moment_open_one_form(clerk: HandlingDriver) -> None:
    clerk.press(Qt.Key.Key_1, ALT)
    clerk.press(Qt.Key.Key_1, ALT)
    clerk.settle()
    clerk.dialog(HandlingDialog).reject()
    assert clerk.no_dialog()


# refusals


def test_a_reply_without_its_basis_is_refused_beside_the_field_and_nothing_is_done(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    to(clerk, matter, clock, *TO_REPLY)
    dialog = clerk.begin(Step.ANSWER)
    clerk.fill(dialog, opinion="执行款将在十日内发放。", basis="")
    clerk.confirm()
    assert dialog.isVisible()
    assert dialog.form.fields["basis"].state == "wrong"
    assert "法律政策依据" in dialog.form.fields["basis"].note()
    assert clerk.focus() is dialog.form.fields["basis"].editor
    assert dialog.form.typed()["opinion"] == "执行款将在十日内发放。"
    assert status(matter) is MatterStatus.AWAITING_REPLY
    dialog.reject()


def test_a_reply_with_words_from_inside_does_not_go_out(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    to(clerk, matter, clock, *TO_REPLY)
    dialog = clerk.begin(Step.ANSWER)
    clerk.fill(dialog, opinion="领导批示要求从速。")
    clerk.confirm()
    assert dialog.isVisible()
    assert "领导批示" in dialog.words()
    assert status(matter) is MatterStatus.AWAITING_REPLY
    clerk.fill(dialog, opinion="执行款将在十日内发放。")
    clerk.confirm()
    assert clerk.no_dialog()
    assert status(matter) is MatterStatus.ANSWERED


def test_closing_without_a_reply_needs_its_reason(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    look(clerk, matter, clock)
    dialog = clerk.begin(Step.CONCLUDE)
    clerk.fill(dialog, outcome="1")
    clerk.confirm()
    assert dialog.isVisible()
    assert "答复" in dialog.form.fields["no_reply_reason"].note()
    assert status(matter) is MatterStatus.HANDLING
    clerk.fill(dialog, no_reply_reason="信访人书面撤回，不需要答复。")
    clerk.confirm()
    assert clerk.no_dialog()
    assert status(matter) is MatterStatus.CONCLUDED


def test_whoever_must_withdraw_is_refused_beside_the_field_and_typed_text_stays(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    staff = matter.court.staff
    take(matter, Step.TRIAGE, Step.INSTRUCT)
    recusals.name(matter.session, matter.matter_id, staff["尹某"], accused=False, reason="当事人的亲属", now=matter.now)
    look(clerk, matter, clock)
    dialog = clerk.begin(Step.ASSIGN)
    clerk.fill(dialog, handler="ym", requirement="查清执行款去向。")
    assert "应当回避" in dialog.form.fields["handler"].editor.currentText()  # type: ignore[union-attr]
    clerk.confirm()
    assert dialog.isVisible()
    assert dialog.form.fields["handler"].state == "wrong"
    assert "回避" in dialog.form.fields["handler"].note()
    assert dialog.form.typed()["requirement"] == "查清执行款去向。"
    assert status(matter) is MatterStatus.INSTRUCTED
    clerk.fill(dialog, handler="wm")
    clerk.confirm()
    assert clerk.no_dialog()
    assert matters.detail(matter.session, matter.matter_id).handler == "卫某"


def test_what_is_missing_is_named_under_the_step_and_one_key_supplies_it(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    to(clerk, matter, clock, *TO_WORK)
    offered = clerk.offered()
    assert offered[Step.SUBMIT] == "还缺每项诉求的认定"
    assert offered[Step.ASK_EXTENSION] == "还缺书面报告"
    dialog = clerk.begin(Step.ASK_EXTENSION)
    clerk.fill(dialog, reason="需要补充鉴定。")
    clerk.press(Qt.Key.Key_G, ALT)
    clerk.settle()
    report = clerk.dialog(HandlingDialog)
    clerk.fill(report, facts="款已到账。", obstacle="等待鉴定。", plan="一周内完成。")
    clerk.confirm()
    assert clerk.no_dialog()
    assert clerk.offered()[Step.ASK_EXTENSION] == ""
    again = clerk.begin(Step.ASK_EXTENSION)
    assert again.form.typed()["reason"] == "需要补充鉴定。", "what was begun is there again"
    clerk.confirm()
    assert clerk.no_dialog()
    assert status(matter) is MatterStatus.EXTENSION_ASKED


# dates


def test_an_extension_keeps_the_old_date_its_reason_and_approver_line_by_line(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    take(matter, Step.TRIAGE, Step.INSTRUCT, due="")
    take(matter, Step.ASSIGN, due="")
    take(matter, Step.SIGN, Step.REPORT)
    to(clerk, matter, clock, Step.ASK_EXTENSION, reason="需要补充鉴定")
    due = matter.standing.state.due
    assert due is not None
    clerk.take(Step.GRANT_EXTENSION, amount="15")
    later = matter.standing.state.due
    assert later is not None
    assert due < later <= due + timedelta(days=18), "15 days, and not a day off at the end"
    clerk.press(Qt.Key.Key_T, ALT)
    words = clerk.page.side.date_words()
    assert f"原期限到 {due.year}年{due.month}月{due.day}日" in words
    assert "贺某批准。理由：需要补充鉴定" in words
    assert "批准延期15日" in words
    assert "已经延期，由新的期限接着算" in words
    assert "依据　" in words


def test_the_day_it_is_due_is_not_overdue_and_the_superiors_clock_stands_beside_ours(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    take(matter, Step.TRIAGE, Step.INSTRUCT, due="")
    superior = {"superior": "1"}
    request = matter.request(Step.ASSIGN, due=date(2026, 3, 20), facts=superior, paper="市中院交办函")
    steps.take(matter.session, request, matter.now)
    look(clerk, matter, clock)
    words = clerk.page.card.clock_words()
    assert "上级交办" in words
    assert "内部" in words
    clock.now = datetime.fromisoformat("2026-03-20T17:00")
    clerk.page.refresh()
    clerk.settle()
    assert "今天到期" in clerk.page.card.clock_words()
    assert "逾期" not in clerk.page.card.clock_words()
    clock.now = datetime.fromisoformat("2026-03-21T09:00")
    clerk.page.refresh()
    clerk.settle()
    assert "逾期 1 天" in clerk.page.card.clock_words()


# records


def test_a_letter_of_supervision_is_answered_from_its_record_and_the_same_event_comes_once(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    to(clerk, matter, clock, *TO_WORK, Step.SUPERVISE)
    record = clerk.open_record("supervision")
    received = record.event_button("received")
    assert received is not None
    clerk.press(Qt.Key.Key_1, ALT)
    clerk.settle()
    form = clerk.dialog(HandlingDialog)
    assert form.form.values()["signed_by"] == "尹某"
    record_id = record.record.record_id  # type: ignore[union-attr]
    records.follow(
        matter.session, record_id, "received", {"signed_by": "段某", "day": clock.now.date().isoformat()}, clock.now
    )
    clerk.confirm()
    assert form.isVisible()
    assert "不重复记" in form.words(), "somebody else was faster"
    assert form.form.typed()["signed_by"] == "尹某"
    form.reject()
    assert clerk.back_to_record() is record
    assert record.event_button("received") is None
    clerk.press(Qt.Key.Key_1, ALT)
    clerk.settle()
    form = clerk.dialog(HandlingDialog)
    clerk.fill(form, answer="已约谈双方，款将发放。")
    clerk.confirm()
    assert "请办“反馈措施”" in form.words(), "the matter waits for the step, not for a note"
    form.reject()
    clerk.back_to_record().reject()
    assert clerk.no_dialog()
    clerk.take(Step.FEED_BACK, measures="约谈双方，十日内发放。", day="+10")
    clerk.settle()
    clerk.page.kept.flush()
    clerk.settle()
    left = [one.title for one in drafts.offered(matter.session, clock.now)]
    assert not any(one.startswith("反馈措施") for one in left), "a day written out on leaving begins nothing anew"
    shown = clerk.open_record("supervision")
    assert [entry.sentence for entry in shown.after.entries()] == ["收到反馈", "收到回执"]
    assert shown.state.status.words == "已了结"
    shown.reject()


def test_what_came_of_a_record_is_written_from_its_window(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    write(matter, "promise", promise="请他周五再来取答复")
    look(clerk, matter, clock)
    clerk.open_record("promise")
    clerk.press(Qt.Key.Key_1, ALT)
    clerk.settle()
    form = clerk.dialog(HandlingDialog)
    assert form.windowTitle() == "已做到"
    clerk.confirm()
    shown = clerk.back_to_record()
    assert "“已做到”已记下" in shown.said.words()
    assert [entry.sentence for entry in shown.after.entries()] == ["已做到"]
    assert shown.event_button("kept") is None
    shown.reject()
    assert clerk.no_dialog()
    assert "“已做到”已记下" in clerk.said()


def test_a_record_without_a_step_is_written_printed_and_voided_with_a_reason(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    dialog = clerk.write_record("sfjz")
    assert dialog.windowTitle() == "司法救助审批表"
    assert dialog.form.values()["applicant"] == "吴小满"
    clerk.fill(dialog, hardship="一人带两个孩子，没有收入。", wanted="一万")
    clerk.confirm()
    assert "不是一个金额" in dialog.form.fields["wanted"].note()
    clerk.fill(dialog, wanted="10000")
    clerk.confirm()
    assert clerk.no_dialog()
    shown = clerk.open_record("judicial_aid")
    assert "10,000.00元" in shown.values.text()
    clerk.press(Qt.Key.Key_P, ALT)
    clerk.settle()
    assert len(clerk.printers.out) == 1
    clerk.press(Qt.Key.Key_Z, ALT)
    clerk.dialog(FormDialog)
    clerk.confirm()
    clerk.dialog(FormDialog)
    clerk.write("记错了事项")
    clerk.confirm()
    assert clerk.back_to_record() is shown
    assert "作废原因　记错了事项" in shown.values.text()
    shown.reject()
    assert clerk.no_dialog()


def test_fields_come_and_go_with_what_is_chosen_and_keep_what_was_typed(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    to(clerk, matter, clock, *TO_REPLY, Step.ANSWER)
    dialog = clerk.begin(Step.SERVE)
    clerk.fill(dialog, method="2")
    assert set(dialog.form.asked()) >= {"receiver", "mail_number"}
    clerk.fill(dialog, mail_number="XA1234")
    clerk.fill(dialog, method="3")
    assert "mail_number" not in dialog.form.asked()
    assert "mail_number" not in dialog.form.values()
    assert dialog.form.fields["witness"].isVisible()
    assert not dialog.form.fields["mail_number"].isVisible()
    clerk.fill(dialog, method="2")
    assert dialog.form.values()["mail_number"] == "XA1234"
    dialog.reject()


def test_kinds_kept_apart_are_offered_only_to_those_who_may_see_them(
    qtbot: QtBot, clerk: HandlingDriver, matter: Matter, clock: Clock, tmp_path: Path
) -> None:
    clerk.press(Qt.Key.Key_N, ALT)
    chooser = clerk.dialog(Chooser)
    assert "责任倒查" in chooser.shown()
    clerk.type("cns")
    assert chooser.shown() == []
    chooser.reject()
    plain = Session(matter.session.register, Viewer(matter.session.viewer.account_id, "接待员乙"))
    lanes: Operations[Session] = Operations(plain, clock)
    other = HandlingDriver(qtbot, lanes, clock, tmp_path)
    other.handle(matter.matter_id)
    other.press(Qt.Key.Key_N, ALT)
    assert "责任倒查" not in other.dialog(Chooser).shown()
    other.dialog(Chooser).reject()
    assert lanes.close()


def test_a_record_kept_apart_is_written_and_its_paper_printed_though_it_is_no_document_of_the_matter(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    to(clerk, matter, clock, *TO_WORK)
    dialog = clerk.write_record("zrdc")
    clerk.fill(dialog, person="ym", finding="款到账后四十日未发放。", basis="执行款管理规定。", proposal="提醒谈话。")
    clerk.confirm()
    assert clerk.no_dialog(), dialog.words()
    assert not clerk.page.print_button.isVisible()
    clerk.open_record("accountability")
    clerk.press(Qt.Key.Key_P, ALT)
    clerk.settle()
    assert len(clerk.printers.out) == 1
    shown = clerk.back_to_record()
    assert "已送去打印" in shown.said.words()
    shown.reject()


def test_from_the_list_of_matters_one_key_leads_to_handling_and_the_matter_stays_in_hand(
    qtbot: QtBot, session: Session, matter: Matter, tmp_path: Path
) -> None:
    desk = DeskDriver(qtbot, session, tmp_path)
    desk.go(2)
    assert desk.queue.panel.matter_id == matter.matter_id
    desk.press(Qt.Key.Key_D, ALT)
    desk.settle()
    assert desk.where() == desk_pages.HANDLING
    page = desk.work.main.page(desk_pages.HANDLING)
    assert page.matter_in_hand() == matter.matter_id
    desk.go(2)
    desk.go(3)
    assert page.matter_in_hand() == matter.matter_id
    desk.close()


def test_the_sample_shows_the_paper_before_it_has_a_number(clerk: HandlingDriver, matter: Matter) -> None:
    dialog = clerk.begin(Step.TRIAGE)
    clerk.press(Qt.Key.Key_P, ALT)
    assert dialog.form.fields["track"].state == "wrong", "first what is missing"
    clerk.fill(dialog, track="2", opinion="建议交执行局办理。")
    clerk.press(Qt.Key.Key_P, ALT)
    clerk.settle()
    sample = clerk.dialog(SampleDialog)
    assert sample.preview.ready is not None
    assert sample.objections == ()
    sample.reject()
    assert records.of_matter(matter.session, matter.matter_id) == ()
    dialog.reject()


# nothing typed is lost


def test_a_form_laid_aside_comes_back_after_escape_and_after_a_restart(
    qtbot: QtBot, clerk: HandlingDriver, matter: Matter, clock: Clock, desk: Operations[Session], tmp_path: Path
) -> None:
    dialog = clerk.begin(Step.TRIAGE)
    clerk.fill(dialog, opinion="写到一半")
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    clerk.settle()
    assert clerk.lead() == "分流（没写完）"
    (kept,) = drafts.offered(matter.session, clock.now)
    assert kept.kind == "handling"
    again = HandlingDriver(qtbot, desk, clock, tmp_path)
    again.handle(matter.matter_id)
    assert again.lead() == "分流（没写完）"
    form = again.begin(Step.TRIAGE)
    assert form.form.typed()["opinion"] == "写到一半"
    assert "放回来了" in form.notice.words()
    again.fill(form, track="2")
    again.confirm()
    assert again.no_dialog()
    again.settle()
    assert drafts.offered(matter.session, clock.now) == (), "what was done never comes back"


def test_words_for_a_step_that_somebody_else_took_stay_until_they_are_let_go(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    dialog = clerk.begin(Step.TRIAGE)
    clerk.fill(dialog, opinion="写到一半")
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    assert not clerk.page.card.left_over.isVisibleTo(clerk.page)
    to(clerk, matter, clock, Step.TRIAGE)
    assert "没写完的“分流”现在不能办了" in clerk.words_on_screen()
    clerk.page.card.look.setFocus()
    clerk.enter()
    clerk.settle()
    again = clerk.dialog(HandlingDialog)
    assert again.form.typed()["opinion"] == "写到一半"
    clerk.fill(again, track="2")
    clerk.confirm()
    assert again.isVisible()
    assert "不能办“分流”" in again.words()
    again.reject()
    assert clerk.no_dialog()
    clerk.page.card.drop.setFocus()
    clerk.enter()
    clerk.settle()
    assert not clerk.page.card.left_over.isVisibleTo(clerk.page)
    assert drafts.offered(matter.session, clock.now) == ()


def test_composing_belongs_to_the_input_method(clerk: HandlingDriver) -> None:
    dialog = clerk.begin(Step.TRIAGE)
    opinion = dialog.form.fields["opinion"].editor
    opinion.setFocus()
    clerk.compose("jianyi")
    clerk.enter()
    assert clerk.focus() is opinion
    dialog.reject()
    assert clerk.no_dialog()
    clerk.press(Qt.Key.Key_N, ALT)
    chooser = clerk.dialog(Chooser)
    clerk.compose("sifa")
    clerk.enter()
    assert chooser.isVisible(), "Enter ends the composing, it does not choose"
    chooser.reject()


# people


def test_an_assisting_division_is_asked_and_signs(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    to(clerk, matter, clock, *TO_WORK)
    clerk.press(Qt.Key.Key_B, ALT)
    clerk.press(Qt.Key.Key_X, ALT)
    clerk.settle()
    clerk.dialog(FormDialog)
    clerk.type("wm")
    clerk.enter()
    clerk.write("查阅立案材料")
    clerk.confirm()
    assert clerk.no_dialog()
    clerk.settle()
    clerk.press(Qt.Key.Key_S, ALT)
    clerk.dialog(FormDialog)
    clerk.confirm()
    assert clerk.no_dialog()
    last = assignments.of_matter(matter.session, matter.matter_id)[-1]
    assert (last.handler, last.leads, last.signed_by) == ("卫某", False, "卫某")


def test_a_recusal_is_named_and_lifted_with_reasons(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    to(clerk, matter, clock, *TO_WORK)
    clerk.press(Qt.Key.Key_B, ALT)
    clerk.press(Qt.Key.Key_H, ALT)
    clerk.settle()
    dialog = clerk.dialog(FormDialog)
    clerk.type("ym")
    dialog.fields["reason"].editor.setFocus()
    clerk.write("当事人的亲属")
    clerk.confirm()
    assert dialog.isVisible()
    assert "先移交他人" in dialog.fields["staff"].note()
    clerk.choose(dialog.fields["staff"].editor, "wm")
    clerk.confirm()
    assert clerk.no_dialog()
    clerk.settle()
    assert [one.name for one in recusals.of_matter(matter.session, matter.matter_id)] == ["卫某"]
    clerk.press(Qt.Key.Key_C, ALT)
    clerk.dialog(FormDialog)
    clerk.write("姓名听错")
    clerk.confirm()
    assert clerk.no_dialog()
    assert recusals.of_matter(matter.session, matter.matter_id) == ()


def test_d10_the_original_judge_is_named_and_stands_on_top(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    to(clerk, matter, clock, Step.TRIAGE, Step.INSTRUCT)
    clerk.press(Qt.Key.Key_B, ALT)
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    dialog = clerk.dialog(FormDialog)
    clerk.type("lat")
    dialog.fields["judge"].editor.setFocus()
    clerk.type("wm")
    clerk.confirm()
    assert clerk.no_dialog()
    clerk.settle()
    form = clerk.begin(Step.ASSIGN)
    handler = form.form.fields["handler"].editor
    assert handler.itemText(0).startswith("卫某")  # type: ignore[union-attr]
    assert f"{CASE}的承办人" in handler.itemText(0)  # type: ignore[union-attr]
    assert form.form.values()["handler"] == str(matter.court.staff["卫某"])
    form.reject()


# choosing a matter


def test_without_a_matter_those_in_work_are_offered_and_found_by_a_few_letters(
    qtbot: QtBot, desk: Operations[Session], clock: Clock, tmp_path: Path, matter: Matter
) -> None:
    clerk = HandlingDriver(qtbot, desk, clock, tmp_path)
    assert "先到期的在前" in clerk.page.choices_words.text()
    clerk.press(Qt.Key.Key_Down)
    clerk.enter()
    clerk.settle()
    assert clerk.page.matter_in_hand() == matter.matter_id
    clerk.press(Qt.Key.Key_F, CTRL)
    clerk.write("没有这个人")
    clerk.enter()
    clerk.settle()
    assert "没有找到" in clerk.words_on_screen()
    clerk.replace("吴小满")
    clerk.enter()
    clerk.settle()
    assert clerk.page.matter_in_hand() == matter.matter_id
    assert "吴小满" in clerk.words_on_screen()


def test_a_void_matter_offers_no_step(clerk: HandlingDriver, matter: Matter, clock: Clock) -> None:
    matters.void(matter.session, matter.matter_id, "重复登记", matter.now)
    look(clerk, matter, clock)
    assert clerk.offered() == {}
    assert not clerk.page.card.write.isEnabled()
    assert "已作废" in clerk.words_on_screen()


def test_records_stand_by_group_with_number_day_owner_and_state(
    clerk: HandlingDriver, matter: Matter, clock: Clock
) -> None:
    take(matter, *TO_WORK, Step.SUPERVISE)
    write(matter, "promise", due=(matter.now.date() + timedelta(days=3)).isoformat())
    look(clerk, matter, clock)
    lines = [clerk.page.side.records.lines.line(row) for row in range(clerk.page.side.records.lines.rowCount())]
    said = {line.words.split()[0]: line for line in lines}
    assert said["督办"].status.words.startswith("剩 ")
    assert "〔2026〕1号" in said["督办"].words
    assert said["答应信访人的事"].status.words == "剩 3 天"
    assert "责任 执行局尹某" in said["答应信访人的事"].below
    groups = [line.below.split("　")[0] for line in lines]
    assert groups == sorted(groups, key=["交办承办", "领导包案", "督办问责", "批示研究", "答复回访", "来往协调"].index)
