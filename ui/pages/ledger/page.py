"""台账: every ledger the office keeps, on the screen, on paper, and the way from a line to its matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.domain.changes import Area
from app.domain.errors import Refused
from app.domain.ledger import Ledger
from app.domain.progress import Progress
from app.domain.record import Asked, RecordEvent, RecordField, lawful_events, said
from app.domain.record_kinds import KINDS
from app.domain.thresholds import THRESHOLDS
from app.domain.viewer import Right
from app.services import ledgers, thresholds
from app.services.ledgers import LedgerKind
from app.services.record_form import FormStart, Pick
from app.services.session import Session
from ui.operations import Operations
from ui.pages.dossier.file_dialog import Asking
from ui.pages.handling.form_dialog import FormWords, HandlingDialog
from ui.pages.ledger import acts
from ui.pages.ledger.acts import Single
from ui.pages.ledger.choosing_page import ChoosingPage
from ui.pages.ledger.ledger_card import LedgerCard
from ui.pages.ledger.table_card import TableCard
from ui.pages.paper.lines import PaperKey, PaperLine
from ui.printing import PrintDesk
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

LEDGER_PRINTER = "ledger"


class LedgerPage(ChoosingPage):
    """Chooses, filters, prints. ``matter_page`` is where a line's matter is shown."""

    title = "台账"
    list_name = "台账种类"
    fold_words = ("看台账", "换一种台账")
    help_text = (
        "左边选一种台账，右边是内容：按日期、责任人筛选，也可以只看未了结的。在表里按 Enter，转到这一行的信访事项。"
        "每份台账都从办理记录里现读，不用另外登记；打印的和屏幕上的一样。包案月度汇报打印时，清单后面附上每一份汇报；"
        "到期没有交的，写明是哪位领导的哪一件。督办提示列出该发督办函的事项和理由，天数由本院定。不涉及某一件事项的"
        "上级部署、专题汇报和苗头，在这里新记；其他记录在办理页里写。"
    )
    interests = frozenset({Area.RECORDS, Area.MATTERS, Area.SETTINGS, Area.INBOX})
    more_keys = (
        ("上 / 下", "换一种台账，或在表里移动"),
        ("Enter", "在台账名上：到表里；在表里：打开这一行的事项"),
        ("Ctrl+C", "复制这一行，可以贴到电子表格里"),
    )

    def __init__(
        self,
        ops: Operations[Session],
        prints: PrintDesk,
        clock: Callable[[], datetime],
        matter_page: str = "matter",
        asking: Asking | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ops, prints, clock, matter_page, parent)
        self._asking = asking or Asking()
        self._kinds: tuple[LedgerKind, ...] = ()
        self._staff: tuple[Pick, ...] = ()
        self._single: Single | None = None
        self.card = TableCard(self._today)
        self.numbers = KeyButton("天数标准", "Alt+D")
        self._said = text_label("", "small")
        self.header.add(self._said)
        self.header.add_right(self.numbers)
        self.build(self.card)
        self._listen()

    def refresh(self) -> None:
        """Read which ledgers there are and the one chosen anew."""
        today = self._today()
        self.kept.load()
        self._ops.read(self, lambda session: ledgers.offered(session, today), self._offered)
        self._ops.read(self, lambda session: acts.staff(session, today), self._set_staff)

    def _listen(self) -> None:
        card = self.card
        self.listing.chosen.connect(lambda _line: self._read())
        self.listing.activated.connect(lambda _index: card.table.setFocus())
        card.changed.connect(self._read)
        card.line_changed.connect(self._read_single)
        card.print.clicked.connect(self._print)
        card.save.clicked.connect(self._save)
        card.single.clicked.connect(self._print_single)
        card.follow.clicked.connect(self._follow)
        card.new.clicked.connect(self._new)
        self.numbers.clicked.connect(self._ask_numbers)

    def _set_staff(self, staff: tuple[Pick, ...]) -> None:
        self._staff = staff

    def _offered(self, kinds: Sequence[LedgerKind]) -> None:
        self._offer(kinds)
        self._read()

    def _offer(self, kinds: Sequence[LedgerKind]) -> None:
        self._kinds = tuple(kinds)
        group, lines = "", []
        for kind in kinds:
            lines.append(PaperLine(PaperKey(kind.code), kind.title, kind.group if kind.group != group else ""))
            group = kind.group
        self.listing.show_lines(lines)
        self.choose_wanted()
        if not self.code and lines:
            self.listing.choose(lines[0].key)

    def _kind(self) -> LedgerKind | None:
        return next((one for one in self._kinds if one.code == self.code), None)

    def _read(self) -> None:
        kind = self._kind()
        if kind is None:
            return
        wanted, today = self.card.wanted(), self._today()
        self.card.last_field.clear_note()
        self._ops.read(
            self,
            lambda session, _progress: ledgers.read(session, kind.code, wanted, today),
            lambda ledger: self._show(kind, ledger),
            self._refused,
            supersede="ledger",
        )

    def _show(self, kind: LedgerKind, ledger: Ledger) -> None:
        if kind.code != self.code:
            return
        self.card.show_ledger(ledger, dated=kind.dated)
        self.card.new.setVisible(bool(kind.new_kind))
        if kind.new_kind:
            self.card.new.setText(f"新记{KINDS[kind.new_kind].text}")
            self.card.new.updateGeometry()

    def _refused(self, answer: Refused) -> None:
        if "last" in answer.fields:
            self.card.last_field.set_problem(answer.fields["last"])
        else:
            self.tell(answer)

    # one line

    def _read_single(self) -> None:
        self._single = None
        self._offer_single()
        line = self.card.line()
        record_id = line.record_id if line is not None else None
        if record_id is None:
            return
        self._ops.read(
            self,
            lambda session, _progress: acts.single(session, record_id),
            self._have_single,
            lambda _answer: None,
            supersede="single",
        )

    def _have_single(self, single: Single) -> None:
        line = self.card.line()
        if line is not None and line.record_id == single.record.record_id:
            self._single = single
            self._offer_single()

    def _offer_single(self) -> None:
        single = self._single
        printable = single is not None and (single.record.document_id is not None or bool(single.papers))
        self.card.single.setEnabled(printable)
        self.card.follow.setVisible(self._event() is not None)

    def _event(self) -> RecordEvent | None:
        """What may follow a record that is about no matter; the others are followed where their matter is handled."""
        single = self._single
        if single is None or single.record.matter_id is not None:
            return None
        return next(iter(lawful_events(KINDS[single.record.kind], single.record)), None)

    def open_line(self, card: LedgerCard) -> bool:
        """Go to the matter of a line; of a record without one, ask what followed."""
        went = super().open_line(card)
        if not went and self._event() is not None:
            self._follow()
        return went

    def _print_single(self) -> None:
        single = self._single
        if single is None:
            return
        if single.record.document_id is not None:
            self._prints.print_document(single.record.document_id)
        for paper in single.papers:
            self._prints.print_record(paper, self._record_printed)

    def _record_printed(self, trouble: str) -> None:
        if trouble:
            self.say(trouble, Tone.SOON)
        else:
            self.say("已送到打印机。")

    def _follow(self) -> None:
        single, event = self._single, self._event()
        if single is None or event is None:
            return
        record, now = single.record, self._clock
        about = said(KINDS[record.kind], record.values, record.names)
        self.ask(
            f"event:{record.record_id}:{event.name}",
            FormWords(event.text, about, "记下"),
            acts.form_start(event.fields, self._staff, self._today()),
            lambda session, values: acts.follow(session, record.record_id, event.name, values, now()),
            lambda _receipt: f"已记下：{event.text}。",
        )

    # the whole ledger

    def _print(self) -> None:
        code, wanted, now = self.code, self.card.wanted(), self._clock()
        title = ledgers.OF_CODE[code].title
        self.card.print.setEnabled(False)

        def make(session: Session, _progress: Progress, _printer: str) -> tuple[bytes, bool | None]:
            return acts.draw(session, code, wanted, now), None

        def printed(printer: str, reason: str) -> None:
            if reason:
                self.say(f"{title}没有打出：{reason}请检查打印机再打一次，或存为 PDF。", Tone.SOON)
            else:
                self.say(f"{title}已送到打印机“{printer}”。")

        self._prints.print_pages(LEDGER_PRINTER, make, printed, self.tell, lambda: self.card.print.setEnabled(True))

    def _save(self) -> None:
        code, wanted, now = self.code, self.card.wanted(), self._clock()
        title = ledgers.OF_CODE[code].title
        where = self._asking.where_to_save(self, f"{title}.pdf")
        if where is None:
            return
        self._ops.paper(
            self,
            lambda session, _progress: acts.save(session, code, wanted, now, where),
            lambda path: self.say(f"{title}已存为“{path.name}”。"),
            self.tell,
        )

    def _new(self) -> None:
        kind = self._kind()
        if kind is None or not kind.new_kind:
            return
        rule, code, now = KINDS[kind.new_kind], kind.new_kind, self._clock
        self.ask(
            f"kind:{code}",
            FormWords(rule.text, f"新记{rule.text}（不涉及某一件信访事项）", "记下"),
            acts.form_start(rule.fields, self._staff, self._today()),
            lambda session, values: acts.write(session, code, values, now()),
            lambda receipt: f"{rule.text}已记下{'，文号 ' + receipt.number if receipt.number else ''}。",
        )

    # numbers

    def _ask_numbers(self) -> None:
        self._ops.read(
            self,
            lambda session: (thresholds.values(session), session.viewer.may(Right.ADMINISTER)),
            lambda found: self._show_numbers(*found),
        )

    def _show_numbers(self, known: dict[str, int], may_change: bool) -> None:
        if not may_change:
            self.tell(Refused("修改天数标准需要管理员账户。现在的标准写在督办提示的下方。"))
            return
        fields = tuple(
            RecordField(name, f"{rule.text}（{rule.unit}）", Asked.COUNT, hint=rule.source)
            for name, rule in THRESHOLDS.items()
        )
        start = FormStart(fields, {name: str(value) for name, value in known.items()})
        now = self._clock

        def act(dialog: HandlingDialog, values: dict[str, str]) -> None:
            self._ops.write(
                dialog,
                lambda session: thresholds.change(session, values, now()),
                lambda _change: done(dialog),
                dialog.refuse,
                always=lambda: dialog.set_working(False),
            )

        def done(dialog: HandlingDialog) -> None:
            dialog.accept()
            self.say("天数标准已改，今天起按新的数提示。")

        hint = "法律没有规定，由本院定；改动会记入日志。"
        words = FormWords("天数标准", "督办和包案的提示，按这些天数", "保存", hint)
        HandlingDialog(words, start, self._today, self, act=act, typed=lambda _typed: None).open()
