"""接待登记: the page on which a visit, letter, call or forwarded paper becomes a numbered contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.domain.changes import Area
from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import IntakeReceipt
from app.services import triage
from app.services.card_drop import Dropped
from app.services.drafts import Draft
from app.services.session import Session
from app.services.triage import TriageReceipt, TriageRequest
from ui.operations import Operations
from ui.pages.intake.action_bar import ActionBar
from ui.pages.intake.card_filling import CardFolder, fill
from ui.pages.intake.card_line import CARD_KEY, CardLine
from ui.pages.intake.content import FormContent, from_json, is_late
from ui.pages.intake.draft_keeper import DraftKeeper
from ui.pages.intake.draft_strip import DraftStrip
from ui.pages.intake.fields import FIXED
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.hints import TAKE_KEY
from ui.pages.intake.lines import DecisionLine, SavedLine
from ui.pages.intake.live import LiveHints
from ui.pages.intake.pick_lists import PickLists, offer, read_pick_lists
from ui.pages.intake.proposal import NEW_KEY, NOT_KEY, UNDO_KEY
from ui.pages.intake.recognising import BEFORE_KEY, NEXT_KEY, Recognising
from ui.pages.intake.recognition_panel import RecognitionPanel
from ui.pages.intake.submitting import Saved, Submitting
from ui.pages.page import Page
from ui.style import scale
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.side_panel import WithSidePanel, scrolled
from ui.widgets.tone import Tone

SCROLL_LINES_FROM = 1.5
_SAYS_WHEN = frozenset({"happened_on", "happened_time", "letter_received", "blank_number", "late_reason"})
SEGMENTS = (
    Segment(Channel.VISIT.value, "来访", "F1"),
    Segment(Channel.LETTER.value, "来信", "F2"),
    Segment(Channel.CALL.value, "来电", "Shift+F1"),
    Segment(Channel.FORWARDED.value, "交办转送", "Shift+F2"),
)


class IntakePage(Page):
    """One form at a time. It is kept as a draft while it is filled, and a fresh one stands ready after each save."""

    title = "登记"
    help_text = (
        "登记来访、来信、来电和交办转送。填姓名、证件、电话和诉求即可登记，其余各栏按标明的键展开。"
        "证件号码和案号当场核对；可能来过的人和事项列在右边，写明理由，按 Alt 加数字归入，选错可以撤销。"
        "写到一半有人来，按 F4 暂放，F5 接着填最近的，Shift+F5 接着填等得最久的；没写完的自动留作草稿，断电也不丢。"
    )
    interests = frozenset({Area.SETTINGS, Area.CODES})
    more_keys = (
        (TAKE_KEY, "采用提示里的改正"),
        ("Alt+1 到 Alt+5", "归入右边列出的同一事项"),
        (NEW_KEY, "右边选中的是同一人，这次是新事项"),
        (NOT_KEY, "右边选中的不是，记住不再提示"),
        (UNDO_KEY, "撤销对可能来过的人的选择"),
        (f"{BEFORE_KEY} {NEXT_KEY}", "选中右边上一位、下一位"),
        (CARD_KEY, "读卡文本：刷卡或粘贴，填入表里"),
        ("Delete", "取消本栏已选的项"),
        ("Esc", "不会清空任何内容"),
    )

    print_slip = Signal(int, int)
    """(matter id, contact id): the clerk wants the slip printed."""
    print_guidance = Signal(int, int)
    """(matter id, contact id): the clerk wants the guidance sheet printed."""
    cover_wanted = Signal(int)
    """The matter whose cover the clerk wants to see and print."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ops = ops
        self._clock = clock
        self._first_show = True
        self._department_of: dict[int, int | None] = {}
        self.form = IntakeForm(self._today)
        self.live = LiveHints(self.form, self._today)
        self.panel = RecognitionPanel()
        self.decision_line = DecisionLine()
        self.saved_line = SavedLine()
        self.card_line = CardLine(self._today)
        self.cards = CardFolder(ops, clock, self)
        self._waiting_card: Dropped | None = None
        self.actions_bar = ActionBar()
        self.strip = DraftStrip(clock)
        self.channels = SegmentBar(SEGMENTS)
        self.keeper = DraftKeeper(ops, clock, self._typed, self)
        self._area: QScrollArea
        self._build()
        self.recognising = Recognising(ops, self.form, self.panel, self.decision_line, self.split, clock)
        self.submitting = Submitting(ops, clock, self.form, self.keeper)
        self._listen()
        self._start_form()

    def _today(self) -> date:
        return self._clock().date()

    # What the window asks of a page

    def refresh(self) -> None:
        """Read the pick lists; on first show also the unfinished forms."""
        today = self._today()
        self._ops.read(self, lambda session: read_pick_lists(session, today), done=self._offer)
        if self._first_show:
            self._first_show = False
            self.keeper.look()
            self.cards.read_setting()
            self.focus_first()

    def open_at(self, what: object) -> None:
        """Begin a contact of a channel (:class:`Channel` or its value), or go on with a :class:`Draft`.

        A form of another channel that was begun is parked, never changed or lost.
        """
        if isinstance(what, Draft):
            self.restore(what)
            return
        channel = Channel(what) if isinstance(what, str) else what
        if not isinstance(channel, Channel):
            return
        if channel is not self.form.channel:
            if self._typed() is not None:
                self.park()
            self.set_channel(channel)
        if self._typed() is None:
            self.focus_first()

    def matter_in_hand(self) -> int | None:
        """The matter joined, while the form is filled for one."""
        return self.recognising.decision.matter_id

    def before_close(self) -> None:
        """Keep the draft."""
        self.keeper.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft."""
        super().hideEvent(event)
        self.cards.set_active(active=False)
        self.card_line.close_line()
        self.keeper.flush()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch for cards. A form that nobody began misses nothing: leaving the page had asked its field."""
        super().showEvent(event)
        if self._typed() is None:
            self._blame_nothing()
        if not self._first_show:
            self.cards.read_setting()  # the folder may have been chosen in the settings meanwhile
        self.cards.set_active(active=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name fewer drafts when the header has little room."""
        super().resizeEvent(event)
        self._fit_header()

    def changeEvent(self, event: QEvent) -> None:
        """The header's room follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "strip"):
            self._fit_header()

    # What the clerk does

    def set_channel(self, channel: Channel) -> None:
        """Turn the form into one of another channel; everything typed stays, and nothing empty counts as left."""
        calm = [field for field in self.form.fields.values() if field.state != "wrong"]
        self.channels.choose(channel.value)
        self.header.set_title(self.form.plan.title)
        if channel is not self.form.channel:
            self.form.arrange(channel)
            self.live.show_count()
            self.live.read_again()
            self.recognising.channel_changed()
            self._show_late()
            self._order_tabs()
            if self._typed() is not None:
                self.keeper.touch()
        self.header.set_title(self.form.plan.title)
        self.focus_first()
        for field in calm:
            if field.state == "wrong" and field.editor.is_empty():
                field.clear_note()

    def focus_first(self) -> None:
        """Go to the first field."""
        self.form.focus_on(self.form.visible_names()[0] if self._typed() is None else "name")
        self._area.verticalScrollBar().setValue(0)

    def save(self) -> None:
        """Register the form."""
        self._submit(prints=False)

    def save_and_print(self) -> None:
        """Register the form and ask for the slip."""
        self._submit(prints=True)

    def park(self) -> None:
        """Keep the form as a draft and begin a fresh one."""
        if self.submitting.is_saving:
            return
        self.submitting.commit_composed()
        if self._typed() is None:
            self.say("这张表还是空的，不用暂放。", Tone.PLAIN)
            return
        self.keeper.park()
        self._start_form()
        self.keeper.look()
        self.focus_first()
        self._take_waiting_card()

    def recall(self) -> None:
        """Go on with the newest unfinished form; the one being filled is parked."""
        if self.strip.drafts:
            self.restore(self.strip.drafts[0])

    def restore(self, draft: Draft) -> None:
        """Go on with an unfinished form; the one being filled is parked."""
        if self.submitting.is_saving:
            return
        try:
            content = from_json(draft.content)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.say("这份草稿由别的版本留下，读不出来，没有改动它。请按草稿名称重新登记。", Tone.SOON)
            return
        if self._typed() is not None:
            self.keeper.park()
        self._start_form()
        self.keeper.start_new(draft)
        self.set_channel(content.channel)
        self.form.put(self._with_moment(content, draft), content.people)
        self.recognising.set(content.decision)
        self.live.show_count()
        self.live.read_again()
        self._show_late()
        self.form.show_folds()
        self.actions_bar.show_saved(draft.saved_at)
        self.keeper.look()
        self.focus_first()

    def take_card(self, card: Dropped) -> None:
        """Fill in a card. One of somebody else than the form's waits for the next form, so that nobody is mixed up."""
        reading = card.reading
        if not reading.found:
            self.say(card.trouble or reading.verdict, Tone.SOON)
            return
        number = str(self.form.values()["document_number"] or "").strip()
        if self.submitting.is_saving or (number and number != reading.document_number):
            self._waiting_card = card
            self.say(f"读到{reading.name or '另一人'}的证件，这张表是别人的。登记或按 F4 暂放后填入新表。", Tone.SOON)
            return
        words, agrees = fill(self.form, reading)
        self.panel.show_photo(card.photo)
        self.say(words + card.trouble, Tone.GOOD if agrees and not card.trouble else Tone.SOON)

    def content(self) -> FormContent:
        """Everything that stands in the form."""
        return FormContent(self.form.channel, self.form.values(), self.form.people.people(), self.recognising.decision)

    # Building

    def _build(self) -> None:
        self.header.add(self.channels)
        self.header.add_right(self.strip)
        main = QWidget()
        self._above = scale.column(main, spacing=6)
        inside = QWidget()
        self._inside = scale.column(inside, spacing=8)
        self._inside.addWidget(self.form)
        self._area = scrolled(inside)
        self._above.addWidget(self._area, 1)
        self._place_lines()
        self.split = WithSidePanel(main, self.panel, header=self.header, words="可能来过", key="F9")
        self.body.addWidget(self.split, 1)
        self.body.addWidget(self.actions_bar)

    def _listen(self) -> None:
        self.channels.chosen.connect(lambda value: self.set_channel(Channel(value)))
        self.form.edited.connect(self._edited)
        self.form.left.connect(lambda _name: self.keeper.flush())
        self.keeper.saved.connect(self.actions_bar.show_saved)
        self.keeper.offered.connect(self.strip.show_drafts)
        self.strip.recalled.connect(self.restore)
        self.actions_bar.save.clicked.connect(self.save)
        self.actions_bar.save_and_print.clicked.connect(self.save_and_print)
        self.actions_bar.park.clicked.connect(self.park)
        self.recognising.changed.connect(self.keeper.touch)
        self.decision_line.shown.connect(lambda shown: self.saved_line.give_way(to_other=shown))
        self.saved_line.printed.connect(self.print_slip)
        self.saved_line.cover_wanted.connect(self.cover_wanted)
        self.saved_line.guidance_wanted.connect(self.print_guidance)
        self.saved_line.opened.connect(lambda matter_id: self.go.emit("matter", matter_id))
        self.card_line.read.connect(lambda reading: self.take_card(Dropped(reading, b"", "")))
        self.card_line.folder_chosen.connect(self.cards.choose)
        self.cards.named.connect(self.card_line.set_folder)
        self.cards.dropped.connect(self.take_card)
        self.submitting.registered.connect(self._registered)
        self.submitting.refused.connect(self._refused)
        self.submitting.matter_refused.connect(self.recognising.refused)
        keys: dict[str, Callable[[], object]] = {
            TAKE_KEY: self._take,
            CARD_KEY: self._turn_card_line,
            **self.recognising.keys(),
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)
        QApplication.instance().focusChanged.connect(self._keep_in_view)  # type: ignore[union-attr]
        self._area.verticalScrollBar().rangeChanged.connect(self._grown)
        self.split.button.clicked.connect(self._panel_toggled)

    def _turn_card_line(self) -> None:
        if not self.form.moves.is_composing():
            self.card_line.turn()

    def _take(self) -> None:
        """What the field with the focus offers, then the known number of the person chosen."""
        in_number = self.form.fields["document_number"].editor.hasFocus()
        if self.recognising.offers_number() and (in_number or not self.live.has_suggestion()):
            self.recognising.take_number()
        else:
            self.live.take_suggestion()

    def _order_tabs(self) -> None:
        chain: list[QWidget] = [self.channels.button(segment.value) for segment in SEGMENTS]
        chain += self.form.order_tabs()
        chain += [self.actions_bar.save_and_print, self.actions_bar.save, self.actions_bar.park]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _fit_header(self) -> None:
        self.strip.set_room(2 if self.width() >= scale.px(1160) else 1)
        self._place_lines()

    def _place_lines(self) -> None:
        """The coloured lines stand above the form; with large text they scroll with it, so that fields stay in view."""
        wanted = self._inside if scale.factor() >= SCROLL_LINES_FROM else self._above
        for place, line in enumerate((self.saved_line, self.decision_line, self.card_line)):
            if wanted.indexOf(line) < 0:
                wanted.insertWidget(place, line)

    def _panel_toggled(self) -> None:
        """The form went under the panel: the focus stays with the button, away from the acts below."""
        if not self.form.isVisible():
            self.split.button.setFocus()

    def _keep_in_view(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.form.isAncestorOf(now):
            self._bring_into_view()
            QTimer.singleShot(0, self, self._bring_into_view)  # a part just opened stands somewhere only then

    def _grown(self) -> None:
        """Whatever grew, the field with the keys stays in sight; the next question stands where the last one stood."""
        self._keep_in_view(None, QApplication.focusWidget())

    def _bring_into_view(self) -> None:
        now = QApplication.focusWidget()
        if now is self.form.triage:
            top = now.mapTo(self._area.widget(), QPoint(0, 0)).y() if now is not None else 0
            self._area.verticalScrollBar().setValue(top - scale.px(48))
        elif now is not None and self.form.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, scale.px(48))

    # Inner course

    def _offer(self, lists: PickLists) -> None:
        offer(self.form, lists)
        self._department_of = lists.department_of

    def _edited(self, name: str) -> None:
        self.keeper.touch()
        if name == "handler":
            self._department_follows()
        if name in _SAYS_WHEN:
            self._show_late()
        self.recognising.edited(name)

    def _show_late(self) -> None:
        self.form.show_late(late=is_late(self.content(), self._clock()))

    def _department_follows(self) -> None:
        """The handler's department, unless one is chosen already."""
        fields = self.form.fields
        handler = self.form.values()["handler"]
        if handler is not None and self.form.values()["department"] is None:
            fields["department"].editor.set_value(self._department_of.get(handler))  # type: ignore[union-attr]

    def _blame_nothing(self) -> None:
        """Take back what empty fields said when they were left."""
        for field in self.form.fields.values():
            if field.state == "wrong":
                field.clear_note()

    def _start_form(self) -> None:
        """A fresh form of the same channel; what was registered last stays confirmed.

        The first field gets the keys before anything is emptied: an empty field that is left says that it is missing.
        """
        self.keeper.start_new()
        now = QApplication.focusWidget()
        if now is not None and self.form.isAncestorOf(now):
            self.form.focus_on(self.form.visible_names()[0])
        self.form.put({}, ())
        self.form.close_all()
        self.recognising.start_over()
        self.live.start_over()
        self._show_late()
        self.actions_bar.show_saved(None)
        self.problems.hide()
        self.header.set_title(self.form.plan.title)
        self.panel.show_photo(b"")

    def _take_waiting_card(self) -> None:
        """The card read while another visitor's form stood here."""
        card, self._waiting_card = self._waiting_card, None
        if card is not None:
            self.take_card(card)

    def _typed(self) -> FormContent | None:
        """The content, None when the clerk has typed nothing."""
        content = self.content()
        values = dict(content.values)
        if self.live.is_blank_count():
            values.pop("head_count")
        is_blank = all(value in (None, "", False, FIXED.get(name)) for name, value in values.items())
        return None if is_blank and not content.people else content

    def _with_moment(self, content: FormContent, draft: Draft) -> dict[str, object]:
        """A form taken up on a later day happened on the day it was begun."""
        values = dict(content.values)
        began = draft.started_at
        if not values.get("happened_on") and not values.get("letter_received") and began.date() != self._today():
            values["happened_on"] = began.date().isoformat()
            values["happened_time"] = values.get("happened_time") or f"{began:%H:%M}"
        return values

    def _submit(self, *, prints: bool) -> None:
        if self.submitting.is_saving:
            return
        self.submitting.commit_composed()
        self.problems.hide()
        self.submitting.submit(self.content(), prints=prints)

    def _registered(self, saved: Saved, prints: bool) -> None:
        receipt = saved.receipt
        self.saved_line.show_saved(saved)
        self._start_form()
        self.keeper.look()
        self.focus_first()
        self._take_waiting_card()
        if saved.triage is not None:
            self._keep_triage(receipt, saved.triage)
        if prints:
            self.print_slip.emit(receipt.matter_id, receipt.contact_id)

    def _keep_triage(self, receipt: IntakeReceipt, wanted: TriageRequest) -> None:
        """After the registration and apart from it: whatever becomes of the answers, the contact is registered."""

        def kept(known: TriageReceipt) -> None:
            if not known.hidden:
                self.saved_line.offer_guidance(receipt)

        self._ops.write(
            self, lambda session: triage.record(session, wanted, self._clock()), done=kept, failed=self.tell
        )

    def _refused(self, answer: Refused) -> None:
        self.tell(answer)
        QTimer.singleShot(0, self, self._grown)
