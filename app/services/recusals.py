"""回避: who must neither handle a matter nor see it. What an account sees is decided by :mod:`db.visibility` alone.

Source: 《信访工作条例》第二十八条 (interested staff withdraw), 第三十条、第四十六条 (nothing reaches the accused).
"""

from __future__ import annotations

from datetime import datetime

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.responsibility import Recusal
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services import steps
from app.services.session import Session


def of_matter(session: Session, matter_id: int) -> tuple[Recusal, ...]:
    """Who must withdraw from a matter.

    Raises:
        Refused: there is no such matter in sight.
    """
    with session.register.read(session.viewer) as unit:
        steps.in_sight(unit, matter_id)
        return unit.people.recusals(matter_id)


def name(session: Session, matter_id: int, staff_id: int, *, accused: bool, reason: str, now: datetime) -> Change:
    """Name somebody who must withdraw. ``accused`` hides the matter from the whole division as well.

    Raises:
        Refused: no reason, unknown person, named already, or the person handles the matter now (reassign first).
    """
    said = clean_line(reason)
    if not said:
        raise Refused("请写明回避原因，例如“被反映人”。", {"reason": "请写明回避原因。"})
    with session.register.write(session.viewer, now) as work:
        facts = steps.current(work, matter_id)
        person = work.people.responsible(staff_id)
        if person is None:
            raise Refused("没有这位工作人员，请重新选择。", {"staff": "请从列表中选择。"})
        if any(one.staff_id == staff_id for one in work.people.recusals(matter_id)):
            raise Refused(f"{person.name}已经列为回避。", {"staff": "已经列为回避。"})
        if facts.assigned_on is not None and facts.handler_id == staff_id:
            words = f"{person.name}正在承办这件事项，请先移交他人，再列为回避。"
            raise Refused(words, {"staff": words})
        recusal_id = work.people.add_recusal(matter_id, staff_id, accused, said, now)
        after = {"matter": facts.number, "staff": person.name, "accused": accused, "reason": said}
        work.audit.record("recuse", "recusal", recusal_id, after=after)
    return Change.of(Area.MATTERS, ids=(matter_id,))


def lift(session: Session, matter_id: int, staff_id: int, reason: str, now: datetime) -> Change:
    """End a recusal that was named by mistake.

    Raises:
        Refused: no right, no reason, or there is none.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("撤销回避需要管理员账户。")
    said = clean_line(reason)
    if not said:
        raise Refused("请写明撤销回避的原因。", {"reason": "请写明原因。"})
    with session.register.write(session.viewer, now) as work:
        facts = steps.current(work, matter_id)
        if not work.people.lift_recusal(matter_id, staff_id, said, now):
            raise Refused("没有这条回避记录，请刷新。")
        work.audit.record("lift_recusal", "matter", matter_id, after={"matter": facts.number, "reason": said})
    return Change.of(Area.MATTERS, ids=(matter_id,))
