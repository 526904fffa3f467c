"""The side panel: 可能来过, what the matter was answered last, and what this contact counts as. It only advises."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.contact import Channel
from app.domain.history import ERA_TEXT, FLAG_TEXT, ComputedFlag, Flag, FlagChange
from app.domain.intake import EarlierMatter
from app.domain.matter import ACTION_TEXT
from app.domain.recognition import ProposalGroup
from app.services.looking_back import LookBack
from ui.pages.intake.decision import Decision
from ui.pages.intake.proposal import UNDO_KEY, Chosen, Proposal, ShownKey, clear, day_words, short
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.chip import Chip, Shape, Status
from ui.widgets.side_panel import SidePanel
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

MOST = 5
WAITING = "填写证件号码、电话、案号，或姓名加住址、出生日期后，这里列出可能来过的人和事项。"
NOTHING = "没有找到可能来过的人，将作为新的信访人和新事项登记。"
_GROUP_WORDS = {
    ProposalGroup.SIGNER: "联名人来过",
    ProposalGroup.SAME_CASE: "同一案件",
    ProposalGroup.LIKE_NAME: "同音",
    ProposalGroup.HELPER: "曾代理或陪同他人",
}
_ANSWERS_SHOWN = 3


class RecognitionPanel(SidePanel):
    """Proposals in two groups, one of them marked; choosing is the clerk's, and everything chosen can be undone."""

    joined = Signal(object)
    """The :class:`EarlierMatter` the contact shall join."""
    new_matter = Signal(object)
    """The same person comes with a new matter."""
    different = Signal(object)
    """Not the same."""
    undone = Signal()
    """Take back what was said last."""
    marked = Signal(object)
    """The proposal the keys without a figure mean, None without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[EarlierMatter, ...] = ()
        self._proposals: list[Proposal] = []
        self._place = 0
        self._list = Card("可能来过", margin=16)
        self._words = text_label(WAITING, "body", wrap=True)
        self._rows = QWidget()
        scale.column(self._rows, spacing=8)
        self._dismissed = text_label("", "small", wrap=True)
        self._restore = ShownKey("恢复", UNDO_KEY)
        self._restore.clicked.connect(self.undone)
        line = scale.row(spacing=4)
        line.addWidget(self._dismissed, 1)
        line.addWidget(self._restore)
        for part in (self._words, self._rows):
            self._list.add(part)
        self._list.add(line)
        self.body.addWidget(self._list)
        self._photo_card = Card("证件照片", margin=16)
        self._photo = QLabel()
        self._photo.setAccessibleName("证件照片")
        self._photo_card.add(self._photo)
        self._photo_card.add(text_label("只供当面核对，不保存。", "small", wrap=True))
        self._photo_card.hide()
        self.body.insertWidget(0, self._photo_card)
        self.answer = AnswerCard()
        self.counts = CountsCard()
        self.body.addWidget(self.answer)
        self.body.addWidget(self.counts)
        self.show_state((), Decision(), Channel.VISIT, date.min, WAITING)

    @property
    def found(self) -> tuple[EarlierMatter, ...]:
        """What may be chosen, in the order of the keys."""
        return self._found

    @property
    def marked_one(self) -> EarlierMatter | None:
        """The proposal the keys without a figure mean."""
        return self._found[self._place] if self._place < len(self._found) else None

    def words(self) -> str:
        """The sentence shown in place of proposals, empty when there are some."""
        return "" if self._words.isHidden() else self._words.text()

    def answer_words(self) -> str:
        """What the card 上次答复 says, empty when it is not shown."""
        return self.answer.words()

    def show_state(
        self, found: tuple[EarlierMatter, ...], decision: Decision, channel: Channel, today: date, instead: str
    ) -> None:
        """Show proposals, or the one chosen; ``instead`` is said when there is neither."""
        kept = self.marked_one
        self._found = () if decision.chosen else found[:MOST]
        self._proposals = []
        clear(self._rows)
        layout = self._rows.layout()
        assert layout is not None
        if decision.chosen is not None:
            chosen = Chosen(decision.chosen, joins=decision.joined is not None, today=today)
            chosen.undone.connect(self.undone)
            layout.addWidget(chosen)
        group = ProposalGroup.SAME_PERSON
        for place, one in enumerate(self._found):
            if one.group is not group:
                group = one.group
                layout.addWidget(text_label(_GROUP_WORDS[group], "label"))
            layout.addWidget(self._proposal(one, place, channel, today))
        self._rows.setVisible(bool(self._found) or decision.chosen is not None)
        self._words.setText(instead)
        self._words.setVisible(self._rows.isHidden())
        gone = "、".join(dict.fromkeys(one.whose for one in decision.dismissed))
        self._dismissed.setText(f"已排除：{gone}")
        for part in (self._dismissed, self._restore):
            part.setVisible(bool(gone) and decision.chosen is None)
        places = [place for place, one in enumerate(self._found) if kept and one.matter_id == kept.matter_id]
        self._mark(places[0] if places else 0)

    def show_photo(self, photo: bytes) -> None:
        """Show the photo a card came with; empty bytes take it away."""
        picture = QPixmap()
        has_photo = bool(photo) and picture.loadFromData(photo)
        if has_photo:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._photo.setPixmap(picture.scaledToHeight(scale.px(126), smooth))
        else:
            self._photo.clear()
        self._photo_card.setVisible(has_photo)

    def move_mark(self, step: int) -> None:
        """Mark the next or the previous proposal."""
        if self._found:
            self._mark((self._place + step) % len(self._found))

    def _proposal(self, one: EarlierMatter, place: int, channel: Channel, today: date) -> Proposal:
        proposal = Proposal(one, place, channel, today)
        proposal.same.connect(lambda: self.joined.emit(one))
        proposal.new.connect(lambda: self.new_matter.emit(one))
        proposal.different.connect(lambda: self.different.emit(one))
        proposal.marked.connect(lambda: self._mark(place))
        self._proposals.append(proposal)
        return proposal

    def _mark(self, place: int) -> None:
        self._place = place
        for each, proposal in enumerate(self._proposals):
            proposal.set_marked(marked=each == place)
        self.marked.emit(self.marked_one)


class AnswerCard(Card):
    """上次答复: what the matter was answered before, and whether what was promised is late."""

    def __init__(self) -> None:
        super().__init__("上次答复", margin=16)
        self._words = text_label("", "body", wrap=True, selectable=True)
        self._chips = QWidget()
        scale.column(self._chips, spacing=6)
        self._earlier = text_label("", "small", wrap=True, selectable=True)
        for part in (self._words, self._chips, self._earlier):
            self.add(part)
        self.hide()

    def words(self) -> str:
        """What is said, chips included; empty when hidden."""
        if self.isHidden():
            return ""
        chips = (chip.status.words for chip in self._chips.findChildren(Chip) if not chip.isHidden())
        return "\n".join(filter(None, (self._words.text(), *chips, self._earlier.text())))

    def show_matter(self, known: LookBack | None, today: date) -> None:
        """Show one matter; None hides the card."""
        self.setVisible(known is not None)
        if known is None:
            return
        answers = [
            f"{day_words(one.happened_at, today)} {ACTION_TEXT[one.kind]}：{short(one.words, 120)}"
            for one in known.answers[:_ANSWERS_SHOWN]
        ]
        self._words.setText(answers[0] if answers else "还没有答复记录。")
        lately = [day for day in known.history.lately if day < today]
        lines = answers[1:]
        era = known.history.era
        if era is not None:
            lines.append(f"{ERA_TEXT[era.era]}：{era.reason}。")
        if lately:
            lines.append(f"近 30 日内来过 {len(lately)} 次，最近 {day_words(max(lately), today)}。")
        self._earlier.setText("\n".join(lines))
        self._earlier.setVisible(bool(lines))
        clear(self._chips)
        layout = self._chips.layout()
        assert layout is not None
        for status in promise_chips(known, today):
            layout.addWidget(Chip(status))
        self._chips.setVisible(layout.count() > 0)


def promise_chips(known: LookBack, today: date) -> list[Status]:
    """Whether the promise and the matter are late."""
    chips = []
    if known.promise_late(today):
        chips.append(Status(f"反馈已逾期 {known.promise_late(today)} 天", Tone.LATE, Shape.LATE))
    elif known.promised is not None:
        chips.append(Status(f"应在 {day_words(known.promised, today)} 前反馈", Tone.SOON, Shape.SOON))
    if known.late(today):
        chips.append(Status(f"办理已逾期 {known.late(today)} 天", Tone.LATE, Shape.LATE))
    return chips


class CountsCard(Card):
    """本次信访: which flags the contact gets, each with its reason; how often the person came to this court."""

    def __init__(self) -> None:
        super().__init__("本次信访", margin=16)
        self._ordinal = text_label("", "body", wrap=True)
        self._rows = QWidget()
        scale.column(self._rows, spacing=6)
        for part in (self._ordinal, self._rows):
            self.add(part)
        self._flags: tuple[ComputedFlag, ...] = ()
        self._changes: tuple[FlagChange, ...] = ()
        self.hide()

    def words(self) -> str:
        """What is said; empty when hidden."""
        if self.isHidden():
            return ""
        shown = (f"{FLAG_TEXT[one.flag]}：{reason}" for one, reason in self._shown())
        return "\n".join(filter(None, (self._ordinal.text(), *shown)))

    def show_counts(self, ordinal: str, flags: tuple[ComputedFlag, ...], changes: tuple[FlagChange, ...]) -> None:
        """Show what is set, and the flags changed by hand."""
        self._flags, self._changes = flags, changes
        self._ordinal.setText(ordinal)
        self._ordinal.setVisible(bool(ordinal))
        clear(self._rows)
        layout = self._rows.layout()
        assert layout is not None
        for one, reason in self._shown():
            layout.addWidget(Chip(Status(FLAG_TEXT[one.flag], Tone.SOON if one.value else Tone.PLAIN)))
            layout.addWidget(text_label(reason, "small", wrap=True))
        self._rows.setVisible(layout.count() > 0)
        self.setVisible(bool(ordinal) or layout.count() > 0)

    def _shown(self) -> list[tuple[ComputedFlag, str]]:
        by_hand: dict[Flag, FlagChange] = {one.flag: one for one in self._changes}
        shown = []
        for one in self._flags:
            change = by_hand.get(one.flag)
            if change is not None and change.value != one.value:
                verb = "人工认定" if change.value else "人工取消"
                reason = f"{verb}（{change.reason or '还没有写理由'}）；系统认为：{one.reason}"
                shown.append((ComputedFlag(one.flag, change.value, reason), reason))
            elif one.value:
                shown.append((one, one.reason))
        return shown
