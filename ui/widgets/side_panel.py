"""The side panel: it advises beside the page, and folds under a button when there is no room beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QScrollBar, QSizePolicy, QVBoxLayout, QWidget

from ui.style import scale
from ui.widgets.key_button import KeyButton
from ui.widgets.page_header import PageHeader


def scrolled(inside: QWidget, *, on_card: bool = False) -> QScrollArea:
    """Put a widget where it scrolls up and down, never sideways, and the field with the focus stays in view.

    ``on_card`` lets the card beneath show through.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    bar = QScrollBar(Qt.Orientation.Vertical)
    bar.setObjectName("beside")  # before the area asks for its size: the style remembers the first answer
    area.setVerticalScrollBar(bar)
    inside.setObjectName("clear" if on_card else "scrolled")
    area.setWidget(inside)
    if on_card:
        area.setObjectName("clear")
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)  # a scroll area turns it on for what it takes in
    return area


class SidePanel(QWidget):
    """Cards one above the other at the right of a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        self.body: QVBoxLayout = scale.column(inside, spacing=scale.BETWEEN_CARDS)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        scale.column(self).addWidget(scrolled(inside))


class WithSidePanel(QWidget):
    """A page's main part with its side panel.

    While the main part keeps ``least`` pixels (at 100 %) beside the panel they stand side by side. Otherwise the panel
    folds under a button, which shows the number of its findings; pressing it shows the panel instead of the main
    part, pressing it again returns to the field where the clerk was. The button stands in ``header`` if one is given.
    """

    def __init__(
        self,
        main: QWidget,
        side: QWidget,
        *,
        header: PageHeader | None = None,
        words: str = "参考",
        key: str = "F9",
        width: int = 352,
        least: int = 600,
    ) -> None:
        super().__init__()
        self._main, self._side = main, side
        self._words, self._width, self._least = words, width, least
        self._count: int | None = None
        self._folded = False
        self._open = False
        self._away = True
        self._return_to: QWidget | None = None
        self._button = KeyButton(words, key, icon="panel")
        self._button.clicked.connect(self._toggle)
        layout = scale.column(self, spacing=8)
        if header is None:
            layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        else:
            header.add_right(self._button)
        across = scale.row(spacing=scale.BETWEEN_CARDS)
        across.addWidget(main, 1)
        across.addWidget(side)
        layout.addLayout(across, 1)
        self._button.hide()
        main.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._arrange()

    def set_count(self, count: int | None) -> None:
        """How many findings the panel holds, shown on the button while folded."""
        self._count = count
        self._name_button()

    def is_folded(self) -> bool:
        """Whether the panel is under the button."""
        return self._folded

    @property
    def button(self) -> KeyButton:
        """The button it folds under."""
        return self._button

    def showEvent(self, event: QShowEvent) -> None:
        """The button comes and goes with the page's part: in the header it would outlive it."""
        super().showEvent(event)
        self._away = False
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the button along, unless the whole window went."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._away = True
            self._button.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Fold or unfold when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        need = scale.px(self._least) + scale.gap(self._width)
        self._folded = self.width() < need
        if not self._folded:
            self._open = False
        self._button.setVisible(self._folded and not self._away)
        self._main.setVisible(not self._open)
        self._side.setVisible(not self._folded or self._open)
        if self._folded:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(scale.gap(self._width))
        self._name_button()

    def _toggle(self) -> None:
        if not self._open:
            self._return_to = QApplication.focusWidget()
        self._open = not self._open
        self._arrange()
        if not self._open and self._return_to is not None and self._main.isAncestorOf(self._return_to):
            self._return_to.setFocus()

    def _name_button(self) -> None:
        count = f" {self._count}" if self._count else ""
        self._button.setText("返回" if self._open else self._words + count)
        self._button.updateGeometry()
