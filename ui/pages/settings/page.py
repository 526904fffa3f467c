"""设置: sections at the left, the chosen one beside them; above it when large text leaves no room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QSizePolicy, QStackedWidget, QWidget

from app.domain.changes import Area
from app.services.session import Session
from ui.operations import Operations
from ui.pages.page import Page
from ui.pages.settings.about import AboutSection
from ui.pages.settings.accounts import AccountsSection
from ui.pages.settings.backups import BackupSection
from ui.pages.settings.blank_forms import BlankSection
from ui.pages.settings.code_tables import CodesSection
from ui.pages.settings.cover import CoverSection
from ui.pages.settings.display import DisplaySection, apply_look
from ui.pages.settings.dossier import DossierSection
from ui.pages.settings.duties import DutiesSection
from ui.pages.settings.holidays import HolidaysSection
from ui.pages.settings.looks import LooksSection
from ui.pages.settings.office import OfficeSection
from ui.pages.settings.printers import PrinterSection
from ui.pages.settings.section import Section
from ui.pages.settings.staff import StaffSection
from ui.pages.settings.templates import TemplatesSection
from ui.pages.settings.terms import TermsSection
from ui.printing import PrintDesk
from ui.style import scale
from ui.style.theme import Look
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.side_panel import scrolled

LIST_WIDTH = 176
ABOVE_HEIGHT = 132
OWN_KEYS = 10
LEAST_FORM = 560


class SettingsPage(Page):
    """The settings. ``set_look`` puts a look in force, as the window does."""

    title = "设置"
    help_text = (
        "左边选一类，右边修改，Ctrl+PgDown 看下一类。单位信息会印在所有文书上；编号格式只影响以后的编号。"
        "每个人用自己的账户，口令可以在这里改；"
        "恢复码单丢失或启用过，要换一个新的并当场打印封存。代码表是登记时各个选择框里的选项，改名、停用从某一天起算；"
        "空白表是停电时手写用的，先取号打印，用完逐张补录或作废。字号、配色马上生效，记在自己的账户上。"
        "函件、告知书和表单的用语在“文书模板”里改，已经发出的不变。"
        "卷宗的保管期限、档号、编页和分册在“卷宗”里定，封面版式也从那里进去，已装订的不受影响。"
        "备份每天自动做，也可以随时立即备份；怀疑有问题时按检查登记库，只看不改。"
    )
    interests = frozenset({Area.SETTINGS, Area.ACCOUNTS, Area.BACKUPS, Area.DRAFTS, Area.CODES, Area.CONTACTS})

    more_keys = (("Ctrl+PgDown、Ctrl+PgUp", "下一类、上一类"),)

    compact_changed = Signal(bool)
    """Rows of lists shall be low (True) or comfortable."""

    def __init__(
        self,
        ops: Operations[Session],
        desk: PrintDesk,
        clock: Callable[[], datetime],
        set_look: Callable[[Look], None] = apply_look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.office = OfficeSection(ops, clock)
        self.staff = StaffSection(ops, clock)
        self.accounts = AccountsSection(ops, clock, desk)
        self.codes = CodesSection(ops, clock)
        self.blanks = BlankSection(ops, clock, desk)
        self.display = DisplaySection(ops, clock, set_look)
        self.printers = PrinterSection(ops, clock, desk)
        self.backups = BackupSection(ops, clock)
        self.about = AboutSection(ops, clock)
        self.dossier = DossierSection(ops, clock)
        self.covers = CoverSection(ops, clock)
        self.templates = TemplatesSection(ops, clock)
        self.looks = LooksSection(ops, clock, desk)
        self.sections: dict[str, Section] = {
            "office": self.office,
            "staff": self.staff,
            "accounts": self.accounts,
            "codes": self.codes,
            "blanks": self.blanks,
            "display": self.display,
            "printers": self.printers,
            "backups": self.backups,
            "dossier": self.dossier,
            "duties": DutiesSection(ops, clock),
            "terms": TermsSection(ops, clock),
            "holidays": HolidaysSection(ops, clock),
            "templates": self.templates,
            "covers": self.covers,
            "looks": self.looks,
            "about": self.about,
        }
        self.buttons: dict[str, KeyButton] = {}
        self._build()
        self.display.compact_changed.connect(self.compact_changed)

    def refresh(self) -> None:
        """Read the section shown; the others read when they are chosen."""
        self.current().refresh()

    def open_at(self, what: object) -> None:
        """Show a section by its name, for example ``backups``."""
        if isinstance(what, str) and what in self.sections:
            self.show_section(what)

    def current(self) -> Section:
        """The section shown."""
        return next(one for one in self.sections.values() if self._stack.currentWidget() is one)

    def show_section(self, name: str) -> None:
        """Show a section and read it."""
        self.buttons[name].setChecked(True)
        self._stack.setCurrentWidget(self.sections[name])
        self.sections[name].refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sections beside or above."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Put the sections beside or above."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_across"):
            self._arrange()

    def _build(self) -> None:
        self._bar = FieldGrid(columns=len(self.sections), least=128)
        group = QButtonGroup(self)
        for place, (name, section) in enumerate(self.sections.items(), 1):
            button = KeyButton(section.title, f"Alt+{place % 10}" if place <= OWN_KEYS else "", Kind.SEGMENT)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, name=name: self.show_section(name))
            group.addButton(button)
            self._bar.add(button)
            self.buttons[name] = button
        self.buttons["office"].setChecked(True)
        self._stack = QStackedWidget()
        for section in self.sections.values():
            section.said.connect(self.say)
            self._stack.addWidget(section)
        self.dossier.covers_wanted.connect(lambda: self.show_section("covers"))
        self.covers.back_wanted.connect(lambda: self.show_section("dossier"))
        self._across = scale.row(spacing=scale.BETWEEN_CARDS)
        self._list = scrolled(self._bar)
        self._across.addWidget(self._list)
        self._across.addWidget(self._stack, 1)
        self.body.addLayout(self._across, 1)
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self._turn(by))
        self._arrange()

    def _turn(self, by: int) -> None:
        """The section after or before the one shown."""
        names = list(self.sections)
        place = names.index(next(name for name, one in self.sections.items() if one is self.current()))
        self.show_section(names[(place + by) % len(names)])
        self._list.ensureWidgetVisible(self.buttons[names[(place + by) % len(names)]])

    def _arrange(self) -> None:
        beside = self.width() >= scale.px(LIST_WIDTH + LEAST_FORM)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if beside:
            self._list.setFixedWidth(scale.px(LIST_WIDTH))
            self._list.setMaximumHeight(16_777_215)
        else:
            self._list.setMinimumWidth(0)
            self._list.setMaximumWidth(16_777_215)
            self._list.setMaximumHeight(scale.px(ABOVE_HEIGHT))
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self._across.direction() is not wanted:
            self._across.setDirection(wanted)
