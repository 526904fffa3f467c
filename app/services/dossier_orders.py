"""顺序模板: in which order this office binds, each version from a day on. What was begun before keeps its order.

A dossier follows the version in force on the day on which it was begun, so that a bound one never changes and one that
is half laid is not laid anew behind somebody's back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cattrs.preconf.json import make_converter

from app.domain.changes import Area, Change
from app.domain.dossier import PROCEDURE_TEXT, OrderTemplate, Procedure, check_order, template_of
from app.domain.errors import Refused
from app.domain.viewer import Right
from app.services.session import Session
from db.unit_of_work import ReadUnit, WriteUnit

NAME = "dossier_orders"
_CONVERTER = make_converter()


@dataclass(frozen=True)
class OrderVersion:
    """The office's order of a procedure from a day on; without codes it is the shipped one again."""

    since: date
    codes: tuple[str, ...]
    made_by: str = ""


Versions = dict[str, tuple[OrderVersion, ...]]
"""By procedure, the earliest first."""


def versions_in(unit: ReadUnit | WriteUnit) -> Versions:
    """Every version, inside a unit of work."""
    return _CONVERTER.structure(unit.settings.get(NAME, {}), dict[str, tuple[OrderVersion, ...]])


def template_in(unit: ReadUnit | WriteUnit, procedure: Procedure, begun_on: date) -> OrderTemplate:
    """The order of a dossier that was begun on a day."""
    return template_on(versions_in(unit), procedure, begun_on)


def template_on(versions: Versions, procedure: Procedure, day: date) -> OrderTemplate:
    """The order in force on a day: the office's own, otherwise the shipped one."""
    known = [one for one in versions.get(procedure.value, ()) if one.since <= day]
    return template_of(procedure, {procedure.value: known[-1].codes} if known else None)


def read(session: Session) -> Versions:
    """Every version of this office."""
    with session.register.read(session.viewer) as unit:
        return versions_in(unit)


def save(session: Session, procedure: Procedure, codes: Sequence[str], since: date | None, now: datetime) -> Change:
    """Bind in this order from a day on; the shipped order is kept as no order of the office's own.

    A version of the same day that was made before is replaced; other versions stay.

    Raises:
        Refused: no right, no day or one that has passed, or as :func:`app.domain.dossier.check_order`.
    """
    _administrator(session)
    if since is None:
        raise Refused("请填写从哪一天起用。", {"since": "请填写日期，例如 t 或 0101。"})
    if since < now.date():
        words = "不能早于今天：以前立卷的卷宗保持原来的顺序。"
        raise Refused(words, {"since": words})
    wanted = check_order(procedure, codes)
    own = () if wanted == _codes(template_of(procedure)) else wanted
    with session.register.write(session.viewer, now) as work:
        versions = versions_in(work)
        before = template_on(versions, procedure, since)
        if wanted == _codes(before):
            raise Refused(f"“{PROCEDURE_TEXT[procedure]}”在 {since} 本来就按这个顺序，没有改动。")
        kept = [one for one in versions.get(procedure.value, ()) if one.since != since]
        _put(work, versions, procedure, [*kept, OrderVersion(since, own, work.viewer.name)])
    return Change.of(Area.SETTINGS, Area.DOSSIERS)


def withdraw(session: Session, procedure: Procedure, since: date, now: datetime) -> Change:
    """Take back a version before its day has come.

    Raises:
        Refused: no right, there is none, or it is in force already.
    """
    _administrator(session)
    if since <= now.date():
        raise Refused("这个顺序已经起用，不能撤回。要改，请另存一个新的顺序。")
    with session.register.write(session.viewer, now) as work:
        versions = versions_in(work)
        known = versions.get(procedure.value, ())
        kept = [one for one in known if one.since != since]
        if len(kept) == len(known):
            raise Refused("没有找到这个将要起用的顺序。请刷新后再看。")
        _put(work, versions, procedure, kept)
    return Change.of(Area.SETTINGS, Area.DOSSIERS)


def _put(work: WriteUnit, versions: Versions, procedure: Procedure, wanted: Sequence[OrderVersion]) -> None:
    before = _CONVERTER.unstructure(versions)
    after = {**versions, procedure.value: tuple(sorted(wanted, key=lambda one: one.since))}
    said = _CONVERTER.unstructure(after)
    work.settings.put(NAME, said)
    work.audit.record(
        "set",
        "setting",
        0,
        before={NAME: before.get(procedure.value, [])},
        after={NAME: said[procedure.value], "procedure": procedure.value},
    )


def _codes(template: OrderTemplate) -> tuple[str, ...]:
    return tuple(kind.code for kind in template.kinds)


def _administrator(session: Session) -> None:
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改装订顺序需要管理权限。请管理员办理。")
