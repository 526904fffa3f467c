"""卷宗: how dossiers are numbered, split, kept and coded. What is bound already stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal

from app.domain import retention
from app.domain.dossier_paper import (
    NUMBERING_TEXT,
    PAPER_TEXT,
    SIDES_TEXT,
    NumberingMode,
    PaperSize,
    Sides,
)
from app.domain.viewer import Right
from app.services import dossier_options
from app.services.dossier_options import DossierOptions
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.dossier_order import OrderCard
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.section import Section
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

_NUMBERS = {"most_pages": int, "most_mm": float, "loan_days": int, "seals": int}


class DossierSection(Section):
    """Retention scheme and term, archival code, numbering, sides, size, caps, checker, loan days."""

    title = "卷宗"

    covers_wanted = Signal()
    """The layout of covers shall be shown."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self._known: DossierOptions | None = None
        schemes = [Option(one.code, one.title) for one in retention.schemes()]
        self.fields: dict[str, Field] = {
            "scheme": Field("保管期限方案", Choice(schemes)),
            "term": Field("保管期限", Choice()),
            "fonds": Field("全宗号", NumberEdit("由档案馆给定", longest=20), hint="印在封面和档号里"),
            "catalogue": Field("目录号", NumberEdit("没有可以不填", longest=20)),
            "code_template": Field("档号格式", LineEdit(retention.DEFAULT_CODE, longest=80)),
            "checker": Field("检查人", LineEdit("印在备考表上", longest=40)),
            "numbering": Field("编页方式", Choice([Option(one.value, NUMBERING_TEXT[one]) for one in NumberingMode])),
            "sides": Field("打印", Choice([Option(one.value, SIDES_TEXT[one]) for one in Sides])),
            "size": Field("封面尺寸", Choice([Option(one.value, PAPER_TEXT[one]) for one in PaperSize])),
            "most_pages": Field("每册最多页数", NumberEdit(longest=4, digits_only=True), hint="通常为 200 页"),
            "most_mm": Field("每册最厚（毫米）", NumberEdit(longest=5), hint="通常为 15 毫米"),
            "loan_days": Field("借阅天数", NumberEdit(longest=3, digits_only=True)),
            "seals": Field("每册封条（张）", NumberEdit(longest=1, digits_only=True), hint="2 到 6 张，印编号和册次"),
        }
        self.save = KeyButton("保存", "Ctrl+Return", Kind.LEAD, "save")
        self.covers = KeyButton("封面版式", "Alt+F", icon="dossier")
        self.order = OrderCard(ops, clock, self.say)
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._basis = text_label("", "small", wrap=True)
        self._build()
        self.finish()

    def refresh(self) -> None:
        """Read the options; what is typed and not saved yet stays."""

        def read(session: Session) -> tuple[DossierOptions, bool]:
            return dossier_options.read(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))
        self.order.refresh()

    def _build(self) -> None:
        card = Card("卷宗")
        card.add(self._closed)
        self._closed.hide()
        card.add(text_label("只影响以后装订的卷宗；已经装订的，再次打印内容不变。", "small", wrap=True))
        grid = FieldGrid(columns=2, least=260)
        for field in self.fields.values():
            grid.add(field)
        card.add(grid)
        card.add(self._basis)
        acts = scale.row()
        acts.addWidget(self.save)
        acts.addWidget(self.covers)
        acts.addStretch(1)
        self.save.clicked.connect(self._save)
        self.covers.clicked.connect(self.covers_wanted)
        self.fields["scheme"].edited.connect(self._offer_terms)
        self.body.addWidget(card)
        self.body.addLayout(acts)
        self.body.addWidget(self.order)

    def _offer_terms(self) -> None:
        scheme = retention.scheme(str(self._value("scheme")))
        editor = self.fields["term"].editor
        assert isinstance(editor, Choice)
        kept = editor.value()
        editor.set_options([Option(term.code, term.label) for term in scheme.terms])
        editor.set_value(kept if kept in {term.code for term in scheme.terms} else scheme.terms[0].code)
        self._basis.setText(f"依据：{scheme.basis}。适用：{scheme.applies_to}。")

    def _value(self, name: str) -> Any:
        editor = self.fields[name].editor
        return editor.value() if isinstance(editor, Choice) else editor.text()

    def _typed(self) -> DossierOptions:
        said: dict[str, Any] = {name: self._value(name) for name in self.fields}
        for name, kind in _NUMBERS.items():
            try:
                said[name] = kind(said[name])
            except ValueError:
                said[name] = 0  # refused by the service, beside its field
        said["numbering"] = NumberingMode(said["numbering"])
        said["sides"], said["size"] = Sides(said["sides"]), PaperSize(said["size"])
        return replace(self._known or DossierOptions(), **said)

    def _show(self, options: DossierOptions, may_change: bool) -> None:
        if self._known is None or self._typed() == self._known:
            self._fill(options)
            self._known = options
        for field in self.fields.values():
            field.editor.setEnabled(may_change)
        self._closed.setVisible(not may_change)
        self.save.setVisible(may_change)

    def _fill(self, options: DossierOptions) -> None:
        for name, field in self.fields.items():
            value = getattr(options, name)
            if name == "term":
                self._offer_terms()
            if isinstance(field.editor, Choice):
                field.editor.set_value(value if isinstance(value, str) else value.value)
            elif isinstance(field.editor, LineEdit):
                field.editor.setText(f"{value:g}" if isinstance(value, float) else str(value))

    def _save(self) -> None:
        wanted = self._typed()
        self.save.setEnabled(False)

        def saved(_change: object) -> None:
            self._known = wanted
            self.say("卷宗设置已保存，以后装订的按新的来。")

        self._ops.write(
            self,
            lambda session: dossier_options.save(session, wanted, self._clock()),
            saved,
            lambda refusal: self.refuse(refusal, self.fields),
            lambda: self.save.setEnabled(True),
        )
