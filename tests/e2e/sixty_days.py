"""The script of one matter through the real window, from visit to filed dossier, over sixty days of a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.domain.record import Asked
from app.domain.record_kinds import fields_of
from app.domain.step import Step
from app.services import session as clock
from tests.e2e.driver import Clerk, Script, script
from tests.e2e.driver_scripts import ADDRESS, CLAIM, KNOWN_DOCUMENT, KNOWN_NAME, PHONE, _unlock
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.page import DossierPage
from ui.pages.handling.chooser import Chooser
from ui.pages.handling.form_dialog import HandlingDialog
from ui.pages.handling.page import HandlingPage
from ui.pages.intake.page import IntakePage
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice
from ui.widgets.field import Field

START = datetime.fromisoformat("2026-03-02T09:00")
PACK = "卷宗.pdf"
HALF = "建议由执行局查明款项去向"
HANDLER, HEAD, LEADER, PRESIDENT = "尹某", "段某", "方某", "贺某"
Q = TypeVar("Q", bound=QDialog)


class Days:
    """The desk's clock, moved by the script; it never goes back."""

    def __init__(self) -> None:
        self._now = START
        clock.civil_now = self.now  # the desk asks the module each time

    def now(self) -> datetime:
        return self._now

    def on(self, day: int) -> None:
        """The morning of a day, counted from the first."""
        self._now = max(self._now, START + timedelta(days=day))

    def later(self) -> None:
        self._now += timedelta(minutes=7)


@script
def sixty_days(clerk: Clerk) -> Script:
    """Two extensions, one ladder of letters, one repeat contact, a follow-up; then bound and filed."""
    days = Days()
    yield from _unlock(clerk)
    clerk.window().resize(1366, 768)
    yield from _visit(clerk, again=False)
    page = yield from _first_matter(clerk)
    clerk.found["number"] = page.work.detail.number

    def take(*steps: Step, **given: str) -> Script:
        for step in steps:
            days.later()
            yield from _take(clerk, page, step, given)

    yield from take(Step.TRIAGE, cause="执行", track="访")
    yield from take(Step.INSTRUCT, approver=LEADER)
    yield from take(Step.ASSIGN, handler=HANDLER)
    days.on(1)
    yield from take(Step.SIGN)
    days.on(4)
    yield from take(Step.REPORT, Step.ASK_EXTENSION)
    yield from take(Step.GRANT_EXTENSION, approver=PRESIDENT, amount="15")
    days.on(8)
    yield from take(Step.ACCEPT)
    for day, due in ((12, "+5"), (18, "+4"), (24, "+3")):
        days.on(day)
        yield from take(Step.SUPERVISE, due=due)
    days.on(25)
    yield from take(Step.FEED_BACK)
    days.on(38)
    yield from _visit(clerk, again=True)
    clerk.press("Ctrl+3")
    yield lambda: page.isVisible() and page.work is not None and page.work.detail.contact_count == 2
    yield from take(Step.REVIEW_EARLIER)
    days.on(43)
    yield from take(Step.REPORT, Step.ASK_EXTENSION)
    yield from take(Step.GRANT_EXTENSION, approver=PRESIDENT, amount="10")
    days.on(48)
    yield from _analyse(clerk, page)
    yield from take(Step.SUBMIT)
    yield from take(Step.PASS_DIVISION, approver=HEAD)
    yield from take(Step.PASS_DESK, Step.ANSWER)
    days.on(50)
    yield from take(Step.SERVE)
    days.on(57)
    yield from take(Step.FOLLOW_UP, satisfaction="基本满意", words="“比上次说得明白。”")
    yield from take(Step.SETTLE)
    days.on(59)
    yield from take(Step.CONCLUDE)
    clerk.found["deadlines"] = [(one.rule_name, str(one.legal_date)) for one in page.work.deadlines]
    days.on(60)
    yield from _bind_and_file(clerk)


@script
def half_a_step(clerk: Clerk) -> Script:
    """Begin a step and type half of its form; then say so and wait to be killed."""
    yield from _unlock(clerk)
    yield from _visit(clerk, again=False)
    yield from _first_matter(clerk)
    clerk.press("Alt+1")
    dialog = yield from _form(clerk)
    _answer(clerk, dialog.form.fields["opinion"], HALF)
    page = yield from _page(clerk, HandlingPage)
    yield lambda: page.kept.is_kept
    clerk.write()
    yield lambda: False


@script
def step_after_the_crash(clerk: Clerk) -> Script:
    """The step says that it was begun, and its form holds what was typed."""
    yield from _unlock(clerk)
    page = yield from _first_matter(clerk)
    cell = page.card.cells[0]
    yield lambda: "没写完" in cell.button.text()
    clerk.press("Alt+1")
    dialog = yield from _form(clerk)
    clerk.found["opinion"] = dialog.form.typed()["opinion"]
    clerk.found["told"] = dialog.notice.words()
    clerk.press("Esc")
    yield lambda: _open(HandlingDialog) is None


def _first_matter(clerk: Clerk) -> Script:
    clerk.press("Ctrl+3")
    page = yield from _page(clerk, HandlingPage)
    yield lambda: page.choices.current() is not None
    page.choices.setFocus()
    clerk.press("Return")
    yield lambda: page.work is not None
    page.card.area.setFocus()
    return page


def _visit(clerk: Clerk, *, again: bool) -> Script:
    """Register the visitor; the second time the program knows them, and one key joins the matter."""
    clerk.press("F1")
    page = yield from _page(clerk, IntakePage)
    yield lambda: page.form.fields["disposition"].editor.count() > 0
    page.form.focus_on("name")
    clerk.type(KNOWN_NAME)
    page.form.focus_on("document_number")
    clerk.type(KNOWN_DOCUMENT)
    if again:
        yield lambda: page.panel.found
        clerk.press("Alt+1")
        yield page.decision_line.isVisible
    for name, words in (("phones", PHONE), ("address", ADDRESS), ("cause", "1"), ("litigant_identity", "1")):
        page.form.focus_on(name)
        if not again or page.form.fields[name].editor.is_empty():
            clerk.type(words)
    page.form.focus_on("claim")
    if not again or page.form.fields["claim"].editor.is_empty():
        clerk.type(CLAIM)
    clerk.press("Ctrl+Return")
    yield lambda: page.saved_line.isVisible() and ("重访" if again else "初访") in page.saved_line.words()


def _take(clerk: Clerk, page: HandlingPage, step: Step, given: dict[str, str]) -> Script:
    """The key of a step, its form filled in as asked, Ctrl+Enter; the matter must have moved."""
    version = page.work.standing.version
    yield lambda: any(one.step is step for one in page.work.standing.next)
    cell = next((one for one in page.card.cells if one.step is step and one.isVisible()), None)
    page.card.area.setFocus()
    if cell is not None:
        clerk.press(cell.button.key.replace("＋", "+"))
    else:
        clerk.press("Alt+0")
        yield lambda: _open(Chooser)
        clerk.type(next(one.text for one in page.work.standing.next if one.step is step))
        clerk.press("Return")
    dialog = yield from _form(clerk)
    _fill(clerk, dialog, step, given)
    clerk.press("Ctrl+Return")
    yield from _gone(clerk)
    yield lambda: page.work is not None and page.work.standing.version != version


def _form(_clerk: Clerk) -> Script:
    """The form that has come up and has the keys."""

    def ready() -> bool:
        dialog = _open(HandlingDialog)
        return dialog is not None and dialog.isActiveWindow() and dialog.isAncestorOf(QApplication.focusWidget())

    yield ready
    return _open(HandlingDialog)


def _gone(clerk: Clerk) -> Script:
    """The form was taken; one that complains instead says why."""

    def over() -> bool:
        dialog = _open(HandlingDialog)
        return dialog is None or bool(dialog.words())

    yield over
    dialog = _open(HandlingDialog)
    if dialog is not None:
        complaints = {name: field.note() for name, field in dialog.form.fields.items() if field.state == "wrong"}
        raise AssertionError((dialog.windowTitle(), dialog.words(), complaints, dialog.notice.words()))
    clerk.window().activateWindow()  # what a window manager does; the off-screen platform has none


def _fill(clerk: Clerk, dialog: HandlingDialog, step: Step, given: dict[str, str]) -> None:
    """Every field that is asked and empty, or that the script has something to say in."""
    kinds = {one.name: one for one in fields_of(step)}
    done: set[str] = set()
    while waiting := [name for name in dialog.form.asked() if name not in done]:
        name = waiting[0]
        done.add(name)
        field, asked = dialog.form.fields[name], kinds[name]
        said = given.get(name)
        if said is None and (not field.editor.is_empty() or not asked.required or asked.asked is Asked.TICK):
            continue
        _answer(clerk, field, said or _usual(asked.asked, asked.label, ahead=asked.ahead))


def _usual(asked: Asked, label: str, *, ahead: bool) -> str:
    usual = {Asked.DAY: "+7" if ahead else "t", Asked.COUNT: "2", Asked.MONEY: "3000"}
    return usual.get(asked, f"{label}：已经逐项核对。")


def _answer(clerk: Clerk, field: Field, words: str) -> None:
    editor = field.editor
    editor.setFocus()
    if isinstance(editor, Choice):
        place = next((row for row in range(editor.count()) if words in editor.itemText(row)), 0)
        if place < 9:
            clerk.type(str(place + 1))
        else:
            editor.setCurrentIndex(place)
        return
    if not isinstance(editor, BlockEdit):
        editor.selectAll()
    clerk.type(words)


def _analyse(clerk: Clerk, page: HandlingPage) -> Script:
    """诉求分析 of the one claim, by Alt+N and the name of the kind."""
    page.card.area.setFocus()
    known = len(page.work.records)
    clerk.press("Alt+N")
    yield lambda: _open(Chooser)
    clerk.type("诉求分析")
    clerk.press("Return")
    dialog = yield from _form(clerk)
    for name, words in (("claim", CLAIM[:6]), ("facts", "经查，执行款尚有五万元未到位。"), ("finding", "有理")):
        _answer(clerk, dialog.form.fields[name], words)
    _answer(clerk, dialog.form.fields["reason"], "判决已经生效，应当继续执行。")
    clerk.press("Ctrl+Return")
    yield from _gone(clerk)
    yield lambda: len(page.work.records) > known


def _bind_and_file(clerk: Clerk) -> Script:
    clerk.press("Ctrl+7")
    page = yield from _page(clerk, DossierPage)
    yield lambda: page.panel.matter_id is not None and page.panel.bind.isEnabled()
    clerk.press("Alt+Z")
    yield lambda: page.panel.listing.lines.rowCount() > 1
    model = page.panel.listing.lines
    clerk.found["items"] = [model.line(row).words for row in range(model.rowCount())]
    if page.panel.reason_field.isVisible():
        page.panel.reason.setFocus()
        clerk.type("原件由庭室保存")
    clerk.press_soon("Ctrl+S")
    yield from clerk.answer_file_dialog(clerk.out.parent / PACK)
    yield lambda: (clerk.out.parent / PACK).exists() and "存为" in page.problems.words()
    clerk.press("Alt+2")
    yield lambda: page.panel.matter_id is not None and page.panel.file.isVisible()
    clerk.press("Alt+G")
    yield lambda: _open(FormDialog)
    clerk.type("一库")
    clerk.press("Ctrl+Return")
    yield lambda: _open(FormDialog) is None
    yield lambda: "一库" in page.problems.words() or "归档" in page.problems.words()


def _page(clerk: Clerk, kind: type[QWidget]) -> Script:
    yield lambda: clerk.see(kind)
    return clerk.see(kind)


def _open(kind: type[Q]) -> Q | None:
    found: Callable[[QWidget], bool] = lambda one: isinstance(one, kind) and one.isVisible()  # noqa: E731
    return next((one for one in QApplication.topLevelWidgets() if found(one)), None)
