"""Printers of this computer: which there are, and putting finished pages on paper in their true size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from app.domain.dossier_paper import PAPER_MM, PAPER_TEXT

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    from app.printing.preview import Pages

RESOLUTION = 300
FINEST = 600
MM_PER_INCH = 25.4

Size = tuple[float, float]
"""Width and height of a sheet in millimetres."""


class PrintFailed(Exception):  # noqa: N818 - it is an answer, not an error
    """Nothing (or not everything) came out. ``reason`` is one sentence for the clerk, without what to do next."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Printers(Protocol):
    """Where papers go. Called in the paper lane only, because asking the system for its printers may take seconds."""

    def names(self) -> tuple[str, ...]:
        """The printers there are."""

    def default_name(self) -> str:
        """The system's own choice, empty when it has none."""

    def print(self, name: str, pdf: bytes, *, two_sided: bool | None = None) -> None:
        """Print every page on a sheet of its own size, without any dialog.

        ``two_sided`` asks for both sides of the paper (turned over the long edge) or for one, ``None`` leaves it to
        the printer's own setting.

        Raises:
            PrintFailed: the printer is not there, cannot do what is asked, or did not take the pages.
        """


@dataclass(frozen=True)
class Abilities:
    """What a printer says it can do. ``sizes`` in millimetres; nothing said means that anything may be asked."""

    sizes: tuple[Size, ...] = ()
    any_size: bool = False
    two_sided: bool = True

    def shortcoming(self, name: str, sizes: Sequence[Size], two_sided: bool | None) -> str:
        """Why a printer cannot print on such sheets, in a sentence for the clerk; empty when it can."""
        if two_sided and not self.two_sided:
            return f"打印机“{name}”不能自动双面打印，这一份定的是双面，所以没有开始打印。"
        for size in sizes:
            if self.sizes and not self.any_size and not any(_alike(size, known) for known in self.sizes):
                return f"打印机“{name}”没有{_paper_words(size)}的纸可选，所以没有开始打印。"
        return ""


class SystemPrinters:
    """The printers the operating system knows."""

    def names(self) -> tuple[str, ...]:
        """The printers there are."""
        from PySide6.QtPrintSupport import QPrinterInfo  # measured start-up cost: not before the first paint

        return tuple(QPrinterInfo.availablePrinterNames())

    def default_name(self) -> str:
        """The system's own choice, empty when it has none."""
        from PySide6.QtPrintSupport import QPrinterInfo  # measured start-up cost: not before the first paint

        return str(QPrinterInfo.defaultPrinterName())

    def print(self, name: str, pdf: bytes, *, two_sided: bool | None = None) -> None:
        """Print every page on a sheet of its own size, without any dialog.

        Raises:
            PrintFailed: the printer is not there, cannot do what is asked, or did not take the pages.
        """
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # measured start-up cost: not before the first paint

        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise PrintFailed(f"打印机“{name}”不在线。")
        if info.state() is QPrinter.PrinterState.Error:
            raise PrintFailed(f"打印机“{name}”报告有故障，可能缺纸、卡纸或没有开机。")
        put_on(name, lambda: QPrinter(info), pdf, abilities(info), two_sided=two_sided)


def abilities(info: QPrinterInfo) -> Abilities:
    """What the system knows of a printer."""
    from PySide6.QtPrintSupport import QPrinter  # measured start-up cost: not before the first paint

    sizes = [one.size(QPageSize.Unit.Millimeter) for one in info.supportedPageSizes()]
    modes = info.supportedDuplexModes()
    either = {QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexAuto}
    return Abilities(
        tuple((size.width(), size.height()) for size in sizes),
        info.supportsCustomPageSizes(),
        not modes or bool(either & set(modes)),
    )


def put_on(
    name: str,
    new_printer: Callable[[], QPrinter],
    pdf: bytes,
    can: Abilities | None = None,
    *,
    two_sided: bool | None = None,
) -> None:
    """Draw every page of a PDF on a sheet of its size so that a millimetre stays a millimetre.

    Full page, no margins, no fitting: the forms keep their own margins, which every printer can reach. Each run of
    pages of one size (an A5 cover, A4 documents) is a job of its own, because a job has one size of paper and takes
    it from the tray that holds it.

    Raises:
        PrintFailed: the printer cannot do what is asked, and nothing was begun; or it did not take the pages.
    """
    from app.printing.preview import Pages  # measured start-up cost: PDFium is loaded with the first paper

    with Pages(pdf) as pages:
        runs = list(_runs([pages.size(index) for index in range(pages.count)]))
        words = (can or Abilities()).shortcoming(name, [size for size, _ in runs], two_sided)
        if words:
            raise PrintFailed(words)
        for size, wanted in runs:
            _print_run(new_printer(), pages, size, wanted, two_sided)


def _runs(sizes: Sequence[Size]) -> Iterator[tuple[Size, range]]:
    """Pages beside each other that have one size."""
    begin = 0
    for index in range(1, len(sizes) + 1):
        if index == len(sizes) or not _alike(sizes[index], sizes[begin], 0.5):
            yield sizes[begin], range(begin, index)
            begin = index


def _alike(one: Size, other: Size, within: float = 1.5) -> bool:
    return abs(one[0] - other[0]) <= within and abs(one[1] - other[1]) <= within


def _paper_words(size: Size) -> str:
    measured = f"{round(size[0])}×{round(size[1])} 毫米"
    known = next((PAPER_TEXT[paper] for paper, mm in PAPER_MM.items() if _alike(size, mm)), "")
    return f"{known}（{measured}）" if known else measured


def _print_run(printer: QPrinter, pages: Pages, size: Size, wanted: range, two_sided: bool | None) -> None:
    from PySide6.QtPrintSupport import QPrinter  # measured start-up cost: not before the first paint

    _set_up(printer, size, two_sided)
    painter = QPainter()
    if not painter.begin(printer):
        before = "，前面的页可能已经打出" if wanted.start else ""
        raise PrintFailed(f"打印机“{printer.printerName()}”没有接受这份文书，可能已关机或断开{before}。")
    try:
        for index in wanted:
            if index > wanted.start and not printer.newPage():
                raise PrintFailed(f"打印到第 {index + 1} 页时打印机没有响应，前面的页可能已经打出。")
            _draw(painter, printer, pages, index)
    finally:
        accepted = painter.end()
    if not accepted or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintFailed(f"打印机“{printer.printerName()}”中途停止，文书可能没有打完。")


def _set_up(printer: QPrinter, size: Size, two_sided: bool | None) -> None:
    from PySide6.QtPrintSupport import QPrinter  # measured start-up cost: not before the first paint

    printer.setResolution(RESOLUTION)
    printer.setFullPage(True)
    page_size = QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter)
    nothing = QMarginsF(0, 0, 0, 0)
    layout = QPageLayout(page_size, QPageLayout.Orientation.Portrait, nothing, QPageLayout.Unit.Millimeter)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setCopyCount(1)
    if two_sided is not None:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if two_sided else QPrinter.DuplexMode.DuplexNone)


def _draw(painter: QPainter, printer: QPrinter, pages: Pages, index: int) -> None:
    dots = printer.resolution()
    picture = pages.image(index, min(max(dots, RESOLUTION), FINEST))
    image = QImage(picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBX8888)
    if image.allGray():
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = pages.size(index)
    painter.drawImage(QRectF(0, 0, width / MM_PER_INCH * dots, height / MM_PER_INCH * dots), image)
