"""What the visitor sees of one matter: large, plain, masked; made of nothing but the answer's own words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.progress_answer import ProgressAnswer
from ui.pages.progress.steps_bar import StepsBar
from ui.style import scale
from ui.widgets.text import text_label

SHORT_FACTS, MOST_FACTS = 7, 8
TWO_COLUMNS = 760


class AnswerView(QWidget):
    """Filled anew for every matter. Lines without anything to say are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.name = text_label("", "huge")
        self.number = text_label("", "large-label", wrap=True)
        self.matter = text_label("", "large", wrap=True)
        self.steps = StepsBar()
        self.stage = text_label("", "huge", wrap=True)
        self.next_words = text_label("", "large", wrap=True)
        self.desk = text_label("", "large-label", wrap=True)
        self._facts: list[tuple[QLabel, QLabel]] = []
        layout = scale.column(self, spacing=14, margins=(6, 4, 12, 8))
        head = scale.row(spacing=18)
        head.addWidget(self.name)
        head.addWidget(self.number, 1)
        layout.addLayout(head)
        layout.addWidget(self.matter)
        layout.addWidget(self.steps)
        layout.addWidget(self.stage)
        self._grid: QGridLayout = scale.grid(across=18, down=6)
        for _line in range(MOST_FACTS):
            self._facts.append((text_label("", "large-label"), text_label("", "large", wrap=True)))
        self._columns = 0
        self._arrange()
        layout.addLayout(self._grid)
        layout.addWidget(self.next_words)
        layout.addWidget(self.desk)
        layout.addStretch(1)

    def show_answer(self, answer: ProgressAnswer) -> None:
        """Fill in."""
        self.name.setText(answer.name)
        self.number.setText(answer.number)
        self.matter.setText(answer.matter)
        self.steps.set_step(answer.step)
        self.stage.setText(answer.stage)
        short, long = facts_of(answer)
        facts = [*short, *[("", "")] * (SHORT_FACTS - len(short)), *long]
        for (label, value), (words, said) in zip(self._facts, facts, strict=True):
            label.setText(words)
            value.setText(said)
            label.setVisible(bool(said))
            value.setVisible(bool(said))
        self.next_words.setText(answer.next_words)
        where = "　".join(filter(None, (answer.desk_phone and f"电话 {answer.desk_phone}", answer.desk_address)))
        self.desk.setText(where)
        self.desk.setVisible(bool(where))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two facts side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Large text leaves room for one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= scale.px(TWO_COLUMNS) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1 if column < 2 * columns else 0)
        for place, (label, value) in enumerate(self._facts):
            line, across = (place // columns, place % columns * 2) if place < SHORT_FACTS else (place, 0)
            for widget in (label, value):
                self._grid.removeWidget(widget)
            self._grid.addWidget(label, line, across, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, line, across + 1, 1, 1 if place < SHORT_FACTS else 2 * columns - 1)

    def words(self) -> str:
        """Everything it says, a part a line."""
        parts = [self.name, self.number, self.matter, self.stage, self.next_words, self.desk]
        parts += [label for pair in self._facts for label in pair if not label.isHidden()]
        return "\n".join(label.text() for label in parts if label.text())


def facts_of(answer: ProgressAnswer) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Dates and department in the order in which they came about, without those there are none of; then the answer."""
    facts = (
        ("第一次登记", _day(answer.registered_on)),
        ("最近一次登记", _day(answer.latest_on) if answer.latest_on != answer.registered_on else ""),
        ("承办部门", answer.department),
        ("原定告知日期", f"{_day(answer.next_date)}（已过）")
        if answer.overdue
        else ("最迟告知日期", _day(answer.next_date)),
        ("答复日期", _day(answer.answered_on)),
        ("办结日期", _day(answer.concluded_on)),
        ("办理结果", answer.outcome),
    )
    return [(words, said) for words, said in facts if said], [("答复内容", answer.answer)]


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
