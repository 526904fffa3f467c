"""Binding the dossier shown, by one key to the printer or into a file, again as it was, and as a folder."""

from __future__ import annotations

from app.domain.errors import Refused
from app.domain.progress import Progress
from app.services.binding import BindRequest
from app.services.session import Session
from ui.pages.dossier import acts
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.workplace import Workplace, value_of
from ui.printing import PACK_PRINTER
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.tone import Tone


class BindingActs:
    """Acts on the dossier shown as a whole."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._busy = False
        panel = at.panel
        panel.bind.clicked.connect(lambda: self._print(late=False))
        panel.late.clicked.connect(lambda: self._print(late=True))
        panel.save.clicked.connect(self._save)
        panel.export.clicked.connect(self._export)

    def _request(self, matter_id: int, late: bool) -> BindRequest:
        reason = self._at.panel.reason.text()
        return BindRequest(matter_id, override_all=reason, late_reason=reason if late else "")

    def _print(self, *, late: bool) -> None:
        at, matter_id = self._at, self._at.matter_id
        if matter_id is None or self._busy:
            return
        if late and at.panel.reason.is_empty():
            at.panel.reason_field.set_problem("补装要写明原因，会印在备考表上。")
            at.panel.reason.setFocus()
            return
        request, now = self._request(matter_id, late), at.clock()
        self._set_busy(True)
        made: list[acts.Drawn] = []

        def make(session: Session, progress: Progress, printer: str) -> tuple[bytes, bool | None]:
            drawn = acts.bind_and_draw(session, request, now, progress, printer)
            made.append(drawn)
            return drawn.pdf, acts.is_two_sided(drawn.bound.pack)

        def printed(printer: str, reason: str) -> None:
            drawn = made[0]
            if reason:
                at.ops.changed.emit(drawn.bound.change)
                at.say(
                    f"已装订，编页已定，但没有打完：{reason}请检查打印机后再按一次，内容完全相同；也可以存为 PDF。",
                    Tone.SOON,
                )
                return
            self._note_printed(drawn, printer, f"{drawn.bound.pack.number} 已装订，送到打印机“{printer}”。")

        at.prints.print_pages(PACK_PRINTER, make, printed, self._refused, lambda: self._set_busy(False))

    def _save(self) -> None:
        at, matter_id = self._at, self._at.matter_id
        if matter_id is None or self._busy:
            return
        where = at.asking.where_to_save(at.page, acts.file_name(at.heading))
        if where is None:
            return
        request, now = self._request(matter_id, False), at.clock()
        self._set_busy(True)
        at.ops.paper(
            at.page,
            lambda session, progress: acts.bind_to_file(session, request, where, now, progress),
            lambda drawn: self._note_printed(drawn, where.name, f"已装订，存为“{where.name}”。"),
            self._refused,
            always=lambda: self._set_busy(False),
        )

    def _note_printed(self, drawn: acts.Drawn, printer: str, words: str) -> None:
        at, now = self._at, self._at.clock()
        at.ops.changed.emit(drawn.bound.change)
        at.ops.write(at.page, lambda session: acts.printed(session, drawn, printer, now), lambda _change: at.say(words))

    def _refused(self, answer: Refused) -> None:
        at = self._at
        at.page.tell(answer)
        if answer.fields:
            at.panel.reason_field.set_problem(f"还缺 {len(answer.fields)} 件；确实没有的，请写明原因。")
            at.panel.reason.setFocus()
        at.page.refresh()

    def _export(self) -> None:
        at, matter_id = self._at, self._at.matter_id
        if matter_id is None:
            return
        options = [Option("", "正卷和副卷"), Option("main", "只要正卷", "zj"), Option("internal", "只要副卷", "fj")]
        part = Field("导出哪一部分", Choice(options))
        part.editor.set_value("main")  # type: ignore[union-attr]

        def act(dialog: FormDialog) -> None:
            folder = at.asking.folder(dialog, "导出到哪个文件夹")
            if folder is None:
                dialog.act.setEnabled(True)
                return
            which, now = value_of(part), at.clock()
            at.paper_from(
                dialog,
                lambda session, progress: acts.export(session, matter_id, which, folder, now, progress),
                lambda done: at.finish(dialog, f"已导出到“{done.folder.name}”，共 {done.files} 个文件。"),
            )

        at.open("导出文件夹", at.heading, {"part": part}, "导出", act)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        panel = self._at.panel
        for button in (panel.bind, panel.save, panel.late):
            button.setEnabled(not busy)
        if not busy:
            self._at.page.refresh()
