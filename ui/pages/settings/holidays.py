"""放假安排: a year's days off and worked weekends, by hand or from a signed file; what would change is shown first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Change
from app.domain.day_list import read_days, write_days
from app.domain.deadline import DateChange
from app.domain.errors import Refused
from app.domain.holiday_table import YearTable
from app.domain.viewer import Right
from app.services import deadlines, holiday_packs
from app.services.deadlines import CalendarStanding
from app.services.holiday_packs import Signer
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.problems import Problems
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.card import Card, Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = (
    "按国务院办公厅每年的通知填写。周末本来就休息，不用填；调休要上班的周末写在“调休上班”里。"
    "启用前先看哪些期限会变，启用后每件事项的经过里都有记录。"
)
YEARS_AHEAD = 2


def ask_for_pack(parent: QWidget) -> Path | None:
    """A file with a year's table; ``None`` when the clerk changed their mind."""
    start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, "选择放假安排文件", start, "放假安排文件 (*.json);;所有文件 (*)"
    )
    return Path(chosen) if chosen else None


class HolidaysSection(Section):
    """One year at a time, and whose files the office accepts."""

    title = "放假安排"

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        ask: Callable[[QWidget], Path | None] = ask_for_pack,
    ) -> None:
        super().__init__(ops, clock)
        self._ask = ask
        self._pack: YearTable | None = None
        self.warning = Notice("", Tone.SOON)
        self.year = Choice()
        self.off, self.worked = BlockEdit("如 1月1日至3日、2月15日至23日"), BlockEdit("如 1月4日、2月14日")
        self.notice = LineEdit("如 国办发明电〔2025〕7号")
        self.fields = {
            "holidays": Field("放假日", self.off, required=True),
            "make_up_days": Field("调休上班", self.worked),
            "notice": Field("依据的通知", self.notice, required=True),
        }
        self.look = KeyButton("看哪些期限会变", "Alt+K", Kind.LEAD, "search")
        self.bring = KeyButton("从文件导入", "Alt+R", icon="import")
        self.changes = SmallTable("会变的期限", ("事项", "期限", "原来", "以后"), (210, 200, 130, 130), stretch=1)
        self.effect = text_label("", "body", wrap=True)
        self.apply = KeyButton("启用", "Ctrl+Return", Kind.LEAD, "check")
        self.signers = SmallTable("发放单位", ("单位", "公钥指纹"), (200, 380), stretch=1)
        self.signer, self.key = LineEdit("单位名称"), LineEdit("44 个字符的公钥", longest=80)
        self.signer_fields = {
            "signer": Field("发放单位", self.signer, required=True),
            "public_key": Field("公钥", self.key, required=True, hint="加好后与对方电话核对指纹"),
        }
        self.trust = KeyButton("信任", "Alt+T")
        self.distrust = KeyButton("不再信任选中的", "Alt+X", Kind.DANGER)
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._build()
        self._listen()
        self.finish()

    def refresh(self) -> None:
        """Read the standing of the tables and whom the office trusts."""
        today = self._clock().date()

        def read(session: Session) -> tuple[CalendarStanding, tuple[Signer, ...], bool]:
            may = session.viewer.may(Right.ADMINISTER)
            return deadlines.calendar_standing(session, today), holiday_packs.signers(session), may

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _build(self) -> None:
        card = Card("放假安排")
        card.add(text_label(HOW, "small", wrap=True))
        card.add(self.warning)
        card.add(self._closed)
        today = self._clock().date()
        years = range(today.year - 1, today.year + YEARS_AHEAD + 1)
        self.year.set_options([Option(year, f"{year}年") for year in years])
        card.add(Field("哪一年", self.year, close=True))
        for field in self.fields.values():
            card.add(field)
        acts = scale.row()
        scale.fill(acts, (self.look, self.bring))
        acts.addStretch(1)
        card.add(acts)
        self._effect_card = Card("启用以前")
        self._effect_card.add(self.effect)
        self._effect_card.add(self.changes)
        line = scale.row()
        line.addWidget(self.apply)
        line.addStretch(1)
        self._effect_card.add(line)
        self._effect_card.hide()
        trusted = Card("放假安排文件的发放单位")
        trusted.add(self.signers)
        grid = FieldGrid(columns=2, least=220)
        for field in self.signer_fields.values():
            grid.add(field)
        trusted.add(grid)
        keys = scale.row()
        scale.fill(keys, (self.trust, self.distrust))
        keys.addStretch(1)
        trusted.add(keys)
        self._editing = (self.look, self.bring, self.apply, self.trust, self.distrust, grid)
        for one in (card, self._effect_card, trusted):
            self.body.addWidget(one)
        self.year.set_value(today.year)

    def _listen(self) -> None:
        self.year.value_changed.connect(self._read_year)
        for edit in (self.off, self.worked):
            edit.when_edited(self._edited)
        self.notice.when_edited(self._edited)
        self.look.clicked.connect(self._look)
        self.bring.clicked.connect(self._bring)
        self.apply.clicked.connect(self._apply)
        self.trust.clicked.connect(self._trust)
        self.distrust.clicked.connect(self._distrust)

    def _show(self, standing: CalendarStanding, signers: Sequence[Signer], may_change: bool) -> None:
        self.warning.setVisible(bool(standing.warning))
        self.warning.set_words(standing.warning)
        self.signers.show_rows([Row(one.name, (one.name, one.fingerprint)) for one in signers])
        self._closed.setVisible(not may_change)
        for widget in self._editing:
            widget.setEnabled(may_change)
        if self.off.is_empty():
            self._read_year()

    def _read_year(self) -> None:
        year = self.year.value()
        self._ops.read(self, lambda session: deadlines.year_table(session, year), self._fill)

    def _fill(self, table: YearTable) -> None:
        self._pack = None
        self.off.set_text(write_days(table.holidays))
        self.worked.set_text(write_days(table.make_up_days))
        self.notice.setText(table.notice)
        self._effect_card.hide()

    def _edited(self) -> None:
        """Another text: what was imported is the clerk's own now, and the effect must be looked at again."""
        self._pack = None
        self._effect_card.hide()

    def _table(self) -> YearTable:
        """The table as it is written.

        Raises:
            Refused: a part is no day of the year.
        """
        year = self.year.value()
        if self._pack is not None:
            return self._pack
        return YearTable(
            year,
            read_days(self.off.text(), year, "holidays"),
            read_days(self.worked.text(), year, "make_up_days"),
            self.notice.text(),
        )

    def _look(self) -> None:
        try:
            table = self._table()
        except Refused as answer:
            self.refuse(answer, self.fields)
            return
        self._ops.read(
            self,
            lambda session, _progress: deadlines.preview_table(session, table),
            self._show_changes,
            lambda refusal: self.refuse(refusal, self.fields),
            supersede="effect",
        )

    def _show_changes(self, changes: Sequence[DateChange]) -> None:
        if changes:
            self.effect.setText(f"启用后，{len(changes)} 个期限会变：")
        else:
            self.effect.setText("启用后，没有正在计算的期限会变。")
        self.changes.show_rows(
            [
                Row(one.deadline_id, (one.matter_number, one.rule_name, str(one.old), str(one.new.legal)))
                for one in changes
            ]
        )
        self.changes.setVisible(bool(changes))
        self._effect_card.show()
        self.apply.setFocus()

    def _apply(self) -> None:
        if self._effect_card.isHidden():
            self._look()
            return
        table = self._table()
        self.apply.setEnabled(False)

        def done(_change: Change) -> None:
            self._effect_card.hide()
            self.say(f"{table.year}年的放假安排已启用。")

        self._ops.write(
            self,
            lambda session: deadlines.apply_table(session, table, self._clock()),
            done,
            lambda refusal: self.refuse(refusal, self.fields),
            lambda: self.apply.setEnabled(True),
        )

    def _bring(self) -> None:
        path = self._ask(self)
        if path is None:
            return
        self._ops.read(
            self,
            lambda session, _progress: holiday_packs.read(session, path),
            self._brought,
            lambda refusal: self.say(refusal.message, Tone.SOON),
            supersede="pack",
        )

    def _brought(self, table: YearTable) -> None:
        if self.year.findText(f"{table.year}年") < 0:
            self.say(f"文件是{table.year}年的，不在可以录入的年份里，没有导入。", Tone.SOON)
            return
        self.year.blockSignals(True)
        self.year.set_value(table.year)
        self.year.blockSignals(False)
        self._fill(table)
        self._pack = table
        self.say(f"已读入“{table.signer}”发放的{table.year}年放假安排，签名核对无误。请看哪些期限会变，再启用。")
        self._look()

    def _trust(self) -> None:
        if not all(field.check_now() for field in self.signer_fields.values()):
            return
        name, key = self.signer.text(), self.key.text()

        def done(_change: Change) -> None:
            self.signer.clear()
            self.key.clear()
            self.say(f"已信任“{name.strip()}”。请与对方电话核对列表里的指纹。")

        self._ops.write(
            self,
            lambda session: holiday_packs.trust(session, name, key, self._clock()),
            done,
            lambda refusal: self.refuse(refusal, self.signer_fields),
        )

    def _distrust(self) -> None:
        name = self.signers.subject()
        if name is None:
            self.say("请先在列表中选中一个发放单位。", Tone.SOON)
            self.signers.setFocus()
            return
        Problems.confirm(
            self,
            f"不再接受“{name}”发放的文件，以前导入的放假安排不变。要移除吗？",
            "移除",
            "不移除",
            lambda: self._ops.write(
                self,
                lambda session: holiday_packs.distrust(session, name, self._clock()),
                lambda _change: self.say(f"已移除“{name}”。"),
                lambda refusal: self.say(refusal.message, Tone.SOON),
            ),
        )
