"""备份: a copy now, the copies there are, and whether the register is sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from app.domain.progress import Progress
from app.services import backups, checking
from app.services.backups import Backup, BackupMade
from app.services.checking import CheckResult
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.chip import Shape, Status
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

NO_BACKUP = "还没有备份。请现在备份一次，并定期把备份文件夹拷到另一块盘上。"
ALL_GOOD = "全部检查通过，登记库完好。"
TROUBLE = "有 {count} 项没有通过。请先备份，暂停登记，并请管理员按下面的说明处理。"
INDEX = "查询不到明明有的事项时，重建一次查询索引；不影响登记内容。"


class BackupSection(Section):
    """Everything here runs in the paper lane and says how far it is."""

    title = "备份"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self.table = SmallTable("备份", ("时间", "缘由", "核验"), (200, 200, 110), stretch=1)
        self.findings = SmallTable("检查结果", ("检查项", "发现", "结果"), (160, 240, 110), stretch=1)
        self.back_up = KeyButton("立即备份", "Alt+B", Kind.LEAD, "backup")
        self.check = KeyButton("检查登记库", "Alt+J", icon="check")
        self.rebuild = KeyButton("重建查询索引", "Alt+R", icon="restore")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self._step = text_label("", "hint", wrap=True)
        self._folder = text_label("", "small", wrap=True, selectable=True)
        self._none = text_label(NO_BACKUP, "hint", wrap=True)
        self.verdict = text_label("", "body", wrap=True)
        self._build()
        self.finish()

    def refresh(self) -> None:
        """Read which backups there are."""

        def read(session: Session) -> tuple[tuple[Backup, ...], str]:
            files = session.register.files
            return backups.list_backups(files), str(files.backups)  # type: ignore[attr-defined]

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _build(self) -> None:
        copies = Card("备份")
        copies.add(self._folder)
        copies.add(self.table)
        copies.add(self._none)
        copies.add(_acts(self.back_up))
        copies.add(self.bar)
        copies.add(self._step)
        sound = Card("检查与维护")
        sound.add(
            text_label("逐项核对文件、编号、审计记录、文书和密钥；只读，不改动任何内容。" + INDEX, "small", wrap=True)
        )
        sound.add(_acts(self.check, self.rebuild))
        sound.add(self.verdict)
        sound.add(self.findings)
        self.findings.hide()
        self.verdict.hide()
        self._step.hide()
        self.back_up.clicked.connect(self._back_up)
        self.check.clicked.connect(self._check)
        self.rebuild.clicked.connect(self._rebuild)
        self.body.addWidget(copies)
        self.body.addWidget(sound)

    def _show(self, found: Sequence[Backup], folder: str) -> None:
        self._folder.setText(f"备份文件夹：{folder}")
        good = Status("已核验", Tone.GOOD, Shape.DONE)
        self.table.show_rows(
            [Row(one.folder.name, (f"{one.made_at:%Y-%m-%d %H:%M:%S}", one.reason, good)) for one in found]
        )
        self.table.setVisible(bool(found))
        self._none.setVisible(not found)

    def _back_up(self) -> None:
        def made(answer: BackupMade) -> None:
            self.say(
                f"备份已完成并核验：{answer.backup.made_at:%H:%M:%S}，含 {answer.backup.audit_entries} 条审计记录。"
            )
            self.refresh()

        self._begin("正在备份并核验…")
        self._ops.paper(self, lambda session, _progress: backups.make(session), made, always=self._over)

    def _check(self) -> None:
        self._begin("正在检查登记库，库大时要几分钟，可以先去做别的…")
        self._ops.paper(
            self, lambda session, _progress: checking.check(session), self._show_findings, always=self._over
        )

    def _rebuild(self) -> None:
        def work(session: Session, progress: Progress) -> int:
            return checking.rebuild_index(session, progress)

        def rebuilt(count: int) -> None:
            self.say(f"查询索引已重建，共 {count} 件事项。")

        self._begin("正在重建查询索引…")
        self._ops.paper(self, work, rebuilt, progress=self._progress, always=self._over)

    def _show_findings(self, results: Sequence[CheckResult]) -> None:
        bad = [one for one in results if not one.good]
        self.verdict.setText(TROUBLE.format(count=len(bad)) if bad else ALL_GOOD)
        passed, failed = Status("通过", Tone.GOOD, Shape.DONE), Status("未通过", Tone.LATE, Shape.LATE)
        ordered = [*bad, *(one for one in results if one.good)]
        self.findings.show_rows(
            [Row(one.name, (one.title, one.found or "没有问题", passed if one.good else failed)) for one in ordered]
        )
        self.verdict.show()
        self.findings.show()

    def _begin(self, words: str) -> None:
        self._set_acts(enabled=False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._step.setText(words)
        self._step.show()

    def _progress(self, done: int, total: int, words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._step.setText(f"{words}：{done} / {total}")

    def _over(self) -> None:
        self._set_acts(enabled=True)
        self.bar.hide()
        self._step.hide()

    def _set_acts(self, *, enabled: bool) -> None:
        for button in (self.back_up, self.check, self.rebuild):
            button.setEnabled(enabled)


def _acts(*buttons: KeyButton) -> QHBoxLayout:
    row = scale.row()
    scale.fill(row, buttons)
    row.addStretch(1)
    return row
