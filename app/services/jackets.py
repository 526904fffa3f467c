"""卷皮底图: the office's pre-printed stationery, scanned once, shown on screen beneath what will be printed on it.

It is kept sealed beside the register like every scan, and never becomes part of anything that is printed: nothing in
``app.printing`` knows of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.changes import Area, Change
from app.domain.dossier_paper import PaperSize
from app.domain.errors import Refused
from app.domain.scan import PreparedScan
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services import scans
from app.services.session import Session
from db.unit_of_work import ReadUnit, WriteUnit

NAME = "jackets"


@dataclass(frozen=True)
class Jacket:
    """The scan of one pre-printed form: what lies in its file (a PDF or a JPEG) and what the file was called."""

    name: str
    data: bytes


def read(session: Session, section: str, size: PaperSize) -> Jacket | None:
    """The jacket of a section on this size of paper, checked against its hash; None when none was chosen.

    Raises:
        Refused: its file is missing or damaged.
    """
    with session.register.read(session.viewer) as unit:
        kept = _kept(unit).get(_key(section, size))
    if kept is None:
        return None
    return Jacket(str(kept["name"]), session.register.scan_files.read(str(kept["file"]), str(kept["sha256"])))


def choose(session: Session, section: str, size: PaperSize, prepared: PreparedScan, now: datetime) -> Change:
    """Keep a scan as the jacket of a section; the one before goes.

    Raises:
        Refused: no right, or more than one page.
        Unavailable: the disk is full or the folder cannot be written.
    """
    _check(session)
    if prepared.pages != 1:
        raise Refused(f"“{prepared.name}”有 {prepared.pages} 页。卷皮底图只要一页，请把印好的卷皮正面单独扫描后再选。")
    key, name = _key(section, size), clean_line(prepared.name)[:200]
    with scans.sealed(session, prepared) as file, session.register.write(session.viewer, now) as work:
        kept = _kept(work)
        before = kept.get(key)
        after = {"file": file, "name": name, "sha256": hashlib.sha256(prepared.data).hexdigest()}
        work.settings.put(NAME, {**kept, key: after})
        work.audit.record("set", "setting", 0, before={NAME: {key: before}}, after={NAME: {key: after}})
    _forget(session, before)
    return Change.of(Area.SETTINGS)


def remove(session: Session, section: str, size: PaperSize, now: datetime) -> Change:
    """Take the jacket of a section away, its file too; backups made before still hold it.

    Raises:
        Refused: no right, or there is none.
    """
    _check(session)
    key = _key(section, size)
    with session.register.write(session.viewer, now) as work:
        kept = _kept(work)
        before = kept.pop(key, None)
        if before is None:
            raise Refused("这里没有底图，不需要移除。")
        work.settings.put(NAME, kept)
        work.audit.record("set", "setting", 0, before={NAME: {key: before}}, after={NAME: {key: None}})
    _forget(session, before)
    return Change.of(Area.SETTINGS)


def _check(session: Session) -> None:
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("更换卷皮底图需要管理权限。请管理员办理。")


def _key(section: str, size: PaperSize) -> str:
    return f"{section} {size.value}"


def _kept(unit: ReadUnit | WriteUnit) -> dict[str, dict[str, str]]:
    found: Any = unit.settings.get(NAME, {})
    return dict(found) if isinstance(found, dict) else {}


def _forget(session: Session, kept: dict[str, str] | None) -> None:
    if kept is not None:
        session.register.scan_files.forget(str(kept["file"]))
