"""鉴定: one list for the committee, a decision for each dossier by hand, and the committee that made them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.appraisal import DECISION_TEXT, Decision
from app.services.appraisal import Appraisal, DisposalList
from ui.pages.dossier.lines import appraisal_line
from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import PaperKey
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.side_panel import scrolled
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

CHOOSE = "在左边选一份鉴定清单，这里逐卷写明鉴定意见。"
NEVER = "程序不会自动鉴定，也不会自动销毁。逐卷写明意见，办结后打印销毁清册，由两人以上监销；登记库里的记录一直保留。"


class AppraisalPanel(QWidget):
    """Shows one list. Buttons only; the page acts."""

    moved = Signal()
    """Another dossier of the list was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: DisposalList | None = None
        self._may = False
        self.empty = EmptyState(CHOOSE, "dossier")
        self.title = text_label("", "section", wrap=True, selectable=True)
        self.about = text_label("", "small", wrap=True, selectable=True)
        self.notice = Notice(NEVER, Tone.PLAIN)
        self.listing = LineList("清单上的卷宗")
        self.listing.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        options = [Option(one.value, words) for one, words in DECISION_TEXT.items()]
        self.decision = Field("鉴定意见", Choice(options, hint="请选择意见"))
        self.words = Field("理由", LineEdit("同意销毁时必须写明", longest=200))
        self.note = KeyButton("记下，看下一卷", "Ctrl+Return", Kind.LEAD)
        self.take_back = KeyButton("撤回这一卷的意见", "Alt+X")
        self.members = Field("鉴定委员会成员", LineEdit("至少两人，用顿号分开", longest=260))
        self.paper = Field("批准文号或会议记录", LineEdit("例如：档鉴〔2026〕1号", longest=60))
        self.close_list = KeyButton("办结这份清单", "Alt+B")
        self.print_list = KeyButton("打印鉴定清单", "Ctrl+P")
        self.print_destroyed = KeyButton("打印销毁清册", "Alt+P")
        self._build()
        self.listing.chosen.connect(lambda _line: self._fill())
        self.show_list(None, may=False)

    @property
    def made(self) -> DisposalList | None:
        """The list shown."""
        return self._made

    def item(self) -> Appraisal | None:
        """The dossier chosen."""
        line = self.listing.current()
        items = self._made.items if self._made else ()
        return next((one for one in items if line and _key(one) == line.key), None)

    def show_list(self, made: DisposalList | None, *, may: bool) -> None:
        """Show a list; the dossier chosen and what is typed for it stay."""
        same = made is not None and self._made is not None and made.list_id == self._made.list_id
        chosen = self.item()
        self._made, self._may = made, may
        self.empty.setVisible(made is None)
        self._area.setVisible(made is not None)
        if made is None:
            return
        self.title.setText(f"第 {made.list_id} 号鉴定清单")
        said = sum(bool(one.decision) for one in made.items)
        about = f"保管期满截至 {made.until}　{made.made_by} {made.made_at:%Y-%m-%d} 列"
        about += f"　共 {len(made.items)} 卷，已定 {said} 卷"
        if made.decided_on is not None:
            about += f"\n{made.decided_on} 办结　鉴定委员会：{made.committee}　批准：{made.paper}"
        self.about.setText(about)
        self.listing.show_lines([appraisal_line(place, one) for place, one in enumerate(made.items, 1)])
        self._fit()
        if not same:
            for field in (self.members, self.paper):
                field.editor.setText("")  # type: ignore[union-attr]
                field.clear_note()
        if (not same or self.item() is None) and made.items:
            first = next((one for one in made.items if not one.decision), made.items[0])
            self.listing.choose(_key(first))
        if not same or self.item() != chosen:
            self._fill()
        self._offer()

    def go_to_next(self) -> None:
        """To the next dossier without a decision; stays when all have one."""
        made, here = self._made, self.item()
        if made is None:
            return
        start = next((place for place, one in enumerate(made.items) if one == here), -1) + 1
        order = [*made.items[start:], *made.items[:start]]
        left = next((one for one in order if not one.decision), None)
        if left is not None:
            self.listing.choose(_key(left))
            self._fill()
            self.decision.editor.setFocus()
        else:
            self.members.editor.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """The list follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_area"):
            self._fit()

    def _build(self) -> None:
        card = Card(margin=18)
        for widget in (self.title, self.about, self.notice, self.listing):
            card.add(widget)
        self._one = QWidget()
        one = scale.column(self._one, spacing=8)
        fields = FieldGrid(columns=2, least=220)
        for field in (self.decision, self.words):
            fields.add(field)
        acts = FieldGrid(columns=2, least=200)
        for button in (self.note, self.take_back):
            acts.add(button)
        one.addWidget(fields)
        one.addWidget(acts)
        card.add(self._one)
        self._whole = QWidget()
        whole = scale.column(self._whole, spacing=8)
        people = FieldGrid(columns=2, least=220)
        for field in (self.members, self.paper):
            people.add(field)
        whole.addWidget(people)
        whole.addWidget(self.close_list)
        card.add(self._whole)
        papers = FieldGrid(columns=2, least=200)
        for button in (self.print_list, self.print_destroyed):
            papers.add(button)
        card.add(papers)
        card.body.addStretch(1)
        inside = QWidget()
        scale.column(inside).addWidget(card)
        self._area = scrolled(inside)
        outer = scale.column(self)
        outer.addWidget(self.empty, 1)
        outer.addWidget(self._area, 1)

    def _fill(self) -> None:
        one = self.item()
        if one is None:
            return
        self.decision.editor.set_value(one.decision or None)  # type: ignore[union-attr]
        self.words.editor.setText(one.words)  # type: ignore[union-attr]
        for field in (self.decision, self.words):
            field.clear_note()
        self._offer()
        self.moved.emit()

    def _offer(self) -> None:
        made, one = self._made, self.item()
        is_open = made is not None and made.decided_on is None and self._may
        self._one.setVisible(is_open)
        self._whole.setVisible(is_open)
        self.take_back.setEnabled(one is not None and bool(one.decision))
        destroyed = made is not None and any(item.decision == Decision.DISPOSE.value for item in made.items)
        self.print_destroyed.setEnabled(made is not None and made.decided_on is not None and destroyed)

    def _fit(self) -> None:
        self.listing.setFixedHeight(max(self.listing.needed_height(), 1))


def _key(one: Appraisal) -> PaperKey:
    return PaperKey(f"appraisal {one.dossier_id}")
