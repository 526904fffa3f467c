"""What the clerk does in each end-to-end test; see :mod:`tests.e2e.driver`."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.e2e.driver import Clerk, Script, script
from ui.pages.find.panel import FindPanel
from ui.pages.intake.page import IntakePage
from ui.pages.paper.page import PaperPage
from ui.pages.queue.page import QueuePage
from ui.pages.unlock.halt import HaltPage
from ui.pages.unlock.page import UnlockPage
from ui.pages.unlock.unlock_form import UnlockForm
from ui.pages.wizard.office_form import OfficeForm
from ui.pages.wizard.recovery_step import RecoveryStep
from ui.pages.wizard.start_choice import StartChoice
from ui.widgets.key_button import KeyButton
from ui.widgets.status_line import StatusLine

COURT = "某某县人民法院"
CODE = "豫9999"
ACCOUNT = "王接待"
WRONG = "not the sentence"
PASSWORD = "a quiet sentence 2026"
NAME = "王𬱖"
DOCUMENT = "419999199001011235"
PHONE = "13800001234"
ADDRESS = "某某县城关镇石桥村"
CLAIM = "请求督促执行已生效的民事判决。"
LETTERS_ONLY = "半张表"
KNOWN_NAME, LIKE_NAME = "仇建国", "裘建国"
KNOWN_DOCUMENT = "419999197001010014"
DAMAGED_DOCUMENT = "419999198001010014"
PARKED = ("王五", "李六", "赵七")


@script
def first_day(clerk: Clerk) -> Script:
    """Set up, register one visitor, find the matter, save the cover as a PDF."""
    folder = clerk.out.parent
    yield from _set_up(clerk, folder / "recovery.pdf")
    yield lambda: clerk.see(IntakePage)
    clerk.press("F1")
    yield from _fill_visit(clerk)
    clerk.press("Ctrl+Return")
    page = clerk.see(IntakePage)
    assert page is not None
    yield page.saved_line.isVisible
    clerk.found["saved"] = page.saved_line.words()
    clerk.press("Ctrl+K")
    yield lambda: clerk.see(FindPanel)
    find = clerk.see(FindPanel)
    assert find is not None
    clerk.type(NAME)
    yield lambda: any(line.words == NAME for line in find.lines())
    clerk.press("Return")
    yield lambda: clerk.see(QueuePage)
    queue = clerk.see(QueuePage)
    assert queue is not None
    yield lambda: queue.panel.detail is not None and queue.card.model.rowCount() == 1
    row = queue.card.model.row(0)
    clerk.found["row"] = [row.petitioner, row.summary]
    number = row.number
    clerk.found["number"] = number
    clerk.press("Ctrl+6")
    yield lambda: clerk.see(PaperPage)
    paper = clerk.see(PaperPage)
    assert paper is not None
    yield paper.card.number.hasFocus
    clerk.type(number)
    clerk.press("Return")
    yield lambda: paper.card.save.isEnabled() and paper.matter_id is not None
    clerk.press_soon("Ctrl+S")
    yield from clerk.answer_file_dialog(folder / "cover.pdf")
    yield lambda: "已存为" in paper.problems.words()
    yield lambda: "最近备份" in _status(clerk).words()
    clerk.found["status"] = _status(clerk).words()


@script
def half_a_form(clerk: Clerk) -> Script:
    """Unlock and type half a form; then say so and wait to be killed."""
    yield from _unlock(clerk)
    page = clerk.see(IntakePage)
    assert page is not None
    page.form.focus_on("name")
    clerk.type(LETTERS_ONLY)
    clerk.press("Return")
    yield from _claim_until_the_cut(clerk, page)


@script
def after_the_crash(clerk: Clerk) -> Script:
    """Unlock: the draft is offered; take it up."""
    yield from _unlock(clerk)
    page = clerk.see(IntakePage)
    assert page is not None
    yield lambda: any(button.isVisible() for button in page.strip.findChildren(KeyButton))
    clerk.found["offered"] = [draft.title for draft in page.strip.drafts]
    clerk.press("F5")
    yield lambda: page.form.values()["name"]
    clerk.found["name"] = page.form.values()["name"]
    clerk.found["claim"] = page.form.values()["claim"]


@script
def returning_visitor(clerk: Clerk) -> Script:
    """A new visitor; then the same one with a number misread at one place and a name of the same sound."""
    yield from _unlock(clerk)
    page = clerk.see(IntakePage)
    assert page is not None
    yield lambda: page.form.fields["disposition"].editor.count() > 0
    yield page.form.fields["name"].editor.hasFocus
    clerk.strokes.start()
    for name, words in (
        ("name", KNOWN_NAME),
        ("document_number", KNOWN_DOCUMENT),
        ("phones", PHONE),
        ("address", ADDRESS),
        ("cause", "1"),
        ("litigant_identity", "1"),
        ("claim", CLAIM),
    ):
        for _step in range(6):
            if page.form.fields[name].editor.hasFocus():
                break
            clerk.press("Return")
        clerk.type(words)
    clerk.strokes.decisions += 3  # which cause, which standing, and that it is all
    clerk.press("Ctrl+P")
    yield page.saved_line.isVisible
    clerk.found["new"] = {"seconds": clerk.strokes.seconds(), "keys": clerk.strokes.keys}
    clerk.found["first"] = page.saved_line.words()
    yield page.form.fields["name"].editor.hasFocus
    clerk.strokes.start()
    clerk.type(LIKE_NAME)
    clerk.press("Return")
    clerk.press("Return")
    clerk.type(DAMAGED_DOCUMENT)
    yield lambda: page.panel.found
    clerk.found["proposed"] = [(one.petitioner_name, one.reason) for one in page.panel.found]
    clerk.strokes.decisions += 2  # whether it is he, and that the number on record is his
    clerk.press("Alt+1")
    yield page.decision_line.isVisible
    clerk.press("Alt+G")
    yield lambda: page.form.values()["document_number"] == KNOWN_DOCUMENT
    clerk.strokes.decisions += 1  # that it is all
    clerk.press("Ctrl+P")
    yield lambda: "重访" in page.saved_line.words()
    clerk.found["known"] = {"seconds": clerk.strokes.seconds(), "keys": clerk.strokes.keys}
    clerk.found["again"] = page.saved_line.words()


@script
def three_parked(clerk: Clerk) -> Script:
    """Park three visitors, go on with the last one; then say so and wait to be killed."""
    yield from _unlock(clerk)
    page = clerk.see(IntakePage)
    assert page is not None
    for count, name in enumerate(PARKED, 1):
        yield page.form.fields["name"].editor.hasFocus
        clerk.type(name)
        clerk.press("F4")
        yield lambda count=count: len(page.strip.drafts) == count  # type: ignore[misc]
    clerk.found["waiting"] = page.strip.words()
    clerk.press("F5")
    yield lambda: page.form.values()["name"] == PARKED[-1]
    yield from _claim_until_the_cut(clerk, page)


@script
def three_offered(clerk: Clerk) -> Script:
    """Unlock: all three are offered; take each up, as a click on its button does."""
    yield from _unlock(clerk)
    page = clerk.see(IntakePage)
    assert page is not None
    yield lambda: len(page.strip.drafts) == len(PARKED)
    clerk.found["offered"] = [draft.title for draft in page.strip.drafts]
    found: dict[str, str] = {}
    for name in reversed(PARKED):
        draft = next(one for one in page.strip.drafts if one.title == name)
        page.strip.recalled.emit(draft)
        others = {one for one in PARKED if one != name}
        yield lambda others=others: {one.title for one in page.strip.drafts} == others  # type: ignore[misc]
        values = page.form.values()
        found[values["name"]] = values["claim"]
    clerk.found["content"] = found


@script
def wrong_passwords(clerk: Clerk) -> Script:
    """Three wrong passwords, the wait after them, then the right one."""
    yield lambda: clerk.see(UnlockForm)
    form = clerk.see(UnlockForm)
    assert form is not None
    for count in range(3):
        yield lambda: form.password_edit.hasFocus() and form.unlock_button.isEnabled()
        clerk.type(f"{WRONG} {count}")
        clerk.press("Return")
        yield lambda: "正在" not in form.unlock_button.text()
        clerk.found[f"note_{count}"] = form.password.note()
        clerk.found[f"kept_{count}"] = form.password_edit.text()
    yield lambda: "请等" in form.unlock_button.text()
    clerk.found["wait"] = form.unlock_button.text()
    yield form.unlock_button.isEnabled
    clerk.type(PASSWORD)
    clerk.press("Return")
    yield lambda: clerk.see(IntakePage)


@script
def turned_away(clerk: Clerk) -> Script:
    """The folder cannot be used: read why, try again in vain, close with Esc."""
    yield lambda: clerk.see(HaltPage)
    first = clerk.see(HaltPage)
    assert first is not None
    clerk.found["words"] = first.message()
    clerk.press("F5")
    yield lambda: clerk.see(HaltPage) not in (None, first)
    clerk.write()
    clerk.press("Esc")
    yield lambda: False


@script
def cannot_open(clerk: Clerk) -> Script:
    """The right password, but the register does not open."""
    yield lambda: clerk.see(UnlockForm)
    yield from _type_password(clerk)
    page = clerk.see(UnlockPage)
    assert page is not None
    yield page.problems.words
    clerk.found["words"] = page.problems.words()
    clerk.found["still_here"] = page.isVisible()


@script
def told_at_the_door(clerk: Clerk) -> Script:
    """Read what the first page says before anything was done, then unlock."""
    yield lambda: clerk.see(UnlockPage)
    page = clerk.see(UnlockPage)
    assert page is not None
    clerk.found["words"] = page.problems.words()
    yield from _unlock(clerk)
    clerk.found["open"] = True


@script
def wait_to_be_called(clerk: Clerk) -> Script:
    """Stand minimised on the unlock page until another start brings the window forward."""
    yield lambda: clerk.see(UnlockPage) or clerk.see(StartChoice)
    window = clerk.window()
    window.showMinimized()
    yield window.isMinimized
    clerk.out.with_suffix(".waiting").touch()
    yield lambda: not window.isMinimized() and window.isVisible()
    clerk.found["forward"] = True


@script
def lock_and_come_back(clerk: Clerk) -> Script:
    """Lock in the middle of a field and come back to it."""
    yield from _unlock(clerk)
    page = clerk.see(IntakePage)
    assert page is not None
    page.form.focus_on("address")
    clerk.type(ADDRESS)
    field = QApplication.focusWidget()
    clerk.press("Ctrl+L")
    yield lambda: clerk.see(UnlockForm)
    clerk.found["hidden"] = not page.isVisible()
    clerk.found["title"] = clerk.window().windowTitle()
    yield from _type_password(clerk)
    yield page.isVisible
    clerk.found["same_field"] = QApplication.focusWidget() is field
    clerk.found["address"] = page.form.values()["address"]


def _claim_until_the_cut(clerk: Clerk, page: IntakePage) -> Script:
    """Type the claim, say how long it took to be kept, and wait to be killed."""
    page.form.focus_on("claim")
    saved: list[object] = []
    page.keeper.saved.connect(saved.append)
    clerk.type(CLAIM)
    last_key = time.monotonic()
    yield lambda: saved and not page.keeper.is_dirty
    clerk.found["seconds_to_keep"] = time.monotonic() - last_key
    clerk.write()
    yield lambda: False


def _set_up(clerk: Clerk, sheet: Path) -> Script:
    yield lambda: clerk.see(StartChoice)
    clerk.press("1")
    yield lambda: clerk.see(OfficeForm)
    for words in (COURT, CODE, "0300-1234567", "城关镇法院路1号", ACCOUNT, PASSWORD, PASSWORD):
        clerk.type(words)
        clerk.press("Return")
    clerk.press("Ctrl+Return")
    yield lambda: clerk.see(RecoveryStep)
    step = clerk.see(RecoveryStep)
    assert step is not None
    clerk.press_soon("Ctrl+S")
    yield from clerk.answer_file_dialog(sheet)
    yield sheet.exists
    yield step.first.editor.hasFocus
    clerk.found["groups"] = step.groups()
    clerk.type(step.groups()[0].lower())
    clerk.press("Return")
    clerk.type(step.groups()[-1])
    clerk.press("Ctrl+Return")


def _fill_visit(clerk: Clerk) -> Script:
    """Every field of the first page in its order, Enter from one to the next; the demand ends with Tab."""
    page = clerk.see(IntakePage)
    assert page is not None
    words = {"name": NAME, "document_number": DOCUMENT, "phones": PHONE, "address": ADDRESS, "claim": CLAIM}
    yield lambda: page.form.fields["disposition"].editor.count() > 0
    page.form.focus_on("name")
    for name in page.form.visible_names():
        if name not in words:
            continue
        editor = page.form.fields[name].editor
        for _step in range(12):
            if editor.hasFocus():
                break
            clerk.press("Return")
        assert editor.hasFocus(), name
        clerk.type(words[name])


def _unlock(clerk: Clerk) -> Script:
    yield lambda: clerk.see(UnlockForm)
    yield from _type_password(clerk)
    yield lambda: clerk.see(IntakePage)


def _type_password(clerk: Clerk) -> Script:
    form = clerk.see(UnlockForm)
    assert form is not None
    yield form.password_edit.hasFocus
    clerk.type(PASSWORD)
    clerk.press("Return")


def _status(clerk: Clerk) -> StatusLine:
    line = clerk.see(StatusLine)
    assert line is not None
    return line
