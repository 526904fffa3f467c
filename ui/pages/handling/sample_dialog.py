"""看样张: the paper as it would go out, before it has a number, with what speaks against sending it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.paper import Form, LetterRecord
from app.services import records
from app.services.papers import IssuedPaper
from app.services.records import RecordRequest
from app.services.session import Session
from ui.operations import Operations
from ui.pages.paper.preview import Preview
from ui.printing import Prepared, prepare
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.key_button import KeyButton
from ui.widgets.tone import Tone

FINE = "内容齐全，可以发出。文号在办理时才取，样张上没有。"


class SampleDialog(QDialog):
    """Shows the pages and what speaks against them."""

    def __init__(self, ready: Prepared, objections: tuple[str, ...], ops: Operations[Session], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"样张　{ready.paper.title}")
        self.objections = objections
        self.preview = Preview(ops)
        self.said = Notice("还不能发出：" + "；".join(objections) if objections else FINE)
        self.said.setProperty("tone", (Tone.LATE if objections else Tone.GOOD).value)
        self.back = KeyButton("回到表上", "Esc")
        self.back.clicked.connect(self.reject)
        layout = scale.column(self, spacing=10, margins=(20, 16, 20, 14))
        layout.addWidget(self.said)
        layout.addWidget(self.preview, 1)
        foot = scale.row()
        foot.addStretch(1)
        foot.addWidget(self.back)
        layout.addLayout(foot)
        window = parent.window()
        self.resize(min(scale.px(820), window.width() - 40), window.height() - 50)
        self.preview.show_paper(ready)


def show_sample(
    owner: QDialog,
    request: RecordRequest,
    now: datetime,
    ops: Operations[Session],
    refused: Callable[[Refused], None],
) -> None:
    """Draw the paper in the paper lane, then show it over the form."""

    def draw(session: Session) -> tuple[Prepared, tuple[str, ...]]:
        paper, objections = records.draft(session, request, now)
        form = Form.LETTER if isinstance(paper, LetterRecord) else Form.SHEET
        issued = IssuedPaper(0, request.matter_id or 0, form, paper.title, "", paper, False, Change.of())
        return prepare(issued), objections

    def shown(found: tuple[Prepared, tuple[str, ...]]) -> None:
        SampleDialog(*found, ops, owner).open()

    ops.paper(owner, lambda session, _progress: draw(session), shown, refused)
