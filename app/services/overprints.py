"""套打: the offsets that an office has measured, for each section of a pack and each printer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.overprint import LIMIT, PLAIN, Overprint
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session

NAME = "overprints"


def of_printer(session: Session, printer: str) -> dict[str, Overprint]:
    """What is set for a printer, by name of the section."""
    with session.register.read(session.viewer) as unit:
        kept: Any = unit.settings.get(NAME, {})
    found = kept.get(printer, {}) if isinstance(kept, dict) else {}
    return {str(section): Overprint(bool(one[0]), int(one[1]), int(one[2])) for section, one in found.items()}


def save(session: Session, printer: str, section: str, wanted: Overprint, now: datetime) -> Change:
    """Keep the offsets of a section on a printer; those of a plain print are forgotten.

    Raises:
        Refused: no right, or no printer named.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改套打偏移需要管理权限。请管理员办理。")
    name = clean_line(printer)
    if not name:
        raise Refused("请先选择打印机。", {"printer": "请选择打印机。"})
    with session.register.write(session.viewer, now) as work:
        kept: dict[str, dict[str, list[int]]] = dict(work.settings.get(NAME, {}))
        before = kept.get(name, {})
        mine = {**before, section: [int(wanted.fields_only), wanted.right, wanted.down]}
        if wanted == PLAIN:
            mine.pop(section)
        work.settings.put(NAME, {**kept, name: mine})
        work.audit.record("set", "setting", 0, before={NAME: {name: before}}, after={NAME: {name: mine}})
    return Change.of(Area.SETTINGS)


def read_offset(text: str, field: str) -> int:
    """Tenths of a millimetre from millimetres as typed (-3.5).

    Raises:
        Refused: no number, or further than a printer can miss.
    """
    words = f"请填写毫米数，-{LIMIT / 10:g} 到 {LIMIT / 10:g}，最多一位小数。"
    try:
        tenths = round(float(clean_line(text) or "0") * 10)
    except (ValueError, OverflowError) as error:
        raise Refused(words, {field: words}) from error
    if abs(tenths) > LIMIT:
        raise Refused(words, {field: words})
    return tenths
