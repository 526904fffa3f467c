"""The whole-window frame of the pages before the desk: a navy panel with the court's name, and one card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from ui.application import PROGRAM_NAME
from ui.style import icons, scale, theme
from ui.widgets.banner import Banner
from ui.widgets.text import text_label

PROMISES = ("本机运行，全程不联网", "登记内容加密保存", "每一笔改动都有据可查")
_PANEL_SHARE = 0.36
_LEAST_BESIDE = 900


class CourtPanel(QWidget):
    """The navy panel: the program, the court, and what it promises."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._court = ""
        self.set_court("")

    def set_court(self, name: str) -> None:
        """Show a court's name, or the program's while there is none."""
        self._court = name
        self.setAccessibleName(f"{name} {PROGRAM_NAME}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the name in the upper third, the promises at the bottom."""
        colours = theme.tokens()
        painter = QPainter(self)
        left, width = scale.gap(48), self.width() - 2 * scale.gap(48)
        size = scale.px(56)
        top = max(scale.gap(48), self.height() // 4 - size)
        picture = icons.pixmap("program", colours.on_rail, size, self.devicePixelRatioF())
        painter.drawPixmap(left, top, picture)
        if not colours.heavy:
            frame = QColor(colours.rail_muted)
            frame.setAlphaF(0.35)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(frame, 1.2))
            painter.drawRoundedRect(QRect(left, top, size, size).adjusted(-1, -1, 1, 1), size / 4.4, size / 4.4)
        top += size + scale.gap(28)
        ink, quiet = QColor(colours.text if colours.heavy else colours.on_rail), QColor(colours.rail_muted)
        first, second = (self._court, PROGRAM_NAME) if self._court else (PROGRAM_NAME, "人民法院信访接待窗口")
        top = _lines(painter, QRect(left, top, width, 0), first, theme.small_font(30, bold=True), ink)
        top = _lines(painter, QRect(left, top + scale.gap(10), width, 0), second, theme.small_font(17), quiet)
        self._promise(painter, QRect(left, top + scale.gap(24), width, 0), quiet)
        painter.end()

    def _promise(self, painter: QPainter, place: QRect, ink: QColor) -> None:
        font = theme.small_font(scale.SMALL)
        line = QFontMetrics(font).height() + scale.gap(8)
        bottom = self.height() - scale.gap(40)
        top = bottom - line * len(PROMISES)
        if top < place.top():
            return
        painter.setFont(font)
        painter.setPen(ink)
        for number, words in enumerate(PROMISES):
            mark = QRect(place.left(), top + number * line, place.width(), line)
            painter.drawText(mark, int(Qt.AlignmentFlag.AlignVCenter), f"✓  {words}")


def _lines(painter: QPainter, place: QRect, words: str, font: QFont, ink: QColor) -> int:
    """Draw words over as many lines as they need; gives the bottom."""
    painter.setFont(font)
    painter.setPen(ink)
    flags = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)
    needed = QFontMetrics(font).boundingRect(QRect(0, 0, place.width(), 10_000), flags, words)
    painter.drawText(QRect(place.left(), place.top(), place.width(), needed.height()), flags, words)
    return place.top() + needed.height()


class DoorFrame(QWidget):
    """A page before the desk. ``content`` stands in the middle, never wider than the window; it scrolls if too high.

    The navy panel goes away when the text is large or the window small; the court's name then stands above.
    """

    def __init__(self, content: QWidget, widest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._content = content
        self._widest = widest
        self._panel = CourtPanel()
        self._above = text_label("", "section", wrap=True)
        self._above.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._banner = Banner()
        self._banner.hide()
        content.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        middle = QWidget()
        middle.setObjectName("clear")
        column = scale.column(middle, spacing=16, margins=(22, 22, 22, 22))
        column.addStretch(1)
        column.addWidget(self._above)
        across = scale.row(spacing=0)
        across.addStretch(1)
        across.addWidget(content)
        across.addStretch(1)
        column.addLayout(across)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("clear")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # our own: asking for the one there makes PySide create all 55 enumerations of all widgets (start-up cost: 8 ms)
        self._scroll.setViewport(QWidget())
        self._scroll.setWidget(middle)
        beside = scale.row(spacing=0)
        beside.addWidget(self._panel)
        beside.addWidget(self._scroll, 1)
        outer = scale.column(self, spacing=0)
        outer.addWidget(self._banner)
        outer.addLayout(beside, 1)

    def set_court(self, name: str) -> None:
        """Show this court's name."""
        self._panel.set_court(name)
        self._above.setText(name or PROGRAM_NAME)

    def set_practice(self, is_practice: bool) -> None:
        """Show the line that says that nothing here is real."""
        self._banner.setVisible(is_practice)

    def watch(self, editors: Sequence[QWidget]) -> None:
        """Keep these in sight when they get the focus."""
        for editor in editors:
            editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll to the editor that got the focus."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, scale.px(60))
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Share the width anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        panel = round(self.width() * _PANEL_SHARE)
        beside = self.width() >= scale.px(_LEAST_BESIDE)
        self._panel.setVisible(beside)
        self._panel.setFixedWidth(panel)
        self._above.setVisible(not beside)
        room = self.width() - (panel if beside else 0) - 2 * scale.gap(22) - scale.gap(10)
        self._content.setFixedWidth(max(1, min(scale.px(self._widest), room)))
