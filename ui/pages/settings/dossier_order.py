"""装订顺序: the office's own order of documents for each procedure, from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, Qt

from app.domain.dossier import PROCEDURE_TEXT, DocumentKind, Procedure, template_of
from app.domain.dossier_paper import PART_TEXT, DossierPart
from app.domain.errors import Refused
from app.domain.viewer import Right
from app.services import dossier_orders, dossiers
from app.services.dossier_orders import Versions
from app.services.session import Session
from ui.operations import Operations
from ui.pages.dossier.item_list import ItemList
from ui.pages.paper.lines import PaperKey, PaperLine
from ui.widgets.card import Card
from ui.widgets.chip import Status
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

ABOUT = (
    "每种办理程序的卷内材料按这里的顺序排。拖动，或按 Alt+上、Alt+下。从起用之日起立卷的按新顺序；以前立卷的、"
    "已经装订的，保持原来的顺序。没有列出的材料排在最后，按形成的先后。"
)


class OrderCard(Card):
    """Edits one procedure's order at a time; what is changed and not saved stays until another one is chosen."""

    def __init__(
        self, ops: Operations[Session], clock: Callable[[], datetime], say: Callable[[str, Tone], None]
    ) -> None:
        super().__init__("装订顺序")
        self._ops, self._clock, self._say = ops, clock, say
        self._versions: Versions = {}
        self._read = False
        self._may = False
        self._codes: list[str] = []
        self._kinds = {kind.code: kind for kind in dossiers.all_kinds()}
        names = [Option(one.value, words) for one, words in PROCEDURE_TEXT.items()]
        self.procedure = Field("办理程序", Choice(names))
        self.since = Field("从哪一天起用", DateEdit(lambda: clock().date()), hint="这一天起立卷的按新顺序")
        self.listing = ItemList("装订顺序")
        self.listing.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.left_out = Field("没有列出的类别", Choice(hint="选一个类别，再按加上"))
        self.up = KeyButton("上移", "Alt+PgUp")
        self.down = KeyButton("下移", "Alt+PgDown")
        self.out = KeyButton("去掉", "Alt+D")
        self.put = KeyButton("加上", "Alt+J")
        self.shipped = KeyButton("用程序自带的顺序", "Alt+Z")
        self.save = KeyButton("保存顺序", "Alt+S", icon="save")
        self.withdraw = KeyButton("撤回将要起用的顺序", "Alt+X")
        self.history = text_label("", "small", wrap=True, selectable=True)
        self._build()

    def refresh(self) -> None:
        """Read the versions; an order that is being changed stays."""

        def read(session: Session) -> tuple[Versions, bool]:
            return dossier_orders.read(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda found: self._take(*found))

    def codes(self) -> tuple[str, ...]:
        """The order as it is on the screen."""
        return tuple(self._codes)

    def changeEvent(self, event: QEvent) -> None:
        """The list follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "listing"):
            self._fit()

    def _build(self) -> None:
        self.add(text_label(ABOUT, "small", wrap=True))
        head = FieldGrid(columns=2, least=260)
        for field in (self.procedure, self.since):
            head.add(field)
        self.add(head)
        self.add(self.listing)
        order = FieldGrid(columns=3, least=150)
        for button in (self.up, self.down, self.out):
            order.add(button)
        self.add(order)
        more = FieldGrid(columns=2, least=260)
        more.add(self.left_out)
        self.add(more)
        acts = FieldGrid(columns=2, least=230)
        for button in (self.put, self.shipped, self.save, self.withdraw):
            acts.add(button)
        self.add(acts)
        self.add(self.history)
        editor = self.procedure.editor
        assert isinstance(editor, Choice)
        editor.set_value(Procedure.HANDLED.value)
        editor.value_changed.connect(self._start)
        self.listing.dropped.connect(self._move)
        self.listing.step.connect(lambda by: self._move(self._row(), by))
        self.listing.chosen.connect(lambda _line: self._offer())
        self.up.clicked.connect(lambda: self._move(self._row(), -1))
        self.down.clicked.connect(lambda: self._move(self._row(), 1))
        self.out.clicked.connect(self._leave_out)
        self.put.clicked.connect(self._put_in)
        self.shipped.clicked.connect(self._as_shipped)
        self.save.clicked.connect(self._save)
        self.withdraw.clicked.connect(self._withdraw)

    def _take(self, versions: Versions, may: bool) -> None:
        changed = self._read and self._is_changed()
        self._versions, self._may, self._read = versions, may, True
        if changed:
            self._tell_history()
            self._offer()
        else:
            self._start()

    def _chosen(self) -> Procedure:
        editor = self.procedure.editor
        assert isinstance(editor, Choice)
        return Procedure(editor.value())

    def _day(self) -> DateEdit:
        editor = self.since.editor
        assert isinstance(editor, DateEdit)
        return editor

    def _newest(self) -> list[str]:
        """The order that will be in force last: what is edited next."""
        template = dossier_orders.template_on(self._versions, self._chosen(), date.max)
        return [kind.code for kind in template.kinds]

    def _is_changed(self) -> bool:
        return self._codes != self._newest()

    def _start(self) -> None:
        self._codes = self._newest()
        self._day().set_day(self._clock().date())
        self.since.clear_note()
        self._tell_history()
        self._show(0)

    def _show(self, row: int) -> None:
        kinds = [self._kinds[code] for code in self._codes]
        lines, place = [], dict.fromkeys(DossierPart, 0)
        for kind in kinds:
            place[kind.part] += 1
            chip = Status("装订前核对", Tone.LEAD) if kind.after else Status("")
            lines.append(PaperLine(_key(kind), f"{place[kind.part]}. {kind.title}", PART_TEXT[kind.part], chip))
        self.listing.show_items(lines, [kind.part.value if self._may else "" for kind in kinds])
        self._fit()
        if lines:
            self.listing.choose(lines[min(max(row, 0), len(lines) - 1)].key)
        editor = self.left_out.editor
        assert isinstance(editor, Choice)
        editor.set_options([Option(code, kind.title) for code, kind in self._kinds.items() if code not in self._codes])
        self._offer()

    def _offer(self) -> None:
        row = self._row()
        kind = self._kinds[self._codes[row]] if self._codes else None
        may = self._may
        for button in (self.up, self.down):
            button.setEnabled(may and kind is not None)
        self.out.setEnabled(may and kind is not None and not self._must_stay(kind))
        editor = self.left_out.editor
        assert isinstance(editor, Choice)
        self.put.setEnabled(may and editor.count() > 0)
        self.shipped.setEnabled(may and self._codes != [one.code for one in template_of(self._chosen()).kinds])
        self.save.setEnabled(may and self._is_changed())
        self.withdraw.setEnabled(may and self._coming() is not None)
        for field in (self.since, self.left_out):
            field.editor.setEnabled(may)

    def _must_stay(self, kind: DocumentKind) -> bool:
        shipped = {one.code for one in template_of(self._chosen()).kinds if one.after}
        return kind.code in shipped

    def _coming(self) -> date | None:
        """The day of the version that is not in force yet."""
        today = self._clock().date()
        versions = self._versions.get(self._chosen().value, ())
        return next((one.since for one in reversed(versions) if one.since > today), None)

    def _row(self) -> int:
        return max(self.listing.currentIndex().row(), 0)

    def _move(self, row: int, by: int) -> None:
        if not self._may or not self._codes:
            return
        part = self._kinds[self._codes[row]].part
        mates = [place for place, code in enumerate(self._codes) if self._kinds[code].part is part]
        here = mates.index(row)
        if not 0 <= here + by < len(mates):
            self._say(f"已经在{PART_TEXT[part]}的最前或最后。", Tone.PLAIN)
            return
        there = mates[here + by]
        self._codes.insert(there, self._codes.pop(row))
        self._show(there)

    def _leave_out(self) -> None:
        if self._codes and self.out.isEnabled():
            row = self._row()
            self._codes.pop(row)
            self._show(row)

    def _put_in(self) -> None:
        editor = self.left_out.editor
        assert isinstance(editor, Choice)
        code = editor.value()
        if code is None:
            self.left_out.set_problem("请先选要加上的类别。")
            editor.setFocus()
            return
        part = self._kinds[code].part
        last = max((place for place, one in enumerate(self._codes) if self._kinds[one].part is part), default=-1)
        there = last + 1 if part is DossierPart.MAIN or last >= 0 else len(self._codes)
        self._codes.insert(there, code)
        self._show(there)

    def _as_shipped(self) -> None:
        self._codes = [one.code for one in template_of(self._chosen()).kinds]
        self._show(0)

    def _save(self) -> None:
        day, now = self._day(), self._clock()
        procedure, codes, since = self._chosen(), self.codes(), day.day()
        self.save.setEnabled(False)

        def saved(_change: object) -> None:
            self._say(f"“{PROCEDURE_TEXT[procedure]}”的装订顺序已保存，{since} 起立卷的按新顺序。", Tone.GOOD)
            self._codes = list(codes)

        self._ops.write(
            self,
            lambda session: dossier_orders.save(session, procedure, codes, since, now),
            saved,
            self._refuse,
            always=self.refresh,
        )

    def _withdraw(self) -> None:
        since, procedure, now = self._coming(), self._chosen(), self._clock()
        if since is None:
            return

        def withdrawn(_change: object) -> None:
            self._codes = self._newest()  # not what was withdrawn; read anew behind this
            self._say(f"{since} 起用的顺序已撤回。", Tone.GOOD)
            self._read = False

        self._ops.write(
            self,
            lambda session: dossier_orders.withdraw(session, procedure, since, now),
            withdrawn,
            self._refuse,
            always=self.refresh,
        )

    def _refuse(self, answer: Refused) -> None:
        if "since" in answer.fields:
            self.since.editor.setFocus()
            self.since.set_problem(answer.fields["since"])
        else:
            self._say(answer.message, Tone.SOON)

    def _tell_history(self) -> None:
        versions = self._versions.get(self._chosen().value, ())
        lines = []
        for place, one in enumerate(versions):
            until = f" 至 {versions[place + 1].since - timedelta(days=1)}" if place + 1 < len(versions) else ""
            what = "本院的顺序" if one.codes else "程序自带的顺序"
            lines.append(f"{one.since} 起{until}：{what}（{one.made_by}）")
        self.history.setText("\n".join(["以前和将来的顺序", *lines]) if lines else "现在用的是程序自带的顺序。")

    def _fit(self) -> None:
        self.listing.setFixedHeight(max(self.listing.needed_height(), 1))


def _key(kind: DocumentKind) -> PaperKey:
    return PaperKey(f"kind {kind.code}")
