"""The dossier chosen: what is missing, the documents in their order, and everything that can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from app.domain.dossier import DossierItem, DossierRow, DossierState
from app.domain.dossier_paper import DossierPart
from app.services.archive import Loan
from app.services.dossiers import DossierView
from ui.pages.dossier.item_list import ItemList
from ui.pages.dossier.lines import about_words, item_key, item_lines, loan_words, missing_words
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.side_panel import scrolled
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

CHOOSE = "在左边选一件办结的事项，这里显示卷内材料。"
NOT_YET = "卷内还没有整理。按“整理卷内”列出本系统文书和来访时登记的材料；也可以直接按装订打印。"
REASON_HINT = "调整顺序、改放、移出、缺件照样装订、补装时填写；会印在备考表上。"


class DossierPanel(QWidget):
    """Shows one dossier. Buttons only; the page acts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DossierView | None = None
        self._row: DossierRow | None = None
        self._loans: tuple[Loan, ...] = ()
        self.empty = EmptyState(CHOOSE, "dossier")
        self.title = text_label("", "section", wrap=True, selectable=True)
        self.about = text_label("", "small", wrap=True, selectable=True)
        self.notice = Notice("", Tone.SOON)
        self.assessed = text_label("", "small", wrap=True, selectable=True)
        self.lent = text_label("", "small", wrap=True, selectable=True)
        self.listing = ItemList("卷内材料")
        self.listing.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = text_label(NOT_YET, "hint", wrap=True)
        self.reason = LineEdit("例如：复文在前；原件已遗失，见说明", longest=200)
        self.reason_field = Field("原因", self.reason, hint=REASON_HINT)
        self.bind = KeyButton("装订打印", "Ctrl+P", Kind.LEAD, "printer")
        self.save = KeyButton("存为 PDF", "Ctrl+S")
        self.arrange = KeyButton("整理卷内", "Alt+Z")
        self.scan = KeyButton("添加扫描件", "Alt+N")
        self.original = KeyButton("登记纸质原件", "Alt+O")
        self.look = KeyButton("看扫描件", "Alt+V")
        self.assess = KeyButton("效果评议", "Alt+F")
        self.up = KeyButton("上移", "Alt+PgUp")
        self.down = KeyButton("下移", "Alt+PgDown")
        self.part = KeyButton("改放副卷", "Alt+X")
        self.out = KeyButton("移出", "Alt+D")
        self.late = KeyButton("补装一册", "Alt+B")
        self.export = KeyButton("导出文件夹", "Alt+E")
        self.file = KeyButton("归档登记", "Alt+G")
        self.put = KeyButton("改存放位置", "Alt+M")
        self.lend = KeyButton("借出", "Alt+J")
        self.prolong = KeyButton("续借", "Alt+U")
        self.give_back = KeyButton("归还", "Alt+H")
        self._build()
        self.listing.chosen.connect(lambda _line: self._offer())
        self.show_dossier(None, None)

    @property
    def view(self) -> DossierView | None:
        """The dossier shown, if it was begun."""
        return self._view

    @property
    def matter_id(self) -> int | None:
        """The matter shown."""
        return self._row.matter_id if self._row else None

    @property
    def row(self) -> DossierRow | None:
        """The line of the matter shown."""
        return self._row

    @property
    def loans(self) -> tuple[Loan, ...]:
        """Who had it and has it, newest first."""
        return self._loans

    def show_dossier(self, row: DossierRow | None, view: DossierView | None, loans: tuple[Loan, ...] = ()) -> None:
        """Show a matter's dossier; the document chosen stays chosen."""
        if row is None or self._row is None or row.matter_id != self._row.matter_id:
            self.reason.clear()
            self.reason_field.clear_note()
        self._row, self._view, self._loans = row, view, loans
        self.empty.setVisible(row is None)
        self._area.setVisible(row is not None)
        if row is None:
            self._offer()
            return
        self.title.setText(f"{row.number}　{row.petitioner}")
        self.about.setText(about_words(view) if view else row.summary)
        words = missing_words(view) if view else ""
        self.notice.set_words(words)
        self.notice.setVisible(bool(words))
        items = view.items if view else ()
        groups = ["" if item.binding_id is not None else item.part.value for item in items]
        self.listing.show_items(item_lines(view) if view else (), groups)
        for label, said in ((self.assessed, view.facts.assessment if view else ""), (self.lent, loan_words(loans))):
            label.setText(said)
            label.setVisible(bool(said))
        self.listing.setVisible(bool(view and view.items))
        self.nothing.setVisible(not (view and view.items))
        self._fit()
        self._offer()

    def item(self) -> DossierItem | None:
        """The document chosen."""
        line = self.listing.current()
        items = self._view.items if self._view else ()
        return next((item for item in items if line and item_key(item.item_id) == line.key), None)

    def choose(self, item_id: int) -> None:
        """Choose a document."""
        self.listing.choose(item_key(item_id))
        self._offer()

    def changeEvent(self, event: QEvent) -> None:
        """The list follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_area"):
            self._fit()

    def _build(self) -> None:
        card = Card(margin=18)
        card.add(self.title)
        card.add(self.about)
        card.add(self.notice)
        lead = FieldGrid(columns=2, least=200)
        for button in (self.bind, self.save):
            lead.add(button)
        card.add(lead)
        card.add(self.reason_field)
        self._order = order = FieldGrid(columns=4, least=140)
        for button in (self.up, self.down, self.part, self.out):
            order.add(button)
        for widget in (self.listing, self.nothing, order):
            card.add(widget)
        acts = FieldGrid(columns=3, least=190)
        for button in (self.arrange, self.scan, self.original, self.look, self.assess, self.late):
            acts.add(button)
        card.add(acts)
        self._archive = QWidget()
        rows = scale.column(self._archive, spacing=8)
        rows.addWidget(text_label("归档与借阅", "label"))
        kept = FieldGrid(columns=3, least=190)
        for button in (self.file, self.put, self.export, self.lend, self.prolong, self.give_back):
            kept.add(button)
        rows.addWidget(kept)
        for label in (self.assessed, self.lent):
            card.add(label)
            label.hide()
        card.add(self._archive)
        card.body.addStretch(1)
        inside = QWidget()
        scale.column(inside).addWidget(card)
        self._area = scrolled(inside)
        outer = scale.column(self)
        outer.addWidget(self.empty, 1)
        outer.addWidget(self._area, 1)

    def _offer(self) -> None:
        """What can be done now."""
        row, view, item = self._row, self._view, self.item()
        state = row.state if row else None
        bound = state not in (None, DossierState.TO_BIND)
        begun = view is not None
        loose = item is not None and item.binding_id is None
        self.bind.setText("再次打印" if bound else "装订打印")
        self.bind.updateGeometry()
        self.bind.setEnabled(row is not None)
        self.save.setEnabled(row is not None)
        self.arrange.setEnabled(row is not None and (view is None or view.concluded))
        for button in (self.scan, self.original):
            button.setEnabled(begun)
        for button in (self.up, self.down, self.part, self.out):
            button.setEnabled(loose)
        # nothing of a bound dossier is moved; what came late is, until it is bound too
        for widget in (self._order, self.reason_field):
            widget.setVisible(not bound or bool(view and view.late))
        internal = item is not None and item.part is DossierPart.INTERNAL
        self.part.setText("改放正卷" if internal else "改放副卷")
        self.part.updateGeometry()
        self.look.setEnabled(item is not None and item.scan_id is not None)
        self.assess.setEnabled(begun and not bound)
        self.late.setEnabled(bool(view and view.late))
        self._archive.setVisible(bound)
        self.export.setEnabled(bound)
        self.put.setEnabled(bound)
        self.file.setEnabled(bound and row is not None and row.filed_on is None)
        self.lend.setEnabled(bound and state is not DossierState.ON_LOAN)
        for button in (self.prolong, self.give_back):
            button.setEnabled(state is DossierState.ON_LOAN)

    def _fit(self) -> None:
        self.listing.setFixedHeight(max(self.listing.needed_height(), 1))
