"""A matter to print, printers that write files through Qt's own print engine, and the paper page as a clerk uses it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from app.domain.contact import Channel
from app.domain.intake import IntakeRequest, Material
from app.domain.petitioner import DocumentKind, Person, Sex
from app.services import intake
from app.services.session import Session
from ui.printers import PrintFailed, put_on

NOW = datetime.fromisoformat("2026-11-24T10:26")


class FilePrinters:
    """Printers whose paper is a PDF file: Qt's print engine draws it exactly as for a real printer."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.online = list(names)
        self.out: list[Path] = []

    def names(self) -> tuple[str, ...]:
        return tuple(self.online)

    def default_name(self) -> str:
        return self.online[0] if self.online else ""

    def print(self, name: str, pdf: bytes, size: tuple[float, float]) -> None:
        if name not in self.online:
            raise PrintFailed(f"打印机“{name}”不在线。")
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        path = self.folder / f"{name}-{len(self.out) + 1}.pdf"
        printer.setOutputFileName(str(path))
        put_on(printer, pdf, size)
        self.out.append(path)


def register_visit(session: Session, name: str = "仇颇", *, matter_id: int | None = None, when: datetime = NOW) -> int:
    """One visit; gives the matter."""
    person = Person(
        name,
        sex=Sex.FEMALE,
        document_kind=DocumentKind.NONE,
        no_document_reason="未带证件",
        phones=("17599936196",),
        address="南坪乡石桥村",
    )
    request = IntakeRequest(
        Channel.VISIT,
        when,
        person,
        ("相邻权纠纷判决后对方拒不拆除，要求尽快执行。",),
        case_numbers=("（2019）豫9999行初1143号",),
        materials=(Material("判决书", 6),),
        existing_matter_id=matter_id,
    )
    return intake.submit(session, request, when).matter_id
