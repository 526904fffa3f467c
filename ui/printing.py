"""Printing from the window: one act from a matter to paper, and no print is ever lost.

A print is laid in the tray before it is sent and taken out when the printer has accepted it, so that neither a printer
that is gone, nor a closed window, nor a power cut loses it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Area, Change
from app.domain.dossier_paper import PaperSize
from app.domain.errors import Refused
from app.domain.overprint import Overprint
from app.domain.paper import FORM_TEXT, Form, PaperRecord
from app.domain.progress import Progress
from app.services import papers, settings
from app.services.papers import IssuedPaper
from app.services.session import Session
from ui.operations import Operations
from ui.printers import Printers, PrintFailed, SystemPrinters
from ui.widgets.tone import Tone

T = TypeVar("T")
Send = Callable[[bytes, bool | None], str]
"""Sends pages, for both sides of the paper or not; gives why not all of them came out, nothing when they did."""

PREFERENCE = "printers"
RECORD_PRINTER = "record"
PACK_PRINTER = "dossier"
SENT = "已送往打印，还没有收到结果。请先看打印机是否已经打出。"
NO_PRINTER = "还没有选择打印机，系统里也没有默认打印机。"
PDF_FILE = "存为文件"
WHAT_NEXT = "已放入待打印盘，请在“打印”页选择打印机后重新打印，或存为 PDF。"


@dataclass(frozen=True)
class Prepared:
    """A paper with its finished pages: PDF, sheet size and page sizes in millimetres, suggested file name."""

    paper: IssuedPaper
    pdf: bytes
    sheet: tuple[float, float]
    pages: tuple[tuple[float, float], ...]
    file_name: str


@dataclass(frozen=True)
class PaperTarget:
    """What the paper page shall show."""

    matter_id: int
    form: Form | None = None
    contact_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class PrinterNames:
    """The printers there are now, and the system's own choice (empty when it has none)."""

    names: tuple[str, ...]
    default: str


@dataclass(frozen=True)
class _Waiting:
    """A print that lies in the tray while it is being sent. Its change is told with the outcome."""

    paper: IssuedPaper
    printer: str
    tray_id: int

    @property
    def change(self) -> Change:
        return self.paper.change


def prepare(paper: IssuedPaper) -> Prepared:
    """Typeset a paper. In the paper lane.

    Raises:
        Refused: a character has no glyph; the message names it and says what to do.
    """
    # measured start-up cost: ReportLab, PDFium and the faces of the forms are loaded with the first paper
    from app.printing import issue
    from app.printing.preview import Pages

    pdf = issue.render(paper.record)
    with Pages(pdf) as pages:
        sizes = tuple(pages.size(index) for index in range(pages.count))
    name = f"{issue.file_title(paper.record)} {getattr(paper.record, 'number', '') or paper.number}"
    return Prepared(paper, pdf, issue.paper_size(paper.record), sizes, _file_name(name))


class PrintDesk(QObject):
    """Prints without dialogs, on the printer remembered for each form."""

    said = Signal(str, object)
    """(a calm sentence for the bar of the page shown, :class:`Tone`)."""
    printed = Signal(object)
    """The :class:`IssuedPaper` that came out or was saved."""
    tray_changed = Signal()
    """A print came to stay in the tray, or left it."""
    page_wanted = Signal(object)
    """A :class:`PaperTarget` to show on the paper page."""
    printers_changed = Signal()
    """Another printer was chosen for a form."""

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        printers: Printers | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ops = ops
        self._clock = clock
        self._printers = printers or SystemPrinters()
        self._under_way: set[tuple[object, ...]] = set()

    def print_form(self, matter_id: int, form: Form, contact_id: int | None = None) -> None:
        """Issue a form as it stands now and print it. Reprints carry 补打."""

        def issue(session: Session) -> _Waiting:
            now = self._clock()
            return self._lay(session, papers.issue(session, matter_id, form, now, contact_id), now)

        self._begin((matter_id, form, contact_id), issue)

    def print_document(self, document_id: int) -> None:
        """Print a paper once more, exactly as it was issued."""

        def reopen(session: Session) -> _Waiting:
            return self._lay(session, papers.reopen(session, document_id), self._clock())

        self._begin((document_id,), reopen)

    def print_large(self, document_id: int) -> None:
        """Print a letter to the visitor in large type."""

        def issue(session: Session) -> _Waiting:
            now = self._clock()
            return self._lay(session, papers.large_edition(session, document_id, now), now)

        self._begin((document_id, "large"), issue)

    def print_again(self, tray_id: int, document_id: int) -> None:
        """Send a print from the tray again, to the printer chosen now for its form."""

        def reopen(session: Session) -> _Waiting:
            paper = papers.reopen(session, document_id)
            return _Waiting(paper, self._remembered(session, paper.form.value), tray_id)

        self._begin((tray_id, document_id), reopen)

    def lay_aside(self, tray_id: int) -> None:
        """Take a print out of the tray without printing it; it can still be printed from its matter."""
        self._ops.write(
            self,
            lambda session: papers.leave_unprinted(session, tray_id, self._clock()),
            lambda _change: self.tray_changed.emit(),
        )

    def save_pdf(self, paper: IssuedPaper, path: Path, tray_id: int | None = None) -> None:
        """Write a paper to a file whole or not at all, and record it as issued on paper."""

        def save(_session: Session, _progress: Progress) -> Path:
            return write_pdf(path, prepare(paper).pdf)

        def saved(where: Path) -> None:
            words = f"{paper.title}已存为“{where.name}”。"
            self._record(paper, PDF_FILE, tray_id, words)

        self._ops.paper(self, save, saved, self._refused)

    def preview(self, matter_id: int, form: Form | None = None, contact_id: int | None = None) -> None:
        """Ask for the paper page."""
        self.page_wanted.emit(PaperTarget(matter_id, form, contact_id))

    def print_record(self, record: PaperRecord, done: Callable[[str], None]) -> None:
        """Print a paper that is never kept, such as the sheet of the recovery code.

        ``done`` gets the empty string when it was printed, else the reason and what to do. Nothing goes to the tray.
        """

        def remembered(session: Session) -> str:
            return self._remembered(session, RECORD_PRINTER, Form.COVER.value)

        def send(name: str) -> None:
            self._ops.paper(
                self,
                lambda _session, _progress: self._print_record(record, name),
                done,
                lambda refused: done(refused.message),
            )

        self._ops.write(self, remembered, send)

    def print_pages(
        self,
        form: str,
        make: Callable[[Session, Progress, str], tuple[bytes, bool | None]],
        done: Callable[[str, str], None],
        failed: Callable[[Refused], None],
        always: Callable[[], None],
    ) -> None:
        """Print finished pages that are kept elsewhere and can be made again, such as a pack.

        ``make`` is told the printer and gives the PDF and whether it is made for both sides of the paper, in the
        paper lane; ``None`` leaves that to the printer.
        ``done`` gets the printer and the reason why they did not (all) come out, empty when they did. Nothing goes to
        the tray.
        """

        def send(name: str) -> None:
            def work(session: Session, progress: Progress) -> tuple[str, str]:
                printer = name or self._printers.default_name()
                pdf, two_sided = make(session, progress, printer)
                if not printer:
                    return "", NO_PRINTER
                try:
                    self._printers.print(printer, pdf, two_sided=two_sided)
                except PrintFailed as failure:
                    return printer, failure.reason
                return printer, ""

            self._ops.paper(self, work, lambda sent: done(*sent), failed, always=always)

        self._ops.write(self, lambda session: self._remembered(session, form, Form.COVER.value), send)

    def print_many(
        self,
        form: str,
        work: Callable[[Session, Progress, str, Send], T],
        done: Callable[[T], None],
        *,
        started: Callable[[Progress], None],
        step: Callable[[int, int, str], None],
        failed: Callable[[Refused], None],
        always: Callable[[], None],
    ) -> None:
        """Print many packs one after the other, a job each, in the paper lane.

        ``work`` is told the printer and how to send a job, and keeps account of what came out; ``started`` gets what
        stops it. Nothing goes to the tray.
        """

        def begin(name: str) -> None:
            def run(session: Session, progress: Progress) -> T:
                printer = name or self._printers.default_name()

                def send(pdf: bytes, two_sided: bool | None) -> str:
                    if not printer:
                        return NO_PRINTER
                    try:
                        self._printers.print(printer, pdf, two_sided=two_sided)
                    except PrintFailed as failure:
                        return failure.reason
                    return ""

                return work(session, progress, printer, send)

            started(self._ops.paper(self, run, done, failed, progress=step, always=always))

        self._ops.write(self, lambda session: self._remembered(session, form, Form.COVER.value), begin)

    def print_batch(self, form: Form, records: Sequence[PaperRecord], done: Callable[[str, str], None]) -> None:
        """Print papers that belong to no matter as one job, on the printer of their form.

        ``done`` gets the printer, and the reason if they did not come out (empty when they did). Nothing goes to
        the tray: whoever made them can print them again.
        """

        def send(name: str) -> None:
            self._ops.paper(
                self,
                lambda _session, progress: self._print_batch(records, name, progress),
                lambda sent: done(*sent),
                lambda refused: done(name, refused.message),
            )

        self._ops.write(self, lambda session: self._remembered(session, form.value), send)

    def save_batch(self, records: Sequence[PaperRecord], path: Path, done: Callable[[str], None]) -> None:
        """Write such papers to one file, whole or not at all; ``done`` gets the reason if not."""

        def save(_session: Session, progress: Progress) -> str:
            from app.printing import issue  # measured start-up cost: ReportLab is loaded with the first paper

            write_pdf(path, issue.render_many(records, progress))
            return ""

        self._ops.paper(self, save, done, lambda refused: done(refused.message))

    def print_calibration(
        self,
        form: str,
        printer: str,
        overprint: Overprint,
        done: Callable[[str, str], None],
        size: PaperSize = PaperSize.A4,
    ) -> None:
        """Print the page that shows how far a printer misses, moved by what is typed now. It is never kept."""

        def work(session: Session, _progress: Progress) -> tuple[str, str]:
            from app.printing.pack import render_calibration  # measured start-up cost

            pdf = render_calibration(form, printer, settings.office(session).court_name, overprint, size)
            try:
                self._printers.print(printer, pdf)
            except PrintFailed as failure:
                return printer, failure.reason
            return printer, ""

        self._ops.paper(self, work, lambda sent: done(*sent), self._refused)

    def list_printers(self, owner: QObject, done: Callable[[PrinterNames], None]) -> None:
        """Ask the system for its printers, in the paper lane; it may take seconds."""
        self._ops.paper(
            owner,
            lambda _session, _progress: PrinterNames(self._printers.names(), self._printers.default_name()),
            done,
        )

    def read_choices(self, owner: QObject, done: Callable[[dict[str, str]], None]) -> None:
        """Which printer each form goes to, by :attr:`Form.value`."""
        self._ops.write(owner, self._choices, done)

    def choose_printer(self, form: str, name: str) -> None:
        """Remember a printer for a form (:attr:`Form.value`, or ``RECORD_PRINTER``); empty follows the system."""

        def keep(session: Session) -> None:
            chosen = {**self._choices(session), form: name}
            settings.keep_preference(session, PREFERENCE, chosen, self._clock())

        self._ops.write(self, keep, lambda _nothing: self.printers_changed.emit())

    def _choices(self, session: Session) -> dict[str, str]:
        kept = settings.preferences(session, self._clock()).get(PREFERENCE, {})
        return {str(form): str(name) for form, name in kept.items()} if isinstance(kept, dict) else {}

    def _remembered(self, session: Session, *forms: str) -> str:
        chosen = self._choices(session)
        return next((chosen[form] for form in forms if chosen.get(form)), "")

    def _lay(self, session: Session, paper: IssuedPaper, now: datetime) -> _Waiting:
        """In the write lane: into the tray before it is sent."""
        printer = self._remembered(session, paper.form.value)
        papers.lay_in_tray(session, paper.document_id, printer, SENT, now)
        mine = [item.tray_id for item in papers.tray(session) if item.document_id == paper.document_id]
        return _Waiting(paper, printer, max(mine))

    def _begin(self, key: tuple[object, ...], lay: Callable[[Session], _Waiting]) -> None:
        """Lay and send, unless the same print is on its way: a key pressed twice prints once."""
        if key in self._under_way:
            return
        self._under_way.add(key)
        sending = False

        def send(waiting: _Waiting) -> None:
            nonlocal sending
            sending = True
            self._ops.paper(
                self,
                lambda _session, _progress: self._print(waiting),
                lambda sent: self._settle(*sent),
                always=lambda: self._under_way.discard(key),
            )

        def over() -> None:
            if not sending:
                self._under_way.discard(key)

        self._ops.write(self, lay, send, self._refused, over)

    def _print(self, waiting: _Waiting) -> tuple[_Waiting, str]:
        """In the paper lane: the reason is empty when the printer took it."""
        printer = waiting.printer or self._printers.default_name()
        sent = replace(waiting, printer=printer)
        if not printer:
            return sent, NO_PRINTER
        try:
            ready = prepare(waiting.paper)
            self._printers.print(printer, ready.pdf)
        except PrintFailed as failure:
            return sent, failure.reason
        except Refused as refusal:
            return sent, refusal.message
        return sent, ""

    def _print_record(self, record: PaperRecord, name: str) -> str:
        from app.printing import issue  # measured start-up cost: ReportLab is loaded with the first paper

        printer = name or self._printers.default_name()
        if not printer:
            return f"{NO_PRINTER}请先在“设置”的“打印机”里选一台，再打印一次。"
        try:
            self._printers.print(printer, issue.render(record))
        except PrintFailed as failure:
            return f"{failure.reason}请检查打印机，或在“设置”的“打印机”里换一台，再打印一次。"
        return ""

    def _print_batch(self, records: Sequence[PaperRecord], name: str, progress: Progress) -> tuple[str, str]:
        from app.printing import issue  # measured start-up cost, as above

        printer = name or self._printers.default_name()
        if not printer:
            return "", NO_PRINTER
        try:
            self._printers.print(printer, issue.render_many(records, progress))
        except PrintFailed as failure:
            return printer, failure.reason
        return printer, ""

    def _settle(self, sent: _Waiting, reason: str) -> None:
        if reason:
            self._keep(sent, reason)
            return
        mark = "，带“补打”字样" if sent.paper.reprint else ""
        self._record(sent.paper, sent.printer, sent.tray_id, f"{sent.paper.title}已送到打印机“{sent.printer}”{mark}。")

    def _record(self, paper: IssuedPaper, printer: str, tray_id: int | None, words: str) -> None:
        def recorded(_change: Change) -> None:
            self.said.emit(words, Tone.GOOD)
            self.printed.emit(paper)
            self.tray_changed.emit()

        self._ops.write(self, lambda session: papers.printed(session, paper, printer, self._clock(), tray_id), recorded)

    def _keep(self, waiting: _Waiting, reason: str) -> None:
        """The print stays in the tray, now with the reason; the new line is written before the old one goes."""

        def keep(session: Session) -> Change:
            now = self._clock()
            papers.lay_in_tray(session, waiting.paper.document_id, waiting.printer, reason, now)
            papers.leave_unprinted(session, waiting.tray_id, now)
            return Change.of(Area.PRINT_TRAY, Area.DOCUMENTS, ids=(waiting.paper.matter_id,))

        def kept(_change: Change) -> None:
            title = waiting.paper.title or FORM_TEXT[waiting.paper.form]
            self.said.emit(f"{title}没有打出：{reason}{WHAT_NEXT}", Tone.SOON)
            self.tray_changed.emit()

        self._ops.write(self, keep, kept)

    def _refused(self, refusal: Refused) -> None:
        self.said.emit(refusal.message, Tone.SOON)


def _file_name(words: str) -> str:
    """Without what Windows or Linux do not take in a file name."""
    return "".join("_" if char in '\\/:*?"<>|' or ord(char) < 32 else char for char in words).strip(" .") + ".pdf"


NOT_SAVED = "没有存成：这个位置不能写入，或磁盘已满。原来的文件没有改动。请换一个文件夹，例如“文档”，再存一次。"


def write_pdf(path: Path, pdf: bytes, otherwise: str = NOT_SAVED) -> Path:
    """Write a file, whole or not at all; ``otherwise`` is said where it cannot be.

    Raises:
        Refused: the place cannot be written.
    """
    aside = path.with_name(path.name + ".part")
    try:
        aside.write_bytes(pdf)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise Refused(otherwise) from error
    return path
