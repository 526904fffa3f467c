"""文书模板: the office's own wording of letters and sheets; a sample beside it changes with every word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.paper_template import PaperTemplate
from app.domain.viewer import Right
from app.services import settings, templates
from app.services.session import Session
from app.services.templates import TemplateLine, TemplateVersion, TemplateView
from ui.operations import Operations
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.section import Section
from ui.pages.settings.template_form import TemplateForm, Texts, problems_of, template_from, texts_of
from ui.pages.settings.template_preview import TemplatePreview
from ui.problems import Problems
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = "改的是以后发出的文书；已经发出的和卷宗里的一个字也不变。每次保存是新的一版，以前的版本都留着。"
UNSAVED = "有改动还没有保存。"


class TemplatesSection(Section):
    """One template at a time; what was typed and not saved stays while others are looked at."""

    title = "文书模板"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self._lines: tuple[TemplateLine, ...] = ()
        self._view: TemplateView | None = None
        self._drafts: dict[str, Texts] = {}
        self._may_change = False
        self._court = ""
        self.which = Choice()
        self.versions = Choice(hint="还没有改过")
        self.state = text_label("", "small", wrap=True)
        self.form = TemplateForm()
        self.preview = TemplatePreview(ops)
        self.save = KeyButton("保存", "Ctrl+Return", Kind.LEAD, "save")
        self.again = KeyButton("取回这一版", "Alt+R", icon="restore")
        self.shipped = KeyButton("恢复默认", "Alt+H")
        self.drop = KeyButton("放弃改动", "Alt+X")
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._build()
        self._listen()
        self.finish()

    def refresh(self) -> None:
        """Read the list and the template shown; what is typed and not saved yet stays."""

        def read(session: Session) -> tuple[tuple[TemplateLine, ...], bool, str]:
            return templates.lines(session), session.viewer.may(Right.ADMINISTER), settings.office(session).court_name

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _build(self) -> None:
        top = Card("文书模板", margin=16)
        top.add(text_label(HOW, "small", wrap=True))
        choosing = FieldGrid(columns=2, least=320)
        choosing.add(Field("哪一种文书", self.which, close=True))
        choosing.add(Field("以前的版本", self.versions, close=True))
        top.add(choosing)
        across = FieldGrid(columns=2, least=400)
        for widget in (self.form, self.preview):
            holder = QWidget()
            column = scale.column(holder)
            column.addWidget(widget)
            column.addStretch(1)
            across.add(holder)
        acts = FieldGrid(columns=4, least=170)
        for button in (self.save, self.again, self.shipped, self.drop):
            acts.add(button)
        self._closed.hide()
        top.add(self.state)
        top.add(acts)
        top.add(self._closed)
        self.body.addWidget(top)
        self.body.addWidget(across)

    def _listen(self) -> None:
        self.which.value_changed.connect(self._choose)
        self.form.changed.connect(self._change)
        self.save.clicked.connect(self._save)
        self.again.clicked.connect(self._take_again)
        self.shipped.clicked.connect(self._restore)
        self.drop.clicked.connect(self._drop)

    # showing

    def _show(self, lines: tuple[TemplateLine, ...], may_change: bool, court: str) -> None:
        self._lines, self._may_change, self._court = lines, may_change, court
        self._closed.setVisible(not may_change)
        for button in (self.save, self.again, self.shipped, self.drop):
            button.setVisible(may_change)
        self._list()
        code = self._view.template.code if self._view is not None else lines[0].code
        self._read(code)

    def _list(self) -> None:
        """The list, each with its version; the one shown stays chosen."""
        chosen = self.which.value()
        self.which.set_options([Option(one.code, f"{one.title}{self._mark(one)}") for one in self._lines])
        self.which.set_value(chosen or (self._view.template.code if self._view else self._lines[0].code))

    def _mark(self, line: TemplateLine) -> str:
        if line.code in self._drafts:
            return "（未保存）"
        return f"（第{line.version}版）" if line.version else ""

    def _choose(self) -> None:
        code = self.which.value()
        if code and (self._view is None or code != self._view.template.code):
            self._read(str(code))

    def _read(self, code: str) -> None:
        def shown(view: TemplateView) -> None:
            if self.which.value() in (None, "", view.template.code):
                self._turn(view)

        self._ops.read(self, lambda session: templates.view(session, code), shown)

    def _turn(self, view: TemplateView) -> None:
        anew = self._view is None or self._view.template.code != view.template.code
        self._view = view
        texts = self._drafts.get(view.template.code) or texts_of(view.template)
        if anew or self.form.texts() != texts:
            self.form.show_template(view.template, texts, view.places, editable=self._may_change)
        self.versions.set_options([Option(one.version, _version_words(one)) for one in view.versions])
        self.versions.set_value(view.newest or None)
        self.again.setEnabled(bool(view.versions))
        self._say_state()
        self._draw(anew=anew)

    def _say_state(self) -> None:
        view = self._view
        if view is None:
            return
        changed = view.template.code in self._drafts
        newest = f"现在用的是第{view.newest}版。" if view.newest else "现在用的是程序自带的。"
        self.state.setText(f"{newest}{UNSAVED if changed else ''}")
        self.save.setEnabled(changed)
        self.drop.setEnabled(changed)

    def _draw(self, *, anew: bool = False) -> None:
        if self._view is None:
            return
        try:
            template = template_from(self._view.template, self.form.texts())
        except Refused:
            return  # said beside the part; the sample stays as it was
        self.preview.show_record(templates.sample(template, self._clock(), self._court), anew=anew)

    # changing

    def _change(self) -> None:
        view = self._view
        if view is None or not self._may_change:
            return
        code, texts = view.template.code, self.form.texts()
        before = code in self._drafts
        if texts == texts_of(view.template):
            self._drafts.pop(code, None)
        else:
            self._drafts[code] = texts
        if before != (code in self._drafts):
            self._list()
        self._say_state()
        self._draw()

    def _take_again(self) -> None:
        view, number = self._view, self.versions.value()
        if view is not None and number is not None:
            version = next(one for one in view.versions if one.version == number)
            self._put_in(version.template, f"第{number}版已放进编辑区，按保存后生效。")

    def _restore(self) -> None:
        if self._view is not None:
            self._put_in(self._view.shipped, "默认的用语已放进编辑区，按保存后生效。")

    def _drop(self) -> None:
        if self._view is not None:
            self._put_in(self._view.template, "改动已放弃，回到现在用的用语。")

    def _put_in(self, template: PaperTemplate, words: str) -> None:
        view = self._view
        if view is None:
            return

        def take_over() -> None:
            texts = texts_of(template)
            self._drafts.pop(view.template.code, None)
            self.form.show_template(view.template, texts, view.places, editable=self._may_change)
            self._change()
            self._list()
            self._draw(anew=True)
            self.say(words)

        if view.template.code in self._drafts:
            Problems.confirm(self, "现在的改动还没有保存，换掉就没有了。要换掉吗？", "换掉", "不换", take_over)
        else:
            take_over()

    def _save(self) -> None:
        view = self._view
        if view is None or not self.save.isEnabled():
            return
        texts = self.form.texts()
        problems = problems_of(view.template, texts)
        if problems:
            self._refused(Refused("模板有几处需要补正，见各栏下方说明。已填内容都在。", problems))
            return
        template, seen = template_from(view.template, texts), view.newest
        self.save.setEnabled(False)

        def saved(_change: Change) -> None:
            self._drafts.pop(template.code, None)
            self.form.show_problems({})
            self._list()
            self.say(f"“{template.title}”已保存为第{seen + 1}版，以后发出的按它来；已经发出的不变。")

        self._ops.write(
            self,
            lambda session: templates.save(session, template, seen, self._clock()),
            saved,
            self._refused,
            self._say_state,
        )

    def _refused(self, refusal: Refused) -> None:
        self.form.show_problems(refusal.fields)
        self.refuse(refusal, self.form.fields)


def _version_words(version: TemplateVersion) -> str:
    return f"第{version.version}版　{version.set_at:%Y-%m-%d}　{version.set_by}"
