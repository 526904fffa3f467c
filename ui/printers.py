"""Printers of this computer: which there are, and putting finished pages on paper in their true size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

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

    def print(self, name: str, pdf: bytes, size: Size) -> None:
        """Print every page on sheets of this size, without any dialog.

        Raises:
            PrintFailed: the printer is not there or did not take the pages.
        """


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

    def print(self, name: str, pdf: bytes, size: Size) -> None:
        """Print every page on sheets of this size, without any dialog.

        Raises:
            PrintFailed: the printer is not there or did not take the pages.
        """
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # measured start-up cost: not before the first paint

        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise PrintFailed(f"打印机“{name}”不在线。")
        if info.state() is QPrinter.PrinterState.Error:
            raise PrintFailed(f"打印机“{name}”报告有故障，可能缺纸、卡纸或没有开机。")
        printer = QPrinter(info)
        put_on(printer, pdf, size)


def put_on(printer: QPrinter, pdf: bytes, size: Size) -> None:
    """Draw every page of a PDF on sheets of this size so that a millimetre stays a millimetre.

    Full page, no margins, no fitting: the forms keep their own margins, which every printer can reach.

    Raises:
        PrintFailed: the printer did not take the pages.
    """
    from PySide6.QtPrintSupport import QPrinter  # measured start-up cost: not before the first paint

    from app.printing.preview import Pages  # measured start-up cost: PDFium is loaded with the first paper

    _set_up(printer, size)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintFailed(f"打印机“{printer.printerName()}”没有接受这份文书，可能已关机或断开。")
    try:
        with Pages(pdf) as pages:
            for index in range(pages.count):
                if index and not printer.newPage():
                    raise PrintFailed(f"打印到第 {index + 1} 页时打印机没有响应，前面的页可能已经打出。")
                _draw(painter, printer, pages, index)
    finally:
        accepted = painter.end()
    if not accepted or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintFailed(f"打印机“{printer.printerName()}”中途停止，文书可能没有打完。")


def _set_up(printer: QPrinter, size: Size) -> None:
    printer.setResolution(RESOLUTION)
    printer.setFullPage(True)
    page_size = QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter)
    nothing = QMarginsF(0, 0, 0, 0)
    layout = QPageLayout(page_size, QPageLayout.Orientation.Portrait, nothing, QPageLayout.Unit.Millimeter)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setCopyCount(1)


def _draw(painter: QPainter, printer: QPrinter, pages: Pages, index: int) -> None:
    dots = printer.resolution()
    picture = pages.image(index, min(max(dots, RESOLUTION), FINEST))
    image = QImage(picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBX8888)
    if image.allGray():
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = pages.size(index)
    painter.drawImage(QRectF(0, 0, width / MM_PER_INCH * dots, height / MM_PER_INCH * dots), image)
