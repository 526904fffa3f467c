"""卷宗: concluded matters become bound, findable, lendable case files; one key binds and prints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.changes import Area, Change
from app.domain.dossier import DossierRow
from app.domain.dossier_paper import ArchiveList, DossierPart, Sides
from app.domain.errors import Refused
from app.domain.progress import Progress
from app.domain.scan import SCAN_SIZE_TEXT, ScanSize
from app.services import archive, archive_lists, dossiers
from app.services.archive import Place
from app.services.binding import BindRequest
from app.services.dossiers import DossierView, NewItem
from app.services.session import Session
from ui.operations import Operations
from ui.pages.dossier import acts
from ui.pages.dossier.file_dialog import Asking
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.list_card import VIEWS, ListCard
from ui.pages.dossier.panel import DossierPanel
from ui.pages.page import Page
from ui.pages.paper.fold import ListAndPreview
from ui.printing import PACK_PRINTER, PrintDesk
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

if TYPE_CHECKING:
    from app.services.binding_run import RunResult

LIST_WIDTH = 420


class DossierPage(Page):
    """Binds, prints, files, lends. ``asking`` asks for files and folders."""

    title = "卷宗"
    help_text = (
        "左边是办结的事项：待装订、已装订、借出。选一件，右边是卷内材料，按办理程序的顺序排好。缺什么、为什么要、"
        "找谁补，都写在上面。要改顺序，先写原因，再按上移、下移。按装订打印，封面、目录、材料、备考表、卷底、脊背、"
        "封条和盒签一次打完；装订以后编页不再变动，再打一次内容完全相同。装订后补来的材料另装一册。"
        "导出正卷时不会带出副卷的任何材料。批量装订可以随时停下，再按一次接着做。"
    )
    interests = frozenset({Area.DOSSIERS, Area.MATTERS, Area.DOCUMENTS, Area.SETTINGS})
    more_keys = (("上 / 下", "在列表里移动"), ("Enter", "在列表里：整理卷内"))

    def __init__(
        self,
        ops: Operations[Session],
        desk: PrintDesk,
        clock: Callable[[], datetime],
        asking: Asking | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ops, self._desk, self._clock = ops, desk, clock
        self._asking = asking or Asking()
        self._wanted: int | None = None
        self._run: Progress | None = None
        self._busy = False
        self.card = ListCard()
        self.panel = DossierPanel()
        self.fold = ListAndPreview(self.card, self.panel, words=("看卷内", "返回列表"), width=LIST_WIDTH)
        self._due = text_label("", "small")
        self.header.add(self._due)
        self.header.add_right(self.fold.button)
        self.body.addWidget(self.fold, 1)
        self.first = self.card.listing
        self._listen()

    @property
    def matter_id(self) -> int | None:
        """The matter shown."""
        return self.panel.matter_id

    def open_at(self, what: object) -> None:
        """Show a matter's dossier."""
        if isinstance(what, int):
            self._wanted = what
            self.refresh()

    def before_close(self) -> None:
        """A run stops after the pack under way; it goes on another time."""
        self.stop_run()

    def refresh(self) -> None:
        """Read the list and the dossier shown anew."""
        view, words = VIEWS[self.card.view()], self.card.search.text()
        today = self._clock().date()
        self._ops.read(self, lambda session: dossiers.rows(session, view, words), self._show_rows)
        self._ops.read(self, lambda session: len(archive.reminders(session, today)), self._show_due)

    def stop_run(self) -> None:
        """Stop binding many; what is done stays."""
        if self._run is not None:
            self._run.cancel()

    def _listen(self) -> None:
        card, panel = self.card, self.panel
        card.view_changed.connect(self.refresh)
        card.search.returnPressed.connect(self.refresh)
        card.chosen.connect(self._read_dossier)
        card.listing.activated.connect(lambda _index: self._arrange())
        card.all.clicked.connect(self._bind_many)
        card.stop.clicked.connect(self.stop_run)
        card.register.clicked.connect(self._save_register)
        card.due.clicked.connect(self._save_due)
        card.hand_over.clicked.connect(self._hand_over)
        panel.arrange.clicked.connect(self._arrange)
        panel.bind.clicked.connect(lambda: self._print(late=False))
        panel.late.clicked.connect(lambda: self._print(late=True))
        panel.save.clicked.connect(self._save)
        panel.export.clicked.connect(self._export)
        panel.up.clicked.connect(lambda: self._move(-1))
        panel.down.clicked.connect(lambda: self._move(1))
        panel.part.clicked.connect(self._change_part)
        panel.out.clicked.connect(self._take_out)
        panel.scan.clicked.connect(self._add_scans)
        panel.original.clicked.connect(self._add_original)
        panel.file.clicked.connect(self._file)
        panel.lend.clicked.connect(self._lend)
        panel.give_back.clicked.connect(self._give_back)

    # reading

    def _show_rows(self, rows: tuple[DossierRow, ...]) -> None:
        self.card.show_rows(rows, self._clock().date())
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.card.choose(wanted):
            return
        shown = self.panel.matter_id
        if shown is None or self.card.row(shown) is None:
            current = self.card.current()
            if current is None and rows:
                self.card.choose(rows[0].matter_id)
                return
            if not rows:
                self.panel.show_dossier(None, None)
                return
            shown = current
        if shown is not None:
            self._read_dossier(shown)

    def _show_due(self, amount: int) -> None:
        self._due.setText(f"{amount} 卷借阅到期或三天内到期，见“借出”" if amount else "")

    def _read_dossier(self, matter_id: int) -> None:
        row = self.card.row(matter_id)
        if row is None or row.dossier_id is None:
            self.panel.show_dossier(row, None)
            return

        def shown(view: DossierView) -> None:
            if self.card.current() == matter_id:
                self.panel.show_dossier(view.row, view)

        self._ops.read(self, lambda session: dossiers.view(session, matter_id), shown)

    # order and content

    def _arrange(self) -> None:
        matter_id, now = self.matter_id, self._clock()
        if matter_id is None or not self.panel.arrange.isEnabled():
            return

        def arranged(found: tuple[DossierView, Change]) -> None:
            self.panel.show_dossier(found[0].row, found[0])
            self._ops.changed.emit(found[1])

        self._ops.write(self, lambda session: acts.arrange(session, matter_id, now), arranged)

    def _with_reason(self, act: Callable[[Session, int, int, str], Change], keep: bool = True) -> None:
        item, matter_id, reason = self.panel.item(), self.matter_id, self.panel.reason.text()
        if item is None or matter_id is None:
            return

        def done(_change: Change) -> None:
            if keep:
                self.panel.choose(item.item_id)

        self._ops.write(self, lambda session: act(session, matter_id, item.item_id, reason), done, self._refused_reason)

    def _move(self, offset: int) -> None:
        now = self._clock()
        self._with_reason(
            lambda session, matter_id, item_id, reason: dossiers.move(session, matter_id, item_id, offset, reason, now)
        )

    def _change_part(self) -> None:
        item, now = self.panel.item(), self._clock()
        if item is None:
            return
        internal = item.part is DossierPart.INTERNAL
        part = DossierPart.MAIN if internal else DossierPart.INTERNAL
        self._with_reason(
            lambda session, matter_id, item_id, reason: dossiers.change_part(
                session, matter_id, item_id, part, reason, now
            )
        )

    def _take_out(self) -> None:
        now = self._clock()
        self._with_reason(
            lambda session, matter_id, item_id, reason: dossiers.take_out(session, matter_id, item_id, reason, now),
            keep=False,
        )

    def _refused_reason(self, answer: Refused) -> None:
        if "reason" in answer.fields:
            self.panel.reason_field.set_problem(answer.fields["reason"])
            self.panel.reason.setFocus()
        else:
            self.tell(answer)

    def _add_scans(self) -> None:
        paths = self._asking.scans(self)
        matter_id = self.matter_id
        if not paths or matter_id is None:
            return
        title = LineEdit("不填时用类别的名称", longest=200)
        fields = {
            "kind": Field("类别", _kinds(), required=True),
            "title": Field("题名", title),
            "size": Field("压缩", _sizes()),
        }

        def act(dialog: FormDialog) -> None:
            new = NewItem(str(fields["kind"].editor.value()), title.text())  # type: ignore[union-attr]
            size, now = ScanSize(fields["size"].editor.value()), self._clock()  # type: ignore[union-attr]
            self._ops.paper(
                dialog,
                lambda session, progress: acts.add_scans(session, matter_id, paths, new, size, now, progress),
                lambda change: self._finish(dialog, change, f"已添加 {len(paths)} 份扫描件。"),
                dialog.refuse,
                always=lambda: dialog.act.setEnabled(True),
            )

        self._open("添加扫描件", f"{len(paths)} 份：{paths[0].name}", fields, "添加", act)

    def _add_original(self) -> None:
        matter_id = self.matter_id
        if matter_id is None:
            return
        fields = {
            "kind": Field("类别", _kinds(), required=True),
            "title": Field("题名", LineEdit("不填时用类别的名称", longest=200)),
            "pages": Field("页数", NumberEdit(digits_only=True, longest=4), required=True),
            "sheets": Field("张数", NumberEdit(digits_only=True, longest=4), hint="双面的材料填写；不填时一页一张"),
        }

        def act(dialog: FormDialog) -> None:
            new = NewItem(
                str(fields["kind"].editor.value()),  # type: ignore[union-attr]
                _text(fields["title"]),
                int(_text(fields["pages"]) or 0),
                int(_text(fields["sheets"])) if _text(fields["sheets"]).isdigit() else None,
            )
            now = self._clock()
            self._write_from(
                dialog, lambda session: dossiers.add_original(session, matter_id, new, now), "已登记纸质原件。"
            )

        self._open("登记纸质原件", self.panel.title.text(), fields, "登记", act)

    # binding

    def _request(self, matter_id: int, late: bool) -> BindRequest:
        reason = self.panel.reason.text()
        return BindRequest(matter_id, override_all=reason, late_reason=reason if late else "")

    def _print(self, *, late: bool) -> None:
        matter_id = self.matter_id
        if matter_id is None or self._busy:
            return
        if late and self.panel.reason.is_empty():
            self.panel.reason_field.set_problem("补装要写明原因，会印在备考表上。")
            self.panel.reason.setFocus()
            return
        request, now = self._request(matter_id, late), self._clock()
        self._set_busy(True)
        made: list[acts.Drawn] = []

        def make(session: Session, progress: Progress, printer: str) -> tuple[bytes, bool | None]:
            drawn = acts.bind_and_draw(session, request, now, progress, printer)
            made.append(drawn)
            return drawn.pdf, drawn.bound.pack.sides is Sides.DUPLEX

        def printed(printer: str, reason: str) -> None:
            drawn = made[0]
            if reason:
                self._ops.changed.emit(drawn.bound.change)
                self.say(
                    f"已装订，编页已定，但没有打完：{reason}请检查打印机后再按一次，内容完全相同；也可以存为 PDF。",
                    Tone.SOON,
                )
                return
            self._note_printed(drawn, printer, f"{drawn.bound.pack.number} 已装订，送到打印机“{printer}”。")

        self._desk.print_pages(PACK_PRINTER, make, printed, self._refused_binding, lambda: self._set_busy(False))

    def _save(self) -> None:
        matter_id = self.matter_id
        if matter_id is None or self._busy:
            return
        where = self._asking.where_to_save(self, acts.file_name(self.panel.title.text()))
        if where is None:
            return
        request, now = self._request(matter_id, False), self._clock()
        self._set_busy(True)
        self._ops.paper(
            self,
            lambda session, progress: acts.bind_to_file(session, request, where, now, progress),
            lambda drawn: self._note_printed(drawn, where.name, f"已装订，存为“{where.name}”。"),
            self._refused_binding,
            always=lambda: self._set_busy(False),
        )

    def _note_printed(self, drawn: acts.Drawn, printer: str, words: str) -> None:
        now = self._clock()
        self._ops.changed.emit(drawn.bound.change)
        self._ops.write(
            self, lambda session: acts.printed(session, drawn, printer, now), lambda _change: self.say(words)
        )

    def _refused_binding(self, answer: Refused) -> None:
        self.tell(answer)
        if answer.fields:
            self.panel.reason_field.set_problem(f"还缺 {len(answer.fields)} 件；确实没有的，请写明原因。")
            self.panel.reason.setFocus()
        self.refresh()

    def _bind_many(self) -> None:
        ids, reason, now = self.card.shown(), self.panel.reason.text(), self._clock()
        folder = self._asking.folder(self, "装订到哪个文件夹") if ids else None
        if folder is None:
            return
        requests = tuple(BindRequest(one, override_all=reason) for one in ids)
        self.card.show_running((0, len(ids), f"正在装订，共 {len(ids)} 份"))
        self._run = self._ops.paper(
            self,
            lambda session, progress: acts.bind_many(session, requests, folder, now, progress),
            self._many_done,
            progress=lambda done, total, words: self.card.show_running((done, total, words)),
            always=self._many_over,
        )

    def _many_done(self, result: RunResult) -> None:
        words = f"装订好 {len(result.made)} 份"
        if result.before:
            words += f"，以前做好的 {result.before} 份没有重做"
        if result.refused:
            number, why = result.refused[0]
            words += f"；{len(result.refused)} 份没有装订，例如 {number}：{why}"
        self.say(words + "。" if not words.endswith("。") else words, Tone.SOON if result.refused else Tone.GOOD)

    def _many_over(self) -> None:
        stopped = self._run is not None and self._run.cancelled
        self._run = None
        self.card.show_running(None)
        if stopped:
            self.say("已停下。做好的都在文件夹里，再按一次接着做。", Tone.PLAIN)
        self.refresh()

    def _export(self) -> None:
        matter_id = self.matter_id
        if matter_id is None:
            return
        options = [Option("", "正卷和副卷"), Option("main", "只要正卷", "zj"), Option("internal", "只要副卷", "fj")]
        choice = Choice(options)
        choice.set_value("main")

        def act(dialog: FormDialog) -> None:
            folder = self._asking.folder(dialog, "导出到哪个文件夹")
            if folder is None:
                dialog.act.setEnabled(True)
                return
            part, now = str(choice.value()), self._clock()
            self._ops.paper(
                dialog,
                lambda session, progress: acts.export(session, matter_id, part, folder, now, progress),
                lambda done: self._finish(
                    dialog, done.change, f"已导出到“{done.folder.name}”，共 {done.files} 个文件。"
                ),
                dialog.refuse,
                always=lambda: dialog.act.setEnabled(True),
            )

        self._open("导出文件夹", self.panel.title.text(), {"part": Field("导出哪一部分", choice)}, "导出", act)

    # archive

    def _file(self) -> None:
        matter_id = self.matter_id
        if matter_id is None:
            return
        fields = {
            "room": Field("库房", LineEdit(longest=60), required=True),
            "rack": Field("架号", LineEdit(longest=60)),
            "box": Field("盒号", LineEdit(longest=60)),
        }

        def act(dialog: FormDialog) -> None:
            place, now = Place(*(_text(field) for field in fields.values())), self._clock()
            self._write_from(dialog, lambda session: archive.file(session, (matter_id,), place, now), "已归档登记。")

        self._open("归档登记", self.panel.title.text(), fields, "归档", act)

    def _lend(self) -> None:
        matter_id = self.matter_id
        if matter_id is None:
            return
        due = DateEdit(lambda: self._clock().date())
        fields = {
            "borrower": Field("借阅人", LineEdit(longest=60), required=True),
            "department": Field("部门", LineEdit(longest=60)),
            "purpose": Field("事由", LineEdit(longest=60), required=True),
            "due_on": Field("归还日期", due, hint="不填时按设置的借阅天数"),
        }

        def act(dialog: FormDialog) -> None:
            if due.is_wrong():
                fields["due_on"].set_problem("请填写日期，例如 0315 或 +30。")
                dialog.act.setEnabled(True)
                return
            now, day = self._clock(), due.day()
            who, where, why = (_text(fields[name]) for name in ("borrower", "department", "purpose"))
            self._write_from(
                dialog,
                lambda session: archive.lend(session, matter_id, who, why, now, department=where, due_on=day),
                f"已借给{who}。",
            )

        self._open("借出卷宗", self.panel.title.text(), fields, "借出", act)

    def _give_back(self) -> None:
        matter_id, now = self.matter_id, self._clock()
        if matter_id is not None:
            self._ops.write(
                self,
                lambda session: archive.take_back(session, matter_id, now),
                lambda _change: self.say("已归还。"),
            )

    # lists

    def _save_register(self) -> None:
        now = self._clock()
        self._save_list("归档登记簿", lambda session: archive_lists.filing_register(session, None, now))

    def _save_due(self) -> None:
        today = self._clock().date()
        self._save_list("借阅催还清单", lambda session: archive_lists.loans_due(session, today))

    def _save_list(self, words: str, fill: Callable[[Session], ArchiveList]) -> None:
        where = self._asking.where_to_save(self, f"{words}.pdf")
        if where is not None:
            self._ops.paper(
                self,
                lambda session, _progress: acts.save_list(fill(session), where),
                lambda _nothing: self.say(f"{words}已存为“{where.name}”。"),
            )

    def _hand_over(self) -> None:
        receiver = Field("接收人或接收单位", LineEdit(longest=60), required=True)

        def act(dialog: FormDialog) -> None:
            where = self._asking.where_to_save(dialog, "卷宗移交清单.pdf")
            if where is None:
                dialog.act.setEnabled(True)
                return
            to, now = _text(receiver), self._clock()
            self._ops.paper(
                dialog,
                lambda session, _progress: acts.hand_over(session, to, where, now),
                lambda change: self._finish(dialog, change, f"移交清单已存为“{where.name}”，请双方签名。"),
                dialog.refuse,
                always=lambda: dialog.act.setEnabled(True),
            )

        about = "把已归档、没有借出、还没有移交的卷宗列成清单"
        self._open("移交清单", about, {"receiver": receiver}, "移交", act)

    # helpers

    def _open(
        self, title: str, about: str, fields: dict[str, Field], words: str, act: Callable[[FormDialog], None]
    ) -> None:
        FormDialog(title, about, fields, words, act, self).open()

    def _write_from(self, dialog: FormDialog, act: Callable[[Session], Change], words: str) -> None:
        self._ops.write(
            dialog,
            act,
            lambda change: self._finish(dialog, change, words),
            dialog.refuse,
            always=lambda: dialog.act.setEnabled(True),
        )

    def _finish(self, dialog: FormDialog, _change: Change, words: str) -> None:
        dialog.accept()
        self.say(words)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for button in (self.panel.bind, self.panel.save, self.panel.late):
            button.setEnabled(not busy)
        if not busy:
            self.refresh()


def _text(field: Field) -> str:
    editor = field.editor
    return editor.text() if isinstance(editor, LineEdit) else ""


def _kinds() -> Choice:
    return Choice([Option(kind.code, kind.title) for kind in dossiers.all_kinds()])


def _sizes() -> Choice:
    choice = Choice([Option(size.value, words.split("（")[0]) for size, words in SCAN_SIZE_TEXT.items()])
    choice.set_value(ScanSize.NORMAL.value)
    return choice
