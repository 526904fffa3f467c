"""套打: offsets of each section of a pack on a printer, measured with the calibration page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.domain.dossier_paper import CoverLayout, PaperSize
from app.domain.errors import Refused
from app.domain.overprint import PLAIN, Overprint
from app.domain.viewer import Right
from app.services import cover_layouts, dossier_options, overprints
from app.services.cover_layouts import OfficeLayouts
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.jacket_acts import JacketActs
from ui.pages.settings.sheet_preview import SMALL, Sample, SheetPreview
from ui.printing import PrintDesk, PrinterNames
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tick import Tick
from ui.widgets.tone import Tone

HOW = (
    "本院有印好的卷皮时，打印机可能偏一两毫米。先打校准页，用尺量十字偏了多少，填在这里，向右、向下为正，向左、向上填负数。"
    "“只打印填写的内容”不再打表格线和固定文字。"
)
SECTIONS = (
    ("cover", "卷宗封面"),
    ("contents", "卷内目录"),
    ("items", "卷内文件"),
    ("remarks", "备考表"),
    ("back", "卷底"),
    ("spines", "脊背标签"),
    ("seals", "封条"),
    ("box", "卷盒标签"),
)


class OverprintCard(Card):
    """One section on one printer at a time."""

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        desk: PrintDesk,
        say: Callable[[str, Tone], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("套打偏移", parent)
        self._ops, self._clock, self._desk, self._say = ops, clock, desk, say
        self.printer = Field("打印机", Choice(hint="正在查找打印机…"))
        self.section = Field("打印什么", Choice([Option(value, words) for value, words in SECTIONS]))
        self.right = Field("向右（毫米）", LineEdit("0", longest=6))
        self.down = Field("向下（毫米）", LineEdit("0", longest=6))
        self.only = Tick("只打印填写的内容")
        self.keep = KeyButton("保存偏移", "Alt+S")
        self.page = KeyButton("打印校准页", "Alt+M")
        self.preview = SheetPreview(ops, "打在纸上的样子")
        self.jacket = JacketActs(ops, clock, self.preview, say, "Alt+J", "Alt+U")
        self._size = PaperSize.A4
        self._layout = CoverLayout()
        self._court = ""
        self._build()
        self._choice(self.section).set_value(SECTIONS[0][0])
        self.printer.edited.connect(self._read)
        self.section.edited.connect(self._read)
        self.right.edited.connect(self._draw)
        self.down.edited.connect(self._draw)
        self.only.toggled.connect(lambda _on: self._draw())
        self.keep.clicked.connect(self._save)
        self.page.clicked.connect(self._print)

    def refresh(self) -> None:
        """Read the cover that the office uses, and the jacket."""

        def read(session: Session) -> tuple[OfficeLayouts, PaperSize, bool]:
            size = dossier_options.read(session).size
            return cover_layouts.read(session), size, session.viewer.may(Right.ADMINISTER)

        def show(known: OfficeLayouts, size: PaperSize, may_change: bool) -> None:
            self._size, self._layout, self._court = size, known.current[size], known.court_name
            self.jacket.setVisible(may_change)
            self._draw()
            self.preview.read_jacket()

        self._ops.read(self, read, lambda answer: show(*answer))

    def _build(self) -> None:
        self.add(text_label(HOW, "small", wrap=True))
        across = FieldGrid(columns=2, least=420)
        left = QWidget()
        column = scale.column(left)
        grid = FieldGrid(columns=2, least=180)
        for field in (self.printer, self.section, self.right, self.down):
            grid.add(field)
        acts = FieldGrid(columns=2, least=180)
        acts.add(self.keep)
        acts.add(self.page)
        scale.fill(column, (grid, self.only, acts, self.jacket))
        column.addStretch(1)
        across.add(left)
        across.add(self.preview)
        self.add(across)

    def set_printers(self, found: PrinterNames) -> None:
        """Offer the printers found; the system's own first."""
        names: Sequence[str] = sorted(found.names, key=lambda name: name != found.default)
        choice = self._choice(self.printer)
        kept = choice.value()
        choice.set_options([Option(name, name) for name in names])
        choice.set_value(kept if kept in names else next(iter(names), None))
        for button in (self.keep, self.page):
            button.setEnabled(bool(names))
        self._read()

    def _paper(self) -> PaperSize:
        """The paper of the section chosen."""
        return self._size if self._section() in SMALL else PaperSize.A4

    def _section(self) -> str:
        return str(self._choice(self.section).value())

    def _draw(self) -> None:
        """The section chosen as it is printed with what is typed now; a half-typed number waits."""
        tenths = []
        for field in (self.right, self.down):
            editor = field.editor
            try:
                tenths.append(overprints.read_offset(editor.text() if isinstance(editor, LineEdit) else "", "x"))
            except Refused:
                return
        self.jacket.set_target(self._section(), self._size)
        wanted = Overprint(self.only.isChecked(), *tenths)
        self.preview.show_sample(Sample(self._layout, self._section(), wanted, self._court))

    def _read(self) -> None:
        printer, section = self._choice(self.printer).value(), self._section()
        if printer is None:
            self._draw()
            return

        def shown(known: dict[str, Overprint]) -> None:
            one = known.get(section, PLAIN)
            for field, tenths in ((self.right, one.right), (self.down, one.down)):
                field.clear_note()
                if isinstance(field.editor, LineEdit):
                    field.editor.setText(f"{tenths / 10:g}")
            self.only.setChecked(one.fields_only)
            self._draw()

        self._ops.read(self, lambda session: overprints.of_printer(session, str(printer)), shown)

    def _wanted(self) -> Overprint | None:
        found = []
        for name, field in (("right", self.right), ("down", self.down)):
            editor = field.editor
            try:
                found.append(overprints.read_offset(editor.text() if isinstance(editor, LineEdit) else "", name))
            except Refused as answer:
                field.set_problem(answer.fields[name])
                editor.setFocus()
                return None
        return Overprint(self.only.isChecked(), found[0], found[1])

    def _save(self) -> None:
        wanted, printer = self._wanted(), str(self._choice(self.printer).value() or "")
        section, now = str(self._choice(self.section).value()), self._clock()
        if wanted is not None:
            self._ops.write(
                self,
                lambda session: overprints.save(session, printer, section, wanted, now),
                lambda _change: self._say("套打偏移已保存，下次装订打印按新的来。", Tone.GOOD),
                lambda answer: self._say(answer.message, Tone.SOON),
            )

    def _print(self) -> None:
        wanted, printer = self._wanted(), str(self._choice(self.printer).value() or "")
        words = dict(SECTIONS)[str(self._choice(self.section).value())]
        if wanted is None:
            return

        def printed(name: str, reason: str) -> None:
            if reason:
                self._say(f"校准页没有打出：{reason}", Tone.SOON)
            else:
                self._say(f"校准页已送到打印机“{name}”。", Tone.GOOD)

        self._desk.print_calibration(words, printer, wanted, printed, self._paper())

    @staticmethod
    def _choice(field: Field) -> Choice:
        editor = field.editor
        assert isinstance(editor, Choice)
        return editor
