"""标记与关联: what came of the contacts of the matter shown, and the acts that change it, each in its window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.matter import MatterStatus
from app.domain.matter_detail import MatterDetail
from app.domain.progress import Progress
from app.services import history, looking_back
from app.services.history import MatterHistory
from app.services.looking_back import KnownLink
from app.services.session import Session
from ui.operations import Operations
from ui.pages.queue import matter_words
from ui.pages.queue.flag_dialog import FlagDialog
from ui.pages.queue.link_dialogs import MergeDialog, SamePersonDialog, UnlinkDialog
from ui.pages.queue.matter_view import MatterView


class AgainActs(QObject):
    """Reads flags, events and links into the view.

    ``shown`` gives the matter on the screen; ``at_hand`` the one to act on, ``None`` while another is on its way.
    """

    said = Signal(str)
    """What was done, in words."""

    def __init__(
        self,
        view: MatterView,
        shown: Callable[[], MatterDetail | None],
        at_hand: Callable[[], MatterDetail | None],
        ops: Operations[Session],
        clock: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._view, self._shown, self._at_hand = view, shown, at_hand
        self._ops, self._clock, self._over = ops, clock, parent
        self._links: tuple[KnownLink, ...] = ()
        view.merge_button.clicked.connect(self.open_merge)
        view.person_button.clicked.connect(self.open_same_person)
        view.flag_button.clicked.connect(self.open_flags)
        view.unlink_button.clicked.connect(self.open_unlink)

    def clear(self) -> None:
        """Another matter is shown."""
        self._links = ()
        self._view.show_again("", linked=False)

    def read(self, detail: MatterDetail) -> None:
        """Flags, events and links, after the matter itself is on the screen."""
        matter_id, today = detail.matter_id, self._clock().date()

        def read(session: Session, _progress: Progress) -> tuple[MatterHistory, tuple[KnownLink, ...]]:
            return history.of_matter(session, matter_id, today), looking_back.links(session, matter_id)

        def done(found: tuple[MatterHistory, tuple[KnownLink, ...]]) -> None:
            if self._shown() is detail:
                known, self._links = found
                words = matter_words.coming_again(known, detail, self._links)
                self._view.show_again(words, linked=bool(self._links))

        self._ops.read(self._over, read, done=done, failed=lambda _answer: None, supersede="again")

    def open_merge(self) -> None:
        """Say with which other matter this one is the same."""
        detail = self._living()
        if detail is not None:
            dialog = MergeDialog(detail, self._ops, self._clock, self._over)
            self._open(dialog, f"{detail.number} 已并入所选事项，编号保留。按 Alt+E 可以撤销。")

    def open_same_person(self) -> None:
        """Say that somebody of this matter is the same as somebody of another record."""
        detail = self._living()
        if detail is not None:
            dialog = SamePersonDialog(detail, self._ops, self._clock, self._over)
            self._open(dialog, "已认定为同一人，经过里留有记录。按 Alt+E 可以撤销。")

    def open_flags(self) -> None:
        """Set a flag otherwise than computed."""
        detail = self._living()
        if detail is not None:
            self._open(FlagDialog(detail, self._ops, self._clock, self._over), "标记已更改，经过里留有记录。")

    def open_unlink(self) -> None:
        """Take a link back."""
        detail = self._at_hand()
        if detail is not None and self._links:
            dialog = UnlinkDialog(detail, self._links, self._ops, self._clock, self._over)
            self._open(dialog, "关联已撤销，各归原处，经过里留有记录。")

    def _living(self) -> MatterDetail | None:
        detail = self._at_hand()
        return None if detail is None or detail.status is MatterStatus.VOID else detail

    def _open(self, dialog: QDialog, words: str) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.said.emit(words))
        dialog.open()
