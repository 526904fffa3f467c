"""Records for the pictures of the ledgers: key matters with their leaders, a ladder of letters, what superiors ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.domain.matter import MatterStatus
from app.domain.queue import QueueFilter, QueueView
from app.domain.responsibility import Post
from app.services import people, queue, records, settings, steps
from app.services.records import RecordRequest
from app.services.session import Session

_IN_WORK = (MatterStatus.HANDLING, MatterStatus.SUPERVISED)


def fill(session: Session, now: datetime) -> None:
    """Write them, the oldest two months ago; the practice register must have been made for the same moment."""
    opened, first_day = now - timedelta(days=200), date(now.year, 1, 1)
    known = settings.lists(session, now.date())
    staff = [str(one.staff_id) for one in known.staff if one.active]
    for name, post in (("方某", "副院长"), ("贺某", "院长")):
        settings.add_staff(session, name, post, None, opened)
    ids = {one.name: one.staff_id for one in settings.lists(session, now.date()).staff}
    people.appoint(session, ids["贺某"], Post.PRESIDENT, None, first_day, None, opened)
    enforcement = next(one.department_id for one in known.departments if one.name == "执行局")
    people.put_in_charge(session, ids["方某"], enforcement, first_day, None, opened)
    rows = queue.first_page(session, QueueFilter(QueueView.ALL), now.date()).page.rows
    work = [row.matter_id for row in rows if row.status in _IN_WORK][:4]
    first, second = str(ids["方某"]), str(ids["贺某"])
    begun = now - timedelta(days=62)

    def write(kind: str, matter_id: int | None, at: datetime, values: Mapping[str, str]) -> int:
        return records.write(session, RecordRequest(kind, values, matter_id), at).record_id

    for matter_id in work:
        traits = {"hard": "1", "complex": "1" if matter_id % 2 else ""}
        difficulty = "双方对立多年，标的物已经毁损，执行依据的履行方式需要释明。"
        write("key_case", matter_id, begun, {**traits, "difficulty": difficulty, "nominated_by": staff[0]})
    for matter_id, leader in zip(work[:3], (first, second, first), strict=False):
        goal = "查清执行进度，促成分期履行，书面答复后息诉罢访。"
        due = (now + timedelta(days=20)).date().isoformat()
        write("lead_assignment", matter_id, begun, {"leader": leader, "goal": goal, "due": due})
    talk = "在接待室当面听取陈述四十分钟，当场电话通知承办人到场说明，答应三日内召集研究。"
    for days, duty, delegated in ((50, "receive", ""), (33, "study", ""), (12, "coordinate", "1")):
        at = now - timedelta(days=days)
        values = {"duty": duty, "day": at.date().isoformat(), "facts": talk, "evidence": "接谈笔录、照片"}
        values |= {"delegated": delegated, "delegate": "执行局内勤"} if delegated else {}
        write("personal_duty", work[0], at, values)
    month = f"{(now.replace(day=1) - timedelta(days=1)):%Y-%m}"
    progress = "已约谈双方两次，被执行人同意分期履行，首期三万元已经到账。"
    report = {"month": month, "progress": progress, "difficulty": "名下房产尚有抵押。", "next": "督促第二期款项到账。"}
    write("monthly_report", work[0], now - timedelta(days=2), report)
    _letter(session, work[0], now - timedelta(days=12))
    deployment = {
        "body": "县委政法委",
        "number": "政法〔2026〕6号",
        "received": (now - timedelta(days=30)).date().isoformat(),
        "task": "开展涉诉信访积案清理，逐件建账，三个月内化解八成以上。",
        "owner": staff[0],
        "due": (now - timedelta(days=3)).date().isoformat(),
    }
    write("deployment", None, now - timedelta(days=30), deployment)


def _letter(session: Session, matter_id: int, at: datetime) -> None:
    version = steps.standing(session, matter_id, at.date()).version
    values = {
        "rung": "letter",
        "addressee": "执行局",
        "reason": "信访人再次来访，反映答应的回复没有收到。",
        "requirement": "查清原因，提出办理措施和完成期限。",
        "due": (at + timedelta(days=7)).date().isoformat(),
    }
    records.write(session, RecordRequest("supervision", values, matter_id, version), at)
