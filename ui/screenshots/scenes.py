"""What the pictures show: the first start, a court's own new register, and a day at the practice register."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.domain.contact import Channel
from app.domain.intake import IntakeRequest
from app.domain.matter_detail import MatterDetail
from app.domain.paper import Form
from app.domain.petitioner import DocumentKind, Person
from app.services import (
    appraisal,
    archive,
    backups,
    binding,
    data_folder,
    dossiers,
    intake,
    papers,
    practice,
    setting_up,
)
from app.services.archive import Place
from app.services.binding import BindRequest
from app.services.session import Session
from ui import desk_pages
from ui.desk import Desk
from ui.fault import Fault
from ui.pages.dossier.page import DossierPage
from ui.pages.find.panel import FindPanel
from ui.pages.handling.form_dialog import HandlingDialog
from ui.pages.handling.page import HandlingPage
from ui.pages.handling.side_card import DEADLINES, HISTORY, PEOPLE, RECORDS
from ui.pages.intake.page import SEGMENTS, IntakePage
from ui.pages.ledger.page import LedgerPage
from ui.pages.paper.page import PaperPage
from ui.pages.progress.page import ProgressPage
from ui.pages.queue.page import QueuePage
from ui.pages.settings.page import SettingsPage
from ui.pages.today.page import TodayPage
from ui.pages.unlock.page import UnlockPage
from ui.pages.wizard.page import WizardPage
from ui.printers import PrintFailed
from ui.printing import PaperTarget
from ui.problems import ErrorWindow
from ui.screenshots.camera import HEIGHT, WIDTH, Camera, Clock
from ui.screenshots.forms import RECOVERY, find
from ui.widgets.choice import Choice

ACCOUNT = "接待员甲"
PASSWORD = "信访窗口2026"
LASER, SLIPS = "一号窗口激光打印机", "二号窗口回执打印机"


class SamplePrinters:
    """Two printers for pictures. Nothing ever comes out of them."""

    def names(self) -> tuple[str, ...]:
        """Both."""
        return LASER, SLIPS

    def default_name(self) -> str:
        """The first."""
        return LASER

    def print(self, name: str, _pdf: bytes, *, two_sided: bool | None = None) -> None:  # noqa: ARG002 - an interface
        """Refuse.

        Raises:
            PrintFailed: always.
        """
        raise PrintFailed(f"打印机“{name}”不在线。")


class SampleFault(Fault):
    """A bug that never happened, told the same way on every computer."""

    def text(self) -> str:
        """What would be copied for support."""
        return "\n".join((f"编号 {self.reference}", f"时间 {self.happened_at:%Y-%m-%d %H:%M:%S}", *self.lines))


def play(camera: Camera, folder: Path, clock: Clock) -> None:
    """Take all pictures of the window; leaves the practice register behind for the forms.

    Raises:
        TimeoutError: a page did not become what it should be.
    """
    _first_start(camera, folder / "first", clock)
    _own_register(camera, folder / "own", clock)
    _practice(camera, folder, clock)


@contextmanager
def _desk(camera: Camera, folder: Path, clock: Clock) -> Iterator[Desk]:
    """The real window on a data folder."""
    desk = Desk(folder, clock, printers=SamplePrinters())
    desk.window.setFixedSize(WIDTH, HEIGHT)
    painted: list[bool] = []
    desk.begin(lambda: painted.append(True))
    camera.point_at(desk.window, lambda: [desk.operations, *([desk.work.operations] if desk.work else [])])
    camera.wait_for(lambda: painted and desk.window.isActiveWindow(), "the first paint")
    camera.settle()
    try:
        yield desk
    finally:
        desk.window.close()
        desk.end()
        desk.window.deleteLater()
        desk.deleteLater()
        camera.application.processEvents()


def _write(where: QWidget, words: str) -> None:
    """Write as an input method does, so that the page notices."""
    where.setFocus()
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(where, event)


def _back_up(session: Session, *moments: datetime) -> None:
    """Backups as they lie in the folder of a desk in use, made at these moments instead of now."""
    made = backups.make(session, "每日自动").backup.folder
    for moment in moments:
        place = made.with_name(f"{moment:%Y%m%d-%H%M%S}")
        shutil.copytree(made, place)
        note = json.loads((place / "backup.json").read_text("utf-8"))
        (place / "backup.json").write_text(json.dumps({**note, "made_at": moment.isoformat()}), "utf-8")
    shutil.rmtree(made)


# The first start


def _first_start(camera: Camera, folder: Path, clock: Clock) -> None:
    with _desk(camera, folder, clock) as desk:
        page = desk.front
        assert isinstance(page, WizardPage)
        camera.take_in_every_look("wizard")
        page.show_form()
        texts = ("某某县人民法院", "豫9999", "0300-1234567", "某某县城关镇法院路1号", ACCOUNT, PASSWORD, PASSWORD)
        for field, text in zip(page.form.fields().values(), texts, strict=True):
            _write(field.editor, text)
        camera.take("wizard-office")
        page.form.court_code.editor.setText("X1")  # type: ignore[union-attr]
        page.form.again.editor.setText("信访窗口")  # type: ignore[union-attr]
        page.form.submit()
        camera.take("wizard-office-wrong")
        page.show_recovery(RECOVERY, lambda _record, _done: None, desk.operations)
        camera.take("wizard-recovery")


# A court's own register, new and empty


def _own_register(camera: Camera, folder: Path, clock: Clock) -> None:
    data_folder.prepare(folder)
    request = setting_up.SetupRequest(
        practice.COURT_NAME, practice.COURT_CODE, ACCOUNT, PASSWORD, practice.DESK_PHONE, practice.DESK_ADDRESS
    )
    session = setting_up.create(folder, request, clock() - timedelta(hours=1)).session
    _back_up(session, clock() - timedelta(minutes=50))
    session.register.close()
    with _desk(camera, folder, clock) as desk:
        page = desk.front
        assert isinstance(page, UnlockPage)
        camera.take_in_every_look("unlock")
        page.show_recovery()
        camera.take("unlock-recovery")
        page.show_unlock()
        _unlock(camera, desk, PASSWORD)
        camera.take("intake-first")
        main = _main(desk)
        main.show_page(desk_pages.QUEUE)
        camera.take("queue-empty")
        main.show_page(desk_pages.PAPER)
        camera.take("paper-empty")
        desk.lock()
        camera.settle()
        front = desk.front
        assert isinstance(front, UnlockPage)
        front.form.password_edit.setText("猜一个口令")
        front.form.submit()
        camera.wait_for(lambda: front.form.password.state == "wrong", "the wrong password")
        camera.take("unlock-wrong")
    (folder / "register.keys").write_text("{", "utf-8")
    with _desk(camera, folder, clock):
        camera.take("halt")


def _unlock(camera: Camera, desk: Desk, password: str) -> None:
    page = desk.front
    assert isinstance(page, UnlockPage)
    page.form.password_edit.setText(password)
    page.form.submit()
    camera.wait_for(lambda: desk.work is not None and desk.work.is_ready and desk.front is None, "the desk")
    camera.settle()


def _main(desk: Desk) -> Any:
    assert desk.work is not None
    return desk.work.main


def _archive(session: Session, now: datetime) -> None:
    """The three matters that were concluded first are bound and filed; one is overdue, two are before the committee."""
    from app.printing.page_count import count_pages  # with the first paper, as everywhere

    ids = [row.matter_id for row in dossiers.rows(session)][-3:]
    for matter_id in ids:
        binding.bind(session, BindRequest(matter_id, override_all="原件已遗失，见说明"), count_pages, now)
    archive.file(session, ids, Place("一库", "2架", "12盒"), now)
    lent, due = now - timedelta(days=40), now.date() - timedelta(days=10)
    archive.lend(session, ids[0], "尹某", "再审审查", lent, department="审监庭", due_on=due)
    appraisal.propose(session, date(now.year + 61, 1, 1), now)


# A day at the practice register


def _practice(camera: Camera, folder: Path, clock: Clock) -> None:
    now = clock()
    session = practice.make(folder, practice.STORY_MATTERS, practice.DEFAULT_SEED, now)
    matter = find(session, "仇𬱖", now.date())
    for form, printed in ((Form.COVER, True), (Form.SLIP, False)):
        paper = papers.issue(session, matter.matter_id, form, now - timedelta(minutes=9))
        if printed:
            papers.printed(session, paper, LASER, now - timedelta(minutes=8))
        else:
            reason = f"打印机“{SLIPS}”报告有故障，可能缺纸、卡纸或没有开机。"
            papers.lay_in_tray(session, paper.document_id, SLIPS, reason, now - timedelta(minutes=7))
    _archive(session, now - timedelta(minutes=5))
    _back_up(session, now.replace(hour=8, minute=2, second=0), now.replace(day=23, hour=8, minute=5, second=0))
    session.register.close()
    with _desk(camera, folder, clock) as desk:
        camera.take("unlock-practice")
        _unlock(camera, desk, practice.PASSWORD)
        _intake(camera, desk, clock, matter)
        _queue(camera, desk, matter)
        _handling(camera, desk, matter)
        _aids(camera, desk, matter)
        _paper(camera, desk, matter)
        _ledger(camera, desk)
        _dossier(camera, desk)
        _settings(camera, desk)
        _today(camera, desk, clock)
        _error(camera, desk, clock)


def _intake(camera: Camera, desk: Desk, clock: Clock, matter: MatterDetail) -> None:
    main = _main(desk)
    main.show_page(desk_pages.INTAKE)
    page = main.page(desk_pages.INTAKE)
    assert isinstance(page, IntakePage)
    for channel in Channel:
        if channel.value in {segment.value for segment in SEGMENTS}:
            page.set_channel(channel)
            camera.settle()
            camera.take(f"intake-{channel.value}")
    main.toggle_help()
    camera.take("intake-help")
    main.toggle_help()
    page.set_channel(Channel.VISIT)
    now = clock.now
    for minutes, name in ((14, "王某某"), (5, "李某")):
        clock.now = now - timedelta(minutes=minutes)
        _write(page.form.fields["name"].editor, name)
        page.park()
        camera.settle()
    clock.now = now
    _fill(camera, page, matter)
    page.actions_bar.save.setFocus()
    page.form.focus_on("claim")
    camera.take_in_every_look("intake")
    page.form.focus_on("cause")
    cause = page.form.fields["cause"].editor
    assert isinstance(cause, Choice)
    cause.showPopup()
    camera.take("intake-choosing")
    cause.hidePopup()
    for fold in page.form.plan.folds:
        page.form.set_open(fold.name, is_open=True)
        page.form.focus_on("people" if fold.name == "people" else fold.places[0][0])
        camera.take(f"intake-{fold.name}")
        page.form.set_open(fold.name, is_open=False)
    page.save()
    camera.settle()
    camera.take("intake-saved")
    _write(page.form.fields["name"].editor, "张三")
    _write(page.form.fields["document_number"].editor, "419999197704167960")
    _write(page.form.fields["phones"].editor, "1759993")
    _write(page.form.fields["case_numbers"].editor, "(2031)豫9999行初1143号")
    page.save()
    camera.settle()
    camera.take("intake-wrong")


def _fill(camera: Camera, page: IntakePage, matter: MatterDetail) -> None:
    """One more visit of somebody who was here before."""
    person = matter.contacts[-1].principal.person
    texts = {
        "name": person.name,
        "document_number": person.document_number,
        "phones": person.phones[0],
        "address": person.address,
        "case_numbers": matter.case_refs[0].normalised,
    }
    fields = page.form.fields
    for name, text in texts.items():
        page.form.focus_on(name)
        _write(fields[name].editor, text)
        camera.settle()
    camera.wait_for(lambda: page.panel.found, "the earlier matters")
    page.recognising.join(page.panel.found[0])
    for name in ("cause", "litigant_identity", "disposition"):
        editor = fields[name].editor
        assert isinstance(editor, Choice)
        editor.setCurrentIndex(1)
    page.form.focus_on("materials")
    _write(fields["materials"].editor, "判决书 6页；申请书 2页")
    page.form.focus_on("claim")
    claim = fields["claim"].editor
    claim.selectAll()  # type: ignore[union-attr]
    _write(claim, "相邻权纠纷判决后，对方拒不拆除。要求尽快执行，并说明两年来没有进展的原因。")
    page.keeper.flush()
    camera.settle()


def _queue(camera: Camera, desk: Desk, matter: MatterDetail) -> None:
    main = _main(desk)
    main.show_page(desk_pages.QUEUE)
    page = main.page(desk_pages.QUEUE)
    assert isinstance(page, QueuePage)
    camera.settle()
    page.back_to_list()
    camera.wait_for(lambda: page.panel.detail is not None, "the first matter")
    camera.take_in_every_look("queue")
    page.show_matter(matter.matter_id)
    camera.wait_for(lambda: page.panel.detail is not None and page.panel.detail.matter_id == matter.matter_id, "matter")
    page.open_panel()
    camera.take("queue-matter")
    page.panel.open_note()
    camera.take("queue-note")
    page.panel.note.folded.emit()
    for name, open_dialog in (
        ("correction", page.panel.open_correction),
        ("void", page.panel.open_void),
        ("conduct", page.panel.open_conduct),
        ("columns", page.choose_columns),
    ):
        open_dialog()
        camera.take(f"queue-{name}")
        for dialog in page.findChildren(QDialog):
            dialog.reject()
        camera.settle()
    page.search.setText("zch")
    page.finish_typing()
    page.focus_search()
    camera.settle()
    camera.take("queue-search")
    page.search.setText("没有的人")
    camera.settle()
    camera.take("queue-nothing-found")
    page.search.clear()
    camera.settle()


def _handling(camera: Camera, desk: Desk, matter: MatterDetail) -> None:
    """The matter at hand, its views, the form of a step with a sample, a record without a step and what followed."""
    main = _main(desk)
    main.show_page(desk_pages.HANDLING, "没有的人")
    page = main.page(desk_pages.HANDLING)
    assert isinstance(page, HandlingPage)
    camera.settle()
    page.search.clear()
    page.refresh()
    camera.settle()
    camera.take("handling-choosing")
    page.show_matter(matter.matter_id)
    camera.wait_for(lambda: page.work is not None, "the matter at hand")
    page.acts.open_kind("promise")
    camera.settle()
    form = page.findChild(HandlingDialog)
    assert isinstance(form, HandlingDialog)
    handler = str(matter.handler_id or form.form.fields["owner"].editor.itemData(0))  # type: ignore[union-attr]
    form.form.fill({"promise": "请他周五再来取答复。", "due": "+3", "owner": handler})
    camera.take("handling-record-form")
    form.act.click()
    camera.settle()
    camera.take_in_every_look("handling")
    for view in (RECORDS, DEADLINES, PEOPLE):
        page.side.turn_to(view)
        camera.take(f"handling-{view}")
    work = page.work
    assert work is not None
    page.open_record(next(one.record_id for one in work.records if one.kind == "promise"))
    camera.take("handling-record")
    _reject(camera, page)
    page.acts.choose_kind()
    camera.take("handling-kinds")
    _reject(camera, page)
    page.card.cells[0].button.click()
    camera.settle()
    camera.take_in_every_look("handling-step")
    form = next(one for one in page.findChildren(HandlingDialog) if one.isVisible())
    form.act.click()
    camera.settle()
    camera.take("handling-step-missing")
    _reject(camera, page)
    page.side.turn_to(HISTORY)


def _reject(camera: Camera, page: QWidget) -> None:
    """Put away what stands over a page."""
    for dialog in page.findChildren(QDialog):
        dialog.reject()
    camera.settle()


def _aids(camera: Camera, desk: Desk, matter: MatterDetail) -> None:
    """The one search over a page, and the screen for the visitor."""
    main = _main(desk)
    main.show_page(desk_pages.QUEUE)
    find = main.findChild(FindPanel)
    assert isinstance(find, FindPanel)
    find.open(main.page(desk_pages.QUEUE))
    camera.take("find-empty")
    for name, words in (("find-nothing", "没有的人"), ("find-papers", f"{matter.petitioner} 封面")):
        find.line.setText(words)
        camera.settle()
        camera.take(name)
    find.line.setText("执行")
    camera.settle()
    camera.take_in_every_look("find")
    find.put_away()
    main.show_page(desk_pages.PROGRESS, "执行")
    page = main.page(desk_pages.PROGRESS)
    assert isinstance(page, ProgressPage)
    camera.wait_for(page.candidates.choices, "several matters")
    camera.take("progress-several")
    page.show_matter(matter.matter_id)
    camera.wait_for(lambda: page.answer is not None, "the answer")
    camera.take_in_every_look("progress")
    page.visit_button.click()
    camera.wait_for(lambda: page.receipt is not None, "the number of the inquiry")
    camera.take("progress-counted")


def _paper(camera: Camera, desk: Desk, matter: MatterDetail) -> None:
    main = _main(desk)
    page = main.page(desk_pages.PAPER)
    assert isinstance(page, PaperPage)

    def sharp() -> bool:
        picture, canvas = page.preview.canvas.picture, page.preview.canvas
        if page.preview.ready is None or not page.preview.isVisible():
            return page.preview.ready is not None
        return picture is not None and abs(picture.width() - canvas.width()) <= 1

    for name, form in (("paper-slip", Form.SLIP), ("paper-registration", Form.REGISTRATION)):
        main.show_page(desk_pages.PAPER, PaperTarget(matter.matter_id, form))
        camera.take(name, sharp)
    main.show_page(desk_pages.PAPER, PaperTarget(matter.matter_id, Form.COVER))
    camera.take_in_every_look("paper", sharp)
    page.card.views.button("tray").click()
    camera.settle()
    page.card.tray.setFocus(Qt.FocusReason.TabFocusReason)
    page.card.tray.setCurrentIndex(page.card.tray.lines.index(0, 0))
    camera.take("paper-tray", sharp)


def _today(camera: Camera, desk: Desk, clock: Clock) -> None:
    main, now = _main(desk), clock()
    person = Person("孔新民", document_kind=DocumentKind.NONE, no_document_reason="未随身携带")
    came = IntakeRequest(Channel.VISIT, now - timedelta(minutes=3), person, ("要求查询执行进度，来访后离开",))
    assert desk.work is not None
    desk.work.operations.write(main, lambda session: intake.submit(session, came, now))
    camera.settle()
    main.show_page(desk_pages.TODAY)
    page = main.page(desk_pages.TODAY)
    assert isinstance(page, TodayPage)
    camera.wait_for(lambda: page.found is not None, "the day")
    page.choose("late")
    camera.settle()
    camera.take_in_every_look("today")
    for code in ("promises", "open", "delivery", "weeks"):
        page.choose(code)
        camera.settle()
        camera.take(f"today-{code}")
    page.choose("end")
    camera.settle()
    camera.take_in_every_look("today-end")
    page.card.reason.click()
    camera.settle()
    camera.take("today-reason")
    dialog = page.findChild(QDialog)
    assert dialog is not None
    dialog.reject()
    camera.settle()


def _ledger(camera: Camera, desk: Desk) -> None:
    main = _main(desk)
    main.show_page(desk_pages.LEDGER)
    page = main.page(desk_pages.LEDGER)
    assert isinstance(page, LedgerPage)
    camera.settle()
    page.choose("breakdown")
    camera.settle()
    camera.take_in_every_look("ledger")
    for code in ("key_cases", "duties", "idle", "months", "triggers", "supervision", "deployments", "posts"):
        page.choose(code)
        camera.settle()
        camera.take(f"ledger-{code}")
    page.choose("deployments")
    camera.settle()
    for name, button in (("new", page.card.new), ("follow", page.card.follow), ("numbers", page.numbers)):
        button.click()
        camera.settle()
        camera.take(f"ledger-{name}")
        for dialog in page.findChildren(QDialog):
            dialog.reject()
        camera.settle()


def _dossier(camera: Camera, desk: Desk) -> None:
    main = _main(desk)
    main.show_page(desk_pages.DOSSIER)
    page = main.page(desk_pages.DOSSIER)
    assert isinstance(page, DossierPage)
    camera.settle()
    camera.take("dossier-not-arranged")
    page.panel.arrange.click()
    camera.settle()
    camera.take_in_every_look("dossier")
    page.card.views.button("bound").click()
    camera.settle()
    camera.take("dossier-bound")
    page.card.views.button("appraisal").click()
    camera.settle()
    camera.take("dossier-committee")
    page.card.views.button("on_loan").click()
    camera.settle()
    camera.take("dossier-on-loan")


def _settings(camera: Camera, desk: Desk) -> None:
    main = _main(desk)
    main.show_page(desk_pages.SETTINGS)
    page = main.page(desk_pages.SETTINGS)
    assert isinstance(page, SettingsPage)
    camera.settle()
    camera.take_in_every_look("settings")
    for name in page.sections:
        page.show_section(name)
        if name == "templates":
            camera.wait_for(lambda: page.templates.preview.canvas.picture is not None, "the sample of a template")
        if name == "covers":
            camera.wait_for(lambda: page.covers.preview.canvas.picture is not None, "the sample of a cover")
            camera.take_in_every_look("settings-covers")
            continue
        camera.take(f"settings-{name}")
    page.show_section("backups")
    page.backups.check.click()
    camera.wait_for(page.backups.check.isEnabled, "the check of the register")
    camera.take("settings-checked")


def _error(camera: Camera, desk: Desk, clock: Clock) -> None:
    main = _main(desk)
    main.show_page(desk_pages.QUEUE)
    lines = ("ValueError", "  ui/operations.py:86 run", "  ui/pages/queue/page.py:217 work")
    window = ErrorWindow(desk.window, SampleFault("1124-1026-K7QX", clock(), lines))
    window.setProperty("sample", True)
    window.open()
    camera.take("error")
    window.reject()
