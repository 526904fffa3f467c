"""卷宗: concluded matters become bound, findable, lendable case files; one key binds and prints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.changes import Area
from app.domain.dossier import DossierRow, DossierState
from app.services import archive, dossiers
from app.services.archive import Loan
from app.services.dossiers import DossierView
from app.services.session import Session
from ui.operations import Operations
from ui.pages.dossier import acts
from ui.pages.dossier.appraisal_acts import AppraisalActs
from ui.pages.dossier.appraisal_panel import AppraisalPanel
from ui.pages.dossier.archive_acts import ArchiveActs
from ui.pages.dossier.binding_acts import BindingActs
from ui.pages.dossier.file_dialog import Asking
from ui.pages.dossier.item_acts import ItemActs
from ui.pages.dossier.list_card import APPRAISAL, VIEW_TEXT, VIEWS, ListCard
from ui.pages.dossier.panel import DossierPanel
from ui.pages.dossier.run_acts import RunActs
from ui.pages.dossier.workplace import Workplace
from ui.pages.page import Page
from ui.pages.paper.fold import ListAndPreview
from ui.printing import PrintDesk
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

LIST_WIDTH = 420


class DossierPage(Page):
    """Binds, prints, files, lends, puts before the committee. ``asking`` asks for files and folders."""

    title = "卷宗"
    help_text = (
        "左边是办结的事项：待装订、已装订、借出，还有供鉴定的清单。选一件，右边是卷内材料，按办理程序的顺序排好。缺什么、"
        "为什么要、找谁补，都写在上面。要改顺序，用鼠标拖动，或先写原因再按上移、下移。按装订打印，封面、目录、材料、备考表、"
        "卷底、脊背、封条和盒签一次打完；装订以后编页不再变动，再打一次内容完全相同。装订后补来的材料另装一册。"
        "导出正卷时不会带出副卷的任何材料。按住 Ctrl 或 Shift 可以选多件，一次打印或存到文件夹，最多一百件，随时停下，"
        "以后接着做。查找框里也可以扫封面的二维码或条码。保管期满的卷宗只列清单，由鉴定委员会逐卷决定，程序从不自动销毁。"
    )
    interests = frozenset({Area.DOSSIERS, Area.MATTERS, Area.DOCUMENTS, Area.SETTINGS})
    more_keys = (
        ("上 / 下", "在列表里移动"),
        ("Shift+上 / 下", "在左边列表里选多件"),
        ("Enter", "在列表里：整理卷内；在卷内材料里：看扫描件"),
        ("Alt+上 / 下", "在卷内材料里：上移、下移"),
    )

    def __init__(
        self,
        ops: Operations[Session],
        desk: PrintDesk,
        clock: Callable[[], datetime],
        asking: Asking | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ops, self._clock = ops, clock
        self._wanted: int | None = None
        self.card = ListCard()
        self.panel = DossierPanel()
        self.committee = AppraisalPanel()
        self._right = QStackedWidget()
        self._right.setObjectName("clear")
        self._right.addWidget(self.panel)
        self._right.addWidget(self.committee)
        self.fold = ListAndPreview(self.card, self._right, words=("看卷内", "返回列表"), width=LIST_WIDTH)
        self._due = text_label("", "small")
        self.header.add(self._due)
        self.header.add_right(self.fold.button)
        self.body.addWidget(self.fold, 1)
        self.first = self.card.listing
        at = Workplace(self, self.card, self.panel, ops, desk, clock, asking or Asking())
        self._items, self._binding, self._archive = ItemActs(at), BindingActs(at), ArchiveActs(at)
        self._runs, self._appraisals = RunActs(at), AppraisalActs(at, self.committee)
        self.card.view_changed.connect(self.refresh)
        self.card.search.returnPressed.connect(self._find)
        self.card.chosen.connect(self._read_dossier)
        self.card.listing.activated.connect(lambda _index: self._items.arrange())

    @property
    def matter_id(self) -> int | None:
        """The matter shown."""
        return self.panel.matter_id

    def open_at(self, what: object) -> None:
        """Show a matter's dossier."""
        if isinstance(what, int):
            self._wanted = what
            self.refresh()

    def before_close(self) -> None:
        """A run stops after the pack under way; it goes on another time."""
        self.stop_run()

    def refresh(self) -> None:
        """Read the list and what is shown beside it anew."""
        view, words = self.card.view(), self.card.search.text()
        today = self._clock().date()
        if view == APPRAISAL:
            self._right.setCurrentWidget(self.committee)
            self._appraisals.read()
        else:
            self._right.setCurrentWidget(self.panel)
            states = VIEWS[view]
            self._ops.read(
                self,
                lambda session: dossiers.rows(session, states, words),
                lambda rows: self._show_rows(view, rows),
            )
        self._ops.read(self, lambda session: len(archive.reminders(session, today)), self._show_due)
        self._runs.read()

    def stop_run(self) -> None:
        """Stop binding many; what is done stays."""
        self._runs.stop()

    # reading

    def _find(self) -> None:
        """Look in the list shown; what is only in another one is shown there."""
        words, view = self.card.search.text(), self.card.view()
        states = VIEWS[view]

        def find(session: Session) -> tuple[DossierRow, ...]:
            return dossiers.rows(session, states, words) or dossiers.rows(session, (), words)

        def found(rows: tuple[DossierRow, ...]) -> None:
            if rows and words.strip() and rows[0].state not in states:
                there = next(name for name, some in VIEWS.items() if rows[0].state in some)
                self._wanted = rows[0].matter_id
                self.say(f"在“{VIEW_TEXT[there]}”里找到。", Tone.PLAIN)
                self.card.turn_to(there)
            else:
                self.refresh()

        self._ops.read(self, find, found)

    def _show_rows(self, view: str, rows: tuple[DossierRow, ...]) -> None:
        if view != self.card.view():
            return
        if DossierState.ON_LOAN in VIEWS[view]:
            rows = tuple(sorted(rows, key=lambda row: row.due_on or date.max))
        self.card.show_rows(rows, self._clock().date())
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.card.choose(wanted):
            return
        shown = self.panel.matter_id
        if shown is None or self.card.row(shown) is None:
            current = self.card.current()
            if current is None and rows:
                self.card.choose(rows[0].matter_id)
                return
            if not rows:
                self.panel.show_dossier(None, None)
                return
            shown = current
        if shown is not None:
            self._read_dossier(shown)

    def _show_due(self, amount: int) -> None:
        self._due.setText(f"{amount} 卷借阅到期或三天内到期，见“借出”" if amount else "")

    def _read_dossier(self, matter_id: int) -> None:
        row = self.card.row(matter_id)
        if row is None or row.dossier_id is None:
            self.panel.show_dossier(row, None)
            return

        def shown(found: tuple[DossierView, tuple[Loan, ...]]) -> None:
            view, loans = found
            if self.card.current() == matter_id:
                self.panel.show_dossier(view.row, view, loans)

        self._ops.read(self, lambda session: acts.look(session, matter_id), shown)
