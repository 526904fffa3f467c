"""封面版式: the office's own covers: a list of what stands on one, the values of the one chosen, and a live sample."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain import cover_layout
from app.domain.changes import Change
from app.domain.cover_layout import FIELDS, PlaceProblem
from app.domain.dossier_paper import PAPER_TEXT, CoverLayout, PaperSize
from app.domain.errors import Refused
from app.domain.overprint import PLAIN, Overprint
from app.domain.viewer import Right
from app.services import cover_layouts
from app.services.cover_layouts import LayoutVersion, OfficeLayouts
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.cover_draft import FIXED_TEXT, CoverDraft, Line
from ui.pages.settings.cover_place import FIXED, PlaceForm
from ui.pages.settings.jacket_acts import JacketActs
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.pages.settings.sheet_preview import Frame, Sample, SheetPreview
from ui.pages.settings.three_beside import ThreeBeside
from ui.problems import Problems
from ui.widgets.card import Card, Notice
from ui.widgets.chip import Shape, Status
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tick import Tick
from ui.widgets.tone import Tone

SHIPPED_WORDS = "程序自带的版式"
UNSAVED = "有改动还没有保存，保存后装订的卷宗才用；已经装订的不变。"


class CoverSection(Section):
    """One size of paper at a time; what was changed and not saved stays while the other sizes are looked at."""

    title = "封面版式"

    back_wanted = Signal()
    """Back to the settings of dossiers."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self._known: OfficeLayouts | None = None
        self._drafts: dict[PaperSize, CoverDraft] = {}
        self._may_change = False
        self._listing = False
        self.paper_size = Choice([Option(one.value, PAPER_TEXT[one]) for one in PaperSize])
        self.paper_size.set_value(PaperSize.A4.value)
        self.versions = Choice(hint="还没有保存过")
        self.state = text_label("", "small", wrap=True)
        self.table = SmallTable("封面上的各项", ("内容", "情况"), (120, 104), most=6)
        self.up = KeyButton("上移", "Alt+Up", icon="chevron-up")
        self.down = KeyButton("下移", "Alt+Down", icon="chevron-down")
        self.remove = KeyButton("删除", "Alt+X", Kind.DANGER)
        self.new = Choice([*(Option(name, words) for name, words in FIELDS.items()), Option(FIXED_TEXT, FIXED)])
        self.add = KeyButton("添加", "Alt+N", icon="plus")
        self.form = PlaceForm()
        self.holes = Tick("印装订孔的十字")
        self.only = Tick("纸样只看填写的内容（套打）")
        self.save = KeyButton("保存", "Ctrl+Return", Kind.LEAD, "save")
        self.again = KeyButton("取回这一版", "Alt+R", icon="restore")
        self.shipped = KeyButton("恢复默认版式", "Alt+H")
        self.back = KeyButton("返回卷宗设置", "Alt+Left", icon="chevron-left")
        self.preview = SheetPreview(ops, "纸样")
        self.jacket = JacketActs(ops, clock, self.preview, self.say)
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._build()
        self._listen()
        self.finish()

    @property
    def draft(self) -> CoverDraft | None:
        """The cover being worked on."""
        return self._drafts.get(self._size())

    def refresh(self) -> None:
        """Read what is in force; a cover with changes that are not saved stays as it is on the screen."""

        def read(session: Session) -> tuple[OfficeLayouts, bool]:
            return cover_layouts.read(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))
        self.preview.read_jacket()

    # building

    def _build(self) -> None:
        self.preview.add(self.only)
        self.preview.add(self.jacket)
        acts = FieldGrid(columns=4, least=186)
        for button in (self.save, self.again, self.shipped, self.back):
            acts.add(button)
        self.body.addWidget(self._closed)
        self._closed.hide()
        self.body.addWidget(acts)
        self.body.addWidget(self.state)
        self.body.addWidget(ThreeBeside(self._list_card(), self.form, self.preview))

    def _list_card(self) -> Card:
        card = Card("封面版式", margin=16)
        card.add(Field("封面尺寸", self.paper_size, close=True))
        card.add(Field("以前的版式", self.versions, close=True))
        card.add(self.table)
        acts = FieldGrid(columns=2, least=104)
        for button in (self.up, self.down):
            acts.add(button)
        card.add(acts)
        card.add(Field("添加哪一项", self.new, close=True))
        more = FieldGrid(columns=2, least=104)
        for button in (self.add, self.remove):
            more.add(button)
        card.add(more)
        card.add(self.holes)
        return card

    def _listen(self) -> None:
        self.paper_size.value_changed.connect(self._turn)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._choose_row())
        self.form.changed.connect(self._change)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.holes.toggled.connect(self._set_holes)
        self.only.toggled.connect(lambda _on: self._draw())
        self.preview.pointed.connect(self._point)
        self.save.clicked.connect(self._save)
        self.again.clicked.connect(self._take_back)
        self.shipped.clicked.connect(self._restore)
        self.back.clicked.connect(self.back_wanted)

    # showing

    def _size(self) -> PaperSize:
        return PaperSize(self.paper_size.value() or PaperSize.A4.value)

    def _show(self, known: OfficeLayouts, may_change: bool) -> None:
        self._known, self._may_change = known, may_change
        for size in PaperSize:
            draft = self._drafts.get(size)
            if draft is None or not draft.is_changed:
                fresh = CoverDraft(known.current[size], known.newest(size))
                if draft is not None and 0 <= draft.index < len(fresh.lines):
                    fresh.chosen = fresh.lines[draft.index].mark
                self._drafts[size] = fresh
        self._closed.setVisible(not may_change)
        for button in (self.save, self.again, self.shipped, self.up, self.down, self.remove, self.add):
            button.setVisible(may_change)
        self.holes.setEnabled(may_change)
        self.jacket.setVisible(may_change)
        self._turn()

    def _turn(self) -> None:
        """Show the cover of the size chosen."""
        draft, known = self.draft, self._known
        if draft is None or known is None:
            return
        before = known.versions[self._size()]
        self.versions.set_options([Option(one.number, _version_words(one)) for one in before])
        self.versions.set_value(before[0].number if before else None)
        self.again.setEnabled(bool(before))
        self._listing = True
        self.holes.setChecked(draft.holes)
        self._listing = False
        self.jacket.set_target("cover", draft.size)
        self._fill()

    def _fill(self) -> None:
        """Everything that follows from the draft, its chosen place in the form included."""
        draft = self.draft
        if draft is not None:
            self.form.show_place(draft.chosen or 0, draft.place, editable=self._may_change)
            self._review()

    def _review(self) -> None:
        """Everything that follows from the draft but what is in the form, which the clerk may be typing in."""
        draft, known = self.draft, self._known
        if draft is None or known is None:
            return
        problems = draft.problems()
        self._listing = True
        self.table.show_rows([Row(line.mark, _cells(line, problems.get(line.mark, []))) for line in draft.lines])
        if draft.index >= 0 and self.table.currentIndex().row() != draft.index:
            self.table.selectRow(draft.index)
        self._listing = False
        self.form.show_problems(problems.get(draft.chosen or 0, []))
        self.state.setText(_state_words(draft, known, problems))
        self.remove.setEnabled(draft.place is not None)
        self._draw()

    def _draw(self) -> None:
        draft, known = self.draft, self._known
        if draft is None or known is None:
            return
        overprint = Overprint(fields_only=True) if self.only.isChecked() else PLAIN
        self.preview.show_sample(Sample(draft.drawable(), overprint=overprint, court_name=known.court_name))
        problems = draft.problems()
        self.preview.outline(
            [
                Frame(cover_layout.box_of(line.place), line.mark == draft.chosen, line.mark in problems)
                for line in draft.lines
                if (line.mark == draft.chosen or line.mark in problems) and cover_layout.can_be_drawn(line.place)
            ]
        )

    # changing

    def _choose_row(self) -> None:
        draft, mark = self.draft, self.table.subject()
        if not self._listing and draft is not None and mark is not None and mark != draft.chosen:
            draft.chosen = mark
            self._fill()

    def _point(self, x: float, y: float) -> None:
        draft = self.draft
        if draft is not None and draft.choose_at(x, y):
            self._fill()
            self.table.setFocus()

    def _change(self, values: dict[str, Any]) -> None:
        if self.draft is not None:
            self.draft.change(**values)
            self._review()

    def _move(self, step: int) -> None:
        if self.draft is not None and self.draft.move(step):
            self._review()

    def _add(self) -> None:
        if self.draft is None:
            return
        if self.new.is_empty():
            self.say("请先选要添加哪一项。", Tone.SOON)
            self.new.setFocus()
            return
        self.draft.add(str(self.new.value()))
        self._fill()
        self.form.focus_on("label")

    def _remove(self) -> None:
        if self.draft is not None:
            self.draft.remove()
            self._fill()
            self.table.setFocus()

    def _set_holes(self, on: bool) -> None:
        if self.draft is not None and not self._listing:
            self.draft.holes = on
            self._review()

    def _take_back(self) -> None:
        known = self._known
        if known is None or self.versions.value() is None:
            return
        number = self.versions.value()
        version = next(one for one in known.versions[self._size()] if one.number == number)
        self._replace(version.layout, f"第{number}版已放进编辑区，按保存后生效。")

    def _restore(self) -> None:
        self._replace(CoverLayout(self._size()), "默认版式已放进编辑区，按保存后生效。")

    def _replace(self, layout: CoverLayout, words: str) -> None:
        draft = self.draft
        if draft is None:
            return

        def take_over() -> None:
            draft.load(layout)
            self.form.forget()
            self._turn_to(draft)
            self.say(words)

        if draft.is_changed:
            Problems.confirm(
                self, "现在的改动还没有保存，放进另一版就没有了。要放进来吗？", "放进来", "不放", take_over
            )
        else:
            take_over()

    def _turn_to(self, draft: CoverDraft) -> None:
        self._listing = True
        self.holes.setChecked(draft.holes)
        self._listing = False
        self._fill()

    def _save(self) -> None:
        draft = self.draft
        if draft is None:
            return
        unread = self.form.unread()
        if unread is not None:
            draft.chosen = unread
            self._fill()
            self.say("有一处不是数字，没有保存。改动都在。", Tone.SOON)
            return
        layout, seen, size = draft.layout(), draft.seen, draft.size
        self.save.setEnabled(False)

        def write(session: Session) -> Change:
            from app.printing.fonts import missing_glyphs  # measured start-up cost: fonts come with the first paper

            return cover_layouts.save(session, layout, seen, missing_glyphs, self._clock())

        def saved(_change: Change) -> None:
            draft.kept(seen + 1)
            self.say(f"{PAPER_TEXT[size]} 封面版式已保存为第{seen + 1}版，以后装订的按它来；已装订的不变。")

        self._ops.write(self, write, saved, self._refused, lambda: self.save.setEnabled(True))

    def _refused(self, refusal: Refused) -> None:
        self.say(refusal.message, Tone.SOON)
        draft = self.draft
        if draft is None or not refusal.fields:
            return
        name, words = next(iter(refusal.fields.items()))
        at, value = name.split(".")
        draft.chosen = draft.lines[min(int(at), len(draft.lines) - 1)].mark if draft.lines else None
        self._fill()
        field = self.form.fields.get(value, self.form.fields["label"])
        field.editor.setFocus()
        field.set_problem(words)

    def ask_with(self, ask: Callable[[QWidget], Path | None]) -> None:
        """Ask for the file of a jacket in another way; for tests."""
        self.jacket.ask_file = ask


def _cells(line: Line, problems: list[PlaceProblem]) -> tuple[str | Status, ...]:
    place = line.place
    if place.hidden:
        status = Status("不印")
    elif problems:
        status = Status("要调整", Tone.SOON, Shape.SOON)
    else:
        status = Status("")
    return cover_layout.name_of(place), status


def _state_words(draft: CoverDraft, known: OfficeLayouts, problems: dict[int, list[PlaceProblem]]) -> str:
    before = known.versions[draft.size]
    now = f"现用：{_version_words(before[0])}。" if before else f"现用：{SHIPPED_WORDS}。"
    wrong = f"有 {len(problems)} 项要调整，调整好才能保存。" if problems else ""
    return now + (UNSAVED if draft.is_changed else "") + wrong


def _version_words(version: LayoutVersion) -> str:
    kind = "（默认版式）" if version.is_shipped else ""
    return f"第{version.number}版 {version.saved_at:%Y-%m-%d %H:%M} {version.saved_by}{kind}"
