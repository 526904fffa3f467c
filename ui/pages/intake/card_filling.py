"""From a card into the form: what is empty is filled, what the clerk typed stays; the folder of a reader is watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.domain.card_text import CardReading
from app.domain.petitioner import Sex
from app.services import settings
from app.services.card_drop import CardDrop, Dropped
from app.services.session import Session
from ui.operations import Operations
from ui.pages.intake.fields import value_of
from ui.pages.intake.form import IntakeForm
from ui.widgets.choice import Choice
from ui.widgets.line_edit import LineEdit

FOLDER = "card_folder"
LOOK_MS = 1000
_WORDS = {"name": "姓名", "document_number": "证件号码", "address": "住址", "sex": "性别", "birth_date": "出生日期"}


def fill(form: IntakeForm, reading: CardReading) -> tuple[str, bool]:
    """Fill the form; gives the sentence that says what was done, and whether all of it agrees.

    The person is never said to be verified.
    """
    person = reading.person()
    kind = form.fields["document_kind"].editor
    assert isinstance(kind, Choice)
    number = value_of(form.fields["document_number"])
    if not number or number == person.document_number:
        kind.set_value(person.document_kind.value)
    values = {
        "document_number": person.document_number,
        "name": person.name,
        "address": person.address,
        "sex": "" if person.sex is Sex.UNKNOWN else person.sex.value,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
    }
    filled: list[str] = []
    kept: list[str] = []
    for name, value in values.items():
        if not value:
            continue
        done = _put(form, name, value)
        if done is not None:
            (filled if done else kept).append(_WORDS[name])
    words = f"读卡已填入{'、'.join(filled)}。" if filled else "读卡内容与表里的相同。"
    if kept:
        words = words if filled else ""
        words += f"{'、'.join(kept)}与已填的不同，没有改动，请核对。"
    said = [reading.verdict, *(one.message for one in reading.problems if not one.blocking)]
    agrees = not reading.problems and not kept
    return words + "；".join(one.rstrip("。") for one in said) + "。请与证件核对。", agrees


def _put(form: IntakeForm, name: str, value: str) -> bool | None:
    """True when put in, False when something else stands there, None when it stood there already."""
    field = form.fields[name]
    now = value_of(field)
    if now == value:
        return None
    if now not in (None, ""):
        if name in ("name", "document_number", "address"):
            field.set_look(f"读卡为“{value}”，已填的没有改动，请核对。")
        return False
    editor = field.editor
    if isinstance(editor, Choice):
        editor.set_value(value)
    elif isinstance(editor, LineEdit):
        editor.selectAll()
        editor.insert(value)
        editor.setCursorPosition(0)
    field.check_now()
    return True


class CardFolder(QObject):
    """Watches the folder a reader's program writes into, while the page is on the screen."""

    dropped = Signal(object)
    """A whole card (:class:`Dropped`)."""
    named = Signal(str)
    """The folder watched, empty for none."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._ops, self._clock = ops, clock
        self._drop: CardDrop | None = None
        self._looking = False
        self._is_active = False
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._watcher.directoryChanged.connect(self.look)
        self._timer.timeout.connect(self.look)

    def read_setting(self) -> None:
        """Take over the folder this account chose."""
        now = self._clock()
        self._ops.write(self, lambda session: settings.preferences(session, now).get(FOLDER, ""), done=self._watch)

    def choose(self, folder: str) -> None:
        """Watch another folder from now on."""
        now = self._clock()
        self._watch(folder)
        self._ops.write(self, lambda session: settings.keep_preference(session, FOLDER, folder, now))

    def set_active(self, *, active: bool) -> None:
        """Look only while the page is on the screen: a card belongs to the form that is seen."""
        if active and self._drop is not None:
            self._timer.start()
        else:
            self._timer.stop()
        self._is_active = active

    def look(self) -> None:
        """Look once, in the background; never twice at a time, so that no card is taken up and dropped."""
        drop = self._drop
        if drop is None or self._looking or not self._is_active:
            return
        self._looking = True
        now = self._clock()
        self._ops.read(self, lambda _session: drop.look(now), done=self._looked, always=self._free)

    def _looked(self, found: Dropped | None) -> None:
        if found is not None:
            self.dropped.emit(found)

    def _free(self) -> None:
        self._looking = False

    def _watch(self, folder: str) -> None:
        if folder == (str(self._drop.folder) if self._drop is not None else ""):
            self.named.emit(folder)
            return
        known = self._watcher.directories()
        if known:
            self._watcher.removePaths(known)
        self._drop = CardDrop(Path(folder)) if folder else None
        if folder and Path(folder).is_dir():
            self._watcher.addPath(folder)
        self.named.emit(folder)
        self.set_active(active=self._is_active)
