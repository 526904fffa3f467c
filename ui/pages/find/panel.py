"""查找一切: one box over every page; it opens what was found and gives the focus back when it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import shiboken6
from PySide6.QtCore import QEvent, QKeyCombination, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from app.domain.work_calendar import built_in_calendar
from app.services import find
from app.services.find import Found
from app.services.session import Session
from ui.operations import Operations
from ui.pages.find.lines import FoundLine, lines_of
from ui.pages.find.listing import FoundList
from ui.pages.page import Page
from ui.pages.queue.matter_panel import PROGRESS_KEY
from ui.style import scale
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.search_line import SearchLine
from ui.widgets.text import ElidedLabel, text_label

WIDTH, HEIGHT = 760, 600
HOW = (
    "边打边找，范围是全部事项。可以打：姓名、拼音或首字母、证件号或尾号、电话里的几位、案号（什么写法都行）、编号、诉求里的词；"
    "加上“封面”“登记表”“回执”只找文书。"
)
FAILED = "没有查成，登记库没有改动。请改一个字再查。"
_STAY_WITH_THE_PAGE = (QKeySequence("F1"), QKeySequence("F2"))
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class FindPanel(QFrame):
    """A light panel over the window, never a window of its own: the input method works in it as in any field.

    While it is open, the keys of the page beneath rest, except F1 and F2. It goes with Esc, and when the focus is
    taken elsewhere.
    """

    matter_wanted = Signal(int)
    """Open this matter."""
    paper_wanted = Signal(object)
    """Open the paper of this :class:`FoundLine`."""
    progress_wanted = Signal(int)
    """Show how this matter stands, safe for the visitor."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime], over: QWidget, rail: QWidget) -> None:
        super().__init__(over)
        self._ops, self._clock, self._rail = ops, clock, rail
        self._came_from: QWidget | None = None
        self._resting: tuple[QKeySequence, ...] = ()
        self._answered = True
        self._then: Callable[[], None] | None = None
        self._words = ""
        self.setObjectName("over")
        self.setAccessibleName("查找")
        self.line = SearchLine("姓名、拼音首字母、证件尾号、电话、案号、编号、诉求…", "查找一切")
        self.listing = FoundList()
        self.empty = EmptyState(HOW, "search")
        self.open_button = KeyButton("打开", kind=Kind.LEAD)
        self.progress_button = KeyButton("办理进度")
        self.close_button = KeyButton("关闭")
        for button, key in (
            (self.open_button, "Return"),
            (self.progress_button, PROGRESS_KEY),
            (self.close_button, "Esc"),
        ):
            button.show_key(key)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.footer = ElidedLabel("", "hint")
        self._build()
        self.hide()
        over.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_went)

    def open(self, page: Page | None) -> None:
        """Come up over a page, the last words chosen; pressed again, only choose the words."""
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
            self._resting = _keys_of(page) if page is not None else ()
            self._place()
            self.show()
            self.raise_()
            self._search()  # what was found last time may stand otherwise by now
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)  # the field beneath is not left: nothing is checked there
        self.line.selectAll()

    def put_away(self) -> None:
        """Go, and give the focus back to where it was."""
        place, self._came_from = self._came_from, None
        if self.isVisible() and place is not None and shiboken6.isValid(place) and place.isVisible():
            place.setFocus(Qt.FocusReason.PopupFocusReason)  # before it hides, or the focus would wander first
        self.hide()

    def lines(self) -> tuple[FoundLine, ...]:
        """What is listed, headings among them."""
        return self.listing.model_of_lines.lines

    def sentence(self) -> str:
        """What stands in place of a list; empty when something is listed."""
        return self.empty.sentence() if self._stack.currentWidget() is self.empty else ""

    def event(self, event: QEvent) -> bool:
        """Let the keys of the page beneath rest."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(QKeyCombination(event.modifiers(), Qt.Key(event.key())))
            own = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F10)
            if own or pressed in self._resting:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and F10; what else reaches this far is done with."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() == Qt.Key.Key_F10:
            self._show_progress()
        event.accept()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab stays: there is one field."""
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place over the window."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Larger text takes more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._place()

    def _build(self) -> None:
        layout = scale.column(self, spacing=10, margins=(18, 14, 18, 14))
        head = scale.row(spacing=14)
        head.addWidget(text_label("查找", "section"))
        head.addWidget(self.line, 1)
        layout.addLayout(head)
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.listing)
        layout.addWidget(self._stack, 1)
        foot = scale.row(spacing=8)
        foot.addWidget(self.footer, 1)
        scale.fill(foot, (self.close_button, self.progress_button, self.open_button))
        layout.addLayout(foot)
        self.line.textChanged.connect(self._search)
        self.line.moved.connect(self._move)
        self.listing.clicked.connect(lambda _index: self._open_current())
        self.open_button.clicked.connect(self._open_current)
        self.progress_button.clicked.connect(self._show_progress)
        self.close_button.clicked.connect(self.put_away)
        self._show_nothing(HOW)

    def _place(self) -> None:
        over = self.parentWidget()
        assert over is not None
        edge, top, left = scale.gap(18), scale.gap(36), self._rail.width()
        room = over.width() - left
        width = min(scale.px(WIDTH), room - 2 * edge)
        height = min(scale.px(HEIGHT), over.height() - top - edge)
        self.setGeometry(QRect(left + (room - width) // 2, top, width, height))

    def _search(self) -> None:
        words = self.line.text().strip()
        self._words = words
        self._answered, self._then = False, None
        self._ops.read(
            self,
            lambda session, progress: find.everything(session, words, progress) if words else Found(""),
            done=self._show,
            always=self._settle,
            supersede="find",
        )

    def _show(self, found: Found) -> None:
        self._answered = True
        if not self._words:
            self._show_nothing(HOW)
        elif found.empty:
            self._show_nothing(
                f"没有找到“{self._words}”。请少打几个字，或改用拼音首字母、证件尾号、电话；新来的信访人按 F1 登记。"
            )
        else:
            self.listing.show_lines(lines_of(found, self._clock().date(), built_in_calendar()))
            self._stack.setCurrentWidget(self.listing)
            self.footer.setText("只列出最新的一部分，再打几个字会更准。" if found.more else "↑ ↓ 选择")
            self._offer(enabled=True)
            if self._then is not None:
                self._then()

    def _show_nothing(self, sentence: str) -> None:
        self.listing.show_lines(())
        self.empty.say(sentence, "search")
        self._stack.setCurrentWidget(self.empty)
        self.footer.setText("")
        self._offer(enabled=False)

    def _offer(self, *, enabled: bool) -> None:
        self.open_button.setEnabled(enabled)
        self.progress_button.setEnabled(enabled)

    def _settle(self) -> None:
        """The machine said no: what stands here would be the answer to other words."""
        if not self._answered:
            self._show_nothing(FAILED)

    def _move(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Return:
            self._open_current()
        elif key in _STEPS:
            self.listing.step(_STEPS[key])
        else:
            self.listing.step(self.listing.page() * (-1 if key == Qt.Key.Key_PageUp else 1))

    def _open_current(self) -> None:
        line = self._chosen(self._open_current)
        if line is None:
            return
        self.put_away()
        if line.form is not None:
            self.paper_wanted.emit(line)
        else:
            self.matter_wanted.emit(line.matter_id)

    def _show_progress(self) -> None:
        line = self._chosen(self._show_progress)
        if line is not None:
            self.put_away()
            self.progress_wanted.emit(line.matter_id)

    def _chosen(self, act: Callable[[], None]) -> FoundLine | None:
        """The line chosen. A key pressed faster than the register answers waits for the answer to these words."""
        if not self._answered:
            self._then = act
            return None
        return self.listing.current() if self.isVisible() else None

    def _focus_went(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isVisible() and new is not self and not self.isAncestorOf(new):
            self._came_from = None
            self.hide()


def _keys_of(page: Page) -> tuple[QKeySequence, ...]:
    shortcuts = page.findChildren(QShortcut)
    keys = [key for one in shortcuts for key in QShortcut.keys(one) if not key.isEmpty()]
    return tuple(key for key in keys if key not in _STAY_WITH_THE_PAGE)
