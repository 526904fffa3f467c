"""办理进度: what to say to somebody who asks how the matter stands. The screen may be turned to the visitor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget

from app.domain.changes import Area
from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.errors import Refused
from app.domain.petitioner import DocumentKind, Person
from app.domain.progress_answer import ProgressAnswer, ProgressChoice
from app.services import progress_answer
from app.services.progress_answer import InquiryReceipt, InquiryRequest
from app.services.session import Session
from ui.operations import Operations
from ui.pages.page import Page
from ui.pages.progress.answer_view import AnswerView
from ui.pages.progress.candidates import Candidates
from ui.pages.queue.panel_parts import PanelArea
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.search_line import SearchLine
from ui.widgets.tone import Tone

ASK = "请在上面输入来访人的姓名、登记编号、案号或电话，按 Enter 查询。"
AGENT_REASON = "代为查询"
BESIDE = 980


class ProgressPage(Page):
    """One search, one answer. Nothing of the internal record is on it; it is empty again when it is left."""

    title = "办理进度"
    help_text = (
        "来访人问“我的事办到哪一步了”，在这里查。按姓名、登记编号、案号或电话查到以后，屏幕可以转给来访人看："
        "只有进度、日期、承办部门和答复，姓名遮住，没有内部意见和别人的信息。查到几件时只列日期和编号尾号，选定以后才显示诉求。查询要登记一次，会有编号，不算重复来访；"
        "打印查询单时自动登记。代别人来问的，写上代问人的姓名。"
    )
    interests = frozenset({Area.MATTERS, Area.CONTACTS})
    more_keys = (("Enter", "在查询框里：查询；在找到的事项里：打开"), ("↑ ↓", "上下翻看"))

    print_wanted = Signal(int, int)
    """(matter id, id of the counted inquiry): print its slip."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._ops, self._clock = ops, clock
        self._answer: ProgressAnswer | None = None
        self._wanted: int | None = None
        self._receipt: InquiryReceipt | None = None
        self.search = SearchLine("姓名、登记编号、案号、电话", "查询办理进度")
        self.search_button = KeyButton("另查一件", "Ctrl+F", Kind.QUIET, icon="search")
        self.empty = EmptyState(ASK, "search")
        self.candidates = Candidates()
        self.view = AnswerView()
        self.card = Card(margin=20)
        self.area = PanelArea(self.view, self.card)
        self.area.setAccessibleName("办理进度，方向键上下翻看")
        self.asker = LineEdit("代问人姓名，本人来问不用填", longest=40)
        self.asker.setAccessibleName("代问人姓名，本人来问不用填")
        self.call_button = KeyButton("登记电话查询", "Alt+2")
        self.visit_button = KeyButton("登记当面查询", "Alt+1")
        self.slip_button = KeyButton("打印查询单", "Ctrl+P", Kind.LEAD, icon="printer")
        self.close_button = KeyButton("关闭", "Esc")
        self.search_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()
        self._listen()
        self.first = self.search
        self._show_nothing(ASK)

    @property
    def answer(self) -> ProgressAnswer | None:
        """What is shown."""
        return self._answer

    @property
    def receipt(self) -> InquiryReceipt | None:
        """The inquiry counted for what is shown, None before."""
        return self._receipt

    def refresh(self) -> None:
        """Look again at the matter shown."""
        if self._wanted is not None:
            self._look(self._wanted)

    def open_at(self, what: object) -> None:
        """Show a matter (its id), or search (words; none: begin with an empty box)."""
        if isinstance(what, int):
            self.show_matter(what)
        elif isinstance(what, str):
            self.clear()
            self.search.setText(what)
            self.search.setFocus()
            if what:
                self._search()

    def come_from(self, other: Page) -> object:
        """Begin with the matter the clerk was at, else with an empty box."""
        matter_id = other.matter_in_hand()
        return "" if matter_id is None else matter_id

    def matter_in_hand(self) -> int | None:
        """The matter shown."""
        return self._wanted

    def show_matter(self, matter_id: int) -> None:
        """Show one matter; an inquiry counted before was about another one."""
        self._wanted, self._answer, self._receipt = matter_id, None, None
        self.asker.clear()
        self._look(matter_id)

    def clear(self) -> None:
        """Empty, for the next visitor."""
        self._wanted, self._answer, self._receipt = None, None, None
        self.search.clear()
        self.asker.clear()
        self.problems.hide()
        self._show_nothing(ASK)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of one visitor is left on the screen for the next."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.clear()

    def _build(self) -> None:
        self.header.add_right(self.search, 1)
        self.header.add_right(self.search_button)
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        for place in (self.empty, self.candidates, self.area):
            self._stack.addWidget(place)
        self.card.add(self._stack, 1)
        self.body.addWidget(self.card, 1)
        self._acts = scale.row(spacing=8)
        self._acts.addStretch(1)
        scale.fill(self._acts, (self.close_button, self.call_button, self.visit_button, self.slip_button))
        self._foot: QBoxLayout = scale.row(spacing=scale.BETWEEN_CARDS)
        self._foot.addWidget(self.asker, 1)
        self._foot.addLayout(self._acts)
        self.body.addLayout(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name stands beside the acts, or above them where large text needs the room."""
        super().resizeEvent(event)
        beside = self.width() >= scale.px(BESIDE)
        self._foot.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _listen(self) -> None:
        self.search.moved.connect(self._searched_by)
        self.search_button.clicked.connect(self._to_search)
        self.candidates.opened.connect(self._open_candidate)
        self.visit_button.clicked.connect(lambda: self._count(Channel.VISIT, print_slip=False))
        self.call_button.clicked.connect(lambda: self._count(Channel.CALL, print_slip=False))
        self.slip_button.clicked.connect(self._print)
        self.close_button.clicked.connect(lambda: self.go.emit("", None))

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _searched_by(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Return:
            self._search()

    def _search(self) -> None:
        """Only when asked for: names of others must not come and go while the visitor looks on."""
        words = self.search.text().strip()
        if not words:
            self._show_nothing(ASK)
            return
        self._ops.read(
            self,
            lambda session, _progress: progress_answer.search(session, words),
            done=lambda found: self._found(words, found),
            supersede="search",
        )

    def _found(self, words: str, found: tuple[ProgressChoice, ...]) -> None:
        self._wanted, self._answer, self._receipt = None, None, None
        if not found:
            self._show_nothing(f"没有查到“{words}”。请核对编号或姓名；也可以报案号或登记时留的电话。")
        elif len(found) == 1:
            self.show_matter(found[0].matter_id)
            self.area.setFocus()
        else:
            self.candidates.show_choices(found)
            self._turn_to(self.candidates)
            self.candidates.setFocus()

    def _open_candidate(self, matter_id: int) -> None:
        self.show_matter(matter_id)
        self.area.setFocus()

    def _look(self, matter_id: int) -> None:
        today = self._clock().date()
        self._ops.read(
            self,
            lambda session, _progress: progress_answer.look(session, matter_id, today),
            done=self._show,
            failed=self._gone,
            supersede="look",
        )

    def _show(self, answer: ProgressAnswer) -> None:
        if answer.matter_id != self._wanted:
            return
        another = self._answer is None
        self._answer = answer
        self.view.show_answer(answer)
        self._turn_to(self.area)
        if another:
            self.area.verticalScrollBar().setValue(0)
            if not self.isAncestorOf(self.focusWidget()) or self.focusWidget() is self.search:
                self.area.setFocus()

    def _gone(self, answer: Refused) -> None:
        self._wanted = self._answer = self._receipt = None
        self._show_nothing(answer.message, "warning")
        self.search.setFocus()

    def _show_nothing(self, sentence: str, icon: str = "search") -> None:
        self.empty.say(sentence, icon)
        self._turn_to(self.empty)

    def _turn_to(self, place: EmptyState | Candidates | PanelArea) -> None:
        shown = place is self.area
        self._stack.setCurrentWidget(place)
        for widget in (self.asker, self.call_button, self.visit_button, self.slip_button):
            widget.setVisible(shown)
        self._offer()

    def _offer(self) -> None:
        counted = self._receipt is not None
        for widget in (self.asker, self.call_button, self.visit_button):
            widget.setEnabled(not counted)
        self.slip_button.setEnabled(True)

    def _print(self) -> None:
        if self._receipt is not None:
            self.print_wanted.emit(self._receipt.matter_id, self._receipt.contact_id)
        else:
            self._count(Channel.VISIT, print_slip=True)

    def _count(self, channel: Channel, *, print_slip: bool) -> None:
        if self._answer is None or self._receipt is not None:
            return
        name = self.asker.text().strip()
        asker = None
        if name:
            asker = Person(name, document_kind=DocumentKind.NONE, no_document_reason=AGENT_REASON)
        request = InquiryRequest(self._answer.matter_id, channel, asker)
        now = self._clock()
        for button in (self.call_button, self.visit_button, self.slip_button):
            button.setEnabled(False)
        self._ops.write(
            self,
            lambda session: progress_answer.count(session, request, now),
            done=lambda receipt: self._counted(receipt, channel, print_slip=print_slip),
            failed=self.tell,
            always=self._offer,
        )

    def _counted(self, receipt: InquiryReceipt, channel: Channel, *, print_slip: bool) -> None:
        if receipt.matter_id == self._wanted:
            self._receipt = receipt
            if self.asker.hasFocus():
                self.area.setFocus()
            self.say(f"这次查询已登记，编号 {receipt.contact_number}（{CHANNEL_TEXT[channel]}查询）。", Tone.GOOD)
        if print_slip:
            self.print_wanted.emit(receipt.matter_id, receipt.contact_id)
