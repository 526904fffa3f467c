"""What offices do today: the same covers as one Word document, made a PDF by LibreOffice where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from app.domain.cover_layout import FIELDS, SHIPPED, TITLE
from app.domain.dossier_paper import DossierCover, PaperSize
from app.domain.paper import CoverRecord
from app.printing.cover import words_of
from app.printing.issue import render_many
from tests.bench.covers import some_covers
from tests.bench.figures import Figure, as_ratio
from tests.bench.harness import PATIENCE_S, Bench, NotInstalledError, NotReadyError, milliseconds

PROGRAM = "soffice"


def measure(bench: Bench) -> Iterator[Figure]:
    """How many times longer the conversion alone takes; building the document is not even counted."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotInstalledError(f"没有安装 LibreOffice（{PROGRAM}）")
    covers = some_covers(bench)
    document = bench.scratch / "covers.docx"
    write_document(document, covers)
    command = [program, "--headless", "--convert-to", "pdf", "--outdir", str(bench.scratch), str(document)]
    home = f"-env:UserInstallation={(bench.scratch / 'office').as_uri()}"
    ours = milliseconds(lambda: render_many(covers)) / 1000
    theirs = milliseconds(lambda: _convert([*command, home])) / 1000
    if not document.with_suffix(".pdf").exists():
        raise NotReadyError("LibreOffice 没有生成 PDF")
    yield as_ratio("mail_merge_ratio", theirs, ours, f"{len(covers)} 份封面，只计转换，不计生成文档")


def _convert(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=5 * PATIENCE_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotReadyError(f"LibreOffice 转换失败：{error}") from error


def write_document(path: Path, covers: Sequence[CoverRecord]) -> None:
    """The covers as the pages of a Word document: headings, one table, no codes."""
    body = "".join(_page(DossierCover(cover)) for cover in covers)
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="{relations}"/><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


def _page(cover: DossierCover) -> str:
    rows = "".join(
        f"<w:tr>{_cell(FIELDS[place.field])}{_cell(_words(cover, place.field))}</w:tr>"
        for place in SHIPPED[PaperSize.A4]
        if place.frame
    )
    facts = cover.facts
    head = _line(facts.court_name, 52) + _line(TITLE, 72) + _line(f"（{facts.part}）", 36) + _line(facts.number, 32)
    end = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    return f"{head}<w:tbl>{rows}</w:tbl>{_line(_words(cover, 'volumes'), 28)}{end}"


def _words(cover: DossierCover, field: str) -> str:
    words = words_of(cover, field)
    return words if isinstance(words, str) else "；".join(words)


def _line(words: str, half_points: int) -> str:
    style = f'<w:rPr><w:sz w:val="{half_points}"/></w:rPr>'
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{style}<w:t>{escape(words)}</w:t></w:r></w:p>'


def _cell(words: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p></w:tc>"
