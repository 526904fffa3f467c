"""演练: key matters with their leaders, a letter of supervision, what superiors ask; notices of long ago are read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.domain.matter import MatterStatus
from app.domain.queue import QueueFilter, QueueView
from app.domain.responsibility import Post
from app.services import inbox, people, queue, records, settings, steps
from app.services.records import RecordRequest
from app.services.session import Session

LEADERS = (("贺某", "院长"), ("方某", "副院长"), ("石某", "副院长"))
_IN_WORK = (MatterStatus.HANDLING, MatterStatus.SUPERVISED)
_RECENT = timedelta(days=12)


def appoint(session: Session, opened: datetime) -> None:
    """Give the court its leaders, heads and desk posts, from the day the register was opened."""
    first = opened.date()
    for name, post in LEADERS:
        settings.add_staff(session, name, post, None, opened)
    known = settings.lists(session, first)
    staff = {one.name: one.staff_id for one in known.staff}
    departments = {one.name: one.department_id for one in known.departments}
    people.appoint(session, staff["贺某"], Post.PRESIDENT, None, first, None, opened)
    people.appoint(session, staff["卫某"], Post.DISPATCHER, None, first, None, opened)
    people.appoint(session, staff["廉某"], Post.DISCIPLINE, None, first, None, opened)
    people.appoint(session, staff["罗某"], Post.DIVISION_HEAD, departments["立案庭"], first, None, opened)
    people.appoint(session, staff["段某"], Post.DIVISION_HEAD, departments["执行局"], first, None, opened)
    for leader, department in (("方某", "执行局"), ("方某", "立案庭"), ("石某", "民事审判庭"), ("石某", "刑事审判庭")):
        people.put_in_charge(session, staff[leader], departments[department], first, None, opened)


def fill(session: Session, now: datetime) -> None:
    """Write the records of the two months before ``now``; a register without matters in work gets none."""
    rows = queue.first_page(session, QueueFilter(QueueView.ALL), now.date()).page.rows
    work = [row.matter_id for row in rows if row.status in _IN_WORK][:4]
    staff = {one.name: str(one.staff_id) for one in settings.lists(session, now.date()).staff}
    if work:
        _lead(session, work, staff, now)
        _letter(session, work[0], now - timedelta(days=12))
    _deployment(session, staff["段某"], now)
    for each in inbox.unread(session):
        old = tuple(one.notice_id for one in each.notices if one.created_at < now - _RECENT)
        if old:
            inbox.delivered(session, old, each.recipient, now)


def _lead(session: Session, work: list[int], staff: Mapping[str, str], now: datetime) -> None:
    begun = now - timedelta(days=62)

    def write(kind: str, matter_id: int, at: datetime, values: Mapping[str, str]) -> None:
        records.write(session, RecordRequest(kind, values, matter_id), at)

    for matter_id in work:
        traits = {"hard": "1", "complex": "1" if matter_id % 2 else ""}
        difficulty = "双方对立多年，标的物已经毁损，执行依据的履行方式需要释明。"
        write("key_case", matter_id, begun, {**traits, "difficulty": difficulty, "nominated_by": staff["罗某"]})
    for matter_id, leader in zip(work[:3], ("方某", "贺某", "方某"), strict=False):
        goal = "查清执行进度，促成分期履行，书面答复后息诉罢访。"
        due = (now + timedelta(days=20)).date().isoformat()
        write("lead_assignment", matter_id, begun, {"leader": staff[leader], "goal": goal, "due": due})
    talk = "在接待室当面听取陈述四十分钟，当场电话通知承办人到场说明，答应三日内召集研究。"
    for days, duty, delegated in ((50, "receive", ""), (33, "study", ""), (12, "coordinate", "1")):
        at = now - timedelta(days=days)
        values = {"duty": duty, "day": at.date().isoformat(), "facts": talk, "evidence": "接谈笔录、照片"}
        values |= {"delegated": delegated, "delegate": "执行局内勤"} if delegated else {}
        write("personal_duty", work[0], at, values)
    progress = "已约谈双方两次，被执行人同意分期履行，首期三万元已经到账。"
    month = f"{(now.replace(day=1) - timedelta(days=1)):%Y-%m}"
    report = {"month": month, "progress": progress, "difficulty": "名下房产尚有抵押。", "next": "督促第二期款项到账。"}
    write("monthly_report", work[0], now - timedelta(days=2), report)


def _deployment(session: Session, owner: str, now: datetime) -> None:
    values = {
        "body": "县委政法委",
        "number": f"政法〔{now.year}〕6号",
        "received": (now - timedelta(days=30)).date().isoformat(),
        "task": "开展涉诉信访积案清理，逐件建账，三个月内化解八成以上。",
        "owner": owner,
        "due": _day_after(now.date(), 3),
    }
    records.write(session, RecordRequest("deployment", values), now - timedelta(days=30))


def _letter(session: Session, matter_id: int, at: datetime) -> None:
    version = steps.standing(session, matter_id, at.date()).version
    values = {
        "rung": "letter",
        "addressee": "执行局",
        "reason": "信访人再次来访，反映答应的回复没有收到。",
        "requirement": "查清原因，提出办理措施和完成期限。",
        "due": _day_after(at.date(), 7),
    }
    records.write(session, RecordRequest("supervision", values, matter_id, version), at)


def _day_after(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
