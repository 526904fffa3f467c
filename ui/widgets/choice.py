"""The choice from a short list: figures choose, pinyin initials filter, nothing is ever typed into a pop-up.

What letters find is one rule for every list: :mod:`app.domain.pick_list`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain import pick_list
from ui.style import icons, scale, theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from ui.widgets.choice_list import ChoiceList

_FORGET_AFTER_S = 1.5
_VALUE = Qt.ItemDataRole.UserRole
_INITIALS = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Option:
    """One choice: its value and its words. ``initials`` are those of the office's own choosing, beside the usual."""

    value: Any
    words: str
    initials: str = ""


class Choice(QComboBox):
    """A list to choose from.

    Keys, open or closed: 1 to 9 choose, letters filter by initials, Backspace takes a letter back, arrows move.
    The wheel never changes a choice by accident.
    """

    VERB = "选择"
    said = Signal(str, str)
    value_changed = Signal()

    def __init__(self, options: Sequence[Option] = (), parent: QWidget | None = None, *, hint: str = "请选择") -> None:
        super().__init__(parent)
        self._typed = ""
        self._typed_at = 0.0
        self._composing = False
        self._hint = hint
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self._listing: ChoiceList | None = None
        self.currentIndexChanged.connect(self._tell)
        self.set_options(options)

    def view(self) -> QAbstractItemView:
        """The list, made when it is first wanted."""
        return self._list()

    def _list(self) -> ChoiceList:
        if self._listing is None:
            from ui.widgets.choice_list import ChoiceList  # start-up cost

            self._listing = ChoiceList(self)
            self.setView(self._listing)
            self._listing.installEventFilter(self)
        return self._listing

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; the value chosen stays if it is among them."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        for option in options:
            self.addItem(option.words, option.value)
            self.setItemData(self.count() - 1, option.initials, _INITIALS)
        self.setCurrentIndex(self._place_of(kept))
        self.blockSignals(False)
        if self.value() != kept:
            self._tell()

    def value(self) -> Any:
        """The value chosen, None when nothing is."""
        return self.currentData(_VALUE)

    def set_value(self, value: Any) -> None:
        """Choose; a value not offered chooses nothing."""
        self.setCurrentIndex(self._place_of(value))

    def when_edited(self, act: Callable[[], None]) -> None:
        """Call this when another value was chosen."""
        self.value_changed.connect(act)

    def is_empty(self) -> bool:
        """Whether nothing is chosen."""
        return self.currentIndex() < 0

    def showPopup(self) -> None:
        """Open the whole list."""
        self._filter("")
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by figure or initials while closed."""
        if not self._choose_by_key(event, is_open=False):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The same keys while open."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._choose_by_key(event, is_open=True)
        return super().eventFilter(watched, event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow composing: until it ends, figures and letters are the input method's."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Composing ends where the focus leaves."""
        self._composing = False
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as the style sheet says, then the quiet placeholder and our own chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        if self.currentIndex() < 0:
            painter.setPen(QColor(theme.tokens().muted))
            inside = self.rect().adjusted(scale.gap(12) + 3, 0, -scale.px(28), 0)
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), self._hint)
        size = scale.px(16)
        picture = icons.pixmap("chevron-down", theme.tokens().muted, size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - size - scale.gap(9), (self.height() - size) // 2, picture)
        painter.end()

    def _choose_by_key(self, event: QKeyEvent, *, is_open: bool) -> bool:
        if self._composing:
            return True
        text = event.text().lower()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_open and event.key() == Qt.Key.Key_Backspace:
            self._filter(self._typed[:-1])
            return True
        if not plain or len(text) != 1 or not text.isascii() or not text.isalnum():
            return False
        if text.isdigit():
            place = int(text) - 1
            if 0 <= place < self.count():
                self.setCurrentIndex(place)
                self.hidePopup()
            return True
        fresh = not is_open and monotonic() - self._typed_at > _FORGET_AFTER_S
        self._typed_at = monotonic()
        self._filter(text if fresh else self._typed + text, hide=is_open)
        return True

    def _filter(self, typed: str, *, hide: bool = True) -> None:
        self._typed = typed
        found = pick_list.matching(
            typed, range(self.count()), self.itemText, lambda place: str(self.itemData(place, _INITIALS) or "")
        )
        if hide:
            listing = self._list()
            for place in range(self.count()):
                listing.setRowHidden(place, bool(found) and place not in found)
        if not typed:
            self.said.emit("hint", "")
        elif not found:
            self.said.emit("look", f"没有拼音首字母为 {typed} 的选项，按退格键重输。")
        else:
            self.said.emit("hint", f"首字母 {typed}：{len(found)} 项")
            if hide:
                self._list().setCurrentIndex(self.model().index(found[0], 0))
            else:
                self.setCurrentIndex(found[0])

    def _place_of(self, value: Any) -> int:
        if value is None:
            return -1
        return next((place for place in range(self.count()) if self.itemData(place, _VALUE) == value), -1)

    def _tell(self) -> None:
        self.setAccessibleDescription(self.currentText())
        self.value_changed.emit()
