"""What is done with the documents of a dossier: laying in order, moving, adding, leaving out, and the assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.changes import Change
from app.domain.dossier import LONGEST_EFFECT, Assessment, DossierItem
from app.domain.dossier_paper import PART_TEXT, DossierPart
from app.domain.scan import SCAN_SIZE_TEXT, ScanSize
from app.services import dossiers
from app.services.dossiers import DossierView, NewItem
from app.services.session import Session
from ui.pages.dossier import acts
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.scan_dialog import ScanDialog
from ui.pages.dossier.workplace import Workplace, text_of, value_of
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit, NumberEdit


class ItemActs:
    """Acts on the documents of the dossier shown."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        panel = at.panel
        panel.arrange.clicked.connect(self.arrange)
        panel.up.clicked.connect(lambda: self._move(-1))
        panel.down.clicked.connect(lambda: self._move(1))
        panel.listing.step.connect(self._move)
        panel.listing.dropped.connect(self._drop)
        panel.listing.activated.connect(lambda _index: self._look())
        panel.part.clicked.connect(self._change_part)
        panel.out.clicked.connect(self._take_out)
        panel.scan.clicked.connect(self._add_scans)
        panel.original.clicked.connect(self._add_original)
        panel.look.clicked.connect(self._look)
        panel.assess.clicked.connect(self._assess)

    def arrange(self) -> None:
        """Lay everything that belongs into the dossier into its place."""
        at, now = self._at, self._at.clock()
        matter_id = at.matter_id
        if matter_id is None or not at.panel.arrange.isEnabled():
            return

        def arranged(found: tuple[DossierView, Change]) -> None:
            at.panel.show_dossier(found[0].row, found[0], at.panel.loans)
            at.ops.changed.emit(found[1])

        at.ops.write(at.page, lambda session: acts.arrange(session, matter_id, now), arranged)

    def _with_reason(self, act: Callable[[Session, int, int, str], Change], keep: bool = True) -> None:
        at = self._at
        item, matter_id, reason = at.panel.item(), at.matter_id, at.panel.reason.text()
        if item is None or matter_id is None:
            return

        def done(_change: Change) -> None:
            if keep:
                at.panel.choose(item.item_id)

        at.ops.write(at.page, lambda session: act(session, matter_id, item.item_id, reason), done, at.refused_reason)

    def _move(self, offset: int) -> None:
        now = self._at.clock()
        self._with_reason(
            lambda session, matter_id, item_id, reason: dossiers.move(session, matter_id, item_id, offset, reason, now)
        )

    def _drop(self, row: int, offset: int) -> None:
        """Put down after dragging: with the reason written before, or asked for now, so that the place is not lost."""
        at = self._at
        items = at.panel.view.items if at.panel.view else ()
        if row >= len(items):
            return
        item = items[row]
        at.panel.choose(item.item_id)
        if at.panel.reason.is_empty():
            self._ask_why(item, offset)
        else:
            self._move(offset)

    def _ask_why(self, item: DossierItem, offset: int) -> None:
        at, matter_id = self._at, self._at.matter_id
        if matter_id is None:
            return
        reason = Field("原因", LineEdit("例如：复文在前", longest=200), required=True, hint="会印在备考表上")
        way = f"上移 {-offset} 位" if offset < 0 else f"下移 {offset} 位"

        def act(dialog: FormDialog) -> None:
            words, now = text_of(reason), at.clock()
            at.write_from(
                dialog,
                lambda session: dossiers.move(session, matter_id, item.item_id, offset, words, now),
                f"《{item.title}》已在{PART_TEXT[item.part]}内{way}。",
            )

        at.open("调整顺序", f"《{item.title}》在{PART_TEXT[item.part]}内{way}", {"reason": reason}, "移到这里", act)

    def _change_part(self) -> None:
        item, now = self._at.panel.item(), self._at.clock()
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
        now = self._at.clock()
        self._with_reason(
            lambda session, matter_id, item_id, reason: dossiers.take_out(session, matter_id, item_id, reason, now),
            keep=False,
        )

    def _add_scans(self) -> None:
        at = self._at
        paths = at.asking.scans(at.page)
        matter_id = at.matter_id
        if not paths or matter_id is None:
            return
        fields = {
            "kind": Field("类别", _kinds(), required=True),
            "title": Field("题名", LineEdit("不填时用类别的名称", longest=200)),
            "size": Field("压缩", _sizes()),
        }

        def act(dialog: FormDialog) -> None:
            new = NewItem(value_of(fields["kind"]), text_of(fields["title"]))
            size, now = ScanSize(value_of(fields["size"])), at.clock()
            at.paper_from(
                dialog,
                lambda session, progress: acts.add_scans(session, matter_id, paths, new, size, now, progress),
                lambda _change: at.finish(dialog, f"已添加 {len(paths)} 份扫描件。"),
            )

        at.open("添加扫描件", f"{len(paths)} 份：{paths[0].name}", fields, "添加", act)

    def _add_original(self) -> None:
        at, matter_id = self._at, self._at.matter_id
        if matter_id is None:
            return
        fields = {
            "kind": Field("类别", _kinds(), required=True),
            "title": Field("题名", LineEdit("不填时用类别的名称", longest=200)),
            "pages": Field("页数", NumberEdit(digits_only=True, longest=4), required=True),
            "sheets": Field("张数", NumberEdit(digits_only=True, longest=4), hint="双面的材料填写；不填时一页一张"),
        }

        def act(dialog: FormDialog) -> None:
            sheets = text_of(fields["sheets"])
            new = NewItem(value_of(fields["kind"]), text_of(fields["title"]), _number(text_of(fields["pages"])))
            new = replace(new, sheets=_number(sheets) if sheets.strip() else None)
            now = at.clock()
            at.write_from(
                dialog, lambda session: dossiers.add_original(session, matter_id, new, now), "已登记纸质原件。"
            )

        at.open("登记纸质原件", at.heading, fields, "登记", act)

    def _look(self) -> None:
        """Show the pages of the scan chosen; as long as it is not bound they can be turned and put in order."""
        at, item = self._at, self._at.panel.item()
        matter_id = at.matter_id
        if item is not None and item.scan_id is not None and matter_id is not None:
            ScanDialog(at, matter_id, item).open()

    def _assess(self) -> None:
        at, matter_id, view = self._at, self._at.matter_id, self._at.panel.view
        if matter_id is None or view is None:
            return
        known = Assessment.read(view.facts.assessment)
        fields = {
            "legal": Field("法律效果", LineEdit("例如：原判得到维护，程序问题已纠正", longest=LONGEST_EFFECT)),
            "social": Field("社会效果", LineEdit("例如：信访人息诉，未再反映", longest=LONGEST_EFFECT)),
        }
        for name, words in (("legal", known.legal), ("social", known.social)):
            editor = fields[name].editor
            assert isinstance(editor, LineEdit)
            editor.setText(words)

        def act(dialog: FormDialog) -> None:
            said, now = Assessment(text_of(fields["legal"]), text_of(fields["social"])), at.clock()
            at.write_from(
                dialog,
                lambda session: dossiers.set_assessment(session, matter_id, said, now),
                "效果评议已保存，装订时印在备考表上。" if said.words else "没有填写效果评议，备考表上不印。",
            )

        about = "办结时各用一行写明，印在备考表上。可以不写，不打分。"
        at.open("效果评议", about, fields, "保存", act)


def _number(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0


def _kinds() -> Choice:
    return Choice([Option(kind.code, kind.title) for kind in dossiers.all_kinds()])


def _sizes() -> Choice:
    choice = Choice([Option(size.value, words.split("（")[0]) for size, words in SCAN_SIZE_TEXT.items()])
    choice.set_value(ScanSize.NORMAL.value)
    return choice
