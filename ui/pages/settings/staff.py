"""人员: departments, and the people who can be named as 承办人."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.viewer import Right
from app.services import settings
from app.services.session import Session
from app.services.settings import Lists
from ui.operations import Operations
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

NOBODY = "还没有人员。添加以后，登记时就能选承办人。"


class StaffSection(Section):
    """The list, and adding to it."""

    title = "人员"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self.table = SmallTable("人员", ("姓名", "职务", "庭室"), (160, 160, 200), stretch=2)
        self.name = LineEdit("姓名", longest=40)
        self.post = LineEdit("如 法官、法官助理", longest=40)
        self.department = Choice(hint="可以不选")
        self.fields = {"staff_name": Field("姓名", self.name, required=True)}
        self.add = KeyButton("添加人员", "Ctrl+Return", Kind.LEAD, "plus")
        self._departments = text_label("", "body", wrap=True)
        self._nobody = text_label(NOBODY, "hint", wrap=True)
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._build()
        self.finish()

    def refresh(self) -> None:
        """Read departments and staff."""

        def read(session: Session) -> tuple[Lists, bool]:
            return settings.lists(session, self._clock().date()), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _build(self) -> None:
        people = Card("人员")
        people.add(self.table)
        people.add(self._nobody)
        people.add(self._closed)
        self._form = Card("添加人员")
        grid = FieldGrid(columns=3, least=180)
        grid.add(self.fields["staff_name"])
        grid.add(Field("职务", self.post))
        grid.add(Field("庭室", self.department))
        self._form.add(grid)
        acts = scale.row()
        acts.addWidget(self.add)
        acts.addStretch(1)
        self._form.add(acts)
        departments = Card("庭室")
        departments.add(self._departments)
        self.add.clicked.connect(self._add)
        for card in (people, self._form, departments):
            self.body.addWidget(card)

    def _show(self, lists: Lists, may_change: bool) -> None:
        names = {one.department_id: one.name for one in lists.departments}
        working = [one for one in lists.staff if one.active]
        self.table.show_rows(
            [Row(one.staff_id, (one.name, one.post, names.get(one.department_id or 0, ""))) for one in working]
        )
        self.table.setVisible(bool(working))
        self._nobody.setVisible(not working)
        active = [one for one in lists.departments if one.active]
        self._departments.setText("、".join(one.name for one in active))
        self.department.set_options([Option(one.department_id, one.name) for one in active])
        self._closed.setVisible(not may_change)
        self._form.setVisible(may_change)

    def _add(self) -> None:
        name, post, department = self.name.text(), self.post.text(), self.department.value()
        self.add.setEnabled(False)

        def added(_change: object) -> None:
            self.name.clear()
            self.post.clear()
            self.fields["staff_name"].clear_note()
            self.name.setFocus()
            self.say(f"已添加{name.strip()}，登记时可以选作承办人。")

        self._ops.write(
            self,
            lambda session: settings.add_staff(session, name, post, department, self._clock()),
            added,
            lambda refusal: self.refuse(refusal, self.fields),
            lambda: self.add.setEnabled(True),
        )
