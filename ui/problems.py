"""What went wrong, told calmly. The only module that builds message boxes and problem bars."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPlainTextEdit, QWidget

from app.domain.errors import Refused, Unavailable
from ui.fault import Fault
from ui.style import icons, scale, theme
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone


class ProblemBar(QFrame):
    """The calm bar above a page: what happened, that nothing was half-saved, what now. Hidden when all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._picture = QLabel()
        self._words = text_label("", "body", wrap=True)
        self._close = KeyButton("知道了", kind=Kind.QUIET)
        self._close.clicked.connect(self.hide)
        layout = scale.row(self, spacing=10, margins=(14, 6, 8, 6))
        layout.addWidget(self._picture)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._close)
        self.hide()

    def say(self, words: str, tone: Tone = Tone.SOON) -> None:
        """Show a sentence until the clerk closes it or the next one comes."""
        self._words.setText(words)
        self.setAccessibleName(words)
        theme.set_state(self, "tone", tone.value)
        theme.set_state(self._words, "tone", tone.value)
        name = {Tone.LATE: "error", Tone.GOOD: "check"}.get(tone, "warning")
        size = scale.px(18)
        self._picture.setPixmap(icons.pixmap(name, tone.ink(theme.tokens()), size, self.devicePixelRatioF()))
        self.show()

    def tell(self, problem: Unavailable | Refused) -> None:
        """Show what the machine or the rules said."""
        self.say(problem.message, Tone.LATE if isinstance(problem, Unavailable) else Tone.SOON)

    def words(self) -> str:
        """The sentence shown, empty when hidden."""
        return "" if self.isHidden() else self._words.text()


class Question(QDialog):
    """One question with two answers. Enter and Esc never choose the act that changes something."""

    def __init__(self, parent: QWidget, question: str, yes: str, no: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("请确认")
        layout = scale.column(self, spacing=20, margins=(24, 24, 24, 16))
        words = text_label(question, "body", wrap=True)
        scale.fix_width(words, 400)
        layout.addWidget(words)
        buttons = scale.row(spacing=8)
        self.yes = KeyButton(yes, key="Alt+Y", kind=Kind.LEAD)
        self.no = KeyButton(no, key="Esc")
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        buttons.addStretch(1)
        scale.fill(buttons, (self.no, self.yes))
        layout.addLayout(buttons)
        self.no.setFocus()


class ErrorWindow(QDialog):
    """Our bug: an apology, the reference number, and a text for support without personal data."""

    def __init__(self, parent: QWidget | None, fault: Fault) -> None:
        super().__init__(parent)
        self._fault = fault
        self.setWindowTitle("程序出错")
        layout = scale.column(self, spacing=12, margins=(24, 20, 24, 16))
        layout.addWidget(text_label("程序遇到一个没有料到的错误", "section"))
        words = text_label(
            "刚才这一步没有完成。已经登记的内容没有受影响，正在填写的内容留在草稿里。"
            "可以关闭本窗口再试一次；如果又出现，请把下面的编号告诉技术支持。",
            "body",
            wrap=True,
        )
        scale.fix_width(words, 480)
        layout.addWidget(words)
        layout.addWidget(text_label(f"编号 {fault.reference}", "strong"))
        self._details = QPlainTextEdit(fault.text())
        self._details.setReadOnly(True)
        self._details.setAccessibleName("给技术支持的内容，不含个人信息")
        self._details.setFixedHeight(scale.px(140))
        self._details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        layout.addWidget(self._details)
        self._said = text_label("内容只有出错的位置，不含姓名、证件号码等个人信息。", "hint")
        layout.addWidget(self._said)
        buttons = scale.row(spacing=8)
        self.copy = KeyButton("复制给技术支持", key="Alt+C", icon="copy")
        self.shut = KeyButton("关闭", key="Esc", kind=Kind.LEAD)
        self.copy.clicked.connect(self._copy)
        self.shut.clicked.connect(self.accept)
        buttons.addStretch(1)
        scale.fill(buttons, (self.copy, self.shut))
        layout.addLayout(buttons)
        self.shut.setFocus()

    def words(self) -> str:
        """What is copied for support."""
        return self._fault.text()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._fault.text())
        self._said.setText("✓ 已复制，可以粘贴给技术支持。")
        theme.set_state(self._said, "state", "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; nothing else does by accident."""
        if event.key() == Qt.Key.Key_Escape:
            self.accept()
        else:
            super().keyPressEvent(event)


class Problems:
    """The two windows, each behind one class method that tests replace. Neither blocks."""

    @classmethod
    def confirm(cls, parent: QWidget, question: str, yes: str, no: str, then: Callable[[], None]) -> None:
        """Ask; ``then`` is called when the answer is yes. Answers are verbs: 作废 and 不作废, never 是 and 否."""
        window = Question(parent, question, yes, no)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.accepted.connect(then)
        window.open()

    @classmethod
    def show_fault(cls, parent: QWidget | None, fault: Fault) -> None:
        """Show the error window for one of our bugs."""
        window = ErrorWindow(parent, fault)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if parent is None:
            window.show()
        else:
            window.open()
