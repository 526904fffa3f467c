"""The button that carries its key."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QStyle, QWidget

from ui.style import icons, scale, theme
from ui.widgets.text import key_sequences, key_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionButton


class Kind(Enum):
    """How a button looks; the value is the style sheet's name. LEAD is the next act: one on a page."""

    OUTLINE = "outline"
    LEAD = "lead"
    SEGMENT = "segment"
    QUIET = "quiet"
    DANGER = "danger"


class KeyButton(QPushButton):
    """A button that shows the key that presses it, e.g. 登记并打印回执 Ctrl+P.

    ``key`` is a key sequence in Qt's portable spelling. Enter on the focused button presses it.
    """

    def __init__(
        self, words: str, key: str = "", kind: Kind = Kind.OUTLINE, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(words)
        self._kind = kind
        self._icon_name = icon
        self._key = ""
        self._shortcut: QShortcut | None = None
        self.setProperty("kind", kind.value)
        self.setAutoDefault(False)
        if key:
            self.set_key(key)

    @property
    def key(self) -> str:
        """The key as it is shown, empty without one."""
        return self._key

    @property
    def kind(self) -> Kind:
        """How it looks."""
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        """Look different, for example when another act becomes the next one."""
        self._kind = kind
        theme.set_state(self, "kind", kind.value)
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Give it another key; empty takes it away."""
        self._key = key_words(key) if key else ""
        # not the button's own shortcut: that one waits 100 ms to animate, and goes away with every change of words
        if self._shortcut is None:
            self._shortcut = QShortcut(self)
            self._shortcut.activated.connect(self.click)
        self._shortcut.setKeys(key_sequences(key))
        self.setToolTip(f"{self.text()}（{self._key}）" if self._key else "")
        self.updateGeometry()

    def show_key(self, key: str) -> None:
        """Show a key without listening to it, where the place around the button or the window does."""
        self.set_key("")
        self._key = key_words(key)
        self.setToolTip(f"{self.text()}（{self._key}）")
        self.updateGeometry()

    def _ink(self) -> str:
        colours = theme.tokens()
        if not self.isEnabled():
            return colours.muted
        if self._filled():
            return colours.on_lead
        if self._kind is Kind.DANGER:
            return colours.late
        return colours.muted if self._kind is Kind.QUIET and not self.underMouse() else colours.text

    def _key_ink(self) -> str:
        colours = theme.tokens()
        return colours.lead_key if self._filled() and self.isEnabled() else colours.faint

    def _filled(self) -> bool:
        return self._kind is Kind.LEAD or (self._kind is Kind.SEGMENT and self.isChecked())

    def _word_metrics(self) -> QFontMetrics:
        """Segments keep the width of their bold words, so that nothing moves when another is chosen."""
        if self._kind in (Kind.SEGMENT, Kind.LEAD):
            return QFontMetrics(theme.small_font(scale.BASE, bold=True))
        return self.fontMetrics()

    def _parts(self) -> tuple[int, int, int]:
        """Widths of icon, words and key, each with the space before the next."""
        words = self._word_metrics().horizontalAdvance(self.text())
        icon = scale.px(18) + scale.gap(6) if self._icon_name else 0
        key = QFontMetrics(theme.small_font(scale.KEY)).horizontalAdvance(self._key) + scale.gap(8) if self._key else 0
        return icon, words, key

    def sizeHint(self) -> QSize:
        """Room for icon, words and key."""
        hint = super().sizeHint()
        icon, words, key = self._parts()
        sides = scale.gap(8 if self._kind is Kind.QUIET else 16) + theme.tokens().line_width
        return QSize(icon + words + key + 2 * sides, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Leave the words out of what the style draws; they are drawn here. The frame alone shows the focus."""
        super().initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]
        option.state &= ~QStyle.StateFlag.State_KeyboardFocusChange  # type: ignore[attr-defined]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame as the style sheet says, then icon, words and key side by side."""
        super().paintEvent(event)
        painter = QPainter(self)
        icon, words, key = self._parts()
        left = (self.width() - icon - words - key) // 2
        self._draw(painter, left, icon, words, key)
        painter.end()

    def _draw(self, painter: QPainter, left: int, icon: int, words: int, key: int) -> None:
        height = self.height()
        if self._icon_name:
            size = scale.px(18)
            picture = icons.pixmap(self._icon_name, self._ink(), size, self.devicePixelRatioF())
            painter.drawPixmap(left, (height - size) // 2, picture)
        painter.setPen(QColor(self._ink()))
        bold = self._filled() and self.isEnabled()
        painter.setFont(theme.small_font(scale.BASE, bold=True) if bold else self.font())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextHideMnemonic
        spare = Qt.AlignmentFlag.AlignHCenter if not (key or icon) else Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(left + icon, 0, words + 2, height), int(middle | spare), self.text())
        if self._key:
            painter.setPen(QColor(self._key_ink()))
            painter.setFont(theme.small_font(scale.KEY))
            place = QRect(left + icon + words + scale.gap(8), 0, key, height)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self._key)
