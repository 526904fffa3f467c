"""单位: what the office says about itself on every form, and how its numbers are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from app.domain import numbering
from app.domain.errors import Refused
from app.domain.numbering import SERIES_TEXT, Series
from app.domain.viewer import Right
from app.services import settings
from app.services.session import Session
from app.services.settings import OfficeSettings
from ui.operations import Operations
from ui.pages.settings.section import Section
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

ONLY_ADMINISTRATORS = "这里由管理员账户修改，现在只能查看。需要改动请管理员登录。"


class OfficeSection(Section):
    """Court name, code, telephone, address, and a template for each series of numbers."""

    title = "单位"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self._known: OfficeSettings | None = None
        self.fields: dict[str, Field] = {
            "court_name": Field("法院全称", LineEdit("如 某某县人民法院"), required=True, hint="印在所有文书上"),
            "court_code": Field("法院代字", NumberEdit("如 豫0105"), required=True, hint="本院案号里的代字"),
            "desk_phone": Field("窗口电话", NumberEdit("如 0371-12345678"), hint="印在回执上"),
            "desk_address": Field("窗口地址", LineEdit("窗口在哪里"), hint="印在回执上"),
        }
        for series in Series:
            field = Field(SERIES_TEXT[series], LineEdit(numbering.DEFAULT_TEMPLATES[series], longest=80))
            self.fields[f"template_{series.value}"] = field
        self.save = KeyButton("保存", "Ctrl+Return", Kind.LEAD, "save")
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._build()
        self.finish()

    def refresh(self) -> None:
        """Read the settings; what is typed and not saved yet stays."""

        def read(session: Session) -> tuple[OfficeSettings, bool]:
            return settings.office(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return self._known is not None and self._typed() != self._known

    def _build(self) -> None:
        office = Card("单位")
        office.add(self._closed)
        self._closed.hide()
        grid = FieldGrid(columns=2, least=240)
        for name in ("court_name", "court_code", "desk_phone", "desk_address"):
            grid.add(self.fields[name])
        office.add(grid)
        numbers = Card("编号格式")
        numbers.add(
            text_label(
                "每本登记簿按年从 1 编起，不跳号。可用 {年}、{法院代字}、{号} 三处替换，{年} 和 {号} 必须有。"
                "改动只影响以后的编号，已编的号不变。",
                "small",
                wrap=True,
            )
        )
        templates = FieldGrid(columns=3, least=290)
        for series in Series:
            field = self.fields[f"template_{series.value}"]
            field.edited.connect(partial(self._show_example, series))
            field.set_check(partial(self._example, series))
            templates.add(field)
        numbers.add(templates)
        self.fields["court_code"].edited.connect(self._show_examples)
        acts = scale.row()
        acts.addWidget(self.save)
        acts.addStretch(1)
        self.save.clicked.connect(self._save)
        self.body.addWidget(office)
        self.body.addWidget(numbers)
        self.body.addLayout(acts)

    def _text(self, name: str) -> str:
        editor = self.fields[name].editor
        return editor.text() if isinstance(editor, LineEdit) else ""

    def _typed(self) -> OfficeSettings:
        return OfficeSettings(
            self._text("court_name"),
            self._text("court_code"),
            self._text("desk_phone"),
            self._text("desk_address"),
            {series.value: self._text(f"template_{series.value}") for series in Series},
        )

    def _show(self, office: OfficeSettings, may_change: bool) -> None:
        if not self.changed():
            values = {
                "court_name": office.court_name,
                "court_code": office.court_code,
                "desk_phone": office.desk_phone,
                "desk_address": office.desk_address,
                **{f"template_{name}": text for name, text in office.number_templates.items()},
            }
            for name, field in self.fields.items():
                if isinstance(field.editor, LineEdit):
                    field.editor.setText(values.get(name, ""))
            self._known = self._typed()
        for field in self.fields.values():
            if isinstance(field.editor, LineEdit):
                field.editor.setReadOnly(not may_change)
        self._closed.setVisible(not may_change)
        self.save.setVisible(may_change)
        self._show_examples()

    def _example(self, series: Series) -> tuple[str, str]:
        """The next number as it would be written, or what is wrong with the template."""
        try:
            template = numbering.check_template(self._text(f"template_{series.value}"))
        except Refused as refusal:
            return "wrong", refusal.message
        code = self._text("court_code").strip() or "豫0000"
        return "hint", f"例：{numbering.render(template, self._clock().year, code, 29)}"

    def _show_example(self, series: Series) -> None:
        field = self.fields[f"template_{series.value}"]
        state, words = self._example(series)
        if state == "wrong":
            field.set_problem(words)
        else:
            field.set_hint(words)

    def _show_examples(self) -> None:
        for series in Series:
            self._show_example(series)

    def _save(self) -> None:
        wanted = self._typed()
        self.save.setEnabled(False)

        def saved(_change: object) -> None:
            self._known = wanted
            self.say("单位设置已保存，以后的文书和编号按新的来。")

        self._ops.write(
            self,
            lambda session: settings.change_office(session, wanted, self._clock()),
            saved,
            lambda refusal: self.refuse(refusal, self.fields),
            lambda: self.save.setEnabled(True),
        )
