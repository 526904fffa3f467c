"""今日: due, overdue, unsigned, unanswered, promised and open things, acted on where they stand; and 日终."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from app.domain.changes import Area
from app.domain.progress import Progress
from app.domain.record import Asked, HandlingRecord, RecordEvent, RecordField, lawful_events, said
from app.domain.record_kinds import KINDS
from app.domain.today import REASONS
from app.services import absences, assignments, day_end, history, inbox, records
from app.services.record_form import FormStart
from app.services.session import Session
from ui.operations import Operations
from ui.pages.handling.form_dialog import FormWords
from ui.pages.ledger.acts import form_start
from ui.pages.ledger.choosing_page import ChoosingPage
from ui.pages.today import acts, sections
from ui.pages.today.acts import DayReading, day_title
from ui.pages.today.day_card import DayCard
from ui.printing import PrintDesk
from ui.widgets.tone import Tone

DELIVERY_PRINTER = "delivery"
_BACK = "back"


class TodayPage(ChoosingPage):
    """Sections at the left, the lines of one at the right. ``matter_page`` is where a line's matter is handled."""

    title = "今日"
    list_name = "今日各栏"
    list_width = 268
    fold_words = ("看内容", "换一栏")
    forms = "today:"
    help_text = (
        "左边是今天要看的各栏和件数，右边是这一栏的内容，本人和本庭室的排在前面。在表里按 Enter，转到这件事项去办；"
        "签收、记反馈、标为已读、记送达在这里就能办。今天到期的不算逾期。无着落的接待，是登记以后既没有处理方式、"
        "事项也没有再办一步的接待。下班前到“日终核对”：每次接待都有着落，或者写明原因，才能结束这一天；"
        "结束后核对单打印签字，不再改动，补登记的接待列入次日核对。"
    )
    interests = frozenset({Area.MATTERS, Area.CONTACTS, Area.RECORDS, Area.INBOX, Area.SETTINGS})
    more_keys = (
        ("上 / 下", "换一栏，或在表里移动"),
        ("Enter", "在栏目上：到表里；在表里：去办这一行的事项"),
        ("Ctrl+C", "复制这一行，可以贴到电子表格里"),
    )

    def __init__(
        self,
        ops: Operations[Session],
        prints: PrintDesk,
        clock: Callable[[], datetime],
        matter_page: str = "handling",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ops, prints, clock, matter_page, parent)
        self._found: DayReading | None = None
        self._record: HandlingRecord | None = None
        self.card = DayCard()
        self.build(self.card)
        self._listen()

    @property
    def found(self) -> DayReading | None:
        """What was read last."""
        return self._found

    def matter_in_hand(self) -> int | None:
        """The matter of the line chosen."""
        line = self.card.line()
        return line.matter_id if line is not None else None

    def refresh(self) -> None:
        """Read the day anew."""
        now = self._clock()
        self._ops.read(
            self, lambda session, _progress: acts.read(session, now), self._show, self.tell, supersede="today"
        )

    def _listen(self) -> None:
        card = self.card
        self.listing.chosen.connect(lambda _line: self._show_section())
        self.listing.activated.connect(lambda _index: self._to_table())
        card.line_changed.connect(self._line_changed)
        card.sign.clicked.connect(self._sign)
        card.follow.clicked.connect(lambda: self._follow(0))
        card.other.clicked.connect(lambda: self._follow(1))
        card.reason.clicked.connect(self._give_reason)
        card.review.clicked.connect(self._review)
        card.mark.clicked.connect(self._mark_read)
        card.deliver.clicked.connect(self._deliver)
        card.away.clicked.connect(self._note_absence)
        card.back.clicked.connect(self._withdraw_absence)
        card.close_day.clicked.connect(self._close_day)
        card.print.clicked.connect(self._print)

    def _show(self, found: DayReading) -> None:
        self._found = found
        self.listing.show_lines(sections.listed(found))
        self.choose_wanted()
        if not self.code:
            self.choose(
                next((code for code, one in found.day.sections.items() if one.count), sections.SECTIONS[0].code)
            )
        self._show_section()

    def _show_section(self) -> None:
        if self._found is not None and self.code:
            ledger = sections.shown(self._found, self.code)
            self.card.show_section(ledger, sections.BY_CODE[self.code].nothing)
            self._offer()

    def _to_table(self) -> None:
        if self.fold.is_folded():
            self.fold.toggle()
        self.card.table.setFocus()

    # what can be done with the line chosen

    def _line_changed(self) -> None:
        self._record = None
        self._offer()
        ref = self._ref()
        if self.code in ("owed", "promises") and ref is not None:
            self._ops.read(
                self,
                lambda session, _progress: acts.record(session, ref),
                self._have_record,
                lambda _answer: None,
                supersede="record of the day",
            )

    def _have_record(self, record: HandlingRecord) -> None:
        if record.record_id == self._ref() and self.code in ("owed", "promises"):
            self._record = record
            self._offer()

    def _ref(self) -> int | None:
        line = self.card.line()
        return line.record_id if line is not None else None

    def _events(self) -> tuple[RecordEvent, ...]:
        record = self._record
        return lawful_events(KINDS[record.kind], record) if record is not None else ()

    def _offer(self) -> None:
        card, code, has_line = self.card, self.code, self._ref() is not None
        wanted = []
        for button, places in (
            (card.sign, ("sign",)),
            (card.reason, ("open", "end")),
            (card.review, ("reviews",)),
            (card.mark, ("notices",)),
            (card.deliver, ("delivery",)),
        ):
            if code in places and has_line:
                wanted.append(button)
        for button, event in zip((card.follow, card.other), self._events(), strict=False):
            button.setText(event.text)
            button.updateGeometry()
            wanted.append(button)
        if code == sections.WEEKS:
            wanted.append(card.away)
            if self._found is not None and self._found.day.absences:
                wanted.append(card.back)
        if code == "delivery" and has_line:
            card.print.setText("打印清单")
            wanted.append(card.print)
        if code == sections.END and self._found is not None:
            end = self._found.end
            if end.closed is None:
                words = "结束今天" if end.standing.day == self._today() else f"结束{day_title(end.standing.day)}"
                card.close_day.setText(words)
                wanted.append(card.close_day)
            if end.closings:
                card.print.setText(f"打印{day_title(end.closings[0].day)}核对单")
                wanted.append(card.print)
        for button in wanted:
            button.updateGeometry()
        card.offer(*wanted)

    def _sign(self) -> None:
        ref, line, now = self._ref(), self.card.line(), self._clock
        if ref is None or line is None:
            return
        fields = (
            RecordField("signed_by", "签收人"),
            RecordField("method", "签收方式", required=False, hint="空着记为纸质签收"),
        )
        self._form(
            f"sign:{ref}",
            FormWords("签收", f"签收：{line.cells[0]}", "签收"),
            FormStart(fields),
            lambda session, values: assignments.sign_for(
                session, ref, values.get("signed_by", ""), values.get("method", ""), now()
            ),
            "已签收。",
        )

    def _follow(self, which: int) -> None:
        record, events, now = self._record, self._events(), self._clock
        if record is None or which >= len(events):
            return
        event = events[which]
        about = said(KINDS[record.kind], record.values, record.names)
        staff = self._found.staff if self._found is not None else ()
        self._form(
            f"event:{record.record_id}:{event.name}",
            FormWords(event.text, about, "记下"),
            form_start(event.fields, staff, self._today()),
            lambda session, values: records.follow(session, record.record_id, event.name, values, now()),
            f"已记下：{event.text}。",
        )

    def _give_reason(self) -> None:
        ref, line, now = self._ref(), self.card.line(), self._clock
        if ref is None or line is None:
            return
        fields = (
            RecordField("code", "原因", Asked.CHOICE, choices=tuple(REASONS.items())),
            RecordField("words", "说明", Asked.BLOCK, required=False, hint="选“其他”时要写明"),
        )
        self._form(
            f"reason:{ref}",
            FormWords("写明原因", f"{line.cells[0]} 为什么今天没有结果", "记下"),
            FormStart(fields),
            lambda session, values: day_end.give_reason(
                session, ref, values.get("code", ""), values.get("words", ""), now()
            ),
            "原因已记下，日终核对单上会写明。",
        )

    def _review(self) -> None:
        ref, line, now = self._ref(), self.card.line(), self._clock
        if ref is None or line is None:
            return
        fields = (RecordField("opinion", "复核意见", Asked.BLOCK, hint="原答复哪里没有到位、现在怎么办"),)
        self._form(
            f"review:{ref}",
            FormWords("写复核意见", f"复核 {line.cells[0]} 的答复", "办完复核"),
            FormStart(fields),
            lambda session, values: history.close_review(session, ref, values.get("opinion", ""), now()),
            "复核已办完，意见记入事项。",
        )

    # notices

    def _mark_read(self) -> None:
        ref, now = self._ref(), self._clock()
        if ref is not None:
            self._ops.write(
                self,
                lambda session: inbox.read(session, (ref,), now),
                lambda _done: self.say("已标为已读。"),
                self.tell,
            )

    def _deliver(self) -> None:
        ref, found, now = self._ref(), self._found, self._clock
        items = found.day.sections["delivery"].items if found is not None else ()
        recipient = next((one.who for one in items if one.ref == ref), "")
        ids = acts.unread_of(items, recipient)
        if not ids:
            return
        self._form(
            f"deliver:{recipient}",
            FormWords("记送达", f"给{recipient}的 {len(ids)} 份通知，已当面送达", "记下"),
            FormStart((RecordField("received_by", "签收人"),)),
            lambda session, values: inbox.delivered(session, ids, values.get("received_by", ""), now()),
            f"给{recipient}的通知已记送达。",
        )

    # absences

    def _note_absence(self) -> None:
        found, now = self._found, self._clock
        if found is None:
            return
        fields = (
            RecordField("staff", "谁", Asked.STAFF),
            RecordField("first", "从哪一天", Asked.DAY, ahead=True),
            RecordField("last", "到哪一天", Asked.DAY, required=False, ahead=True, hint="只一天的空着"),
            RecordField("reason", "原因", required=False, hint="如 培训、休假、出差"),
        )

        def add(session: Session, values: Mapping[str, str]) -> object:
            staff = values.get("staff", "")
            return absences.add(
                session,
                int(staff) if staff.isdigit() else None,
                _day(values.get("first", "")),
                _day(values.get("last", "")),
                values.get("reason", ""),
                now(),
            )

        start = form_start(fields, found.staff, self._today())
        words = FormWords("登记不在岗", "谁在哪几天不在岗，两周日程里会写明", "记下")
        self._form("absence", words, start, add, "不在岗已登记。")

    def _withdraw_absence(self) -> None:
        found, now = self._found, self._clock
        if found is None or not found.day.absences:
            return
        choices = tuple(
            (str(one.absence_id), f"{one.name} {day_title(one.first)}至{day_title(one.last)} {one.reason}".rstrip())
            for one in found.day.absences
        )
        start = FormStart((RecordField("absence", "撤销哪一条", Asked.CHOICE, choices=choices),))
        words = FormWords("撤销不在岗", "撤销一条登记", "撤销")
        self._form(
            _BACK,
            words,
            start,
            lambda session, values: absences.withdraw(session, int(values.get("absence") or 0), now()),
            "这条不在岗登记已撤销。",
        )

    # the end of the day

    def _close_day(self) -> None:
        if self._found is None:
            return
        day, now = self._found.end.standing.day, self._clock()
        self.card.close_day.setEnabled(False)
        self._ops.write(
            self,
            lambda session: day_end.close(session, day, now),
            lambda _closed: self.say(f"{day_title(day)}已结束。请打印核对单签字。"),
            self.tell,
            always=lambda: self.card.close_day.setEnabled(True),
        )

    def _print(self) -> None:
        if self.code == sections.END and self._found is not None and self._found.end.closings:
            closing_id = self._found.end.closings[0].closing_id
            self._ops.read(
                self,
                lambda session: day_end.sheet(session, closing_id),
                lambda sheet: self._prints.print_record(sheet, self._printed),
                self.tell,
            )
        elif self.code == "delivery":
            now = self._clock()

            def make(session: Session, _progress: Progress, _printer: str) -> tuple[bytes, bool | None]:
                return acts.delivery_pdf(session, now), None

            self.card.print.setEnabled(False)
            self._prints.print_pages(
                DELIVERY_PRINTER,
                make,
                lambda _printer, trouble: self._printed(trouble),
                self.tell,
                lambda: self.card.print.setEnabled(True),
            )

    def _form(
        self,
        form: str,
        words: FormWords,
        start: FormStart,
        write: Callable[[Session, dict[str, str]], object],
        told: str,
    ) -> None:
        self.ask(form, words, start, write, lambda _done: told)

    def _printed(self, trouble: str) -> None:
        if trouble:
            self.say(f"没有打出：{trouble}请检查打印机再打一次。", Tone.SOON)
        else:
            self.say("已送到打印机。")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
