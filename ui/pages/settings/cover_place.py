"""The values of one place of a cover: label, where it stands in mm, in which type, and whether it is printed."""

from __future__ import annotations

from math import isfinite
from typing import Any

from PySide6.QtCore import Signal

from app.domain.cover_layout import FIELDS, FONTS, PlaceProblem
from app.domain.dossier_paper import CoverPlace
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tick import Tick

SIDES = (("left", "靠左"), ("centre", "居中"), ("right", "靠右"))
NUMBERS = ("x", "y", "width", "height", "label_width", "points")
NO_NUMBER = "请填写数字，例如 30.5。"
MOST = 999.0
FIXED = "固定文字"


class PlaceForm(Card):
    """Shows one place and tells each value that was changed."""

    changed = Signal(object)
    """Values to change, by name in :class:`CoverPlace`."""

    def __init__(self) -> None:
        super().__init__("选中的一项", margin=16)
        self._filling = False
        self._mark = 0
        self._unread: dict[tuple[int, str], str] = {}
        self.what = text_label("", "strong", wrap=True)
        self.label = LineEdit("不要标签可以空着", longest=80)
        self.face = Choice([Option(font, words) for font, words in FONTS.items()])
        self.align = Choice([Option(value, words) for value, words in SIDES])
        self.shown = Tick("印在封面上")
        self.frame = Tick("格子四周加线")
        self.numbers = {name: NumberEdit(longest=7) for name in NUMBERS}
        self.fields = {
            "label": Field("标签", self.label),
            "font": Field("字体", self.face, close=True),
            "points": Field("字号（磅）", self.numbers["points"], close=True),
            "align": Field("对齐", self.align, close=True),
            "x": Field("左边（毫米）", self.numbers["x"], close=True),
            "y": Field("上边（毫米）", self.numbers["y"], close=True),
            "width": Field("宽（毫米）", self.numbers["width"], close=True),
            "height": Field("高（毫米）", self.numbers["height"], close=True),
            "label_width": Field("标签栏宽", self.numbers["label_width"], close=True),
        }
        self.add(self.what)
        self.add(self.fields["label"])
        grid = FieldGrid(columns=2, least=100)
        for name in ("x", "y", "width", "height", "font", "points", "align", "label_width"):
            grid.add(self.fields[name])
        self.add(grid)
        self.add(self.shown)
        self.add(self.frame)
        self.add(
            text_label(
                "高度为 0 是一行字，“上边”指字底；高度大于 0 是一个格子，“上边”指格子的上边，字多时自动缩小换行。",
                "hint",
                wrap=True,
            )
        )
        self._listen()

    def show_place(self, mark: int, place: CoverPlace | None, *, editable: bool) -> None:
        """Put a place in; what was typed for it before and is no number is there again."""
        self._filling, self._mark = True, mark
        for editor in (*(field.editor for field in self.fields.values()), self.shown, self.frame):
            editor.setEnabled(editable and place is not None)
        self.what.setText(FIELDS.get(place.field, FIXED) if place else "请在列表里选一项，或在纸样上点一下。")
        if place is not None:
            self.label.setText(place.label)
            for name, edit in self.numbers.items():
                edit.setText(self._unread.get((mark, name), words_of(getattr(place, name))))
            self.face.set_value(place.font)
            self.align.set_value(place.align)
            self.shown.setChecked(not place.hidden)
            self.frame.setChecked(place.frame)
        self._filling = False

    def forget(self) -> None:
        """Another layout was taken over: what was no number belongs to nothing any more."""
        self._unread.clear()

    def unread(self) -> int | None:
        """Mark of a place with a value that is no number; None when there is none."""
        return next((mark for mark, _name in self._unread), None)

    def focus_on(self, value: str) -> None:
        """Put the focus on a value."""
        self.fields.get(value, self.fields["label"]).editor.setFocus()

    def show_problems(self, problems: list[PlaceProblem]) -> None:
        """Name each problem beside its value."""
        said: dict[str, str] = {}
        for problem in problems:
            said.setdefault(problem.value if problem.value in self.fields else "label", problem.words)
        for name, field in self.fields.items():
            if (self._mark, name) in self._unread:
                field.set_problem(NO_NUMBER)
            elif name in said:
                field.set_problem(said[name])
            else:
                field.clear_note()

    def _listen(self) -> None:
        self.fields["label"].edited.connect(lambda: self._tell("label", self.label.text()))
        self.fields["font"].edited.connect(lambda: self._tell("font", self.face.value()))
        self.fields["align"].edited.connect(lambda: self._tell("align", self.align.value()))
        for name, edit in self.numbers.items():
            self.fields[name].edited.connect(lambda name=name, edit=edit: self._tell_number(name, edit))
        self.shown.toggled.connect(lambda on: self._tell("hidden", not on))
        self.frame.toggled.connect(lambda on: self._tell("frame", on))

    def _tell_number(self, name: str, edit: NumberEdit) -> None:
        number = read_number(edit.text())
        if number is None:
            self._unread[self._mark, name] = edit.text()
            self.changed.emit({})
        else:
            self._unread.pop((self._mark, name), None)
            self._tell(name, number)

    def _tell(self, name: str, value: Any) -> None:
        if not self._filling:
            self.changed.emit({name: value})


def read_number(text: str) -> float | None:
    """A number as typed, to a hundredth; None when it is none."""
    try:
        number = float(text.strip().replace("，", ".").replace("。", "."))
    except ValueError:
        return None
    return round(number, 2) if isfinite(number) and abs(number) <= MOST else None


def words_of(number: float) -> str:
    """A number as it is shown: at most two places behind the point."""
    return f"{round(number, 2):g}"
