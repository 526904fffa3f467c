"""打印: the papers of a matter, how they will look, and the tray of prints that did not come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.paper import FORM_TEXT, Form
from app.services import matters, papers
from app.services.session import Session
from ui.operations import Operations
from ui.pages.page import Page
from ui.pages.paper.file_dialog import ask_where_to_save
from ui.pages.paper.fold import ListAndPreview
from ui.pages.paper.lines import MatterPapers, PaperKey, PaperLine, read_papers, read_tray
from ui.pages.paper.list_card import MATTER, TRAY, ListCard
from ui.pages.paper.preview import Preview
from ui.printing import PaperTarget, Prepared, PrintDesk, prepare
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

if TYPE_CHECKING:
    from app.services.papers import IssuedPaper

CHOOSE_PAPER = "在左边选一份文书，这里就显示它打出来的样子。"
CHOOSE_MATTER = "选好事项和文书后，这里显示它打出来的样子。"
EMPTY_TRAY = "这里显示待打印的文书。现在没有要打的。"
NOT_FOUND = "没有找到这个编号。请核对年份和号数；也可以到“事项”里按姓名查找。"
_TYPESET_ANEW = frozenset({Area.MATTERS, Area.CONTACTS, Area.SETTINGS, Area.CODES})


class PaperPage(Page):
    """Shows, prints and saves papers. ``ask_where`` asks for the place of a file."""

    title = "打印"
    help_text = (
        "先选事项：在“事项”里选中一件按打印，或在这里输入登记编号。左边选文书，右边就是打出来的样子，一毫米不差。"
        "打印不弹窗口，每种文书记住自己的打印机；打过的再打会印上“补打”。没有打成的留在“待打印”里，关机也不会丢，"
        "可以换一台打印机重新打印，或存为 PDF。纸样用 PgUp、PgDn 翻页，Alt 加减号和等号缩小放大。"
    )
    interests = frozenset({Area.DOCUMENTS, Area.PRINT_TRAY, *_TYPESET_ANEW})
    more_keys = (("上 / 下", "在文书之间移动"), ("Enter", "在文书列表里：打印"))

    def __init__(
        self,
        ops: Operations[Session],
        desk: PrintDesk,
        clock: Callable[[], datetime],
        ask_where: Callable[[QWidget, str], Path | None] = ask_where_to_save,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ops, self._desk, self._clock, self._ask_where = ops, desk, clock, ask_where
        self._matter_id: int | None = None
        self._wanted: PaperKey | None = None
        self._typeset_anew = False
        self._wish = 0
        self._chosen_printers: dict[str, str] = {}
        self._about = text_label("", "small")
        self.header.add(self._about)
        self.card = ListCard()
        self.preview = Preview(ops)
        self.fold = ListAndPreview(self.card, self.preview)
        self.header.add_right(self.fold.button)
        self.body.addWidget(self.fold, 1)
        self.first = self.card.number
        EnterMoves(self.card.printer)  # not the number: Enter there opens the matter
        self.preview.show_nothing(CHOOSE_MATTER)
        self._listen()
        self._choose(None)

    @property
    def matter_id(self) -> int | None:
        """The matter shown."""
        return self._matter_id

    def open_matter(
        self, matter_id: int, form: Form | None = None, contact_id: int | None = None, document_id: int | None = None
    ) -> None:
        """Show a matter's papers, and one of them; without a form, the cover."""
        self._matter_id = matter_id
        self._wanted = PaperKey((form or Form.COVER).value, contact_id, document_id)
        self.card.show_view(MATTER)
        self.card.forms.clear_choice()
        self.card.issued.clear_choice()
        self.card.number_field.clear_note()
        self._read_matter()

    def open_at(self, what: object) -> None:
        """Show what a :class:`PaperTarget` or a matter's id names."""
        if isinstance(what, PaperTarget):
            self.open_matter(what.matter_id, what.form, what.contact_id, what.document_id)
        elif isinstance(what, int):
            self.open_matter(what)

    def accept_change(self, change: Change) -> None:
        """A changed record is typeset anew; a print that was only counted is not."""
        self._typeset_anew = self._typeset_anew or bool(change.areas & _TYPESET_ANEW)
        super().accept_change(change)

    def refresh(self) -> None:
        """Read the matter's papers, the tray and the printers anew."""
        if self._matter_id is not None:
            self._read_matter()
        self._ops.read(self, read_tray, self._show_tray)
        self._read_printers()

    def _listen(self) -> None:
        self.card.chosen.connect(self._choose)
        self.card.queue_wanted.connect(lambda: self.go.emit("matter", None))
        self.card.number.returnPressed.connect(self._find)
        self.card.print.clicked.connect(self._print)
        self.card.save.clicked.connect(self._save)
        self.card.aside.clicked.connect(self._lay_aside)
        self.card.printer.picked.connect(self._pick_printer)
        self._desk.said.connect(self._said)
        self._desk.printed.connect(self._printed)
        self._desk.tray_changed.connect(self._read_printers)

    def _find(self) -> None:
        text = self.card.number.text().strip()
        if not text:
            self.card.number_field.set_problem("请输入登记编号。")
            return

        def found(matter_id: int | None) -> None:
            if matter_id is None:
                self.card.number_field.set_problem(NOT_FOUND)
            else:
                self.card.number.clear()
                self.open_matter(matter_id)
                self.card.forms.setFocus()

        self._ops.read(self, lambda session: matters.find_by_number(session, text), found)

    def _read_matter(self) -> None:
        matter_id = self._matter_id
        if matter_id is None:
            return

        def shown(found: MatterPapers) -> None:
            if matter_id == self._matter_id:
                self._show_matter(found)

        self._ops.read(self, lambda session: read_papers(session, matter_id), shown, self._matter_gone)

    def _matter_gone(self, refusal: Refused) -> None:
        self._matter_id = None
        self._about.setText("")
        self.card.show_matter(None)
        self.preview.show_nothing(CHOOSE_MATTER)
        self.tell(refusal)
        self._choose(None)

    def _show_matter(self, found: MatterPapers) -> None:
        self._about.setText(f"{found.number}　{found.petitioner}")
        self.card.show_matter(found)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            key = (
                _document(wanted, found.issued) or _first_like(wanted, found.forms) or _first_like(wanted, found.issued)
            )
            if key is not None and self.card.choose(key):
                self._typeset_anew = False
                listing = self.card.issued if key.document_id is not None else self.card.forms
                listing.setFocus()  # arrows choose another paper, Enter prints
                return
        if self.card.view() == MATTER and (self._typeset_anew or self.card.current() is None):
            self._choose(self.card.current())

    def _show_tray(self, lines: Sequence[PaperLine]) -> None:
        before = self.card.current() if self.card.view() == TRAY else None
        self.card.show_tray(lines)
        if self.card.view() == TRAY and (self.card.current() is None or before != self.card.current()):
            self._choose(self.card.current())

    def _choose(self, line: PaperLine | None) -> None:
        """Show the paper of a line; a form is frozen as it is now, an issued paper is shown as it was."""
        self._typeset_anew = False
        self._wish += 1
        self.card.offer_acts(enabled=False)
        self.card.printer.setVisible(line is not None)
        if line is None:
            sentence = EMPTY_TRAY if self.card.view() == TRAY else CHOOSE_MATTER
            self.preview.show_nothing(CHOOSE_PAPER if self._has_lines() else sentence)
            return
        self.card.printer.set_label(f"打印机（{FORM_TEXT[line.key.kind]}）")
        self.card.printer.remember(self._chosen_printers.get(line.key.kind.value, ""))
        self._typeset(line)

    def _has_lines(self) -> bool:
        listing = self.card.tray if self.card.view() == TRAY else self.card.forms
        return listing.lines.rowCount() > 0

    def _typeset(self, line: PaperLine) -> None:
        wish, key, matter_id = self._wish, line.key, self._matter_id
        self.preview.expect()

        def issue(session: Session) -> IssuedPaper:
            if key.large and key.document_id is not None:
                return papers.in_large_type(session, key.document_id)
            if key.document_id is not None or matter_id is None:
                return papers.reopen(session, key.document_id or 0)
            return papers.issue(session, matter_id, key.kind, self._clock(), key.contact_id)

        def issued(paper: IssuedPaper) -> None:
            if wish == self._wish:
                self._ops.paper(self, lambda _session, _progress: prepare(paper), ready, refused)

        def ready(prepared: Prepared) -> None:
            if wish == self._wish:
                self.preview.show_paper(prepared)
                self._notice(line)
                self.card.offer_acts(enabled=True)

        def refused(refusal: Refused) -> None:
            if wish == self._wish:
                self.preview.show_nothing("这份文书现在不能打印，原因见上方。", "warning")
                self.preview.set_notice(refusal.message, Tone.LATE)
                self.card.aside.setEnabled(True)

        self._ops.write(self, issue, issued, refused)

    def _notice(self, line: PaperLine) -> None:
        """In the tray the reason matters more than the mark."""
        if line.key.tray_id is not None:
            self.preview.set_notice(f"没有打出：{line.below.split('　')[-1]}换一台打印机重新打印，或存为 PDF。")

    def _print(self) -> None:
        line = self.card.current()
        if line is None or not self.card.print.isEnabled():
            return
        key = line.key
        if key.tray_id is not None and key.document_id is not None:
            self._desk.print_again(key.tray_id, key.document_id)
        elif key.large and key.document_id is not None:
            self._desk.print_large(key.document_id)
        elif key.document_id is not None:
            self._desk.print_document(key.document_id)
        elif self._matter_id is not None:
            self._desk.print_form(self._matter_id, key.kind, key.contact_id)

    def _save(self) -> None:
        line, shown = self.card.current(), self.preview.ready
        if line is None or shown is None:
            return
        where = self._ask_where(self, shown.file_name)
        if where is None:
            return
        if line.key.large:
            self._ops.write(
                self,
                lambda session: papers.large_edition(session, shown.paper.document_id, self._clock()),
                lambda paper: self._desk.save_pdf(paper, where),
            )
        else:
            self._desk.save_pdf(shown.paper, where, line.key.tray_id)

    def _lay_aside(self) -> None:
        line = self.card.current()
        if line is not None and line.key.tray_id is not None:
            self._desk.lay_aside(line.key.tray_id)
            self.say(f"{line.words}不再打印。需要时仍可在它的事项里打印。", Tone.PLAIN)

    def _pick_printer(self, name: str) -> None:
        line = self.card.current()
        if line is not None:
            self._chosen_printers[line.key.kind.value] = name
            self._desk.choose_printer(line.key.kind.value, name)

    def _read_printers(self) -> None:
        def known(chosen: dict[str, str]) -> None:
            self._chosen_printers = chosen
            line = self.card.current()
            if line is not None:
                self.card.printer.remember(chosen.get(line.key.kind.value, ""))

        self._desk.read_choices(self, known)
        self._desk.list_printers(self, self.card.printer.set_printers)

    def _said(self, words: str, tone: Tone) -> None:
        if self.isVisible():
            self.say(words, tone)

    def _printed(self, paper: IssuedPaper) -> None:
        """The paper shown was printed: from now on it carries 补打."""
        shown, line = self.preview.ready, self.card.current()
        if paper.matter_id == self._matter_id and (line is None or line.key.large):
            # a large edition is a paper of its own now: its line takes the place of the offer that was chosen
            self._wanted = PaperKey(paper.form.value, None, paper.document_id)
        if line is not None and shown is not None and shown.paper.document_id == paper.document_id:
            self._choose(line)


def _document(wanted: PaperKey, lines: Sequence[PaperLine]) -> PaperKey | None:
    """The very paper wanted, where one was named that has no form of its own to be issued anew."""
    if wanted.document_id is None or wanted.kind not in (Form.LETTER, Form.SHEET):
        return None
    return next((line.key for line in lines if line.key.document_id == wanted.document_id), None)


def _first_like(wanted: PaperKey, lines: Sequence[PaperLine]) -> PaperKey | None:
    """The paper wanted, or for a contact's form without a contact the newest of that form."""
    for line in lines:
        if line.key.kind is wanted.kind and wanted.contact_id in (None, line.key.contact_id):
            return line.key
    return None
