"""The parts of a template as text to edit: one paragraph, row or half-sheet line on each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.errors import Refused
from app.domain.paper_template import PaperTemplate, Shape
from app.services import templates
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label

BAR = "｜"
BREAK = "【换行】"
"""Stands for a new line inside one row of a table."""

LETTER_PARTS = ("addressee", "paragraphs", "attachments", "stub", "receipt_title", "receipt")
SHEET_PARTS = ("rows", "signatures", "note")
WITH_PLACES = ("addressee", "paragraphs", "attachments", "stub", "receipt", "rows", "note")
HOW = "花括号里是填写处，程序按事项和记录的内容填；没有填写处的地方照原样印。"

Texts = dict[str, str]


class TemplateForm(Card):
    """Shows the texts of one template; ``changed`` after every edit."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("模板内容", margin=16)
        self._shown: PaperTemplate | None = None
        self._filling = False
        self._last: QWidget | None = None
        self.what = text_label("", "strong", wrap=True)
        self.fields: dict[str, Field] = {
            "title": Field("标题", LineEdit(longest=60), required=True),
            "titles": Field("按内容改变的标题", BlockEdit(least=2, most=6), hint="左边是填写的内容，不要改"),
            "addressee": Field("主送", LineEdit("如 {信访人}：", longest=120)),
            "paragraphs": Field("正文", BlockEdit(least=8, most=16), hint="一段一行，段首不用空格", required=True),
            "attachments": Field("附件", BlockEdit("没有可以不填", least=1, most=5), hint="一件一行"),
            "stub": Field("存根", BlockEdit("没有存根可以不填", least=2, most=9), hint=f"一行一栏：栏目{BAR}内容"),
            "receipt_title": Field("回执标题", LineEdit("没有回执可以不填", longest=40)),
            "receipt": Field("回执", BlockEdit("没有回执可以不填", least=2, most=9), hint=f"一行一栏：栏目{BAR}内容"),
            "rows": Field(
                "表格各行",
                BlockEdit(least=8, most=18),
                hint=f"一行一栏：栏目{BAR}内容{BAR}至少几行高；内容空着的留给手写",
                required=True,
            ),
            "signatures": Field("签名栏", LineEdit("如 承办人、日期", longest=120), hint="用顿号隔开"),
            "note": Field("表下说明", BlockEdit("没有可以不填", least=1, most=4)),
        }
        self.places = Choice(hint="选一个填写处")
        self.insert = KeyButton("插入填写处", "Alt+N", icon="plus")
        self.add(self.what)
        self.add(text_label(HOW, "hint", wrap=True))
        choosing = FieldGrid(columns=2, least=150)
        choosing.add(Field("填写处", self.places, close=True))
        beside = QWidget()
        column = scale.column(beside, spacing=0)
        column.addStretch(1)
        column.addWidget(self.insert)
        choosing.add(beside)
        self.add(choosing)
        for field in self.fields.values():
            self.add(field)
        self._listen()

    def show_template(self, template: PaperTemplate, texts: Texts, places: tuple[str, ...], *, editable: bool) -> None:
        """Put the texts of a template in."""
        self._filling, self._shown = True, template
        shape = "函件" if template.shape is Shape.LETTER else "表单"
        whom = "，发给信访人，另有大字版" if template.outgoing else ""
        self.what.setText(f"{template.title}（{shape}{whom}）")
        parts = LETTER_PARTS if template.shape is Shape.LETTER else SHEET_PARTS
        for name, field in self.fields.items():
            wanted = name == "title" or name in parts or (name == "titles" and bool(template.titles))
            field.setVisible(wanted)
            editor = field.editor
            if isinstance(editor, BlockEdit | LineEdit):
                editor.setReadOnly(not editable)
            if isinstance(editor, BlockEdit) and editor.text() != texts[name]:
                editor.set_text(texts[name])
            elif isinstance(editor, LineEdit) and editor.text() != texts[name]:
                editor.setText(texts[name])
            field.clear_note()
        self.places.set_options([Option(name, name) for name in places])
        self.places.setEnabled(editable)
        self.insert.setEnabled(editable)
        self._filling = False

    def texts(self) -> Texts:
        """What is in the editors now."""
        found: Texts = {}
        for name, field in self.fields.items():
            editor = field.editor
            assert isinstance(editor, BlockEdit | LineEdit)
            found[name] = editor.text()
        return found

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Each beside its part; what was mended loses its problem."""
        for name, field in self.fields.items():
            if name in problems:
                field.set_problem(problems[name])
            elif field.state == "wrong":
                field.clear_note()

    def _listen(self) -> None:
        self.insert.clicked.connect(self._insert)
        for name, field in self.fields.items():
            field.edited.connect(self._edited)
            field.left.connect(lambda name=name: self._leave(name))
            if name in WITH_PLACES:
                field.editor.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Places go where the cursor was last."""
        if any(self.fields[name].editor is now for name in WITH_PLACES):
            self._last = now

    def _edited(self) -> None:
        if not self._filling:
            self.changed.emit()

    def _leave(self, name: str) -> None:
        """Say what is wrong with a part when it is left."""
        if self._shown is None or self._filling:
            return
        problems = problems_of(self._shown, self.texts())
        if name in problems:
            self.fields[name].set_problem(problems[name])

    def _insert(self) -> None:
        place = self.places.value()
        if not place:
            self.places.setFocus()
            return
        editor = self._last
        if editor is None or not editor.isVisible():
            editor = self.fields["paragraphs" if self.fields["paragraphs"].isVisible() else "rows"].editor
        if isinstance(editor, BlockEdit):
            editor.textCursor().insertText(f"{{{place}}}")
        elif isinstance(editor, LineEdit):
            editor.insert(f"{{{place}}}")
        editor.setFocus()


def texts_of(template: PaperTemplate) -> Texts:
    """The parts of a template as text."""
    return {
        "title": template.title,
        "titles": _lines(template.titles),
        "addressee": template.addressee,
        "paragraphs": "\n".join(template.paragraphs),
        "attachments": "\n".join(template.attachments),
        "stub": _lines(template.stub),
        "receipt_title": template.receipt_title,
        "receipt": _lines(template.receipt),
        "rows": "\n".join(
            f"{label}{BAR}{words.replace(chr(10), BREAK)}{BAR}{lines}" for label, words, lines in template.rows
        ),
        "signatures": "、".join(template.signatures),
        "note": template.note,
    }


def template_from(base: PaperTemplate, texts: Texts) -> PaperTemplate:
    """The template that the texts say; what is not edited stays as in ``base``.

    Raises:
        Refused: a line cannot be read; ``fields`` names its part.
    """
    problems: dict[str, str] = {}
    rows: list[tuple[str, str, int]] = []
    for place, line in enumerate(_filled(texts["rows"]), 1):
        parts = [part.strip() for part in line.replace("|", BAR).split(BAR)]
        count = parts[2] if len(parts) > 2 and parts[2] else "1"
        if len(parts) > 3 or not count.isdigit():
            problems["rows"] = f"第{place}行请写成“栏目{BAR}内容{BAR}行数”，行数是数字。"
            continue
        rows.append((parts[0], parts[1].replace(BREAK, "\n") if len(parts) > 1 else "", int(count)))
    titles = _pairs(texts["titles"])
    if [words for words, _ in titles] != [words for words, _ in base.titles]:
        problems["titles"] = f"每行写成“内容{BAR}标题”，左边的内容不要增减、不要改。"
    if problems:
        raise Refused("模板有几处需要补正，见各栏下方说明。已填内容都在。", problems)
    return replace(
        base,
        title=texts["title"].strip(),
        titles=titles,
        addressee=texts["addressee"].strip(),
        paragraphs=tuple(_filled(texts["paragraphs"])),
        attachments=tuple(_filled(texts["attachments"])),
        stub=_pairs(texts["stub"]),
        receipt_title=texts["receipt_title"].strip(),
        receipt=_pairs(texts["receipt"]),
        rows=tuple(rows),
        signatures=tuple(part.strip() for part in texts["signatures"].split("、") if part.strip()),
        note=texts["note"].strip(),
    )


def problems_of(base: PaperTemplate, texts: Texts) -> dict[str, str]:
    """What speaks against saving, by part."""
    try:
        templates.check(template_from(base, texts))
    except Refused as refusal:
        return dict(refusal.fields)
    return {}


def _lines(pairs: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{label}{BAR}{words}" for label, words in pairs)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for line in _filled(text):
        label, _, words = line.replace("|", BAR).partition(BAR)
        found.append((label.strip(), words.strip()))
    return tuple(found)


def _filled(text: str) -> list[str]:
    return [line.strip(" \u3000") for line in text.splitlines() if line.strip(" \u3000")]
