"""The navy rail at the left: one button a page, settings at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from ui.style import icons, scale, theme
from ui.widgets.text import key_words

_ITEM_HEIGHT = 70
_SIDE = 8


class RailButton(QAbstractButton):
    """A page's icon, word and key on the rail."""

    def __init__(self, words: str, icon: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self._icon_name = icon
        self._key = key_words(key) if key else ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.click)
            self.setToolTip(f"{words}（{self._key}）")
        self.setAccessibleName(words)

    @property
    def key(self) -> str:
        """The key as it is shown."""
        return self._key

    def word_width(self) -> int:
        """The width of the word and of the key in bold type."""
        bold = QFontMetrics(theme.small_font(scale.SMALL, bold=True)).horizontalAdvance(self.text())
        return max(bold, QFontMetrics(theme.small_font(11)).horizontalAdvance(self._key))

    def sizeHint(self) -> QSize:
        """A comfortable size; the rail gives less when the window is low."""
        return QSize(self.word_width(), scale.px(_ITEM_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the plate when chosen, then icon, word and key."""
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or (self.underMouse() and not colours.heavy):
            plate = QColor(colours.rail_active)
            plate.setAlphaF(1.0 if chosen else 0.45)
            painter.setBrush(plate)
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus if colours.heavy else colours.on_rail), colours.focus_width))
            painter.drawRoundedRect(box, 8, 8)
        self._draw(painter, colours.on_rail if chosen else colours.rail_muted)
        painter.end()

    def _draw(self, painter: QPainter, ink: str) -> None:
        icon = min(scale.px(22), scale.gap(28))
        word_font = theme.small_font(scale.SMALL, bold=self.isChecked())
        key_font = theme.small_font(11)
        word = QFontMetrics(word_font).height()
        key = QFontMetrics(key_font).height() if self._key else 0
        if icon + word + key + 2 > self.height():
            key = 0
        if icon + word > self.height():
            icon = 0
        top = (self.height() - icon - word - key) // 2
        if icon:
            picture = icons.pixmap(self._icon_name, ink, icon, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - icon) // 2, top, picture)
        painter.setPen(QColor(ink))
        painter.setFont(word_font)
        middle = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(QRect(0, top + icon, self.width(), word + 2), middle, self.text())
        if key:
            faint = QColor(ink)
            faint.setAlphaF(1.0 if theme.tokens().heavy else 0.75)
            painter.setPen(faint)
            painter.setFont(key_font)
            painter.drawText(QRect(0, top + icon + word, self.width(), key), middle, self._key)


class NavigationRail(QWidget):
    """Buttons from the top for the pages, from the bottom for what is rarely needed.

    When the window is low or the text large the buttons share the height there is; none is ever out of reach.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._top: list[RailButton] = []
        self._bottom: list[RailButton] = []
        self._buttons: dict[str, RailButton] = {}

    def add(self, name: str, words: str, icon: str, key: str = "", *, at_bottom: bool = False) -> RailButton:
        """Add a page."""
        button = RailButton(words, icon, key, self)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        (self._bottom if at_bottom else self._top).append(button)
        self._fit_width()
        return button

    def add_act(self, name: str, words: str, icon: str, key: str) -> RailButton:
        """Add something to do that is no page: it is pressed, never chosen."""
        button = RailButton(words, icon, key, self)
        button.setCheckable(False)
        self._buttons[name] = button
        self._top.append(button)
        self._fit_width()
        self._arrange()
        return button

    def select(self, name: str) -> None:
        """Mark the page shown."""
        self._buttons[name].setChecked(True)

    def button(self, name: str) -> RailButton:
        """The button of a page."""
        return self._buttons[name]

    def changeEvent(self, event: QEvent) -> None:
        """The width follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_width()
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height."""
        super().resizeEvent(event)
        self._arrange()

    def _fit_width(self) -> None:
        widest = max((button.word_width() for button in self._buttons.values()), default=0)
        self.setFixedWidth(max(widest + 53, 92))

    def _arrange(self) -> None:
        count = len(self._top) + len(self._bottom)
        if not count:
            return
        edge = 14 if self.height() >= scale.px(_ITEM_HEIGHT) * count + 28 else 4
        each = min(scale.px(_ITEM_HEIGHT), (self.height() - 2 * edge) // count)
        place = QRect(_SIDE, edge, self.width() - 2 * _SIDE + 4, each - 2)
        place.setWidth(self.width() - 2 * _SIDE)
        for button in self._top:
            button.setGeometry(place)
            place.translate(0, each)
        place.moveTop(self.height() - edge - each * len(self._bottom))
        for button in self._bottom:
            button.setGeometry(place)
            place.translate(0, each)
