"""显示: theme, text size, zoom, rows; in force at once and kept for this account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication

from app.services import settings
from app.services.session import Session
from ui import kept_look
from ui.operations import Operations
from ui.pages.queue.layout import PREFERENCE
from ui.pages.settings.section import Section
from ui.style import theme
from ui.style.theme import LARGEST_TEXT, SMALLEST_TEXT, Look
from ui.style.tokens import PALETTE_TEXT, Palette
from ui.widgets.card import Card, Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.text import text_label
from ui.widgets.tick import Tick
from ui.widgets.tone import Tone

_PALETTE_KEYS = {Palette.LIGHT: "Alt+Q", Palette.DARK: "Alt+S", Palette.CONTRAST: "Alt+G"}
LOOK = "look"
COMPACT_ROWS = "compact"
"""Among what is kept of the columns of the list of matters."""
_ZOOMS = (1.0, 1.25, 1.5, 1.75, 2.0)
KEPT = "改动马上生效，并记在这个账户上，换到别的电脑登录同一个登记库也一样。"


def apply_look(wanted: Look) -> None:
    """Put a look in force without a window that keeps track of it."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and wanted != theme.look():
        theme.apply(application, wanted)


class DisplaySection(Section):
    """The choices of how the program looks. ``set_look`` puts one in force."""

    title = "显示"

    compact_changed = Signal(bool)
    """Rows of lists shall be low (True) or comfortable."""

    def __init__(
        self, ops: Operations[Session], clock: Callable[[], datetime], set_look: Callable[[Look], None] = apply_look
    ) -> None:
        super().__init__(ops, clock)
        self._set_look = set_look
        self._filling = False
        self.palettes = SegmentBar([Segment(one.value, PALETTE_TEXT[one], _PALETTE_KEYS[one]) for one in Palette])
        self.points = Choice([Option(size, f"{size} 磅") for size in range(SMALLEST_TEXT, LARGEST_TEXT + 1)])
        self.zoom = Choice([Option(one, f"{one:.0%}") for one in _ZOOMS])
        self.motion = Tick("减少动画")
        self.compact = Tick("列表行距紧凑，一屏多看几件")
        self._build()
        self._listen()
        self._follow()
        self.finish()

    def refresh(self) -> None:
        """Read what this account chose."""
        self._follow()

        def show(preferences: dict[str, object]) -> None:
            self._filling = True
            columns = preferences.get(PREFERENCE)
            self.compact.setChecked(isinstance(columns, dict) and columns.get(COMPACT_ROWS) is True)
            self._filling = False

        self._ops.write(self, lambda session: settings.preferences(session, self._clock()), show)

    def changeEvent(self, event: QEvent) -> None:
        """The look was changed elsewhere, for example with Ctrl++."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "compact"):
            self._follow()

    def _build(self) -> None:
        colours = Card("配色")
        colours.add(self.palettes)
        sizes = Card("大小")
        grid = FieldGrid(columns=2, least=200)
        grid.add(Field("文字大小", self.points, hint="11 到 20 磅"))
        grid.add(Field("整体放大", self.zoom, hint="也可以随时按 Ctrl++ 和 Ctrl+-"))
        sizes.add(grid)
        sizes.add(text_label("样字：张三　（2026）豫9999访29号　剩 2 天", "body", wrap=True))
        other = Card("其他")
        other.add(self.compact)
        other.add(self.motion)
        for card in (colours, sizes, other):
            self.body.addWidget(card)
        self.body.addWidget(Notice(KEPT, Tone.PLAIN))

    def _listen(self) -> None:
        self.palettes.chosen.connect(lambda _value: self._choose())
        self.points.value_changed.connect(self._choose)
        self.zoom.value_changed.connect(self._choose)
        self.motion.toggled.connect(lambda _on: self._choose())
        self.compact.toggled.connect(self._choose_rows)

    def _follow(self) -> None:
        """Show the look in force."""
        look = theme.look()
        self._filling = True
        self.palettes.choose(look.palette.value)
        self.points.set_value(look.text_points)
        self.zoom.set_value(min(_ZOOMS, key=lambda one: abs(one - look.zoom)))
        self.motion.setChecked(look.reduce_motion)
        self._filling = False

    def _choose(self) -> None:
        points, zoom = self.points.value(), self.zoom.value()
        if self._filling or points is None or zoom is None:
            return
        wanted = replace(
            theme.look(),
            palette=Palette(self.palettes.value()),
            text_points=int(points),
            zoom=float(zoom),
            reduce_motion=self.motion.isChecked(),
        )
        self._set_look(wanted)
        self._keep(LOOK, kept_look.to_plain(wanted))

    def _choose_rows(self, compact: bool) -> None:
        if not self._filling:
            self.compact_changed.emit(compact)
            self._ops.write(self, lambda session: self._keep_rows(session, compact))

    def _keep_rows(self, session: Session, compact: bool) -> None:
        """The list of matters keeps it together with its columns."""
        columns = settings.preferences(session, self._clock()).get(PREFERENCE)
        kept = columns if isinstance(columns, dict) else {}
        settings.keep_preference(session, PREFERENCE, {**kept, COMPACT_ROWS: compact}, self._clock())

    def _keep(self, name: str, value: object) -> None:
        self._ops.write(self, lambda session: settings.keep_preference(session, name, value, self._clock()))
